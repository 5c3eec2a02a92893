"""Whether Discord takes the token, knows the bot as it is, and lets it speak: for the doctor."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import discord

from bot.adapters.discord.commands import command_payloads
from bot.adapters.discord.incoming import PLATFORM
from bot.adapters.discord.permissions import check_server
from bot.adapters.discord.sender import LOST
from bot.adapters.discord.serving import log_in
from bot.adapters.discord.syncing import same_commands
from bot.adapters.probing import probe
from bot.adapters.proxy import proxy_for
from bot.application.moderation import Moderation
from bot.core.errors import RefusedTokenError, UnreachableError
from bot.counting import counted
from bot.ports.checks import Finding, Level, finding_of
from bot.settings import DiscordSettings

CONTENT = "Message Content"

PRIVILEGED = {
    "Presence": (1 << 12) | (1 << 13),
    "Server Members": (1 << 14) | (1 << 15),
    CONTENT: (1 << 18) | (1 << 19),
}
"""The flags of an application, by the intent that they stand for, as the page “Bot” calls it."""

FEW_SESSIONS = 50
"""Sessions left for the day at which a bot that starts over and over would soon be stopped."""

LOOKED_AT = 20
"""Servers that are looked at: three requests each, and Discord counts."""


async def check_discord(settings: DiscordSettings) -> list[Finding]:
    """The address, the token, the clock, the application, its sessions and its commands."""
    found = await probe(PLATFORM, f"{settings.api_url}/gateway")
    try:
        async with _logged_in(settings) as client:
            found.append(Finding(PLATFORM, Level.GOOD, f"the token is that of {client.user}"))
            if client.application is not None:
                found += _application(client.application, settings.reads)
            sessions = (await client.http.get_bot_gateway())[2]
            found += _sessions(sessions["remaining"])
            found += _commands(await client.http.get_global_commands(client.application_id or 0))
    except (RefusedTokenError, UnreachableError) as error:
        found.append(finding_of(PLATFORM, error))
    except (discord.GatewayNotFound, *LOST):  # it knows the token: the rest can wait
        found.append(Finding(PLATFORM, Level.WARNING, "Discord has trouble", "try again later"))
    return found


async def check_servers(settings: DiscordSettings, moderation: Moderation) -> list[Finding]:
    """The permissions on each server; nothing where Discord cannot be asked.

    Then `check_discord` says why.
    """
    found: list[Finding] = []
    try:
        async with _logged_in(settings) as client:
            listed = [guild async for guild in client.fetch_guilds(limit=LOOKED_AT + 1)]
            for it in listed[:LOOKED_AT]:
                guild = await client.fetch_guild(it.id)
                channels = await guild.fetch_channels()
                me = await guild.fetch_member(client.application_id or 0)
                found += check_server(guild.name, channels, me, moderation)
    except (RefusedTokenError, UnreachableError, *LOST):
        return []
    if not listed:
        what = "the bot is on no server"
        found.append(Finding(PLATFORM, Level.WARNING, what, "add it with the link of its log"))
    if len(listed) > LOOKED_AT:
        what = f"only the first {LOOKED_AT} servers were looked at"
        found.append(Finding(PLATFORM, Level.GOOD, what))
    return found


async def check_editors(settings: DiscordSettings, channel: str) -> list[Finding]:
    """Whether the bot sees the editors' channel; nothing where Discord cannot be asked."""
    try:
        async with _logged_in(settings) as client:
            await client.http.get_channel(int(channel))
    except (discord.NotFound, discord.Forbidden):
        what = f"the bot does not see the editors' channel {channel}"
        remedy = "let it view the channel and send messages there, or correct STORYBOT_EDITORS"
        return [Finding("editors", Level.PROBLEM, what, remedy)]
    except (RefusedTokenError, UnreachableError, *LOST):  # `check_discord` says why
        return []
    return [Finding("editors", Level.GOOD, "the bot sees the editors' channel on Discord")]


@asynccontextmanager
async def _logged_in(settings: DiscordSettings) -> AsyncIterator[discord.Client]:
    intents, proxy = discord.Intents.none(), proxy_for(settings.api_url)
    async with discord.Client(intents=intents, proxy=proxy) as client:
        await log_in(client, settings)
        yield client


def _application(known: discord.AppInfo, reads: bool) -> list[Finding]:
    on = [name for name, either in PRIVILEGED.items() if known.flags.value & either]
    can_read = CONTENT in on
    if reads and can_read:
        on.remove(CONTENT)
    for_servers, for_users = known.guild_integration_config, known.user_integration_config
    flaws = (
        (
            known.interactions_endpoint_url,
            Level.PROBLEM,
            "Discord sends commands and buttons to an Interactions Endpoint URL, not to this bot",
            "empty that field on your application's page “General Information”",
        ),
        (
            reads and not can_read,
            Level.PROBLEM,
            "STORYBOT_READ_CHANNELS is set, and Discord does not let the bot read messages",
            "switch “Message Content Intent” on, on the page “Bot”, or unset the variable",
        ),
        (
            on,
            Level.WARNING,
            f"privileged intents are on that the bot does not need: {_list(on)}",
            "switch them off on the page “Bot”",
        ),
        (
            for_servers is not None and for_users is None,
            Level.WARNING,
            "people cannot install the bot for themselves",
            "switch “User Install” on, on your application's page “Installation”",
        ),
        (
            known.bot_require_code_grant,
            Level.PROBLEM,
            "the link that adds the bot to a server does not work",
            "switch “Requires OAuth2 Code Grant” off on the page “Bot”",
        ),
    )
    found = [Finding(PLATFORM, level, what, do) for is_so, level, what, do in flaws if is_so]
    if not on:
        what = "no privileged intent is on, and none is needed"
        found.append(Finding(PLATFORM, Level.GOOD, what))
    return found


def _sessions(left: int) -> list[Finding]:
    """Discord resets the token of a bot that opens more than a thousand a day."""
    if left > FEW_SESSIONS:
        return []
    what = f"only {counted(left, 'session')} may be opened today"
    remedy = "stop whatever starts the bot over and over, and wait for tomorrow"
    return [Finding(PLATFORM, Level.WARNING, what, remedy)]


def _commands(there: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """Whether Discord has just the commands that this version would register."""
    ours, theirs = command_payloads(), list(there)
    if same_commands(ours, theirs):
        what = f"the commands are registered as they are: {_list(it['name'] for it in ours)}"
        return [Finding(PLATFORM, Level.GOOD, what)]
    missing = {it["name"] for it in ours} - {it["name"] for it in theirs}
    what = "Discord's commands are not those of this version"
    if missing:
        what = f"Discord does not have the commands {_list(missing)}"
    remedy = "start `storybot serve discord`: it registers its commands"
    return [Finding(PLATFORM, Level.WARNING, what, remedy)]


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
