"""The client: hands events on, and closes cleanly."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.adapters.discord.commands import add_commands
from bot.adapters.discord.gateway import pause_before
from bot.adapters.discord.history import History
from bot.adapters.discord.incoming import PLATFORM, Seen, link
from bot.adapters.discord.interactions import Interactions
from bot.adapters.discord.messages import Messages
from bot.adapters.discord.permissions import install_link
from bot.adapters.discord.syncing import sync_commands
from bot.adapters.discord.waited import left, received, waited
from bot.adapters.proxy import proxy_for
from bot.application.application import Application
from bot.application.ask import Answering
from bot.application.background_tasks import BackgroundTasks
from bot.application.moderation import Moderation
from bot.application.unasked import NOTHING, Unasked
from bot.core.errors import SettingsError
from bot.counting import counted
from bot.ports.checks import Examination
from bot.ports.messages import Post
from bot.settings import DISCORD_API, DiscordSettings

_log = logging.getLogger(__name__)

DRAIN = 3.0
"""Seconds that replies under way get to finish on closing; the platform's own limit for one."""

AT_ONCE = 64
"""Interactions that are being answered at a time: where Discord takes a tenth of a second for each,
600 a second."""

_ANSWERED_HERE = (discord.InteractionType.component, discord.InteractionType.modal_submit)


