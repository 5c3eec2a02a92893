"""A reply as the parts that every surface shows: the one place that decides what is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
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
from bot.rendering.byline import Byline, byline, in_words, standing
from bot.rendering.language import said_in


@dataclass(frozen=True, slots=True)
class Choice:
    """A suggestion that a reader can take: the fact's id, its canonical question, a short label."""

    fact_id: str
    question: str
    label: str | None = None

    @property
    def short(self) -> str:
        """What a button says: the label, or the question where there is none."""
        return self.label or self.question


PROOF, CHAT, CHOICES, SUMMARY, PRIVACY = "proof/", "chat/", "choices/", "/summary", "/privacy"
"""What `Card.more` may name besides a fact's id: its proof, small talk of a kind, the questions of
some facts, the story, what is kept of the reader."""

RELATED_LIMIT = 3
"""Related facts that a reply leads on to."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a reply says: `body` is the message; the rest is None where it does not apply.

    `told` is the id of the fact it states, which is `doubtful` where it may not be what was meant;
    `more` names the text it is, for reading on. Where a question stays `unanswered`, readers may
    send it to the editors, or be told when there is an answer: `notify` is the fact that is waited
    for, empty for the question, and `agrees` the same in the message that explains it. What
    surrounds it is said in its `language`.
    """

    body: str
    byline: Byline | None = None
    correction: str | None = None
    note: str | None = None
    choices: tuple[Choice, ...] = ()
    proof_of: str | None = None
    related: tuple[Choice, ...] = ()
    told: str | None = None
    more: str | None = None
    unanswered: bool = False
    notify: str | None = None
    agrees: str | None = None
    doubtful: bool = False
    language: str = "en"

    @property
    def details(self) -> tuple[str, ...]:
        """What stands below the message, a line each."""
        line = self.byline.text if self.byline else None
        return tuple(part for part in (self.correction, self.note, line) if part)

    @property
    def offer(self) -> str | None:
        """What leads to the choices, where the message does not."""
        return said_in(self.language).OR_ELSE if self.doubtful and self.choices else None


def choices_target(choices: Sequence[Choice]) -> str:
    """What names the questions of up to seven facts, short enough for a button."""
    return CHOICES + ",".join(choice_mark(choice.fact_id) for choice in choices[:7])


def choice_mark(fact_id: str) -> str:
    """How a fact is called where several must fit a button."""
    return sha256(fact_id.encode()).hexdigest()[:8]


def card(reply: Reply, story: Story) -> Card:
    """The parts of `reply`, every string plain text without markup."""
    return replace(_card(reply, story), language=story.language)


def _card(reply: Reply, story: Story) -> Card:
    said = said_in(story.language)
    match reply:
        case Answered(fact=fact):
            return fact_card(fact, story)
        case Suggested(told=Fact() as fact):
            return _doubtful_card(fact, reply, story)
        case Suggested(offers=offers, is_more=is_more):
            choices = _choices(offers)
            body = said.SUGGEST if len(choices) > 1 else said.SUGGEST_ONE
            body = said.SUGGEST_MORE if is_more else body
            return Card(body, choices=choices, more=choices_target(choices))
        case Declined():
            return _declined_card(reply, story)
        case Chatted(kind=kind, text=text):
            return Card(text, more=f"{CHAT}{kind}")
        case _:
            assert_never(reply)


def _doubtful_card(fact: Fact, reply: Suggested, story: Story) -> Card:
    """What is told with doubt: the others stand beside it, and what leads on does not."""
    told = fact_card(fact, story, said_in(story.language).DOUBT.format(answer=fact.answer))
    return replace(told, choices=_choices(reply.offers), related=(), doubtful=True)


def _choices(facts: Iterable[Fact]) -> tuple[Choice, ...]:
    return tuple(Choice(fact.id, fact.title, fact.label) for fact in facts)


def _declined_card(reply: Declined, story: Story) -> Card:
    said = said_in(story.language)
    match reply.reason:
        case DeclineReason.EMPTY:
            return Card(said.EMPTY)
        case DeclineReason.TOO_LONG:
            return Card(said.TOO_LONG)
        case DeclineReason.NOT_IN_STORY:
            return Card(said.NOTHING_THERE, unanswered=True)
        case DeclineReason.UNKNOWN_TO_STORY | DeclineReason.FALSE_PREMISE:
            fact = reply.fact
            if fact is None:
                return Card(said.NOTHING_THERE, unanswered=True)
            is_premise = reply.reason is DeclineReason.FALSE_PREMISE and fact.is_known
            lead = said.FALSE_PREMISE if is_premise else "{answer}"
            return fact_card(fact, story, lead.format(answer=fact.answer))
        case _:
            assert_never(reply.reason)


def fact_card(fact: Fact, story: Story, body: str | None = None) -> Card:
    """The card that states `fact`, in its own words or in `body`, which ends with them."""
    return Card(
        body=fact.answer if body is None else body,
        byline=byline(story, standing(fact, story.publisher, story.language), fact=fact),
        correction=_correction(fact, story),
        proof_of=fact.id if fact.quotes or fact.note else None,
        related=related(fact, story),
        told=fact.id,
        more=fact.id,
        language=story.language,
    )


def _correction(fact: Fact, story: Story) -> str | None:
    """What was changed in `fact`, and on which day."""
    if fact.correction is None:
        return None
    said = said_in(story.language)
    if fact.revised is None:
        return str(said.CORRECTED.format(correction=fact.correction))
    day = in_words(fact.revised, story.language)
    return str(said.CORRECTED_ON.format(correction=fact.correction, revised=day))


def related(fact: Fact, story: Story) -> tuple[Choice, ...]:
    """The facts that `fact` leads on to, as far as the file has them and the story tells them."""
    found = (story.fact(fact_id) for fact_id in dict.fromkeys(fact.see_also))
    others = (it for it in found if it is not None and it.id != fact.id and it.is_known)
    return _choices(others)[:RELATED_LIMIT]


def proof(fact: Fact, story: Story) -> str:
    """The quotes on file for `fact`, from which copy of the source, the note, and when checked."""
    said = said_in(story.language)
    copy = story.quoted_from or said.SOURCE_TEXT
    lines = [said.PROOF.format(copy=copy, text=quote.text) for quote in fact.quotes]
    day = fact.checked and in_words(fact.checked, story.language)
    checked = day and said.CHECKED.format(day=day)
    return "\n".join(filter(None, (*(lines or [said.PROOF_NONE]), fact.note, checked)))


def proof_card(fact: Fact, story: Story) -> Card:
    """The proof of `fact` as a reply."""
    return Card(proof(fact, story), more=f"{PROOF}{fact.id}", language=story.language)
