"""Shards shared by leases: each has one owner, and another process takes it when that dies."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from bot.core.ports import Shared
from bot.settings import DiscordSettings

LEASE = 12.0
"""Seconds after which a shard whose owner says nothing is anybody's."""

BEAT = 3.0
"""Seconds between two looks at the leases."""

IDENTIFY = 5.5
"""Seconds between two shards that connect: Discord takes one each five seconds, whoever it is."""

_OWNERS, _COUNT = "discord/owners", "discord/shards"
_log = logging.getLogger(__name__)

Tell = Callable[[], None]
Serve = Callable[[DiscordSettings, Tell, Tell], Awaitable[None]]
"""Serves the shard of the settings until it is cancelled; tells when it is connected, or not."""


async def agreed_count(shared: Shared) -> int | None:
    """How many shards the processes that are there go by; None where there are none."""
    agreed = (await shared.get(_COUNT)).get("")
    return int(agreed) if agreed is not None else None


class Leases:
    """The shards of this process: its fair share of those that the settings count."""

    def __init__(self, shared: Shared, owner: str, settings: DiscordSettings, serve: Serve) -> None:
        self._shared = shared
        self._owner = owner
        self._settings = settings
        self._count = settings.shard_count or 1
        self._serve = serve
        self._served: dict[int, asyncio.Task[None]] = {}
        self._connected: set[int] = set()
        self._tell: Tell = lambda: None

    async def run(self, ready: Tell | None, lost: Tell | None) -> None:
        """Serve until cancelled; `ready` and `lost` hear whether all that is served is connected.

        Raises what serving a shard raises.
        """

        def tell() -> None:
            call = ready if self._connected >= self._served.keys() else lost
            if call is not None:
                call()

        self._tell = tell
        try:
            while True:
                before = set(self._served)
                await self._look(await self._fair_share())
                if set(self._served) != before:
                    served = ", ".join(map(str, sorted(self._served))) or "none; standing by"
                    _log.info("shards of this process, of %d: %s", self._count, served)
                tell()
                await self._rest()
        finally:
            await asyncio.gather(*map(self._give_up, tuple(self._served)))

    async def _fair_share(self) -> int:
        """Shards for each of the processes that say they are there."""
        self._shared.put(_COUNT, "", str(self._count), LEASE)
        self._shared.put(_OWNERS, self._owner, "", LEASE)
        owners = await self._shared.get(_OWNERS)
        return -(-self._count // max(1, len(owners)))

    async def _look(self, share: int) -> None:
        for shard in tuple(self._served):
            if not await self._shared.hold(_name(shard), LEASE) or len(self._served) > share:
                await self._give_up(shard)
        for shard in range(self._count):
            wants = shard not in self._served and len(self._served) < share
            if wants and await self._shared.hold(_name(shard), LEASE):
                self._served[shard] = asyncio.create_task(self._connect(shard))

    async def _connect(self, shard: int) -> None:
        while not await self._shared.claim("discord/identify", IDENTIFY):
            await asyncio.sleep(BEAT / 6)
        only = replace(self._settings, shard_ids=(shard,))
        up, down = partial(self._note, shard, True), partial(self._note, shard, False)
        await self._serve(only, up, down)

    def _note(self, shard: int, is_up: bool) -> None:
        (self._connected.add if is_up else self._connected.discard)(shard)
        self._tell()

    async def _give_up(self, shard: int) -> None:
        """Close it, and only then let another process have it."""
        task = self._served.pop(shard)
        task.cancel()
        await asyncio.wait((task,))
        self._connected.discard(shard)
        await self._shared.release(_name(shard))

    async def _rest(self) -> None:
        """Until the next look; a shard that ended by itself ends it all."""
        tasks = self._served.values()
        if not tasks:
            await asyncio.sleep(BEAT)
            return
        done, _ = await asyncio.wait(tasks, timeout=BEAT, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()


def _name(shard: int) -> str:
    return f"discord/shard/{shard}"
