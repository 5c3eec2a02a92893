"""What a loadable file could do better: the lints of `storybot check`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.core.model import Fact, Quote, Status, Story
from bot.knowledge.misspellings import Misspellings
from bot.knowledge.problems import quoted
from bot.knowledge.values import article_lines, as_read

MAX_ANSWER = 240  # characters; what is read in one glance on a phone
MAX_TITLE = 100  # characters; Discord cuts the names of choices and buttons there

TYPED = str.maketrans("‘’‚“”„«»–—−\u00a0", "'''" + '"""""' + "--- ")
"""Typographers' signs, and what a keyboard has for them."""

LEANING = re.compile(r"(?:yes|no)\b(?= ?[.,:;!–—])", re.IGNORECASE)
"""How an answer begins that says "yes" or "no" to its question."""

MARKUP = re.compile(
    r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});|\[[^\][]+\]\([^()\s]+\)"
    r"|\*\*[^*]+\*\*|__[^_]+__|```|^ *\|.*\|\s*$",
    re.IGNORECASE | re.MULTILINE,
)
"""HTML and Markdown, which no channel renders in an answer."""

HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#]\S*)?$", re.IGNORECASE)
"""A web address that lacks only its beginning."""

Severity = Literal["problem", "advice"]


@dataclass(frozen=True, slots=True)
class Flaw:
    """One remark. `fact` is an id, or None for the file; a problem fails a check, advice not.

    `at` is the text or the key of the fact that it is about, `kind` names what was looked for, and
    `mend` is what may stand there instead without anybody's judgement.
    """

    severity: Severity
    fact: str | None
    message: str
    remedy: str
    at: str | None = None
    kind: str = "review"
    mend: str | None = None


def review(story: Story, source: str | None = None) -> tuple[Flaw, ...]:
    """All flaws, fact by fact in the order of the file, then what lies between facts.

    `source` is the text of the story, whose lines the quotes name, counted from 1.
    """
    lines = None if source is None else article_lines(source)
    misspellings = Misspellings(story.names)
    flaws: list[Flaw] = []
    for fact in story.facts:
        flaws += _lengths(fact)
        flaws += _leans(fact)
        flaws += _repeated(fact)
        flaws += _evidence(fact)
        flaws += _spellings(fact, misspellings)
        flaws += _marked_up(fact)
        if lines is not None:
            flaws += _verbatim(fact, lines)
    flaws += _address(story)
    flaws += _near_identical(story)
    return tuple(flaws)


def counts(story: Story) -> dict[str, int]:
    """How many facts, known and unknown ones, phrasings, quotes, names and drafts it has."""
    known = sum(fact.is_known for fact in story.facts)
    return {
        "facts": len(story.facts),
        "known": known,
        "unknown": len(story.facts) - known,
        "phrasings": sum(len(fact.questions) for fact in story.facts),
        "quotes": sum(len(fact.quotes) for fact in story.facts),
        "names": len(story.names),
        "drafts": story.drafts,
    }


def _lengths(fact: Fact) -> Iterator[Flaw]:
    if len(fact.answer) > MAX_ANSWER:
        yield Flaw(
            "advice",
            fact.id,
            f"the answer has {len(fact.answer)} characters",
            f"shorten it to {MAX_ANSWER}, or make two facts of it",
            "answer",
            kind="long-answer",
        )
    if len(fact.title) > MAX_TITLE:
        yield Flaw(
            "problem",
            fact.id,
            f"the first question has {len(fact.title)} characters, and Discord cuts it off",
            f"put a question of at most {MAX_TITLE} first",
            fact.title,
            kind="long-title",
        )


def _leans(fact: Fact) -> Iterator[Flaw]:
    """A fact is asked for in many words, and "yes" answers few of them."""
    if found := LEANING.match(fact.answer):
        yield Flaw(
            "advice",
            fact.id,
            f"the answer begins with {quoted(found[0])}, which not every question bears",
            "say it in a sentence that stands without the question",
            "answer",
            kind="yes-or-no",
        )


def _repeated(fact: Fact) -> Iterator[Flaw]:
    first: dict[str, str] = {}
    for question in fact.questions:
        other = first.setdefault(question.casefold().rstrip("?!. "), question)
        if other is not question:
            yield Flaw(
                "advice",
                fact.id,
                f"the question {quoted(question)} stands twice in this fact",
                "write it in other words, or delete it",
                question,
                kind="repeated-phrasing",
            )


