"""Keeps count of replies under way, so that closing can wait for them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Underway:
    """The tasks that are sending a reply."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """While this is open, the current task has a reply under way."""
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("replies are sent from tasks of the event loop")
        self._tasks.add(task)
        try:
            yield
        finally:
            self._tasks.discard(task)

    def tasks(self) -> frozenset[asyncio.Task[Any]]:
        """Those at the moment."""
        return frozenset(self._tasks)

    async def finish(self, within: float) -> bool:
        """Wait until all are done, but not longer than `within` seconds; whether they are."""
        if not self._tasks:
            return True
        _, busy = await asyncio.wait(self._tasks, timeout=within)
        return not busy
