"""Work in the background: replies that closing waits for, and what ends with its context."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from types import TracebackType
from typing import Any, Self, TypeVar

from bot.counting import counted

GRACE = 5.0
"""Seconds that answers under way may still take when the channel closes."""

Result = TypeVar("Result")

_log = logging.getLogger(__name__)


class BackgroundTasks:
    """A set of tasks; leaving the context waits `grace` seconds for them, then cancels the rest.

    Who only adopts tasks that run anyway need not enter it: `finish` waits for them.
    """

    def __init__(self, grace: float = GRACE) -> None:
        self._grace = grace
        self._tasks: set[asyncio.Task[Any]] = set()

    def adopt(self) -> asyncio.Task[Any]:
        """The current task, which has a reply under way until it ends."""
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("replies are sent from tasks of the event loop")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def start(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """Run `work`, which handles its own errors."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if not await self.finish(self._grace):
                unsent = counted(len(self._tasks), "answer was", "answers were")
                _log.warning("%s not sent before closing.", unsent)
        finally:
            late = list(self._tasks)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def finish(self, within: float) -> bool:
        """Wait `within` seconds until all are done, and what they started; whether they are."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while self._tasks:
                    await asyncio.wait(self._tasks)
        return not self._tasks


@asynccontextmanager
async def beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run `work` while this is open, and cancel it at the end."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
