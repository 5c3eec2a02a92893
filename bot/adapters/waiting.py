"""Waits for a platform that cannot be reached: longer each time, and says why once."""

from __future__ import annotations

import asyncio
import logging
import random

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0
"""Seconds between attempts, doubling."""

_log = logging.getLogger(__name__)


class Waiting:
    """The waits of one start."""

    def __init__(self) -> None:
        self._pause = FIRST_PAUSE
        self._said = ""

    async def after(self, reason: str) -> None:
        """Wait after an attempt that failed for `reason`: not all bots equally long."""
        if reason != self._said:
            self._said = reason
            _log.warning("%s Trying again until it works.", reason)
        await asyncio.sleep(self._pause * random.uniform(0.5, 1.0))
        self._pause = min(2 * self._pause, LONGEST_PAUSE)
