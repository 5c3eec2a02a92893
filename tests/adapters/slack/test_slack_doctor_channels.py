"""The doctor says in which channels of a workspace the bot cannot speak, why, and the remedy."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack import checks
from bot.adapters.slack.checks import check_slack
from bot.adapters.slack.features import FULL, MINIMAL, scopes_of
from bot.application.rules import Room as Place
from bot.ports.checks import Finding, Level
from bot.settings import SlackSettings
from tests.fakes.discord_service import moderation
from tests.servers.slack_objects import TEAM
from tests.servers.slack_rooms import Room
from tests.servers.slack_server import SlackServer

ROOMS = {
    "C0NEWS": Room("news"),
    "C0ALONE": Room("alone", has_bot=False),
    "C0OLD": Room("old", is_archived=True),
    "C0BOARD": Room("board", is_read_only=True),
    "G0SECRET": Room("secret", is_private=True),
    "G0CLOSED": Room("closed", has_bot=False, is_private=True),
}
INVITE = "write /invite @storybot there"


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    """A workspace with channels of every kind, and an app with the full manifest."""
    async with SlackServer() as server:
        server.scopes = ",".join(scopes_of(FULL))
        server.rooms.update(ROOMS)
        yield server
        assert server.kinds == []


async def examined(slack: SlackServer, *channels: str, silent: str | None = None) -> list[Finding]:
    """What is found where the bot is to speak in `channels` (none: in all but the silent one)."""
    settings = SlackSettings(slack.bot_token, None, slack.secret, slack.api_url)
    rules = moderation(channels=frozenset(channels))
    if silent is not None:
        rules.be_silent_here(Place(TEAM, silent))
    found = await check_slack(settings, rules)
    return [it for it in found if it.part == "slack"][2:]


async def test_where_it_is_and_may_not_write_is_found(slack: SlackServer) -> None:
    closed, able = await examined(slack)
    assert (closed.level, closed.what) == (Level.WARNING, "the bot may not post in #board")
    assert "let who manages the channel change who may post" in str(closed.remedy)
    assert (able.level, able.what) == (Level.GOOD, "in “Team” it can speak in 2 channels")


@pytest.mark.parametrize(
    ("channel", "what", "remedy"),
    [
        ("C0ALONE", "the bot is not in #alone", INVITE),
        ("C0OLD", "#old: archived, so nobody can write there", "or unarchive it"),
        ("C0BOARD", "the bot may not post in #board", "who may post"),
        ("C0NEVER", "Slack knows no channel C0NEVER, or it is private", "STORYBOT_CHANNELS"),
        ("#news", "Slack knows no channel #news", "correct STORYBOT_CHANNELS"),
        ("G0CLOSED", "Slack knows no channel G0CLOSED, or it is private", INVITE),
    ],
)
async def test_a_channel_in_which_it_is_to_speak_and_cannot_is_a_problem(
    slack: SlackServer, channel: str, what: str, remedy: str
) -> None:
    found, able = await examined(slack, channel, "C0NEWS")
    assert found.level is Level.PROBLEM
    assert what in found.what
    assert remedy in str(found.remedy)
    assert able.what == "in “Team” it can speak in 1 channel"


async def test_what_is_found_is_what_a_message_there_meets(slack: SlackServer) -> None:
    """The doctor's words and Slack's refusals agree, channel by channel."""
    client = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
    for channel in ROOMS:
        found = await examined(slack, channel)
        is_well = all(it.level is Level.GOOD for it in found)
        try:
            await client.chat_postMessage(channel=channel, text="x")
        except SlackApiError:
            assert not is_well, channel
        else:
            assert is_well, channel
    slack.watch.violations.clear()


async def test_the_name_of_a_private_channel_is_not_told(slack: SlackServer) -> None:
    slack.rooms["G0SECRET"] = Room("secret", is_private=True, is_read_only=True)
    told = " ".join(it.what for it in await examined(slack))
    assert "G0SECRET" in told
    assert "secret" not in told


async def test_what_the_rules_leave_out_and_what_is_discords_are_not_looked_at(
    slack: SlackServer,
) -> None:
    [able] = await examined(slack, silent="C0BOARD")
    assert able.what == "in “Team” it can speak in 2 channels"
    [able] = await examined(slack, "1234567890", "C0NEWS")
    assert able.what == "in “Team” it can speak in 1 channel"
    assert all(call.arguments.get("channel") != "1234567890" for call in slack.calls)


async def test_a_bot_that_is_in_no_channel_hears_how_it_gets_into_one(slack: SlackServer) -> None:
    slack.rooms.clear()
    [nowhere] = await examined(slack)
    assert nowhere.level is Level.WARNING
    assert "no channel in which it may and can speak" in nowhere.what
    assert "/invite @storybot" in str(nowhere.remedy)


async def test_of_many_channels_the_first_are_looked_at(
    slack: SlackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "LOOKED_AT", 1)
    assert (await examined(slack))[-1].what == "only the first 1 channels were looked at"


async def test_many_channels_with_one_trouble_are_one_finding(slack: SlackServer) -> None:
    slack.rooms.update(
        {f"C{number}": Room(f"c{number}", is_read_only=True) for number in range(20)}
    )
    [found, _] = await examined(slack)
    assert found.what.endswith("#c8 and 11 more")


@pytest.mark.parametrize("method", ["users.conversations", "conversations.info"])
async def test_what_slack_does_not_tell_is_said_and_not_taken_for_trouble_there(
    slack: SlackServer, method: str
) -> None:
    slack.failing[method] = "ratelimited"
    found, *_ = await examined(slack, "C0NEWS", "C0ALONE", "C0NEVER")
    assert found.level is Level.WARNING
    assert found.what == "the channels could not all be looked at (ratelimited)"


async def test_without_the_scopes_it_asks_nothing_and_says_what_is_off() -> None:
    async with SlackServer() as slack:
        slack.scopes = ",".join(scopes_of(MINIMAL))
        settings = SlackSettings(slack.bot_token, None, slack.secret, slack.api_url)
        found = await check_slack(settings, moderation(channels=frozenset({"C0NEVER"})))
        assert any("off are:" in it.what and "at each channel" in it.what for it in found)
        assert {call.method for call in slack.calls} == {"auth.test"}
        assert slack.kinds == []


async def test_slack_refuses_a_bot_that_asks_without_the_scope() -> None:
    async with SlackServer() as slack:
        slack.rooms.update(ROOMS)
        client = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
        slack.scopes = "channels:read"
        with pytest.raises(SlackApiError, match="groups:read"):
            await client.users_conversations(types="public_channel,private_channel", limit=9)
        with pytest.raises(SlackApiError, match="channel_not_found"):
            await client.conversations_info(channel="G0SECRET")
        await client.users_conversations(cursor="x")
        assert slack.kinds == ["missing scope", "listing"]
