"""The tests that a knowledge file carries: what each fact must answer, and what it must not."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.model import Answered, Declined, DeclineReason, Fact, Question, Reply, outcome
from bot.core.service import QuestionService
from bot.knowledge.review import Flaw


def failures(service: QuestionService) -> Iterator[Flaw]:
    """Each of a fact's `asks` that it does not answer, each of its `never` that it does.

    A known unknown answers by saying that the story does not tell. Every question stands alone.
    """
    for fact in service.story.facts:
        for text in fact.asks:
            reply, _ = service.ask(Question(text))
            if stated(reply) != fact:
                message = f'"asks" fails: “{text}” gets {_described(reply)}, not this fact'
                remedy = "add a phrasing like it to its questions"
                yield Flaw("problem", fact.id, message, remedy, text, "golden")
        for text in fact.never:
            reply, _ = service.ask(Question(text))
            if stated(reply) == fact:
                message = f'"never" fails: “{text}” gets this fact'
                remedy = "give the question to another fact, or change a phrasing near to it"
                yield Flaw("problem", fact.id, message, remedy, text, "golden")


def stated(reply: Reply) -> Fact | None:
    """The fact that `reply` gives as what was asked for, if any."""
    match reply:
        case Answered(fact=fact):
            return fact
        case Declined(reason=DeclineReason.UNKNOWN_TO_STORY, fact=fact):
            return fact
        case _:
            return None


def _described(reply: Reply) -> str:
    fact = stated(reply)
    if fact is not None:
        return f'the fact "{fact.id}"'
    return {"suggest": "suggestions", "chat": "small talk"}.get(outcome(reply), "no answer")
