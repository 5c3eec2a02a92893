"""What an answer says and its quotes do not, and answers that lean on what stands elsewhere.

Nothing is said of a fact without quotes: `review` asks for them. Each rule is silent where it
cannot be sure; on sixteen stories what it says is right at least four times in five.
"""

from __future__ import annotations

import re
from calendar import day_name
from collections.abc import Iterator

from bot.core.model import Fact, Story
from bot.desk.comparing import Comparer
from bot.desk.sentences import split
from bot.knowledge.problems import quoted
from bot.knowledge.review import Flaw
from bot.matching.chat.replies import MONTHS
from bot.matching.language.analysis import Analyser
from bot.matching.ranking.fact_features import is_year

CALENDAR = (frozenset(MONTHS), frozenset(day_name))
"""Months and weekdays, held against each other where no date is told (English)."""

ROUNDED = 0.05
"""An answer that says "about" may round a number of its quotes by so much of it, but no year. In
languages other than English, where that is not recognised, any answer may."""

HEDGED = re.compile(
    r"\b(?:about|around|some|nearly|almost|roughly|approximately|circa|over|under|above|below"
    r"|up to|at least|at most|more than|less than|fewer than|close to|just)\W+(?:\w+\W+)?$",
    re.IGNORECASE,
)
"""What stands before a number that is not meant exactly."""

ALIKE = 0.85
"""A quote says the same as an answer, denied or not, if it has so much of its words."""

WORD = re.compile(r"[^\W\d_][\w’'.-]*[^\W_]")
NUMBER = r"(?<![\w.,-])\d(?:[\d.,]*\d)?(?![\d\w])(?:\s(?:{})\b)?"
"""In digits; neither "the 1980s" nor "the 34th" nor "K-12"."""

NAME = re.compile(r"(?<![\w.])[A-Z][\w’'-]*[a-z][\w’'-]*(?:\s[A-Z][\w’'-]*[a-z][\w’'-]*)+")
"""Two words or more with capitals, such as a person's name."""

CAPITALS_ARE_NOUNS = ("de",)
"""Languages that write every noun with a capital, where names cannot be told so."""

OUTSIDE = re.compile(
    r"(?:he|she|they|his|her|their|its|these|those|this|that|such|it|but|however|also|so|therefore"
    r"|thus|moreover|furthermore|additionally|consequently|meanwhile|nevertheless|nonetheless"
    r"|likewise|similarly|hence|otherwise|and|or|(?:then|besides|instead)(?=,))\b(?![-'’])",
    re.IGNORECASE,
)
"""How an answer begins that points to something before it."""

INSIDE = re.compile(
    r"it(?:’s|'s| \w+)(?: \w+)*? (?:that|whether|how|who|why|when|where|what|which|if)\b"
    r"|it (?:is|was) (?:said|believed|thought|reported|estimated|up to)\b"
    r"|it (?:\w+ ){1,3}(?:more |less |very )?(?:able|common|difficult|easy|good|hard|illegal"
    r"|important|impossible|legal|likely|necessary|possible|safe|unlikely|wrong)\b.* to\b"
    r"|it (?:takes|took|would take|will take)\b"
    r"|(?:those|that) (?:who|which|of|in|with|from|at|on|\w+ing|\w+ed)\b"
    r"|so(?:-called| many| much| far)\b|such (?:a|an)\b|also known\b|this (?:year|story)\b",
    re.IGNORECASE,
)
"""The same words where they point to what comes after them, or to the story itself."""


def unsupported(story: Story, analyser: Analyser) -> Iterator[Flaw]:
    """Numbers, dates, names and denials of answers that no quote of theirs holds."""
    header = f"{story.title} … {story.published or ''} … {story.publisher or ''}"
    for fact in story.facts:
        if fact.is_known and fact.quotes:
            yield from _of_fact(fact, header, story, analyser)
            yield from _otherwise(fact, header, Comparer(analyser))


def leaning(story: Story) -> Iterator[Flaw]:
    """Answers that begin with a word which points outside them (English)."""
    for fact in story.facts if story.language.startswith("en") else ():
        found = OUTSIDE.match(fact.answer)
        if found and not INSIDE.match(fact.answer[slice(*next(split(fact.answer)))]):
            yield Flaw(
                "advice",
                fact.id,
                f"the answer begins with {quoted(found[0])}, which points to what is not there",
                "name what is meant: readers see the answer alone",
                "answer",
                kind="leans-on-context",
            )


