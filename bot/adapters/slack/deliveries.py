"""Slack delivers at least once, to any of our processes: answer each message just once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.ports.inbox import InHand
from bot.ports.shared_state import SharedState

LIFETIME = 60 * 60.0
"""Seconds an answered delivery is remembered. Slack's last retry comes after 6 minutes, and
redeliveries under new event ids have been seen at 10 (node-slack-sdk#2141, vercel/chat#667)."""

HASTE = 0.25
"""Seconds that an acknowledgement waits at most until a delivery is noted; Slack gives it three."""


class Deliveries:
    """What is being answered, and claims that processes share on what has been.

    A delivery goes by the first of its keys. A repeat of one that is being answered here waits for
    the outcome, and is answered itself if that failed: Slack does not send again what was
    acknowledged.
    """

    def __init__(self, shared: SharedState) -> None:
        self._shared = shared
        self._underway: dict[str, asyncio.Event] = {}
        self._claims: dict[str, asyncio.Task[bool]] = {}
        self._expected: dict[str, asyncio.Event] = {}

    def expect(self, keys: tuple[str, ...]) -> None:
        """A delivery will be answered in its turn: `settled` waits for that from now on."""
        for key in keys[:1]:
            self._expected.setdefault(key, asyncio.Event())

    def expect_no_more(self, keys: tuple[str, ...]) -> None:
        """It was, or will not be."""
        for key in keys[:1]:
            if expected := self._expected.pop(key, None):
                expected.set()

    async def note(self, keys: tuple[str, ...], in_hand: InHand) -> None:
        """Claim a delivery, with what it takes to answer it, before it is acknowledged."""
        if keys and keys[0] not in self._claims and keys[0] not in self._underway:
            claim = asyncio.create_task(self._shared.claim(_name(keys), LIFETIME, in_hand))
            self._claims[keys[0]] = claim
            await asyncio.wait((claim,), timeout=HASTE)

    async def once(self, keys: tuple[str, ...], answer: Callable[[], Awaitable[bool]]) -> None:
        """Run `answer`, unless a delivery with these `keys` has been answered.

        `answer` says whether the reader got something; if not, a later delivery may try again.
        """
        await self._ended(keys)
        done = asyncio.Event()
        self._underway.update(dict.fromkeys(keys[:1], done))
        try:
            if not keys:
                await answer()
            elif await self._is_first(keys):
                await self._or_release(keys, answer)
        finally:
            for key in keys[:1]:
                del self._underway[key]
            done.set()
            self.expect_no_more(keys)

    async def settled(self, keys: tuple[str, ...]) -> None:
        """Wait until no delivery with one of these `keys` is being answered here, or will be."""
        for key in keys:
            while expected := self._expected.get(key):
                await expected.wait()
            await self._ended((key,))

    async def _ended(self, keys: tuple[str, ...]) -> None:
        while keys and (underway := self._underway.get(keys[0])):
            await underway.wait()

    async def _is_first(self, keys: tuple[str, ...]) -> bool:
        noted = self._claims.pop(keys[0], None)
        return await (noted or self._shared.claim(_name(keys), LIFETIME))

    async def _or_release(
        self, keys: tuple[str, ...], answer: Callable[[], Awaitable[bool]]
    ) -> None:
        try:
            answered = await answer()
        except Exception:  # whatever it was, the next delivery may try again
            await self._shared.release(_name(keys))
            raise
        if not answered:
            await self._shared.release(_name(keys))


def _name(keys: tuple[str, ...]) -> str:
    return f"delivery/{keys[0]}"
