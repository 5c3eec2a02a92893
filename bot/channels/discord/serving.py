"""Runs the Discord channel until it is cancelled: all shards, or the share of this process."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

import aiohttp
import discord
from discord.http import Route

from bot.channels.answering import Answering
from bot.channels.controls import Controls
from bot.channels.discord.client import StoryClient
from bot.channels.discord.leasing import Leases, Tell, agreed_count
from bot.channels.discord.skipping import skip_unreadable
from bot.channels.waiting import Waiting
from bot.core.checks import Examination
from bot.core.errors import RefusedTokenError, SettingsError, UnreachableError
from bot.settings import DISCORD_API, DiscordSettings

REFUSED = (
    "Discord does not accept DISCORD_TOKEN: copy the token of your application again "
    "(discord.com/developers, page “Bot”, “Reset Token”) and set it."
)
_AUTHENTICATION_FAILED = 4004
_TOO_OLD = "Discord no longer takes what this version of storybot says: upgrade it."
_CLOSED = {
    4010: (
        "Discord knows no such shard: DISCORD_SHARD_IDS and DISCORD_SHARD_COUNT must fit together, "
        "or unset both."
    ),
    4011: "Discord wants the bot in more shards: raise DISCORD_SHARD_COUNT, or unset it.",
    4012: _TOO_OLD,
    4013: _TOO_OLD,
    4014: _TOO_OLD,
}


async def serve_discord(
    answering: Answering,
    settings: DiscordSettings,
    controls: Controls,
    *,
    ready: Tell | None = None,
    lost: Tell | None = None,
    skipped: Tell | None = None,
    owner: str | None = None,
    examine_all: Examination | None = None,
) -> None:
    """Answer on Discord until cancelled.

    `ready` is called whenever every shard is connected, `lost` whenever one no longer is,
    `skipped` for every event that could not be read. With `owner`, a name of this process alone,
    shards that the settings do not give to it are shared by leases. `examine_all` is what
    `/storybot doctor` asks. Waits and tries again while Discord cannot be reached. Raises
    `RefusedTokenError` when it does not accept the token.
    """
    # storybot never speaks: that voice is not installed is nothing to warn of
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    skip_unreadable(skipped or _uncounted)
    if settings.api_url != DISCORD_API:
        Route.BASE = settings.api_url
    parts = _Parts(answering, controls, examine_all)
    if owner is None or settings.shard_ids is not None:
        await _serve(parts, settings, ready, lost)
        return
    count = settings.shard_count or await _count(parts, settings)

    async def serve(only: DiscordSettings, up: Tell, down: Tell) -> None:
        answering.doubt()
        controls.doubt()
        await _serve(parts, only, up, down)

    leases = Leases(answering.shared, owner, replace(settings, shard_count=count), serve)
    await leases.run(ready, lost)


def _uncounted() -> None:
    pass


@dataclass(frozen=True, slots=True)
class _Parts:
    """What every client of this process answers with and by."""

    answering: Answering
    controls: Controls
    examine_all: Examination | None

    def client(
        self, settings: DiscordSettings, ready: Tell | None = None, lost: Tell | None = None
    ) -> StoryClient:
        return StoryClient(self.answering, settings, self.controls, ready, lost, self.examine_all)


async def _count(parts: _Parts, settings: DiscordSettings) -> int:
    """How many shards there are: as many as the other processes say, else as Discord wants."""
    agreed = await agreed_count(parts.answering.shared)
    if agreed is not None:
        return agreed
    waiting = Waiting()
    while True:
        try:
            async with parts.client(settings) as client:
                await _log_in(client, settings.token)
                return client.shard_count or 1
        except UnreachableError as error:
            await waiting.after(str(error))


async def _serve(
    parts: _Parts, settings: DiscordSettings, ready: Tell | None, lost: Tell | None
) -> None:
    waiting = Waiting()
    while True:
        try:
            async with parts.client(settings, ready, lost) as client:
                await _log_in(client, settings.token)
                await _stay_connected(client)
                return
        except UnreachableError as error:
            await waiting.after(str(error))


async def _log_in(client: StoryClient, token: str) -> None:
    """Raises `UnreachableError` when Discord cannot be reached."""
    try:
        await client.login(token)
    except discord.LoginFailure:
        raise RefusedTokenError(REFUSED) from None
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        status = getattr(error, "status", None)
        what = f"HTTP {status}" if status else type(error).__name__
        raise UnreachableError(f"Discord cannot be reached at {Route.BASE}: {what}.") from None


async def _stay_connected(client: StoryClient) -> None:
    """Until cancelled; the library overhears that while it connects anew, and ends on closing."""
    connecting = asyncio.create_task(client.connect())
    try:
        await asyncio.wait((connecting,))
        connecting.result()
    except discord.PrivilegedIntentsRequired:
        raise SettingsError(_CLOSED[4014]) from None
    except discord.ConnectionClosed as closed:
        if closed.code == _AUTHENTICATION_FAILED:
            raise RefusedTokenError(REFUSED) from None
        if closed.code in _CLOSED:
            raise SettingsError(_CLOSED[closed.code]) from None
        raise
    finally:
        connecting.cancel()
