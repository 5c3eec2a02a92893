"""Whether Discord takes the token and knows the bot as it is, for `storybot doctor`."""

from __future__ import annotations

from typing import Any

from bot.adapters.discord.commands import command_payloads
from bot.adapters.discord.syncing import same_commands
from bot.adapters.probing import Answer, clock, probe, unreachable
from bot.adapters.proxy import check_proxy
from bot.counting import counted
from bot.ports.checks import Finding, Level
from bot.settings import DiscordSettings

PART = "discord"

PRIVILEGED = {
    "Presence": (1 << 12) | (1 << 13),
    "Server Members": (1 << 14) | (1 << 15),
    "Message Content": (1 << 18) | (1 << 19),
}
"""The flags of an application, by the intent that they stand for, as the page “Bot” calls it."""

FEW_SESSIONS = 50
"""Sessions left for the day at which a bot that starts over and over would soon be stopped."""

_TOKEN_REMEDY = (
    "copy the token of your application again (discord.com/developers, page “Bot”, “Reset Token”)"
)
_FOR_USERS = "1"
"""The integration type of those who install an app for themselves."""


async def check_discord(settings: DiscordSettings) -> list[Finding]:
    """The address, the token, the clock, the application, its sessions and its commands."""
    proxied = check_proxy(PART, settings.api_url)
    authorization = f"Bot {settings.token}"
    url = f"{settings.api_url}/users/@me"
    answer = await probe("GET", url, authorization)
    if answer is None:
        return [*proxied, unreachable(PART, url, "DISCORD_API_URL")]
    found = [*proxied, *clock(answer)]
    if answer.status == 401:
        what = "Discord does not accept DISCORD_TOKEN"
        return [*found, Finding(PART, Level.PROBLEM, what, _TOKEN_REMEDY)]
    if answer.status != 200 or not isinstance(answer.body, dict):
        what = f"Discord has trouble (HTTP {answer.status})"
        return [*found, Finding(PART, Level.WARNING, what, "try again later")]
    known = Finding(PART, Level.GOOD, f"the token is that of {answer.body.get('username')}")
    gateway = await probe("GET", f"{settings.api_url}/gateway/bot", authorization)
    application = await probe("GET", f"{settings.api_url}/applications/@me", authorization)
    found += [known, *_sessions(gateway)]
    if application is None or application.status != 200:
        return found
    url = f"{settings.api_url}/applications/{application.body['id']}/commands"
    commands = await probe("GET", url, authorization)
    return [*found, *_application(application.body), *_commands(commands)]


def _sessions(answer: Answer | None) -> list[Finding]:
    """Discord resets the token of a bot that opens more than a thousand a day."""
    if answer is None or not isinstance(answer.body, dict):
        return []
    left = (answer.body.get("session_start_limit") or {}).get("remaining")
    if left is None or left > FEW_SESSIONS:
        return []
    what = f"only {counted(left, 'session')} may be opened today"
    remedy = "stop whatever starts the bot over and over, and wait for tomorrow"
    return [Finding(PART, Level.WARNING, what, remedy)]


def _application(body: dict[str, Any]) -> list[Finding]:
    return [*_endpoint(body), *_intents(int(body.get("flags") or 0)), *_installation(body)]


def _endpoint(body: dict[str, Any]) -> list[Finding]:
    if not body.get("interactions_endpoint_url"):
        return []
    what = "Discord sends commands and buttons to an Interactions Endpoint URL, not to this bot"
    remedy = "empty that field on your application's page “General Information”"
    return [Finding(PART, Level.PROBLEM, what, remedy)]


def _intents(flags: int) -> list[Finding]:
    on = [name for name, either in PRIVILEGED.items() if flags & either]
    if not on:
        return [Finding(PART, Level.GOOD, "no privileged intent is on, and none is needed")]
    what = f"privileged intents are on that the bot does not need: {', '.join(on)}"
    return [Finding(PART, Level.WARNING, what, "switch them off on the page “Bot”")]


def _installation(body: dict[str, Any]) -> list[Finding]:
    found = []
    kinds = body.get("integration_types_config")
    if kinds is not None and _FOR_USERS not in kinds:
        what = "people cannot install the bot for themselves"
        remedy = "switch “User Install” on, on your application's page “Installation”"
        found.append(Finding(PART, Level.WARNING, what, remedy))
    if body.get("bot_require_code_grant"):
        what = "the link that adds the bot to a server does not work"
        remedy = "switch “Requires OAuth2 Code Grant” off on the page “Bot”"
        found.append(Finding(PART, Level.PROBLEM, what, remedy))
    return found


def _commands(answer: Answer | None) -> list[Finding]:
    """Whether Discord has just the commands that this version would register."""
    if answer is None or not isinstance(answer.body, list):
        return []
    ours = command_payloads()
    if same_commands(ours, answer.body):
        names = ", ".join(sorted(command["name"] for command in ours))
        return [Finding(PART, Level.GOOD, f"the commands are registered as they are: {names}")]
    there = {command["name"] for command in answer.body}
    missing = ", ".join(sorted(command["name"] for command in ours if command["name"] not in there))
    what = f"Discord does not have the commands {missing}" if missing else _DRIFTED
    remedy = "start `storybot serve discord`: it registers its commands"
    return [Finding(PART, Level.WARNING, what, remedy)]


_DRIFTED = "Discord's commands are not those of this version"
