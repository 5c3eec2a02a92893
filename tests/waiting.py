"""Waiting for what must come to pass: as long as a slow machine takes, and not for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

HANG = 90.0
"""Seconds after which what did not come will not come."""


async def eventually(holds: Callable[[], bool], pause: float = 0.01) -> None:
    """Wait until `holds()`, which is looked at every `pause` seconds, or raise TimeoutError."""
    async with asyncio.timeout(HANG):
        while not holds():
            await asyncio.sleep(pause)
