"""A reply as the parts that every surface shows: the one place that decides what is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from bot.core.model import (
    Answered,
    Chatted,
    Declined,
    DeclineReason,
    Fact,
    Reply,
    Status,
    Story,
    Suggested,
)
from bot.rendering import texts


@dataclass(frozen=True, slots=True)
class Choice:
    """A suggestion that a reader can take: the fact's id and its canonical question."""

    fact_id: str
    question: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a reply says: `body` is the message; the rest is None where it does not apply."""

    body: str
    status: str | None = None
    attribution: str | None = None
    source: str | None = None
    url: str | None = None
    correction: str | None = None
    note: str | None = None
    choices: tuple[Choice, ...] = ()
    proof_of: str | None = None

    @property
    def origin(self) -> str | None:
        """Who says so and how firmly, as a sentence; None where nothing is claimed."""
        said = " · ".join(part for part in (self.attribution, self.status) if part)
        return f"{said[0].upper()}{said[1:]}." if said else None


def card(reply: Reply, story: Story) -> Card:
    """The parts of `reply`, every string plain text without markup."""
    match reply:
        case Answered(fact=fact):
            return _fact_card(fact, fact.answer, story)
        case Suggested(suggestions=suggestions):
            choices = tuple(Choice(fact.id, fact.title) for fact in suggestions)
            return Card(texts.SUGGEST, choices=choices)
        case Declined():
            return _declined_card(reply, story)
        case Chatted(text=text):
            return Card(text)
        case _:
            assert_never(reply)


def _declined_card(reply: Declined, story: Story) -> Card:
    match reply.reason:
        case DeclineReason.EMPTY:
            return Card(texts.EMPTY)
        case DeclineReason.TOO_LONG:
            return Card(texts.TOO_LONG)
        case DeclineReason.NOT_IN_STORY:
            return Card(texts.NOTHING_THERE)
        case DeclineReason.UNKNOWN_TO_STORY | DeclineReason.FALSE_PREMISE:
            fact = reply.fact
            if fact is None:
                return Card(texts.NOTHING_THERE)
            if fact.status is Status.UNKNOWN:
                return Card(fact.answer, source=source_line(fact, story), url=story.url)
            return _fact_card(fact, texts.FALSE_PREMISE.format(answer=fact.answer), story)
        case _:
            assert_never(reply.reason)


def _fact_card(fact: Fact, body: str, story: Story) -> Card:
    who = fact.according_to
    return Card(
        body=body,
        status=texts.STATUS_IN_WORDS[fact.status],
        attribution=texts.ACCORDING_TO.format(who=who) if who else None,
        source=source_line(fact, story),
        url=story.url,
        correction=texts.CORRECTED.format(correction=fact.correction) if fact.correction else None,
        note=fact.note,
        proof_of=fact.id if fact.quotes else None,
    )


def source_line(fact: Fact, story: Story) -> str:
    """Publisher, title, date and line of what vouches for `fact`, as one line of text."""
    line = texts.SOURCE_LINE.format(line=fact.line) if fact.line is not None else None
    parts = (story.publisher, f"“{story.title}”", fact.as_of or story.published, line)
    return ", ".join(part for part in parts if part)


def proof(fact: Fact) -> str:
    """The quotes on file for `fact`, each marked as what it is: shown only when asked for."""
    if not fact.quotes:
        return texts.PROOF_NONE
    return "\n".join(
        texts.PROOF.format(line=quote.line, text=quote.text)
        if quote.line is not None
        else texts.PROOF_UNNUMBERED.format(text=quote.text)
        for quote in fact.quotes
    )
