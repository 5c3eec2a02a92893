"""What a judge's verdict does to a reply: it may take sureness away, and never adds any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import assert_never

from bot.core.judge import Verdict
from bot.core.model import Answered, Declined, DeclineReason, Fact, Reply, Suggested

NEAR_SHARE = 0.1
"""Offered beside what was to be answered is what is so nearly as likely; less is no help."""

SHOWN = 5
"""Facts that a judge is shown at most."""

OFFERED = 3
"""Facts that a reply offers at most."""


class Ruling(StrEnum):
    """What a verdict says of a reply."""

    CONFIRMED = "confirmed"
    VETOED = "vetoed"
    OTHER = "other"
    NO_ANSWER = "no_answer"


def needs_judging(reply: Reply, normalise: Callable[[str], str]) -> bool:
    """Whether `reply` tells a fact because words resemble it.

    What a reader chose or was told before is not judged, nor what was asked in the very words that
    an editor wrote for the fact.
    """
    fact = _told(reply)
    if fact is None or not reply.candidates:
        return False
    asked = reply.explanation.normalised
    return all(normalise(phrasing) != asked for phrasing in fact.questions)


def question_of(reply: Reply, text: str) -> str:
    """The question that `reply` answers: `text`, completed where it followed up on another."""
    return reply.explanation.completed or text


def facts_of(reply: Reply) -> tuple[Fact, ...]:
    """The facts that a judge is shown: the told one and what came near, if the story tells it."""
    found = (*_near(reply), *(one.fact for one in reply.candidates))
    return tuple(fact for fact in dict.fromkeys(found) if fact.is_known)[:SHOWN]


def ruling_on(reply: Reply, verdict: Verdict | None) -> Ruling:
    """What `verdict` says of a reply that needs judging; a fact that was not shown is no answer."""
    if verdict is None:
        return Ruling.NO_ANSWER
    if verdict.fact is None:
        return Ruling.VETOED
    told, *others = (fact.id for fact in facts_of(reply))
    if verdict.fact == told:
        return Ruling.CONFIRMED
    return Ruling.OTHER if verdict.fact in others else Ruling.NO_ANSWER


def apply_verdict(reply: Reply, verdict: Verdict | None, normalise: Callable[[str], str]) -> Reply:
    """`reply` as it stands after `verdict`; without one, what was sure is told with doubt."""
    if not needs_judging(reply, normalise):
        return reply
    near, ruling = _near(reply), ruling_on(reply, verdict)
    match ruling:
        case Ruling.CONFIRMED:
            return _explained(reply, "the judge confirms it")
        case Ruling.OTHER:
            other = next(one for one in facts_of(reply) if verdict == Verdict(one.id))
            offered = (other, *(one for one in near if one != other))[:OFFERED]
            return _suggested(reply, offered, other, "the judge names another fact")
        case Ruling.VETOED if len(near) > 1:
            return _suggested(reply, near, None, "the judge finds that no fact answers it")
        case Ruling.VETOED:
            declined = Declined(
                DeclineReason.NOT_IN_STORY, None, reply.candidates, reply.explanation
            )
            return _explained(declined, "the judge finds that no fact answers it")
        case Ruling.NO_ANSWER:
            return _suggested(reply, near, near[0], "the judge gave no answer")
        case _:
            assert_never(ruling)


def _told(reply: Reply) -> Fact | None:
    match reply:
        case Answered(fact=fact) | Suggested(told=fact):
            return fact
        case _:
            return None


def _near(reply: Reply) -> tuple[Fact, ...]:
    """The told fact, and what is offered beside it or would be."""
    if isinstance(reply, Answered):
        least = NEAR_SHARE * max((one.score for one in reply.candidates), default=0.0)
        near = (one.fact for one in reply.candidates if one.score >= least)
        return tuple(dict.fromkeys((reply.fact, *near)))
    return reply.suggestions if isinstance(reply, Suggested) else ()


def _suggested(reply: Reply, facts: tuple[Fact, ...], told: Fact | None, decision: str) -> Reply:
    suggested = Suggested(facts, reply.candidates, reply.explanation, told=told)
    return _explained(suggested, decision)


def _explained(reply: Reply, decision: str) -> Reply:
    said = f"{reply.explanation.decision}; {decision}"
    return replace(reply, explanation=replace(reply.explanation, decision=said))
