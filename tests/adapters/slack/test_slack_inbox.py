"""A question that a killed process had in hand is answered by another, if that makes one answer."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.adapters.slack.request import Kind, Place, Request, message_key
from bot.ports.inbox import InHand
from bot.ports.memory_state import MemoryState
from bot.settings import CommunitySettings
from tests.adapters.slack.slack_bot import (
    FULL_SCOPES,
    MINIMAL_SCOPES,
    READS_BACK,
    in_both_modes,
    serving,
    slack_with_bot,
    taken_care_of,
)
from tests.fakes.inbox import FakeInbox
from tests.fakes.slack_service import COST
from tests.servers.slack_objects import CHANNEL, DIRECT, READER, TEAM, mention, message
from tests.servers.slack_server import SlackServer


def asked(event: dict[str, str]) -> Request:
    channel, ts = event["channel"], event["ts"]
    thread = ts if channel == CHANNEL else None
    place = Place(TEAM, channel, READER, thread)
    return Request(Kind.ASKED, place, message_key(place, ts), "the cost?", ts)


@in_both_modes
async def test_a_question_is_in_hand_from_before_its_acknowledgement_until_its_answer(
    mode: str,
) -> None:
    shared = Claims()
    async with slack_with_bot(mode, shared=shared) as bot:
        await bot.slack.event(mention("the cost?"))
        await bot.slack.command("the cost?")
        await bot.slack.messages(2)
        noted = [it for it in shared.noted if it is not None]
        assert len(noted) == 2
        assert "the cost?" in noted[0].words
        assert bot.inbox.begun == [it.question for it in noted]


class Claims(MemoryState):
    """What one process knows, and what it was asked to note."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[InHand | None] = []
        self.takes = asyncio.Event()
        self.takes.set()

    async def claim(self, name: str, seconds: float, in_hand: InHand | None = None) -> bool:
        self.noted.append(in_hand)
        await self.takes.wait()
        return await super().claim(name, seconds, in_hand)


@in_both_modes
async def test_a_slow_database_does_not_delay_an_acknowledgement(mode: str) -> None:
    shared = Claims()
    shared.takes.clear()
    async with slack_with_bot(mode, shared=shared) as bot:
        assert (await bot.slack.event(mention("the cost?"))).attempts == 1
        await bot.slack.command("the cost?")
        shared.takes.set()
        await bot.slack.messages(2)


@in_both_modes
@pytest.mark.parametrize("event", [mention("cost?"), message("cost?")], ids=["channel", "direct"])
async def test_what_was_not_begun_is_answered(mode: str, event: dict[str, str]) -> None:
    inbox = FakeInbox(asked(event).in_hand)
    async with SlackServer() as slack:
        slack.watch.event(event)
        async with serving(slack, mode, inbox=inbox) as bot:
            [sent] = await slack.messages(1)
            await taken_care_of(bot)
        assert COST.answer in sent.text
        assert slack.kinds == []


@in_both_modes
@pytest.mark.parametrize("channel", [CHANNEL, DIRECT])
@pytest.mark.parametrize("answered", [True, False])
async def test_what_was_begun_is_answered_if_its_answer_is_not_there(
    mode: str, channel: str, answered: bool
) -> None:
    event = mention("cost?") if channel == CHANNEL else message("cost?")
    async with SlackServer() as slack:
        slack.scopes = FULL_SCOPES if channel == CHANNEL else MINIMAL_SCOPES
        slack.watch.event(event)
        if answered:
            async with serving(slack, mode):
                await slack.event(event)
                await slack.messages(1)
        inbox = FakeInbox(replace(asked(event).in_hand, begun=True))
        async with serving(slack, mode, inbox=inbox) as bot:
            await taken_care_of(bot)
            await slack.messages(1)
        assert [kind for kind in slack.kinds if kind != READS_BACK] == []
        assert inbox.lost_ones == []


@in_both_modes
async def test_what_was_begun_counts_as_lost_where_nobody_can_tell(mode: str) -> None:
    event = mention("cost?")
    place = Place(TEAM, CHANNEL, READER, response_url="http://no")
    private = Request(Kind.ASKED, place, "trigger/1", "cost?")
    left = [replace(it.in_hand, begun=True) for it in (asked(event), private)]
    async with SlackServer() as slack:
        slack.scopes = MINIMAL_SCOPES
        async with serving(slack, mode, inbox=FakeInbox(*left)) as bot:
            await taken_care_of(bot)
            assert {*bot.inbox.lost_ones} == {it.question for it in left}
        assert slack.sent == []


@in_both_modes
async def test_what_may_have_been_repeated_privately_counts_as_lost(mode: str) -> None:
    event, lately = mention("cost?"), CommunitySettings(cooldown=60)
    async with SlackServer() as slack:
        slack.scopes = FULL_SCOPES
        inbox = FakeInbox(replace(asked(event).in_hand, begun=True))
        async with serving(slack, mode, inbox=inbox, community=lately) as bot:
            await taken_care_of(bot)
            assert bot.inbox.lost_ones == [asked(event).in_inbox]
        assert slack.sent == []


@in_both_modes
async def test_a_process_that_lost_a_question_to_another_says_nothing(mode: str) -> None:
    event = mention("cost?")
    async with SlackServer() as slack:
        inbox = FakeInbox()
        inbox.taken_over.add(asked(event).in_inbox)
        async with serving(slack, mode, inbox=inbox) as bot:
            await slack.event(event)
            await slack.until(lambda: bool(bot.inbox.begun))
            await asyncio.sleep(0.1)
        assert slack.sent == []


@in_both_modes
async def test_two_processes_answer_a_delivery_once_and_go_on_from_each_other(mode: str) -> None:
    shared, event = MemoryState(), mention("the cost?")
    async with SlackServer() as slack:
        async with serving(slack, mode, shared=shared):
            await slack.event(event)
            await slack.messages(1)
        async with serving(slack, mode, shared=shared) as other:
            await slack.event(event)
            await slack.event(mention("and again?", thread_ts=event["ts"]))
            _, second = await slack.messages(2)
            assert COST.answer in second.text
            [context] = other.service.contexts
            assert context is not None
            assert (context.facts, context.question) == (("cost",), COST.title)
        assert slack.kinds == []
