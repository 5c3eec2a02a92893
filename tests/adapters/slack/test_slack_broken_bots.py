"""A deliberately broken bot for each pitfall that others fell into: the loopback catches it.

The numbers are those of the list of pitfalls; that the real bot avoids each is tested beside the
feature it belongs to.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.slack_bot import (
    POLITE,
    answering_mentions,
    slack_with_broken_bot,
)
from tests.servers.slack_objects import (
    BOT,
    BOT_USER,
    CHANNEL,
    Payload,
    changed,
    fresh,
    mention,
    message,
)
from tests.servers.slack_server import SlackServer

pytestmark = pytest.mark.slow


async def test_1_acknowledging_after_the_work() -> None:
    def register(app: AsyncApp) -> None:
        async def slow(ack: Any, next_: Any) -> None:
            await asyncio.sleep(0.2)
            await ack()
            await next_()

        app.middleware(slow)
        answering_mentions()(app)

    async with slack_with_broken_bot(register, ack_limit=0.1) as slack:
        await slack.event(mention("?"))
        await slack.until(lambda: len(slack.sent) == 2)
        assert {"late", "answered twice"} <= set(slack.kinds)


async def test_2_dropping_retries() -> None:
    def register(app: AsyncApp) -> None:
        async def drop(request: Any, ack: Any, next_: Any) -> None:
            if "x-slack-retry-num" in request.headers:
                await ack()
            else:
                await next_()

        app.middleware(drop)
        answering_mentions()(app)

    async with slack_with_broken_bot(register) as slack:
        slack.retry_offset = 1  # the first attempt came while the bot was starting anew
        await slack.event(mention("?"))
        await slack.messages(0)
        assert slack.watch.unanswered != []


async def test_3_knowing_deliveries_by_their_event_id_alone() -> None:
    def register(app: AsyncApp) -> None:
        seen: set[str] = set()

        async def answer(event: Payload, body: Payload, say: Any) -> None:
            if body["event_id"] not in seen:
                seen.add(body["event_id"])
                await say(text="Yes.", **POLITE, thread_ts=event["ts"])

        app.event("app_mention")(answer)

    async with slack_with_broken_bot(register) as slack:
        event = mention("?")
        for event_id in ("Ev1", "Ev1", fresh("Ev")):
            await slack.event(event, event_id)
        await slack.messages(2)
        assert slack.kinds == ["answered twice"]


async def test_4_answering_a_mention_both_as_a_mention_and_as_a_message() -> None:
    def register(app: AsyncApp) -> None:
        async def answer(event: Payload, say: Any) -> None:
            await say(text="Yes.", **POLITE, thread_ts=event["ts"])

        app.event("app_mention")(answer)
        app.event("message")(answer)

    async with slack_with_broken_bot(register) as slack:
        event = mention("?")
        await slack.event(event)
        await slack.event(message(event["text"], CHANNEL, ts=event["ts"]))
        await slack.messages(2)
        assert slack.kinds == ["answered twice"]


def _answers_changes(app: AsyncApp) -> None:
    """Takes every `message_changed` for a new question."""

    async def answer(event: Payload, say: Any) -> None:
        if event.get("subtype") == "message_changed":
            await say(text="Yes.", **POLITE, thread_ts=event["message"]["ts"])

    app.event("message")(answer)


@pytest.mark.parametrize(
    "more", [{"attachments": [{"id": 1}]}, {"reply_count": 1}, {"subtype": "thread_broadcast"}]
)
async def test_5_and_7_answering_changes_that_change_no_words(more: Payload) -> None:
    async with slack_with_broken_bot(_answers_changes) as slack:
        await slack.event(changed(mention("?"), f"<@{BOT_USER}> ?", **more))
        await slack.until(lambda: "unasked" in slack.kinds)


async def test_6_taking_its_own_update_for_an_edit() -> None:
    def register(app: AsyncApp) -> None:
        async def update(event: Payload, client: Any) -> None:
            now = event["message"]
            await client.chat_update(channel=CHANNEL, ts=now["ts"], text=f"{now['text']} Really.")

        async def answer(event: Payload, say: Any, client: Any) -> None:
            said = await say(text="Yes.", **POLITE, thread_ts=event["ts"])
            await client.chat_update(channel=CHANNEL, ts=said["ts"], text="Yes!")

        app.event("app_mention")(answer)
        app.event("message")(update)

    async with slack_with_broken_bot(register, ignores_itself=False) as slack:
        slack.tell_of_updates()
        await slack.event(mention("?"))
        await slack.until(lambda: len(slack.kinds) >= 3)
        assert set(slack.kinds) == {"updated unasked"}


async def test_8_having_only_commands_which_threads_do_not_take() -> None:
    def register(app: AsyncApp) -> None:
        async def answer(ack: Any, respond: Any) -> None:
            await ack()
            await respond("Yes.", **POLITE)

        app.command("/ask")(answer)

    async with slack_with_broken_bot(register) as slack:
        await slack.event(mention("?", thread_ts="1700000000.000001"))
        assert slack.watch.unanswered == [f"{CHANNEL}/1700000000.000001"]


async def test_9_whispering_outside_the_thread() -> None:
    def register(app: AsyncApp) -> None:
        async def answer(event: Payload, client: Any) -> None:
            await client.chat_postEphemeral(
                channel=CHANNEL, user=event["user"], text="Yes.", **POLITE
            )

        app.event("app_mention")(answer)

    async with slack_with_broken_bot(register) as slack:
        await slack.event(mention("?"))
        await slack.messages(1)
        assert slack.kinds == ["unasked"]


async def test_10_not_connecting_again_when_the_socket_dies() -> None:
    async with slack_with_broken_bot(answering_mentions(), reconnects=False) as slack:
        await slack.sockets.close(polite=False)
        delivery = await slack.event(mention("?"))
        assert delivery.status is None
        assert set(slack.kinds) == {"late"}
        assert slack.watch.unanswered != []


async def test_11_opening_more_sockets_than_slack_allows() -> None:
    async with SlackServer() as slack:
        client = AsyncWebClient(base_url=slack.api_url)
        app = AsyncApp(
            client=AsyncWebClient(slack.bot_token, base_url=slack.api_url), signing_secret="unused"
        )
        handlers = [
            AsyncSocketModeHandler(app, slack.app_token, web_client=client) for _ in range(11)
        ]
        try:
            for handler in handlers:
                handler.client.auto_reconnect_enabled = False
                connecting = asyncio.create_task(handler.connect_async())  # type: ignore[no-untyped-call]
                await asyncio.wait((connecting,), timeout=0.3)
                connecting.cancel()
            assert "sockets" in slack.kinds
        finally:
            for handler in handlers:
                await handler.close_async()  # type: ignore[no-untyped-call]


async def test_12_saying_nothing_where_it_may_not_write() -> None:
    async with slack_with_broken_bot(answering_mentions()) as slack:
        slack.not_in[CHANNEL] = "not_in_channel"
        await slack.event(mention("?"))
        await slack.messages(0)
        assert slack.watch.unanswered != []


async def test_13_calling_what_its_scopes_do_not_cover() -> None:
    def register(app: AsyncApp) -> None:
        async def answer(event: Payload, client: Any) -> None:
            await client.reactions_add(channel=CHANNEL, timestamp=event["ts"], name="eyes")

        app.event("app_mention")(answer)

    async with slack_with_broken_bot(register) as slack:
        await slack.event(mention("?"))
        await slack.until(lambda: bool(slack.kinds))
        assert slack.kinds == ["missing scope"]
        assert slack.watch.unanswered != []


THUMBS = {
    "type": "context_actions",
    "elements": [
        {
            "type": "feedback_buttons",
            "action_id": "feedback",
            "positive_button": {"text": {"type": "plain_text", "text": "+"}, "value": "up"},
            "negative_button": {"text": {"type": "plain_text", "text": "-"}, "value": "down"},
        }
    ],
}


async def test_31_counting_presses_instead_of_people() -> None:
    tally: list[str] = []

    def register(app: AsyncApp) -> None:
        async def count(ack: Any, action: Payload) -> None:
            await ack()
            tally.append(action["value"])

        app.action("feedback")(count)
        answering_mentions(blocks=[THUMBS])(app)

    async with slack_with_broken_bot(register) as slack:
        await slack.event(mention("?"))
        [answer] = await slack.messages(1)
        for part in ("up", "up", "down"):
            await slack.press(answer, answer.carrying(part))
        assert len(tally) != len(slack.votes) == 1


async def test_34_showing_that_it_works_and_then_nothing() -> None:
    def register(app: AsyncApp) -> None:
        async def answer(event: Payload, client: Any) -> None:
            await client.assistant_threads_setStatus(
                channel_id=CHANNEL, thread_ts=event["ts"], status="is thinking…"
            )

        app.event("app_mention")(answer)

    async with slack_with_broken_bot(register) as slack:
        await slack.event(mention("?"))
        await slack.until(lambda: bool(slack.statuses))
        assert any("status" in it for it in slack.watch.unanswered)


async def test_other_bots_are_not_spoken_to() -> None:
    async with slack_with_broken_bot(answering_mentions()) as slack:
        await slack.event(mention("?", bot_id=f"{BOT}X", user="U0OTHERBOT"))
        await slack.messages(1)
        assert slack.kinds == ["unasked"]