def _evidence(fact: Fact) -> Iterator[Flaw]:
    if fact.status in (Status.ATTRIBUTED, Status.DISPUTED) and fact.according_to is None:
        yield Flaw(
            "problem",
            fact.id,
            f'the status is "{fact.status}", and nobody is named who says it',
            'add "according_to"',
            "status",
            kind="no-claimant",
        )
    if fact.revised is not None and fact.correction is None:
        yield Flaw(
            "advice",
            fact.id,
            "it was revised, and nothing says what was wrong",
            'add "correction", which readers see with the day',
            "revised",
            kind="no-correction",
        )
    if fact.is_known and not fact.quotes:
        yield Flaw(
            "advice",
            fact.id,
            "no quote vouches for the answer",
            "quote the source, with its line",
            kind="no-quote",
        )
    for quote in fact.quotes:
        if quote.text.isascii() and " " not in quote.text:
            yield Flaw(
                "advice",
                fact.id,
                f"the quote {quoted(quote.text)} is one word, which vouches for nothing by itself",
                "quote the words around it too",
                quote.text,
                kind="bare-quote",
            )


def _verbatim(fact: Fact, lines: list[str]) -> Iterator[Flaw]:
    for quote in fact.quotes:
        text = as_read(quote.text)
        places = [n for n, line in enumerate(lines, start=1) if text in line]
        if quote.line in places or (quote.line is None and places):
            continue
        yield Flaw(
            "problem",
            fact.id,
            *_misquoted(quote, places, lines),
            quote.text,
            "misquoted",
            str(places[0]) if len(places) == 1 else None,
        )


def _misquoted(quote: Quote, elsewhere: list[int], lines: list[str]) -> tuple[str, str]:
    if elsewhere:
        places = ", ".join(map(str, elsewhere))
        return (
            (
                f"the quote {quoted(quote.text)} is not on line {quote.line} of the source, "
                f"but on {places}"
            ),
            f"write line: {elsewhere[0]}",
        )
    for number, line in enumerate(lines, start=1):
        place = _typed(line).find(_typed(quote.text))
        if place >= 0:
            return (
                f"the quote {quoted(quote.text)} is on line {number} of the source in other "
                "letters or signs",
                f"write {quoted(line[place : place + len(quote.text)])}",
            )
    return (
        f"the quote {quoted(quote.text)} is not in the source",
        "quote the source's own words, from one line of it",
    )


def _typed(text: str) -> str:
    """Text of the same length without capitals and typographers' quotes and dashes."""
    lowered = (letter.lower() for letter in text)
    return "".join(it if len(it) == 1 else "?" for it in lowered).translate(TYPED)


def _spellings(fact: Fact, misspellings: Misspellings) -> Iterator[Flaw]:
    for spelling, name in misspellings.found_in(fact.answer):
        yield Flaw(
            "problem",
            fact.id,
            f"the answer uses the spelling {quoted(spelling)}",
            f"write {quoted(name)}",
            "answer",
            kind="spelling",
            mend=misspellings.mended(fact.answer),
        )


def _marked_up(fact: Fact) -> Iterator[Flaw]:
    for key, text in (
        ("answer", fact.answer),
        ("note", fact.note),
        ("correction", fact.correction),
    ):
        if found := MARKUP.search(text or ""):
            yield Flaw(
                "advice",
                fact.id,
                f'"{key}" holds {quoted(found[0])}, which readers see as it is typed',
                "write plain text; a link goes into the story's url, a sign as the sign itself",
                key,
                kind="markup",
            )


def _address(story: Story) -> Iterator[Flaw]:
    if story.url is not None and not story.url.startswith(("https://", "http://")):
        yield Flaw(
            "problem",
            None,
            f"the story's url {quoted(story.url)} is no web address, and Discord refuses it",
            "begin it with https://",
            kind="address",
            mend=f"https://{story.url}" if HOST.match(story.url) else None,
        )


def _near_identical(story: Story) -> Iterator[Flaw]:
    from bot.knowledge.near_duplicates import near_identical

    for pair in near_identical(story):
        yield Flaw(
            "advice",
            pair.fact,
            f"the question {quoted(pair.question)} is nearly {quoted(pair.other_question)} "
            f'of the fact "{pair.other_fact}"',
            "keep it with one of them, or make them differ in a word that tells",
            pair.question,
            kind="near-identical",
        )
