"""Long work beside the event loop, with how far it is: a page never waits for all of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import Generic, TypeVar

Progress = Callable[[int, int], None]

_T = TypeVar("_T")


class StoppedJobError(Exception):
    """Nobody waits for this work any more."""


class Job(Generic[_T]):
    """Runs `work` in a thread for which the end of the process does not wait.

    `done` of `total` is how far it is, as far as it tells; both are 0 where it does not.
    """

    def __init__(self, work: Callable[[Progress], _T]) -> None:
        self.done = self.total = 0
        self._is_stopped = False
        self._future: Future[_T] = Future()
        Thread(target=self._run, args=(work,), name="desk", daemon=True).start()

    @property
    def is_ready(self) -> bool:
        """Whether `result` returns at once."""
        return self._future.done()

    def result(self) -> _T:
        """What the work came to; waits for it, and raises what it raised."""
        return self._future.result()

    async def wait(self, seconds: float) -> bool:
        """Give it so long; whether it is ready."""
        waited = asyncio.wrap_future(self._future)
        waited.add_done_callback(lambda it: it.cancelled() or it.exception())  # `result` raises it
        await asyncio.wait((waited,), timeout=seconds)
        return self.is_ready

    def stop(self) -> None:
        """Let it end at its next progress."""
        self._is_stopped = True

    def _run(self, work: Callable[[Progress], _T]) -> None:
        try:
            self._future.set_result(work(self._note))
        except Exception as error:  # it is raised where the result is asked for
            self._future.set_exception(error)

    def _note(self, done: int, total: int) -> None:
        if self._is_stopped:
            raise StoppedJobError
        self.done, self.total = done, total
