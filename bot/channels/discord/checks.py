"""Whether Discord can be reached and takes the token, for `storybot doctor`."""

from __future__ import annotations

from typing import Any

from bot.channels.probing import Answer, clock, probe, unreachable
from bot.core.checks import Finding, Level
from bot.settings import DiscordSettings

PART = "discord"
COMMAND = "ask"

_TOKEN_REMEDY = (
    "copy the token of your application again (discord.com/developers, page “Bot”, “Reset Token”)"
)


async def check_discord(settings: DiscordSettings) -> list[Finding]:
    """The address, the token, the clock, and whether the commands are registered."""
    authorization = f"Bot {settings.token}"
    url = f"{settings.api_url}/users/@me"
    answer = await probe("GET", url, authorization)
    if answer is None:
        return [unreachable(PART, url, "DISCORD_API_URL")]
    found = clock(answer)
    if answer.status == 401:
        what = "Discord does not accept DISCORD_TOKEN"
        return [*found, Finding(PART, Level.PROBLEM, what, _TOKEN_REMEDY)]
    if answer.status != 200 or not isinstance(answer.body, dict):
        what = f"Discord has trouble (HTTP {answer.status})"
        return [*found, Finding(PART, Level.WARNING, what, "try again later")]
    known = Finding(PART, Level.GOOD, f"the token is that of {answer.body.get('username')}")
    return [*found, known, *await _commands(settings, authorization)]


async def _commands(settings: DiscordSettings, authorization: str) -> list[Finding]:
    application = await probe("GET", f"{settings.api_url}/oauth2/applications/@me", authorization)
    if application is None or application.status != 200:
        return []
    url = f"{settings.api_url}/applications/{application.body['id']}/commands"
    registered = _names(await probe("GET", url, authorization))
    if COMMAND in registered:
        names = ", ".join(f"/{name}" for name in sorted(registered))
        return [Finding(PART, Level.GOOD, f"registered commands: {names}")]
    what = f"Discord does not have the command /{COMMAND}"
    remedy = "start `storybot serve discord`: it registers its commands"
    return [Finding(PART, Level.WARNING, what, remedy)]


def _names(answer: Answer | None) -> set[Any]:
    if answer is None or not isinstance(answer.body, list):
        return set()
    return {it["name"] for it in answer.body if it.get("type", 1) == 1}
