"""Sees that the knowledge file changed, however it was changed, and keeps the last good one.

It is polled: a change of a symbolic link, as in a mounted ConfigMap, tells no watcher of files.
"""

from __future__ import annotations

import asyncio
import logging
import stat
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Any, Generic, TypeVar

from bot.core.errors import StorybotError, UnusableInputError
from bot.knowledge.decoding import read_bytes

EVERY = 2.0
"""Seconds between two looks; a look costs one stat."""

READ_ANYWAY = 30
"""Looks after which the file is read though its stat says nothing new: some disks keep none."""

BLOCKED = 10.0
"""Seconds after which a disk that does not answer is given up for a while."""

LONGEST_REST = 450
"""Looks that are left out at most after a disk has not answered, doubling."""

_Served = TypeVar("_Served")
_T = TypeVar("_T")
_log = logging.getLogger(__name__)


class Watch(Generic[_Served]):
    """Looks at one file; `problem` is what is wrong with its newest content, None if nothing is."""

    def __init__(
        self,
        path: Path,
        digest: str,
        build: Callable[[bytes], _Served],
        use: Callable[[_Served], None],
    ) -> None:
        """`digest` is the SHA-256 of what is served; `build` runs in a thread, `use` here."""
        self.problem: str | None = None
        self._path = path
        self._served = digest
        self._seen = digest
        self._build = build
        self._use = use
        self._stat: tuple[int, ...] = ()
        self._looks = 0
        self._is_told = False
        self._rest = 0
        self._blocks = 0
        self._wake = asyncio.Event()

    async def run(self, every: float = EVERY) -> None:
        """Look until cancelled."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(every):
                    await self._wake.wait()
            self._wake.clear()
            await self.look()

    def read_now(self) -> None:
        """Look at once, and read the file whatever its stat says."""
        self._is_told = True
        self._rest = 0
        self._wake.set()

    async def look(self) -> None:
        """Read, check and build the file if it changed and nobody is writing it."""
        if self._rest:
            self._rest -= 1
            return
        try:
            if not self._is_worth_reading(await self._in_time(partial(_stat_of, self._path))):
                return
            data = await self._in_time(partial(read_bytes, self._path))
            self._blocks = 0
            digest = sha256(data).hexdigest()
            if digest != self._seen:
                self._seen = digest
                self._replace(await in_daemon_thread(partial(self._build, data)), digest)
            elif digest == self._served:
                self.problem = None
        except StorybotError as error:
            self._report(str(error))
        except Exception as error:  # a file that nobody thought of must not end the watch
            self._report(f"{self._path.name} could not be read ({type(error).__name__})")

    async def _in_time(self, work: Callable[[], _T]) -> _T:
        """What `work` returns, done beside the event loop; raises UnusableInputError if it hangs.

        Then its thread is left behind, which does not hold up the end of the process.
        """
        done = in_daemon_thread(work)
        await asyncio.wait((done,), timeout=BLOCKED)
        if done.done():
            return done.result()
        self._blocks += 1
        self._rest = min(2**self._blocks, LONGEST_REST)
        raise UnusableInputError(f"{self._path.name} cannot be read: its disk does not answer")

    def _is_worth_reading(self, found: tuple[int, ...]) -> bool:
        """Whether the stat is another one for the second time: the first may be half a file's.

        Whoever says that it is to be read knows that it is whole.
        """
        self._looks += 1
        before, self._stat = self._stat, found
        if self._is_told:
            self._is_told = False
            return True
        if found != before:
            self._looks = -1
            return False
        return self._looks % READ_ANYWAY == 0

    def _replace(self, served: _Served, digest: str) -> None:
        self.problem = None
        self._served = digest
        self._use(served)
        _log.info("%s was read anew: version %s", self._path.name, digest[:12])

    def _report(self, problem: str) -> None:
        if problem == self.problem:
            return
        self.problem = problem
        _log.error("%s; the last good one keeps answering", problem.rstrip("."))


def _stat_of(path: Path) -> tuple[int, ...]:
    """What differs when a file was changed; raises UnusableInputError for what is no file.

    Such as a pipe, which would be read for as long as nobody writes into it.
    """
    try:
        found = path.stat()
    except (OSError, ValueError):  # reading it will say why
        return (0,)
    if stat.S_ISFIFO(found.st_mode) or stat.S_ISCHR(found.st_mode) or stat.S_ISSOCK(found.st_mode):
        raise UnusableInputError(f"{path.name} cannot be read: it is not a file but a pipe or such")
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_dev


def in_daemon_thread(work: Callable[[], _T]) -> asyncio.Future[_T]:
    """Do `work` in a thread for which the end of the process does not wait, unlike a pool's."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[_T] = loop.create_future()

    def settle(value: Any, error: Exception | None) -> None:
        with suppress(asyncio.InvalidStateError):  # it was given up
            if error is None:
                done.set_result(value)
            else:
                done.set_exception(error)
                done.exception()  # who gave up does not look at it

    def run() -> None:
        value, error = None, None
        try:
            value = work()
        except Exception as raised:  # it is raised where the result is awaited
            error = raised
        with suppress(RuntimeError):  # the event loop has ended meanwhile
            loop.call_soon_threadsafe(settle, value, error)

    Thread(target=run, name="knowledge", daemon=True).start()
    return done
