"""Slack delivers at least once, and one mention as two events: answer each message just once."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable

LIFETIME = 60 * 60.0
"""Seconds an answered delivery is remembered. Slack's last retry comes after 6 minutes, and
redeliveries under new event ids have been seen at 10 (node-slack-sdk#2141, vercel/chat#667)."""

CAPACITY = 20_000
"""Keys remembered at once; beyond it the oldest is forgotten."""


class Deliveries:
    """What has been answered, by any of the keys a delivery is known by.

    A repeat of a delivery that is being answered waits for the outcome, and is answered itself if
    that failed: Slack does not send again what was acknowledged.
    """

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        lifetime: float = LIFETIME,
        capacity: int = CAPACITY,
    ) -> None:
        self._now = now
        self._lifetime = lifetime
        self._capacity = capacity
        self._answered: OrderedDict[str, float] = OrderedDict()
        self._underway: dict[str, asyncio.Event] = {}

    async def once(self, keys: tuple[str, ...], answer: Callable[[], Awaitable[bool]]) -> None:
        """Run `answer`, unless a delivery with one of `keys` has been answered.

        `answer` says whether the reader got something; if not, a later delivery may try again.
        """
        await self.settled(keys)
        if self._knows(keys):
            return
        done = asyncio.Event()
        self._underway.update(dict.fromkeys(keys, done))
        try:
            if await answer():
                self._remember(keys)
        finally:
            for key in keys:
                del self._underway[key]
            done.set()

    async def settled(self, keys: tuple[str, ...]) -> None:
        """Wait until no delivery with one of `keys` is being answered."""
        while underway := self._of(keys):
            await underway.wait()

    def _of(self, keys: tuple[str, ...]) -> asyncio.Event | None:
        return next((self._underway[key] for key in keys if key in self._underway), None)

    def _knows(self, keys: tuple[str, ...]) -> bool:
        while self._answered and self._is_stale(next(iter(self._answered.values()))):
            self._answered.popitem(last=False)
        return any(key in self._answered for key in keys)

    def _is_stale(self, at: float) -> bool:
        return self._now() - at > self._lifetime

    def _remember(self, keys: tuple[str, ...]) -> None:
        for key in keys:
            self._answered[key] = self._now()
            self._answered.move_to_end(key)
        while len(self._answered) > self._capacity:
            self._answered.popitem(last=False)
