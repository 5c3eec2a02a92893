"""The loopback Slack must catch bots that misbehave: here are some that do, on purpose."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.slack_bot import slack_with_broken_bot
from tests.servers.slack_objects import CHANNEL, mention, message
from tests.servers.slack_rules import message_problems
from tests.servers.slack_server import SlackServer

POLITE = {"unfurl_links": False, "unfurl_media": False}
SECTION = {"type": "section", "text": {"type": "plain_text", "text": "a"}}


def _saying(app: AsyncApp, *messages: dict[str, Any]) -> None:
    """Answers each mention in its thread with all of `messages`."""

    async def answer(event: dict[str, Any], say: Any) -> None:
        for one in messages:
            await say(**POLITE | one, thread_ts=event["ts"])

    app.event("app_mention")(answer)


async def test_a_good_minimal_bot_passes() -> None:
    async with slack_with_broken_bot(lambda app: _saying(app, {"text": "Yes."})) as slack:
        await slack.event(mention("?"))
        await slack.messages(1)
        assert slack.kinds == []


async def test_catches_a_bot_that_answers_twice() -> None:
    said = {"text": "Yes."}
    async with slack_with_broken_bot(lambda app: _saying(app, said, said)) as slack:
        await slack.event(mention("?"))
        await slack.messages(2)
        assert slack.kinds == ["answered twice"]


async def test_catches_a_bot_that_pings() -> None:
    def register(app: AsyncApp) -> None:
        _saying(app, {"text": "Yes, <!channel>"})

    async with slack_with_broken_bot(register) as slack:
        await slack.event(mention("?"))
        await slack.messages(1)
        assert slack.kinds == ["ping"]


async def test_catches_a_command_that_is_acknowledged_late() -> None:
    def register(app: AsyncApp) -> None:
        async def answer(ack: Any, respond: Any) -> None:
            await respond("Yes.", **POLITE)
            await asyncio.sleep(0.2)
            await ack()

        app.command("/ask")(answer)

    async with slack_with_broken_bot(register, ack_limit=0.1) as slack:
        assert (await slack.command("?")).attempts == 1
        assert slack.kinds == ["late"]


async def test_catches_a_command_answered_in_the_acknowledgement_and_after() -> None:
    def register(app: AsyncApp) -> None:
        async def answer(ack: Any, respond: Any) -> None:
            await ack({"text": "Yes.", **POLITE})
            await respond("Yes.", **POLITE)

        app.command("/ask")(answer)

    async with slack_with_broken_bot(register) as slack:
        await slack.command("?")
        await slack.messages(2)
        assert slack.kinds == ["answered twice"]


async def test_catches_a_bot_that_answers_what_it_was_not_asked() -> None:
    def register(app: AsyncApp) -> None:
        async def answer(event: dict[str, Any], say: Any) -> None:
            await say(text="Me too!", **POLITE)

        app.event("message")(answer)

    async with slack_with_broken_bot(register) as slack:
        await slack.event(message("a chat between people", CHANNEL))
        await slack.messages(1)
        assert slack.kinds == ["unasked"]


async def test_catches_a_wrong_token() -> None:
    async with SlackServer() as slack:
        with pytest.raises(SlackApiError, match="invalid_auth"):
            await AsyncWebClient("xoxb-other", base_url=slack.api_url).auth_test()
        assert slack.kinds == ["wrong token"]


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        ({"text": ""}, "text"),
        ({"blocks": [SECTION]}, "text"),
        ({"text": "a", "unfurl_links": None}, "unfurl"),
        ({"text": "<@U123> a"}, "ping"),
        ({"text": "<!subteam^S1|team>"}, "ping"),
        (
            {"text": "a", "blocks": [{**SECTION, "text": {"type": "mrkdwn", "text": "<!here>"}}]},
            "ping",
        ),
        ({"text": "@channel", "parse": "full"}, "ping"),
        (
            {
                "text": "a",
                "blocks": [
                    {
                        "type": "rich_text",
                        "elements": [
                            {
                                "type": "rich_text_section",
                                "elements": [{"type": "broadcast", "range": "here"}],
                            }
                        ],
                    }
                ],
            },
            "ping",
        ),
        ({"text": "a", "blocks": [SECTION] * 51}, "blocks"),
        (
            {
                "text": "a" * 3001,
                "blocks": [{**SECTION, "text": {"type": "plain_text", "text": "a" * 3001}}],
            },
            "blocks",
        ),
        ({"text": "a", "blocks": [{"type": "actions", "elements": []}]}, "blocks"),
        ({"text": "a", "blocks": [{"type": "nonsense"}]}, "blocks"),
        (
            {
                "text": "a",
                "blocks": [
                    {
                        "type": "actions",
                        "elements": [
                            {
                                "type": "button",
                                "action_id": "same",
                                "text": {"type": "plain_text", "text": "a"},
                            }
                        ]
                        * 2,
                    }
                ],
            },
            "blocks",
        ),
    ],
)
async def test_the_rules_catch(message: dict[str, Any], problem: str) -> None:
    kinds = {found.split(":")[0] for found in message_problems(POLITE | message)}
    assert kinds == {problem}
