"""What many people ask is worked out once; nobody's context or words leak into another's."""

from __future__ import annotations

from typing import cast

from bot.channels.answering import Answering
from bot.channels.memo import Memo
from bot.core.conversation.memory import Conversations
from bot.core.model import Answered, Context, Explanation, Question, Reply
from bot.core.service import QuestionService
from tests.fakes.clock import FakeClock
from tests.fakes.discord_service import COST, LAUNCH, STORY, FakeService


class Counting(FakeService):
    """Counts how often it is asked, and keeps the question in the context as the real one does."""

    def __init__(self) -> None:
        super().__init__(STORY)
        self.heard: list[str] = []

    def ask(self, question: Question, context: Context | None = None) -> tuple[Reply, Context]:
        self.heard.append(question.text)
        reply, after = super().ask(question, context)
        return reply, Context(question.text, after.facts, after.offered)


def answering(service: FakeService) -> Answering:
    return Answering(cast(QuestionService, service), Conversations(FakeClock()))


async def test_the_same_question_is_worked_out_once_for_all() -> None:
    service = Counting()
    given = answering(service)
    replies = [await given.ask("cost?", key) for key in ("ada", "ben", None)]
    assert [reply.fact for reply in replies if isinstance(reply, Answered)] == [COST] * 3
    assert service.heard == ["cost?"]


async def test_each_conversation_goes_on_from_its_own_words() -> None:
    service = Counting()
    given = answering(service)
    for text, key in (("cost?", "ada"), ("launch?", "ben")):
        await given.ask(text, key)
    again = [await given.ask("again", key) for key in ("ada", "ben")]
    assert [reply.fact for reply in again if isinstance(reply, Answered)] == [COST, LAUNCH]
    assert service.heard == ["cost?", "launch?", "again", "again"]


async def test_another_file_answers_anew() -> None:
    first, second = Counting(), Counting()
    given = answering(first)
    await given.ask("cost?")
    given.serve_from(cast(QuestionService, second))
    await given.ask("cost?")
    assert (first.heard, second.heard) == (["cost?"], ["cost?"])


def test_of_the_words_nothing_is_remembered() -> None:
    memo = Memo()
    told = Answered(COST, explanation=Explanation(normalised="my secret words"))
    memo.put("my secret words", None, (told, Context("my secret words", ("cost",))))
    assert "secret" not in repr(vars(memo))
    assert memo.get("my secret words", None) == (
        Answered(COST),
        Context("my secret words", ("cost",)),
    )


def test_a_context_of_other_words_is_not_remembered() -> None:
    memo = Memo()
    kept = Context("an earlier question", ("launch",))
    memo.put("thanks", kept, (Answered(LAUNCH), kept))
    assert memo.get("thanks", kept) is None


def test_the_one_asked_least_lately_is_forgotten_first() -> None:
    memo = Memo(capacity=2)
    outcome = (Answered(COST), Context())
    for text in ("a", "b"):
        memo.put(text, None, outcome)
    assert memo.get("a", None) is not None
    memo.put("c", None, outcome)
    assert [memo.get(text, None) is not None for text in "abc"] == [True, False, True]
