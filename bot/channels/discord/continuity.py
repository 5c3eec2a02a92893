"""No question is lost between two processes: where one stopped reading, the next reads on.

Discord's gateway takes no acknowledgements. But a session goes on for some minutes after its
connection, and tells whoever resumes it what came since; so how far each session was read is kept.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket

from bot.channels.discord.replaying import Replaying
from bot.channels.discord.resuming import KEPT_OPEN, LIFE, Missed, Position
from bot.channels.underway import Underway
from bot.core.ports import Shared

TICK = 2.0
"""Seconds between two looks at how far the sessions are read."""

REFRESH = 30.0
"""Seconds after which it is kept anew although nothing came."""

PATIENCE = 15.0
"""Seconds after which what came is not waited for any more: a question is noted long before."""

HANDLED = 30.0
"""Seconds for what was missed to be answered before it counts as dealt with."""

LOOKS = 3
"""How often earlier sessions are looked for: the database may be slow at first."""

CLOSING = 1.0
"""Seconds to wait for Discord to close a connection too."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """How far the sessions were read at a moment, and who was busy with what had come."""

    positions: dict[int, Position]
    tasks: frozenset[asyncio.Task[Any]]
    at: float

    def is_settled(self) -> bool:
        """Whether all that had come is dealt with."""
        return time.monotonic() - self.at > PATIENCE or all(task.done() for task in self.tasks)


class Continuity:
    """The sessions of one client: its own, kept for who comes next, and those before it."""

    def __init__(
        self,
        client: discord.AutoShardedClient,
        shared: Shared,
        underway: Underway,
        replaying: Replaying,
    ) -> None:
        self._client = client
        self._shared = shared
        self._underway = underway
        self._replaying = replaying
        self._kept: dict[int, tuple[Position, float]] = {}
        self._read: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_leaving = False

    def start(self) -> None:
        """From now on keep how far this process has read."""
        self._run(self._keep_all())

    def begin(self, shard: int) -> None:
        """A session has begun, and nothing came in it yet."""
        position = self._position(shard)
        if position is not None:
            self._keep(shard, position)

    def read_on(self, shard: int) -> None:
        """The session has begun and its servers are known: read what those before it missed."""
        if not self._is_leaving:
            self._run(self._read_on(shard))

    async def leave(self) -> dict[int, Position]:
        """Close the connections but not the sessions; returns how far they were read."""
        self._is_leaving = True
        for task in self._tasks:
            task.cancel()
        sockets = {it: self._socket(it) for it in self._client.shards if self._position(it)}
        closing = [asyncio.create_task(ws.close(code=KEPT_OPEN)) for ws in sockets.values()]
        if closing or self._tasks:
            await asyncio.wait((*closing, *self._tasks), timeout=CLOSING)
        return {shard: it for shard, ws in sockets.items() if (it := _position(ws)) is not None}

    def left(self, positions: dict[int, Position]) -> None:
        """All that came up to there is dealt with."""
        for shard, position in positions.items():
            self._keep(shard, position)

    async def _keep_all(self) -> None:
        """Always one look late: the records are written by then that tell what was answered."""
        mark = await self._mark()
        settled: dict[int, Position] = {}
        while True:
            await asyncio.sleep(TICK)
            for shard, position in settled.items():
                now = self._position(shard)
                if now is not None and now.session == position.session:
                    self._keep(shard, position)
            if mark.is_settled():
                settled, mark = mark.positions, await self._mark()

    async def _mark(self) -> _Mark:
        positions = {shard: self._position(shard) for shard in self._client.shards}
        await asyncio.sleep(0)  # whoever takes what came up to there has begun to
        known = {shard: it for shard, it in positions.items() if it is not None}
        return _Mark(known, self._underway.tasks(), time.monotonic())

    def _keep(self, shard: int, position: Position) -> None:
        kept, at = self._kept.get(shard, (None, 0.0))
        if position == kept and time.monotonic() - at < REFRESH:
            return
        self._kept[shard] = position, time.monotonic()
        told = json.dumps([position.sequence, position.gateway])
        self._shared.put(_name(shard), position.session, told, LIFE)

    async def _read_on(self, shard: int) -> None:
        for _ in range(LOOKS):
            for position in await self._earlier(shard):
                self._read.add(position.session)
                await self._catch_up(shard, position)
            await asyncio.sleep(TICK)

    async def _earlier(self, shard: int) -> list[Position]:
        """The sessions of the shard that are not over yet, but for the one that is connected.

        Nothing while none is: it has to tell what comes after the others have been read.
        """
        now = self._position(shard)
        if now is None:
            return []
        known = await self._shared.get(_name(shard))
        for session in (*self._read, now.session):
            known.pop(session, None)
        found = [Position(session, *json.loads(told)) for session, told in known.items()]
        return [position for position in found if _is_discords(yarl.URL(position.gateway))]

    async def _catch_up(self, shard: int, position: Position) -> None:
        missed = Missed(self._client, shard, position)
        is_all = await missed.read()
        await self._replaying.hand_in(missed.events)
        await asyncio.sleep(0)
        if await self._underway.finish(HANDLED) and is_all:
            self._shared.drop(_name(shard), position.session)

    def _position(self, shard: int) -> Position | None:
        ws = self._socket(shard)
        return _position(ws) if ws.open else None

    def _socket(self, shard: int) -> DiscordWebSocket:
        return self._client._get_websocket(shard_id=shard)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _position(ws: DiscordWebSocket) -> Position | None:
    if ws.session_id is None or ws.sequence is None:
        return None
    return Position(ws.session_id, ws.sequence, str(ws.gateway))


def _is_discords(gateway: yarl.URL) -> bool:
    """Whether the token may be sent there: who can write to the database must not learn it."""
    known = DiscordWebSocket.DEFAULT_GATEWAY
    is_sibling = str(gateway.host).endswith(".discord.gg") and gateway.scheme == "wss"
    return is_sibling or (gateway.scheme, gateway.host) == (known.scheme, known.host)


def _name(shard: int) -> str:
    return f"discord/session/{shard}"
