"""Runs the Discord channel until it is cancelled: all shards, or those that the settings name."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack

import discord
from discord.http import Route

from bot.adapters.discord.client import StoryClient
from bot.adapters.discord.gateway import skip_unreadable
from bot.adapters.discord.sender import LOST
from bot.adapters.discord.speaker import DiscordSpeaker
from bot.adapters.waiting import patient
from bot.application.ask import Answering
from bot.application.background_tasks import beside
from bot.application.moderation import Moderation
from bot.application.unasked import NOTHING, Unasked
from bot.core.errors import RefusedTokenError, SettingsError, UnreachableError
from bot.ports.checks import Examination
from bot.ports.shared_state import BEAT, LEASE, SharedState
from bot.settings import DISCORD_API, DiscordSettings

PATIENCE = LEASE + 2 * BEAT
"""Seconds for which another process may say the same: it was killed, or is about to end."""

NOT_ALONE = (
    "Another process on this database answers on Discord for the same bot: end one of the two, or "
    "give each its share of the shards with DISCORD_SHARD_IDS and DISCORD_SHARD_COUNT."
)
REFUSED = (
    "Discord does not accept DISCORD_TOKEN: copy the token of your application again "
    "(discord.com/developers, page “Bot”, “Reset Token”) and set it."
)
NOT_ALLOWED = (
    "Discord does not let the bot read messages: switch “Message Content Intent” on, on your "
    "application's page “Bot”, or unset STORYBOT_READ_CHANNELS."
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


@patient
async def serve_discord(
    answering: Answering,
    settings: DiscordSettings,
    moderation: Moderation,
    *,
    ready: Callable[[], None] | None = None,
    lost: Callable[[], None] | None = None,
    skipped: Callable[[], None] | None = None,
    examine_all: Examination | None = None,
    unasked: Unasked = NOTHING,
) -> None:
    """Answer on Discord until cancelled.

    `ready` is called whenever every shard is connected, `lost` whenever one no longer is,
    `skipped` for every event that could not be read. `examine_all` is what `/storybot doctor`
    asks, `unasked` is what it says without being asked. Waits and tries again while Discord cannot
    be reached. Raises `RefusedTokenError` when it does not accept the token, and `SettingsError`
    when another process goes on serving the same shards.
    """
    # storybot never speaks: that voice is not installed is nothing to warn of
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    skip_unreadable(skipped or _uncounted)
    calls = (ready, lost, examine_all, unasked)
    async with StoryClient(answering, settings, moderation, *calls) as client:
        await log_in(client, settings)
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(beside(unasked.run(DiscordSpeaker(client))))
            await _stay_connected(client, answering.shared)


def _uncounted() -> None:
    pass


async def log_in(client: discord.Client, settings: DiscordSettings) -> None:
    """Raises `RefusedTokenError`, or `UnreachableError` when Discord cannot be reached."""
    if settings.api_url != DISCORD_API:
        Route.BASE = settings.api_url
    try:
        await client.login(settings.token)
    except discord.LoginFailure:
        raise RefusedTokenError(REFUSED) from None
    except LOST as error:
        status = getattr(error, "status", None)
        what = f"HTTP {status}" if status else type(error).__name__
        raise UnreachableError(
            f"Discord cannot be reached at {Route.BASE} ({what}): check the network, and "
            "DISCORD_API_URL if set."
        ) from None


async def _stay_connected(client: StoryClient, shared: SharedState) -> None:
    """Until cancelled; the library overhears that while it connects anew, and ends on closing."""
    tasks = [asyncio.create_task(it) for it in (client.connect(), _stay_alone(client, shared))]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    except discord.PrivilegedIntentsRequired:
        raise SettingsError(NOT_ALLOWED if client.intents.message_content else _TOO_OLD) from None
    except discord.ConnectionClosed as closed:
        if closed.code == _AUTHENTICATION_FAILED:
            raise RefusedTokenError(REFUSED) from None
        if closed.code in _CLOSED:
            raise SettingsError(_CLOSED[closed.code]) from None
        raise
    finally:
        for task in tasks:
            task.cancel()


async def _stay_alone(client: StoryClient, shared: SharedState) -> None:
    """Raises `SettingsError` when another process serves a shard of `client`, and keeps doing so.

    For a while two may: Discord takes one reply to a message, and one response to an interaction.
    """
    shards = client.shard_ids or (0,)
    names = [f"discord/{client.application_id}/shard/{it}" for it in shards]
    alone_at = time.monotonic()
    while True:
        if all([await shared.hold(name, LEASE) for name in names]):
            alone_at = time.monotonic()
        elif time.monotonic() - alone_at > PATIENCE:
            raise SettingsError(NOT_ALONE)
        await asyncio.sleep(BEAT)
