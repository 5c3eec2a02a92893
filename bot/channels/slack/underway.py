"""Work that goes on after the acknowledgement, kept hold of so that closing can wait for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self

GRACE = 5.0
"""Seconds that answers under way may still take when the channel closes."""

_log = logging.getLogger(__name__)


class Underway:
    """A set of tasks; leaving the context waits `grace` seconds for them, then cancels the rest."""

    def __init__(self, grace: float = GRACE) -> None:
        self._grace = grace
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run `work`, which handles its own errors."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            async with asyncio.timeout(self._grace):
                while self._tasks:
                    await asyncio.wait(self._tasks)
        except TimeoutError:
            _log.warning("%d answers were not sent before closing.", len(self._tasks))
        finally:
            late = list(self._tasks)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
