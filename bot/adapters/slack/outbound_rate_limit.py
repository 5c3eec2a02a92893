"""Slack takes one message a second in a channel and short bursts: keeps to that, in order."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from bot.application.remembered import Remembered

SECONDS_EACH = 1.0
"""Seconds a message in one channel costs (docs.slack.dev, web API rate limits)."""

BURST = 10
"""Messages that may go at once after a pause; Slack allows “short bursts” and names no number."""

CAPACITY = 10_000
"""Channels remembered; beyond it the one that was written to longest ago is forgotten."""


class Pace:
    """Whose turn it is in each channel. The times are moments of `now`, in seconds."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._now = now
        self._sleep = sleep
        self._paid_until = Remembered[str, float](CAPACITY)
        self._closed_until: dict[str, float] = {}

    async def turn(self, channel: str) -> None:
        """Wait until a message may go to `channel`; first come, first served."""
        paid = max(self._paid_until.get(channel, 0.0), self._now()) + SECONDS_EACH
        self._paid_until[channel] = paid
        while (wait := self._wait(channel, paid - BURST * SECONDS_EACH)) > 0:
            await self._sleep(wait)

    def close(self, channel: str, seconds: float) -> None:
        """Slack wants `channel` left alone for `seconds`; what follows goes one by one."""
        until = self._now() + seconds
        self._closed_until[channel] = max(self._closed_until.get(channel, 0.0), until)
        spent = until + (BURST - 1) * SECONDS_EACH
        self._paid_until[channel] = max(self._paid_until.get(channel, 0.0), spent)

    def _wait(self, channel: str, at: float) -> float:
        """Seconds until `at`, or until the channel is open again if that is later."""
        closed = self._closed_until.get(channel, 0.0)
        if closed <= self._now():
            self._closed_until.pop(channel, None)
        return max(at, closed) - self._now()
