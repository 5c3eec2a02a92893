"""One thing at a time a person, so that the last of their votes is the one that stays."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class UserLocks:
    """A lock a person, for as long as somebody holds it or waits for it."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def of(self, person: str) -> AsyncIterator[None]:
        """The turn of `person`, first come, first served."""
        lock = self._locks.setdefault(person, asyncio.Lock())
        async with lock:
            yield
