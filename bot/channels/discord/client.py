"""Keeps the connection to Discord: logs in, hands events on, closes cleanly."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.channels.answering import Answering
from bot.channels.discord.commands import add_commands, sync_commands
from bot.channels.discord.delivery import reply
from bot.channels.discord.incoming import Seen, conversation, is_question, question_in
from bot.channels.discord.interactions import Interactions
from bot.channels.discord.replies import Replies
from bot.core.errors import RefusedTokenError, SettingsError
from bot.rendering.buttons import Audience
from bot.settings import DISCORD_API, DiscordSettings

_log = logging.getLogger(__name__)

DRAIN = 3.0
"""Seconds that replies under way get to finish on closing; the platform's own limit for one."""

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0
"""Seconds between attempts to log in while Discord cannot be reached, doubling."""

REFUSED = (
    "Discord does not accept DISCORD_TOKEN: copy the token of your application again "
    "(discord.com/developers, page “Bot”, “Reset Token”) and set it."
)
_AUTHENTICATION_FAILED = 4004


class StoryClient(discord.Client):
    """discord.py's client with no privileged intent and no cache of people or messages."""

    def __init__(
        self, answering: Answering, settings: DiscordSettings, ready: Callable[[], None] | None
    ) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self._settings = settings
        self._call_ready = ready
        self._replies = Replies(answering)
        self._interactions = Interactions(self._replies)
        self._seen = Seen()
        self._under_way: set[asyncio.Task[Any]] = set()
        self.tree: app_commands.CommandTree[StoryClient] = app_commands.CommandTree(self)
        add_commands(self.tree, self._ask)
        self.tree.error(self._excuse)

    async def setup_hook(self) -> None:
        """Once after logging in, not at every reconnect: where the gateway is, and the commands."""
        if self._settings.api_url != DISCORD_API:
            DiscordWebSocket.DEFAULT_GATEWAY = await self._gateway()
        await sync_commands(self.tree)

    async def on_connect(self) -> None:
        """Discord has opened a session, and events arrive from now on."""
        if self._call_ready is not None:
            self._call_ready()
            self._call_ready = None

    async def on_message(self, message: discord.Message) -> None:
        """Answer a question with a reply, once."""
        if self.user is None or not is_question(message, self.user.id):
            return
        if not self._seen.is_new(message.id):
            return
        with self._finished_before_closing():
            key = conversation(message.channel.id, message.author.id)
            audience = Audience(str(message.author.id))
            payload = self._replies.to_question(question_in(message.content), key, audience)
            await reply(self, message, payload)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer a button; the command tree takes the commands."""
        if interaction.type is discord.InteractionType.component:
            with self._finished_before_closing():
                await self._interactions.press(interaction)

    async def close(self) -> None:
        """Let replies under way finish, then close; cancelled again, close at once."""
        try:
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=DRAIN)
        finally:
            await super().close()

    async def _ask(self, interaction: discord.Interaction[Any], text: str, private: bool) -> None:
        with self._finished_before_closing():
            await self._interactions.ask(interaction, text, private)

    async def _excuse(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError
    ) -> None:
        with self._finished_before_closing():
            await self._interactions.excuse(interaction, error)

    async def _gateway(self) -> yarl.URL:
        found = yarl.URL((await self.http.request(Route("GET", "/gateway")))["url"])
        if found.scheme != "wss" and found.host != yarl.URL(self._settings.api_url).host:
            raise SettingsError(
                "DISCORD_API_URL names a server that would send the token to another machine "
                "without encryption: use one whose /gateway answers with a wss:// address."
            )
        return found

    @contextmanager
    def _finished_before_closing(self) -> Iterator[None]:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("replies are sent from tasks of the event loop")
        self._under_way.add(task)
        try:
            yield
        finally:
            self._under_way.discard(task)


async def serve_discord(
    answering: Answering,
    settings: DiscordSettings,
    *,
    ready: Callable[[], None] | None = None,
) -> None:
    """Answer on Discord until cancelled; `ready` is called once, when questions can come.

    Waits and tries again while Discord cannot be reached. Raises `RefusedTokenError` when it does
    not accept the token.
    """
    # storybot never speaks: that voice is not installed is nothing to warn of
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    if settings.api_url != DISCORD_API:
        Route.BASE = settings.api_url
    pause = FIRST_PAUSE
    while True:
        async with StoryClient(answering, settings, ready) as client:
            if await _log_in(client, settings.token):
                await _stay_connected(client)
                return
        _log.warning("trying again in %.0f seconds", pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def _log_in(client: StoryClient, token: str) -> bool:
    """Whether Discord could be reached."""
    try:
        await client.login(token)
    except discord.LoginFailure:
        raise RefusedTokenError(REFUSED) from None
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        status = getattr(error, "status", None)
        what = f"HTTP {status}" if status else type(error).__name__
        _log.warning("Discord cannot be reached at %s: %s", Route.BASE, what)
        return False
    return True


async def _stay_connected(client: StoryClient) -> None:
    try:
        await client.connect()
    except discord.ConnectionClosed as closed:
        if closed.code == _AUTHENTICATION_FAILED:
            raise RefusedTokenError(REFUSED) from None
        raise