def _of_fact(fact: Fact, header: str, story: Story, analyser: Analyser) -> Iterator[Flaw]:
    quotes = " … ".join(quote.text for quote in fact.quotes)
    evidence = f"{quotes} … {header} … {fact.as_of or ''}"
    numbers = _missing_numbers(fact.answer, evidence, analyser)
    said, known, told = _words(fact.answer), _words(evidence), _words(quotes)
    days = (it for kind in CALENDAR if told & kind for it in sorted(said & kind - known))
    if missing := [*numbers, *days]:
        yield _flaw(fact, "number", f"{quoted(', '.join(missing))}, and no quote of it does")
    if others := _other_names(fact.answer, quotes, header, story):
        yield _flaw(fact, "name", f"{quoted(others)}, and no quote of it does")
    if _is_denied_otherwise(fact, analyser):
        yield Flaw(
            "advice",
            fact.id,
            "the answer denies what its quote says, or says what its quote denies",
            "compare the two; one of them has lost a “not”",
            "answer",
            kind="negation-not-quoted",
        )


def _otherwise(fact: Fact, header: str, comparer: Comparer) -> Iterator[Flaw]:
    """Numbers in words, dates and names that a quote has otherwise."""
    quotes = comparer.said(" ; ".join(quote.text for quote in fact.quotes))
    around = comparer.said(f"{header} … {fact.as_of or ''}")
    for it in comparer.differences(comparer.said(fact.answer), quotes, around):
        if it.kind not in ("number", "year") or it.told not in fact.answer:
            said = f"{quoted(it.told)} where its quote says {quoted(it.article)}"
            yield _flaw(fact, it.kind, said)


def _flaw(fact: Fact, kind: str, said: str) -> Flaw:
    message = f"the answer says {said}"
    remedy = "correct it, or quote the words of the source that say so"
    return Flaw("advice", fact.id, message, remedy, "answer", kind=f"{kind}-not-quoted")


def _missing_numbers(answer: str, evidence: str, analyser: Analyser) -> list[str]:
    """Numbers of the answer in digits, as it writes them."""
    told = analyser.analyse(evidence).numbers
    pattern = NUMBER.format("|".join(analyser.language.magnitudes) or "(?!)")
    is_english = analyser.language.code == "en"
    missing = {}
    for found in re.finditer(pattern, answer):
        number = found[0]
        may_round = not is_english or HEDGED.search(answer, 0, found.start()) is not None
        if re.search(rf"(?<!\w){re.escape(number)}(?!\d)", evidence):
            continue
        if not all(_is_told(it, told, may_round) for it in analyser.analyse(number).numbers):
            missing[number] = True
    return list(missing)


def _is_told(number: float, told: frozenset[float], may_round: bool) -> bool:
    if number in told or is_year(number) or not may_round:
        return number in told
    return any(abs(number - other) <= ROUNDED * abs(other) for other in told if not is_year(other))


def _words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(text))


def _other_names(answer: str, quotes: str, header: str, story: Story) -> str | None:
    """Whom the answer names, where its quotes name somebody else and nobody that it names.

    A quote often says "the company" or "she": that a name is missing proves nothing by itself.
    """
    if story.language.startswith(CAPITALS_ARE_NOUNS):
        return None
    own, told = NAME.findall(answer), NAME.findall(quotes)
    if not own or not told:
        return None
    said, known = _words(answer), _words(f"{quotes} {header}")
    if any(said & _words(name) for name in told) or any(known & _words(name) for name in own):
        return None
    return ", ".join(dict.fromkeys(own))


def _is_denied_otherwise(fact: Fact, analyser: Analyser) -> bool:
    """Whether a quote has nearly all words of the answer, and one of the two is denied."""
    answer = analyser.analyse(fact.answer)
    own = answer.telling_stems
    for quote in fact.quotes:
        told = analyser.analyse(quote.text)
        common = own & told.telling_stems
        if told.negated == answer.negated and own:
            return False
        if len(common) >= ALIKE * max(1, len(own)):
            return True
    return False
