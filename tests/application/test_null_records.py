"""Without a database replies go on, and nobody is told that something was kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.compose.serving import build_answering
from bot.core.errors import NotRecordedError
from bot.core.model import Answered
from bot.core.service import QuestionService
from bot.ports.messages import Post, Reader
from bot.ports.null_records import NullRecords
from bot.ports.records import Exchange, Kept
from tests.fakes.discord_service import COST
from tests.fakes.records import FakeRecords

ADA = Reader("discord", "1", "100")
POST = Post("discord", "100", "10", "1000")


async def test_what_would_have_to_be_durable_is_refused() -> None:
    records = NullRecords()
    with pytest.raises(NotRecordedError):
        await records.vote(ADA, COST, up=True)
    with pytest.raises(NotRecordedError):
        await records.report(ADA, COST, "It was 38 million.")
    with pytest.raises(NotRecordedError):
        await records.send_to_editors(ADA, "Who paid?")


async def test_forgetting_is_easy_where_nothing_is_kept() -> None:
    records = NullRecords()
    records.replied(Exchange("What did it cost?", Answered(COST), ADA))
    records.posted(COST, POST)
    records.removed(POST)
    records.keep_rules("900", "private")
    assert await records.rules() == {}
    await records.take(POST)
    records.done(POST)
    assert await records.left("discord") == ()
    await records.forget(ADA)
    await records.forget_space("discord", "100")
    assert await records.kept_of(ADA) == Kept()
    assert records.retention.records == 0


async def test_a_question_of_a_reader_is_recorded_with_its_reply(
    second_story: QuestionService,
) -> None:
    records = FakeRecords()
    answering = build_answering(second_story, records)
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
    answering = build_answering(second_story, records)
    await answering.ask("Hello!")
    answering.take(answering.story.facts[0].id)
    assert records.exchanges == []
