"""What many readers ask is worked out once, answered the same, and held without their words."""

from __future__ import annotations

from dataclasses import replace

from bot.application.repeated_questions import CAPACITY, RepeatedQuestions
from bot.core.model import Answered, Context, Question
from tests.fakes.slack_service import FakeService

COSTS = Question("the cost? ~~so said Ada~~")


def test_a_question_is_worked_out_once_and_answered_the_same() -> None:
    service = FakeService()
    repeated = RepeatedQuestions(service)
    first, again = repeated.ask(COSTS), repeated.ask(COSTS, Context())
    assert first == again
    assert isinstance(first[0], Answered)
    assert first[1] == Context("the cost?  ", ("cost",))
    assert len(service.asked) == 1


def test_no_words_of_a_reader_are_held() -> None:
    repeated = RepeatedQuestions(FakeService())
    repeated.ask(COSTS)
    [held] = repeated._replies.items()
    assert "Ada" not in repr(held)
    assert "the cost" not in repr(held)


def test_in_a_conversation_it_is_asked_anew() -> None:
    service = FakeService()
    repeated = RepeatedQuestions(service)
    for before in (Context("the launch?", ("launch",)), None, Context("", (), ("cost",))):
        repeated.ask(Question("again, the cost?"), before)
    assert [it or Context() for it in service.contexts] == [
        Context("the launch?", ("launch",)),
        Context(),
        Context("", (), ("cost",)),
    ]


def test_the_next_day_it_is_asked_anew() -> None:
    service = FakeService()
    repeated = RepeatedQuestions(service)
    for day in ("2031-04-03", "2031-04-04", "2031-04-04"):
        service.story = replace(service.story, today=day)
        repeated.ask(COSTS)
    assert len(service.asked) == 2


def test_what_was_asked_for_least_lately_is_forgotten_first() -> None:
    service = FakeService()
    repeated = RepeatedQuestions(service)
    for number in range(CAPACITY):
        repeated.ask(Question(f"the cost of {number}?"))
    for number in (0, CAPACITY, 0):
        repeated.ask(Question(f"the cost of {number}?"))
    assert len(service.asked) == CAPACITY + 1
    repeated.ask(Question("the cost of 1?"))
    assert len(service.asked) == CAPACITY + 2
