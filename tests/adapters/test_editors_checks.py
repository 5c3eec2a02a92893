"""What the doctor says of the editors' channel."""

from __future__ import annotations

from bot.adapters.discord.checks import check_editors
from bot.adapters.slack.checks import check_editors as check_in_slack
from bot.compose.examining import build_checks
from bot.ports.checks import Finding, Level
from bot.settings import DiscordSettings, SlackSettings
from tests.adapters.discord.conftest import _where_discord_is, server  # noqa: F401
from tests.servers.discord_objects import CHANNEL_ID
from tests.servers.slack_objects import CHANNEL
from tests.servers.slack_rooms import Room
from tests.servers.slack_server import SlackServer


async def test_a_channel_on_discord_is_seen_or_not(server) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    settings = DiscordSettings(server.token, server.api_url)
    [found] = await check_editors(settings, str(CHANNEL_ID))
    assert found.level is Level.GOOD
    [found] = await check_editors(settings, "77")
    assert found.level is Level.PROBLEM
    assert await check_editors(DiscordSettings("wrong", server.api_url), "77") == []


async def test_a_channel_in_slack_has_the_bot_or_not() -> None:
    async with SlackServer() as slack:
        slack.scopes = "chat:write,channels:read"
        settings = SlackSettings(slack.bot_token, slack.app_token, None, slack.api_url)
        slack.rooms[CHANNEL] = Room("editors")
        assert [it.level for it in await check_in_slack(settings, CHANNEL)] == [Level.GOOD]
        assert [it.level for it in await check_in_slack(settings, "C0NONE")] == [Level.PROBLEM]


async def test_a_platform_without_a_token_is_named() -> None:
    checks = build_checks(None, {"DISCORD_TOKEN": "d", "STORYBOT_EDITORS": "slack:C0123"})
    [found] = await checks["editors"]()
    assert isinstance(found, Finding)
    assert "no token" in found.what
