"""Where on a server the bot may speak and cannot, for want of a permission; for the doctor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import discord
from discord.http import Route

from bot.adapters.channel_audit import Audited, Trouble, audit
from bot.adapters.discord.incoming import PLATFORM
from bot.adapters.discord.permissions import lacking_in
from bot.adapters.discord.sender import LOST
from bot.adapters.proxy import proxy_for
from bot.application.moderation import Moderation
from bot.ports.checks import Finding, Level
from bot.rendering import texts
from bot.settings import DISCORD_API, DiscordSettings

LOOKED_AT = 20
"""Servers that are looked at: three requests each, and Discord counts."""

REMEDY = "grant it in the channel's settings, page “Permissions”"
NOWHERE = "see /storybot rules, STORYBOT_CHANNELS, and what is granted to its role"

Channel = discord.abc.GuildChannel


async def check_servers(settings: DiscordSettings, moderation: Moderation) -> list[Finding]:
    """The permissions on each server; nothing where Discord cannot be asked.

    Then `check_discord` says why.
    """
    if settings.api_url != DISCORD_API:
        Route.BASE = settings.api_url
    found: list[Finding] = []
    try:
        async with discord.Client(
            intents=discord.Intents.none(), proxy=proxy_for(settings.api_url)
        ) as client:
            await client.login(settings.token)
            listed = [guild async for guild in client.fetch_guilds(limit=LOOKED_AT + 1)]
            for guild in listed[:LOOKED_AT]:
                found += await _fetched(client, guild.id, moderation)
    except (discord.LoginFailure, *LOST):
        return []
    if not listed:
        what = "the bot is on no server"
        found.append(Finding(PLATFORM, Level.WARNING, what, "add it with the link of its log"))
    if len(listed) > LOOKED_AT:
        found.append(
            Finding(PLATFORM, Level.GOOD, f"only the first {LOOKED_AT} servers were looked at")
        )
    return found


async def _fetched(
    client: discord.Client, guild_id: int, moderation: Moderation
) -> Sequence[Finding]:
    guild = await client.fetch_guild(guild_id)
    channels = await guild.fetch_channels()
    me = await guild.fetch_member(client.application_id or 0)
    return check_server(guild.name, channels, me, moderation)


def check_server(
    name: str, channels: Iterable[Channel], me: discord.Member, moderation: Moderation
) -> Sequence[Finding]:
    """What is missing in the channels where the rules let the bot speak, by what it is.

    A channel that it cannot see is none of them, unless the rules name it.
    """
    server = str(me.guild.id)
    audited = [
        _audited(it, name, me) for it in channels if not isinstance(it, discord.CategoryChannel)
    ]
    return audit(PLATFORM, f"on “{name}”", server, audited, moderation, NOWHERE)


def _audited(channel: Channel, server: str, me: discord.Member) -> Audited:
    missing = lacking_in(channel, me)
    permissions = ", ".join(texts.PERMISSIONS[it] for it in missing)
    what = f"on “{server}” the bot lacks {permissions} in {{channels}}"
    trouble = Trouble(what, REMEDY) if missing else None
    return Audited(str(channel.id), f"#{channel.name}", trouble, "view_channel" in missing)
