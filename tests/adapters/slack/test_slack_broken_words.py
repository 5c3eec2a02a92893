"""Broken bots by what they say and ask for: limits, pace, markup, pings, manifests.

The numbers are those of the list of pitfalls, as in `test_slack_broken_bots`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from tests.adapters.slack.manifest_links import manifest
from tests.adapters.slack.slack_bot import (
    FULL_SCOPES,
    POLITE,
    answering_mentions,
    slack_with_broken_bot,
)
from tests.fakes.slack_service import HOSTILE
from tests.servers.slack_limits import Turns
from tests.servers.slack_manifests import manifest_problems
from tests.servers.slack_objects import CHANNEL, Payload, mention

pytestmark = pytest.mark.slow


async def test_14_tokens_that_expire_with_nothing_to_renew_them() -> None:
    spoilt = manifest("minimal")
    spoilt["settings"]["token_rotation_enabled"] = True
    assert any("expire" in problem for problem in manifest_problems(spoilt))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda it: it["oauth_config"]["scopes"]["bot"].remove("im:history"), "needs im:history"),
        (lambda it: it["settings"]["interactivity"].update(is_enabled=False), "no button"),
        (lambda it: it["features"].update(agent_view={}), "assistant:write"),
        (lambda it: it["features"].update(assistant_view={}), "being retired"),
        (
            lambda it: it["settings"]["event_subscriptions"]["bot_events"].append("message.x"),
            "no event",
        ),
    ],
)
async def test_13_and_14_manifests_that_do_not_go_with_the_code(
    change: Callable[[Payload], object], problem: str
) -> None:
    spoilt = manifest("minimal")
    change(spoilt)
    assert any(problem in found for found in manifest_problems(spoilt))


LONG = {"type": "section", "text": {"type": "plain_text", "text": "a" * 3001}}
SHORT = {"type": "section", "text": {"type": "plain_text", "text": "a"}}


@pytest.mark.parametrize("blocks", [[LONG], [SHORT] * 51])
async def test_15_more_than_a_block_or_a_message_takes(blocks: list[Payload]) -> None:
    async with slack_with_broken_bot(answering_mentions(text="a" * 3001, blocks=blocks)) as slack:
        await slack.event(mention("?"))
        await slack.messages(1)
        assert "blocks" in slack.kinds


async def test_16_an_answer_that_screen_readers_do_not_get() -> None:
    shown = {"type": "section", "text": {"type": "plain_text", "text": "48 million crowns."}}
    async with slack_with_broken_bot(answering_mentions(text="Answer:", blocks=[shown])) as slack:
        await slack.event(mention("?"))
        await slack.messages(1)
        assert slack.kinds == ["text"]


async def test_24_and_33_words_of_the_file_where_markup_is_read() -> None:
    async with slack_with_broken_bot(answering_mentions(text="Read: *bold* `code`")) as slack:
        slack.watch.untrusted = ["*bold*"]
        await slack.event(mention("?"))
        await slack.messages(1)
        assert slack.kinds == ["markup"]


async def test_24_and_33_a_message_that_pings_because_nothing_was_escaped() -> None:
    async with slack_with_broken_bot(answering_mentions(text=HOSTILE)) as slack:
        await slack.event(mention("?"))
        await slack.messages(1)
        assert "ping" in slack.kinds


async def test_17_and_18_listing_channels_and_reading_them_back() -> None:
    def register(app: AsyncApp) -> None:
        async def answer(event: Payload, say: Any, client: Any) -> None:
            await client.conversations_list()
            await client.conversations_replies(channel=CHANNEL, ts=event["ts"])
            await say(text="Yes.", **POLITE, thread_ts=event["ts"])

        app.event("app_mention")(answer)

    async with slack_with_broken_bot(register) as slack:
        slack.scopes = f"{FULL_SCOPES},channels:read"
        await slack.event(mention("?"))
        await slack.messages(1)
        assert slack.kinds == ["listing", "history"]


async def test_18_dropping_what_is_too_much_for_a_channel() -> None:
    async with slack_with_broken_bot(answering_mentions()) as slack:
        slack.turns = Turns(burst=2)
        await asyncio.gather(*(slack.event(mention("?")) for _ in range(5)))
        await slack.messages(2)
        assert len(slack.watch.unanswered) == 3


async def test_18_not_waiting_as_long_as_slack_says() -> None:
    def register(app: AsyncApp) -> None:
        async def answer(event: Payload, say: Any) -> None:
            for _ in range(12):
                try:
                    await say(text="Yes.", **POLITE, thread_ts=event["ts"])
                    return
                except SlackApiError:
                    await asyncio.sleep(0.4)

        app.event("app_mention")(answer)

    async with slack_with_broken_bot(register) as slack:
        slack.refuse.append((429, "2"))
        await slack.event(mention("?"))
        await slack.until(lambda: "impatient" in slack.kinds)
