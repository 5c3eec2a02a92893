"""A reply as the parts that every surface shows: the one place that decides what is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import assert_never

from bot.core.model import (
    Answered,
    Chatted,
    Declined,
    DeclineReason,
    Fact,
    Reply,
    Story,
    Suggested,
)
from bot.rendering import texts


@dataclass(frozen=True, slots=True)
class Choice:
    """A suggestion that a reader can take: the fact's id and its canonical question."""

    fact_id: str
    question: str


PROOF, CHAT, CHOICES, SUMMARY, PRIVACY = "proof/", "chat/", "choices/", "/summary", "/privacy"
"""What `Card.more` may name besides a fact's id: its proof, small talk of a kind, the questions of
some facts, the story, what is kept of the reader."""

RELATED_LIMIT = 3
"""Related facts that a reply leads on to."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a reply says: `body` is the message; the rest is None where it does not apply.

    `told` is the id of the fact it states; `more` names the text it is, for reading on. Where a
    question stays `unanswered`, readers may send it to the editors.
    """

    body: str
    status: str | None = None
    attribution: str | None = None
    source: str | None = None
    url: str | None = None
    correction: str | None = None
    note: str | None = None
    choices: tuple[Choice, ...] = ()
    proof_of: str | None = None
    related: tuple[Choice, ...] = ()
    told: str | None = None
    more: str | None = None
    unanswered: bool = False

    @property
    def origin(self) -> str | None:
        """Who says so and how firmly, as a sentence; None where nothing is claimed."""
        said = " · ".join(part for part in (self.attribution, self.status) if part)
        return f"{said[0].upper()}{said[1:]}." if said else None


def choices_target(choices: Sequence[Choice]) -> str:
    """What names the questions of up to seven facts, short enough for a button."""
    return CHOICES + ",".join(choice_mark(choice.fact_id) for choice in choices[:7])


def choice_mark(fact_id: str) -> str:
    """How a fact is called where several must fit a button."""
    return sha256(fact_id.encode()).hexdigest()[:8]


def card(reply: Reply, story: Story) -> Card:
    """The parts of `reply`, every string plain text without markup."""
    match reply:
        case Answered(fact=fact):
            return fact_card(fact, story)
        case Suggested(suggestions=suggestions, is_more=is_more):
            choices = tuple(Choice(fact.id, fact.title) for fact in suggestions)
            body = texts.SUGGEST if len(choices) > 1 else texts.SUGGEST_ONE
            body = texts.SUGGEST_MORE if is_more else body
            return Card(body, choices=choices, more=choices_target(choices))
        case Declined():
            return _declined_card(reply, story)
        case Chatted(kind=kind, text=text):
            return Card(text, more=f"{CHAT}{kind}")
        case _:
            assert_never(reply)


def _declined_card(reply: Declined, story: Story) -> Card:
    match reply.reason:
        case DeclineReason.EMPTY:
            return Card(texts.EMPTY)
        case DeclineReason.TOO_LONG:
            return Card(texts.TOO_LONG)
        case DeclineReason.NOT_IN_STORY:
            return Card(texts.NOTHING_THERE, unanswered=True)
        case DeclineReason.UNKNOWN_TO_STORY | DeclineReason.FALSE_PREMISE:
            fact = reply.fact
            if fact is None:
                return Card(texts.NOTHING_THERE, unanswered=True)
            is_premise = reply.reason is DeclineReason.FALSE_PREMISE and fact.is_known
            lead = texts.FALSE_PREMISE if is_premise else "{answer}"
            return fact_card(fact, story, lead.format(answer=fact.answer))
        case _:
            assert_never(reply.reason)


def fact_card(fact: Fact, story: Story, body: str | None = None) -> Card:
    """The card that states `fact`, in its own words or in `body`, which ends with them."""
    who = fact.according_to if fact.is_known else None
    return Card(
        body=fact.answer if body is None else body,
        status=texts.STATUS_IN_WORDS[fact.status] if fact.is_known else None,
        attribution=texts.ACCORDING_TO.format(who=who) if who else None,
        source=source_line(fact, story),
        url=story.url,
        correction=_correction(fact),
        note=fact.note,
        proof_of=fact.id if fact.quotes else None,
        related=related(fact, story),
        told=fact.id,
        more=fact.id,
    )


def _correction(fact: Fact) -> str | None:
    """What was changed in `fact`, and on which day."""
    if fact.correction is None:
        return None
    form = texts.CORRECTED if fact.revised is None else texts.CORRECTED_ON
    return form.format(correction=fact.correction, revised=fact.revised)


def related(fact: Fact, story: Story) -> tuple[Choice, ...]:
    """The facts that `fact` leads on to, as far as the file has them."""
    found = (story.fact(fact_id) for fact_id in dict.fromkeys(fact.see_also))
    others = (other for other in found if other is not None and other.id != fact.id)
    return tuple(Choice(other.id, other.title) for other in others)[:RELATED_LIMIT]


def source_line(fact: Fact, story: Story) -> str:
    """Publisher, title, date and line of what vouches for `fact`, as one line of text."""
    line = texts.SOURCE_LINE.format(line=fact.line) if fact.line is not None else None
    parts = (story.publisher, f"“{story.title}”", fact.as_of or story.published, line)
    return ", ".join(part for part in parts if part)


def proof(fact: Fact, story: Story) -> str:
    """The quotes on file for `fact`, and which copy of the source they are from, in its words."""
    if not fact.quotes:
        return texts.PROOF_NONE
    copy = story.quoted_from or texts.SOURCE_TEXT
    return "\n".join(
        texts.PROOF.format(copy=copy, line=quote.line, text=quote.text)
        if quote.line is not None
        else texts.PROOF_UNNUMBERED.format(copy=copy, text=quote.text)
        for quote in fact.quotes
    )


def proof_card(fact: Fact, story: Story) -> Card:
    """The proof of `fact` as a reply."""
    return Card(proof(fact, story), more=f"{PROOF}{fact.id}" if fact.quotes else None)
