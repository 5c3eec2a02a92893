"""SIGTERM and SIGINT as a clean end, whenever they come."""

from __future__ import annotations

import asyncio
import signal
from types import FrameType


class Stopped(BaseException):
    """A signal came while the bot was still starting; no `except Exception` may hold it up."""


class Stopping:
    """Listens for the signals from when it is made; the first one counts.

    Later ones change nothing: Ctrl-C under a process manager sends one from each, and the end
    would not be clean. Must be made in the main thread.
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._event = asyncio.Event()
        self._asked = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until there is a file to read anew

    def stop(self, *_: int | FrameType | None) -> None:
        """A signal came."""
        if self._asked:
            return
        self._asked = True
        if self._loop is None:
            raise Stopped
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self) -> None:
        """Until a signal comes, or at once if one did; from now on none raises `Stopped`."""
        self._loop = asyncio.get_running_loop()
        if not self._asked:
            await self._event.wait()
