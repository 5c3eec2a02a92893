"""What the doctor says of a set-up on Slack."""

from __future__ import annotations

from bot.adapters.slack.checks import check_slack
from bot.adapters.slack.features import FULL, scopes_of
from bot.settings import SlackSettings
from tests.fakes.discord_service import moderation
from tests.findings import bad
from tests.servers.slack_rooms import Room
from tests.servers.slack_server import SlackServer


async def test_a_good_slack_set_up_has_no_findings_but_good_ones() -> None:
    async with SlackServer() as server:
        settings = SlackSettings(server.bot_token, server.app_token, None, server.api_url)
        assert bad(await check_slack(settings, moderation())) == []
        server.scopes = ",".join(scopes_of(FULL))
        server.rooms["C0NEWS"] = Room("news")
        assert bad(await check_slack(settings, moderation())) == []
        over_http = SlackSettings(server.bot_token, None, server.secret, server.api_url)
        assert bad(await check_slack(over_http, moderation())) == []


async def test_slack_tokens_scopes_and_address_are_found() -> None:
    async with SlackServer() as server:
        settings = SlackSettings(server.bot_token, "xapp-wrong", None, server.api_url)
        server.scopes = "chat:write,commands,files:write"
        assert bad(await check_slack(settings, moderation())) == [
            "problem slack: the Slack app lacks app_mentions:read, im:history",
            "warning slack: the Slack app may do what storybot never does: files:write",
            "problem slack: Slack refused SLACK_APP_TOKEN (invalid_auth)",
        ]
        server.scopes = ""
        wrong = SlackSettings("xoxb-wrong", None, server.secret, server.api_url)
        assert bad(await check_slack(wrong, moderation())) == [
            "problem slack: Slack refused SLACK_BOT_TOKEN (invalid_auth)"
        ]
        server.auth_error = "<html>"
        trouble = SlackSettings(server.bot_token, None, server.secret, server.api_url)
        assert bad(await check_slack(trouble, moderation())) == [
            "problem slack: Slack has trouble at the moment (no proper reply)"
        ]
    assert bad(
        await check_slack(SlackSettings("x", "y", None, "http://127.0.0.1:1/"), moderation())
    ) == ["problem slack: Slack cannot be reached at http://127.0.0.1:1/"]
