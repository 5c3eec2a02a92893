"""What readers ask is recorded with the reply, and what nobody asks is not."""

from __future__ import annotations

from dataclasses import replace

from bot.core.service import QuestionService
from bot.ports.records import Exchange
from tests.fakes.answering import answering_of
from tests.fakes.records import ADA, FakeRecords


async def test_a_question_of_a_reader_is_recorded_with_its_reply(
    second_story: QuestionService,
) -> None:
    records = FakeRecords()
    answering = answering_of(second_story, records)
    fact = answering.story.facts[0]
    reply = await answering.ask(fact.title, "a conversation", ADA)
    taken = answering.take(fact.id, "a conversation", ADA)
    assert taken is not None
    assert answering.take("gone", reader=ADA) is None
    assert [replace(it, seconds=0.0) for it in records.exchanges] == [
        Exchange(fact.title, reply, ADA, answering.story.digest),
        Exchange("", taken, ADA, answering.story.digest),
    ]


async def test_a_question_of_nobody_is_not_recorded(second_story: QuestionService) -> None:
    records = FakeRecords()
    answering = answering_of(second_story, records)
    await answering.ask("Hello!")
    answering.take(answering.story.facts[0].id)
    assert records.exchanges == []
