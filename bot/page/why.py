"""Why a question got its reply, in a few plain sentences; the figures stand elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.core.model import (
    Answered,
    Candidate,
    Chatted,
    Declined,
    DeclineReason,
    Fact,
    Reply,
    Suggested,
    told,
)
from bot.matching.language.analysis import Analyser

WORDS = 6
"""Words of the question that are named at most."""


def why(reply: Reply, analyser: Analyser) -> Iterator[str]:
    """Which fact was likeliest and how sure, what was made of that, what bears it out and what
    speaks against it. `analyser` is one of the story."""
    seen = reply.explanation
    if not reply.candidates:
        yield f"No fact was looked for: {seen.decision or 'there is nothing in it to look for'}."
        return
    yield _likeliest(*reply.candidates)
    yield _decision(reply)
    fact = told(reply) or reply.candidates[0].fact
    yield _words(seen.normalised, fact, analyser)
    if notes := [note.detail for note in seen.guards if note.fact == fact.id]:
        yield f"Against it: {'; '.join(notes)}."


def _likeliest(first: Candidate, second: Candidate | None = None, *_: Candidate) -> str:
    then = f"; next comes “{second.fact.title}” with {_share(second.score)}" if second else ""
    return f"The likeliest fact is “{first.fact.title}”, with {_share(first.score)}{then}."


def _decision(reply: Reply) -> str:
    """What was made of it, and by which threshold."""
    seen = reply.explanation
    least = f"an answer takes {_share(seen.answer_threshold)}"
    match reply:
        case Answered():
            return f"It is told as the answer, for {seen.decision} ({least})."
        case Suggested(told=None):
            return f"Questions are offered, for {seen.decision} ({least})."
        case Suggested():
            return f"It is told with doubt ({least})."
        case Declined(reason=DeclineReason.UNKNOWN_TO_STORY):
            return "Readers are told that the story does not say, for a known unknown is meant."
        case Declined():
            return f"It is not answered, for {seen.decision} ({least})."
        case Chatted():
            return f"The reply is about the bot and its story: {seen.decision}."


def _words(question: str, fact: Fact, analyser: Analyser) -> str:
    """Which telling words of the question the fact has, and which it lacks."""
    said = {stem for it in (*fact.questions, fact.answer) for stem in analyser.analyse(it).stems}
    asked = analyser.read(question)
    rows = [*zip(asked.words, asked.stems, asked.telling, strict=True)]
    has = _listed(word for word, stem, tells in rows if tells and stem in said)
    lacks = _listed(word for word, stem, tells in rows if tells and stem not in said)
    return f"Of the question’s words it has {has or 'none that tells'}; it lacks {lacks or 'none'}."


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"“{it}”" for it in [*dict.fromkeys(words)][:WORDS])


def _share(score: float) -> str:
    return f"{100 * score:.0f} %"
