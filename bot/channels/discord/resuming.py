"""Reads on where a process stopped: a session of the gateway outlives its connection.

RESUME is no IDENTIFY: it does not count among the sessions that Discord allows in a day.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket, ReconnectWebSocket

LIFE = 150.0
"""Seconds for which a session is worth resuming. Discord keeps one "a few minutes"; so long it also
makes no second message for the same question, should the first not have been noted."""

KEPT_OPEN = 4000
"""The code to close with so that the session goes on; 1000 and 1001 would end it."""

LIMIT = 30.0
"""Seconds for which one attempt may go on reading."""

ATTEMPTS, PAUSE = 3, 2.0
"""How often it is tried while Discord cannot be reached, and the seconds between."""

KINDS = (
    "MESSAGE_CREATE",
    "MESSAGE_UPDATE",
    "MESSAGE_DELETE",
    "MESSAGE_DELETE_BULK",
    "INTERACTION_CREATE",
    "GUILD_DELETE",
)
"""The events that are read; all else the new session is told anyway."""

_WRITTEN = ("MESSAGE_CREATE", "MESSAGE_UPDATE")
_log = logging.getLogger(__name__)

Event = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Position:
    """How far a session was read: what Discord sent up to `sequence` is dealt with, or in hand."""

    session: str = field(repr=False)
    sequence: int
    gateway: str


class Missed:
    """What Discord sent, or would have, after `position`; `events` are those that were read."""

    def __init__(self, client: discord.Client, shard: int, position: Position) -> None:
        self.events: list[Event] = []
        self._client = client
        self._shard = shard
        self._position = position
        self._sequence = position.sequence
        self._is_over = False
        self._parsers = {kind: partial(self._take, kind) for kind in KINDS}

    async def read(self) -> bool:
        """Whether that was all there is; nothing where Discord has given the session up."""
        for attempt in range(ATTEMPTS):
            if attempt:
                await asyncio.sleep(PAUSE)
            try:
                async with asyncio.timeout(LIMIT):
                    await self._read()
                return True
            except ReconnectWebSocket as asked:
                if not asked.resume:
                    return True
            except (discord.ConnectionClosed, aiohttp.ClientError, OSError, TimeoutError) as error:
                _log.debug("a session before cannot be read on: %s", type(error).__name__)
        return False

    async def _read(self) -> None:
        """Until Discord says that all that was missed has been sent."""
        ws = await DiscordWebSocket.from_client(
            self._client,
            gateway=yarl.URL(self._position.gateway),
            shard_id=self._shard,
            session=self._position.session,
            sequence=self._sequence,
            resume=True,
        )
        ws._discord_parsers = {**self._parsers, "RESUMED": self._end}
        try:
            while not self._is_over:
                await ws.poll_event()
                self._sequence = ws.sequence or self._sequence
        finally:
            await ws.close(code=KEPT_OPEN)

    def _take(self, kind: str, data: dict[str, Any]) -> None:
        if kind not in _WRITTEN or self._is_to_the_bot(data):
            self.events.append((kind, data))

    def _is_to_the_bot(self, message: dict[str, Any]) -> bool:
        """Whether it may ask: what is said among people is not kept until the end."""
        bot = self._client.user
        mentions = message.get("mentions", ())
        return "guild_id" not in message or any(
            bot is not None and person["id"] == str(bot.id) for person in mentions
        )

    def _end(self, _: object) -> None:
        self._is_over = True
