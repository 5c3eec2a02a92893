"""Slack delivers twice, late and under new names; every message is answered just once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.application.deduplication import LIFETIME, Deduplication
from bot.ports.memory_state import MemoryState
from bot.rendering import texts
from tests.adapters.slack.slack_bot import in_both_modes, slack_with_bot
from tests.fakes.inbox import FakeInbox
from tests.fakes.slack_service import COST
from tests.servers.slack_objects import (
    BOT,
    BOT_USER,
    CHANNEL,
    changed,
    deleted,
    fresh,
    mention,
    message,
)


@in_both_modes
async def test_a_redelivery_is_answered_once_by_the_same_event_id(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        event, event_id = mention("the cost?"), fresh("Ev")
        for _ in range(3):
            assert (await bot.slack.event(event, event_id)).attempts == 1
        await bot.slack.messages(1)


@in_both_modes
async def test_a_redelivery_is_answered_once_by_new_event_ids(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        event = message("the cost?")
        await asyncio.gather(*(bot.slack.event(event) for _ in range(11)))
        await bot.slack.messages(1)


@in_both_modes
@pytest.mark.parametrize("first", ["app_mention", "message"])
async def test_a_mention_that_comes_as_two_events_is_answered_once(mode: str, first: str) -> None:
    async with slack_with_bot(mode) as bot:
        event = mention("the cost?")
        twin = message(event["text"], CHANNEL, ts=event["ts"])
        events = [event, twin] if first == "app_mention" else [twin, event]
        for one in events:
            await bot.slack.event(one)
        await bot.slack.messages(1)


@in_both_modes
async def test_a_mention_in_a_direct_conversation_is_answered_once(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        event = message(f"<@{BOT_USER}> the cost?")
        await bot.slack.event(event)
        await bot.slack.event({**event, "type": "app_mention"})
        await bot.slack.messages(1)


@in_both_modes
async def test_a_press_that_is_delivered_twice_is_answered_once(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        await bot.slack.event(mention("which one?"))
        [offer] = await bot.slack.messages(1)
        press = await bot.slack.press(offer, offer.buttons[0])
        await bot.slack.press(offer, offer.buttons[0], again=press.payload)
        await bot.slack.messages(2)


@in_both_modes
async def test_a_retry_is_answered_when_the_first_delivery_was_not(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        event = mention("the cost?")
        bot.slack.refuse += [(200, "internal_error"), (200, "internal_error")]
        await bot.slack.event(event)
        await bot.slack.until(lambda: not bot.slack.refuse)
        assert bot.slack.sent == []
        await bot.slack.event(event)
        [sent] = await bot.slack.messages(1)
        assert COST.answer in sent.text


@in_both_modes
async def test_a_retry_after_a_restart_is_answered(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        bot.slack.retry_offset = 2
        delivery = await bot.slack.event(mention("the cost?"))
        assert delivery.attempts == 1
        await bot.slack.messages(1)


IGNORED: dict[str, dict[str, Any]] = {
    "our own": message("the cost?", user=BOT_USER),
    "our own, by its bot id": message("the cost?", bot_id=BOT),
    "another bot's": message("the cost?", bot_id="B0OTHER"),
    "a bot_message": message("the cost?", subtype="bot_message", bot_id="B0OTHER"),
    "another bot's mention of us": mention("the cost?", bot_id="B0OTHER"),
    "an edit of what was never asked": changed(message("cost"), "the cost?"),
    "our own edit": changed(message("cost", user=BOT_USER), "the cost?", bot_id=BOT),
    "an unfurl": changed(message("the cost?"), "the cost?", attachments=[{"id": 1}]),
    "a thread that grew": changed(message("the cost?"), "the cost?", reply_count=1),
    "a deletion": deleted(message("the cost?")),
    "talk in a thread": message("the cost?", CHANNEL, thread_ts="1700000000.000001"),
    "a join": message("the cost?", CHANNEL, subtype="channel_join"),
    "a channel's talk": message("the cost?", CHANNEL),
    "no message": {"type": "reaction_added", "user": "U0READER", "channel": CHANNEL},
}


@in_both_modes
@pytest.mark.parametrize("event", IGNORED.values(), ids=IGNORED)
async def test_acknowledges_and_ignores(mode: str, event: dict[str, Any]) -> None:
    async with slack_with_bot(mode) as bot:
        assert (await bot.slack.event(event)).attempts == 1
        await bot.slack.messages(0)
        assert bot.service.asked == []


@in_both_modes
async def test_a_mention_that_comes_again_as_edited_is_not_answered_twice(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        event = mention("the cost?")
        await bot.slack.event(event)
        await bot.slack.event({**event, "edited": {"user": "U0READER", "ts": "1.2"}})
        await bot.slack.messages(1)


@in_both_modes
async def test_a_mention_without_words_is_asked_for_some(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        await bot.slack.event(mention(""))
        [sent] = await bot.slack.messages(1)
        assert sent.text == texts.ASK_WITH_WORDS.format(title="The ferry")


async def test_a_repeat_waits_and_answers_if_the_first_failed() -> None:
    deliveries, tried = Deduplication(MemoryState(), FakeInbox()), list[int]()
    let_go = asyncio.Event()

    async def deliver(number: int) -> None:
        async def answer() -> bool:
            tried.append(number)
            await let_go.wait()
            return number > 1

        await deliveries.once("a", answer)

    runs = [asyncio.create_task(deliver(number)) for number in range(4)]
    await asyncio.sleep(0.01)
    assert tried == [0]
    let_go.set()
    await asyncio.gather(*runs)
    assert tried == [0, 1, 2]


async def test_an_answer_that_raises_may_be_tried_again() -> None:
    deliveries = Deduplication(MemoryState(), FakeInbox())

    async def fail() -> bool:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        await deliveries.once("a", fail)
    assert await _answers(deliveries, "a")


async def test_remembers_for_longer_than_slack_retries_and_then_forgets() -> None:
    now = [0.0]
    deliveries = Deduplication(MemoryState(lambda: now[0]), FakeInbox())
    assert LIFETIME >= 10 * 60
    assert await _answers(deliveries, "a")
    now[0] = LIFETIME - 1
    assert not await _answers(deliveries, "a")
    now[0] = LIFETIME + 1
    assert await _answers(deliveries, "a")


async def test_memory_is_bounded() -> None:
    deliveries = Deduplication(MemoryState(capacity=2), FakeInbox())
    for key in "abc":
        assert await _answers(deliveries, key)
    assert not await _answers(deliveries, "b")
    assert await _answers(deliveries, "a")


async def _answers(deliveries: Deduplication, key: str) -> bool:
    """Whether a delivery of `key` is answered now."""
    answered = False

    async def answer() -> bool:
        nonlocal answered
        answered = True
        return True

    await deliveries.once(key, answer)
    return answered