class _Tree(app_commands.CommandTree["StoryClient"]):
    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Before every command and completion: whether it is to be answered."""
        return await self.client.has_turn(interaction)


class StoryClient(discord.AutoShardedClient):
    """discord.py's client with no privileged intent and no cache of people or messages."""

    def __init__(
        self,
        answering: Answering,
        settings: DiscordSettings,
        moderation: Moderation,
        ready: Callable[[], None] | None,
        lost: Callable[[], None] | None,
        examine_all: Examination | None,
        unasked: Unasked = NOTHING,
    ) -> None:
        super().__init__(
            intents=discord.Intents(
                guilds=True,
                guild_messages=True,
                dm_messages=True,
                message_content=settings.reads,
            ),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            proxy=proxy_for(settings.api_url),
            **_shards(settings),
        )
        self._settings = settings
        self._call_ready = ready
        self._call_lost = lost
        self._connected: set[int] = set()
        self._begun: set[int] = set()
        self._has_caught_up = False
        self._acknowledged = answering.meter.acknowledged
        self._underway = BackgroundTasks()
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._seen = Seen()
        app = Application(answering, moderation, link, unasked, is_alone=True)
        self._history = History(self, answering.shared)
        self._inbox = answering.inbox
        self._messages = Messages(self, app, self._history)
        self._app = app
        self._interactions = Interactions(app, examine_all)
        self.tree = _Tree(self)
        add_commands(self.tree, self._interactions)
        self.tree.error(self._interactions.excuse)

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Called by discord.py at once for whatever comes in: notes when it did, or where."""
        if event == "interaction":
            received(args[0])
        elif event == "shard_connect":
            self._history.hold(args[0], self.shard_count or 1)
        super().dispatch(event, *args, **kwargs)

    def acknowledged(self, interaction: discord.Interaction[Any]) -> None:
        """Discord has taken the response to `interaction`."""
        self._acknowledged(PLATFORM, waited(interaction))

    async def has_turn(self, interaction: discord.Interaction[Any]) -> bool:
        """Wait for a turn; whether it came, for the first time and in time.

        The wait is measured where it is too late, too. Everybody at once would wait for everybody
        else, and nobody be answered in time.
        """
        if not self._seen.is_new(interaction.id):
            return False
        task = self._underway.adopt()
        await self._turns.acquire()
        task.add_done_callback(lambda _: self._turns.release())
        in_time = left(interaction) > 0
        if not in_time:
            self.acknowledged(interaction)
        return in_time

    async def setup_hook(self) -> None:
        """Once after logging in, not at every reconnect: where the gateway is, and the commands."""
        if self._settings.api_url != DISCORD_API:
            DiscordWebSocket.DEFAULT_GATEWAY = await self._gateway()
        await self._ask_about_sessions()
        if self.application_id is not None:
            _log.info("add the bot to a server: %s", install_link(self.application_id))
        if self.shard_ids is None or 0 in self.shard_ids:
            await sync_commands(self.tree)
        await self._history.start()

    async def on_shard_connect(self, shard_id: int) -> None:
        """Discord has opened a session, and its events arrive from now on."""
        self._connected.add(shard_id)
        if self._call_ready is not None and self._connected >= self.shards.keys():
            self._call_ready()

    on_shard_resumed = on_shard_connect

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """The connection is gone, or its heartbeats are not answered any more."""
        self._connected.discard(shard_id)
        if self._call_lost is not None:
            self._call_lost()

    async def on_shard_ready(self, shard_id: int) -> None:
        """A session has begun: what was asked on its servers before has been missed."""
        self._begun.add(shard_id)

    async def on_ready(self) -> None:
        """The servers are known: whatever was left or missed before is answered now."""
        begun, self._begun = self._begun, set()
        self._underway.adopt()
        if not self._has_caught_up:
            self._has_caught_up = True
            left = await self._inbox.left(PLATFORM)
            await self._messages.catch_up([it.question for it in left])
        await self._messages.read_on(begun)

    async def on_message(self, message: discord.Message) -> None:
        """Answer a question with a reply, once."""
        self._underway.adopt()
        await self._messages.said(message)

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        """Answer a question anew whose words changed."""
        self._underway.adopt()
        await self._messages.edited(event.message)

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Take back the reply to a question that was deleted."""
        self._underway.adopt()
        await self._messages.deleted(_posts(event, (event.message_id,)))

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """The same for many at once."""
        self._underway.adopt()
        await self._messages.deleted(_posts(event, event.message_ids))

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer a button, a menu or a form; the command tree takes the commands."""
        if interaction.type in _ANSWERED_HERE and not await self.has_turn(interaction):
            return
        if interaction.type is discord.InteractionType.component:
            await self._interactions.press(interaction)
        elif interaction.type is discord.InteractionType.modal_submit:
            await self._interactions.submit(interaction)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Removed from a server: what was kept of it goes."""
        await self._app.forget_space(PLATFORM, str(guild.id))
        await self._history.forget(guild.id)

    async def close(self) -> None:
        """Let replies under way finish, then close; cancelled again, at once."""
        try:
            await self._underway.finish(DRAIN)
        finally:
            await super().close()

    async def _ask_about_sessions(self) -> None:
        """Take as many shards as Discord wants, one where it does not say, and wait for a turn."""
        try:
            count, _, limit = await self.http.get_bot_gateway()
        except (discord.GatewayNotFound, discord.HTTPException, KeyError):
            self.shard_count = self.shard_count or 1
            return
        self.shard_count = self.shard_count or count
        mine = len(self.shard_ids) if self.shard_ids is not None else self.shard_count
        seconds = pause_before(limit, mine)
        if seconds:
            _log.warning(
                "Discord allows %s today: connecting in %s",
                counted(limit["remaining"], "more session"),
                counted(round(seconds), "second"),
            )
            await asyncio.sleep(seconds)

    async def _gateway(self) -> yarl.URL:
        found = yarl.URL((await self.http.request(Route("GET", "/gateway")))["url"])
        if found.scheme != "wss" and found.host != yarl.URL(self._settings.api_url).host:
            raise SettingsError(
                "DISCORD_API_URL names a server that would send the token to another machine "
                "without encryption: use one whose /gateway answers with a wss:// address."
            )
        return found


def _posts(
    event: discord.RawMessageDeleteEvent | discord.RawBulkMessageDeleteEvent, ids: Iterable[int]
) -> list[Post]:
    """The messages that an event tells of."""
    server = str(event.guild_id) if event.guild_id else None
    return [Post(PLATFORM, server, str(event.channel_id), str(message)) for message in ids]


def _shards(settings: DiscordSettings) -> dict[str, Any]:
    if settings.shard_ids is None:
        return {"shard_count": settings.shard_count}
    return {"shard_count": settings.shard_count, "shard_ids": list(settings.shard_ids)}
