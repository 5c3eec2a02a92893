"""Sees that the knowledge file changed, however it was changed, and keeps the last good one.

It is polled: a change of a symbolic link, as in a mounted ConfigMap, tells no watcher of files.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar

from bot.core.errors import StorybotError
from bot.knowledge.decoding import read_bytes

EVERY = 2.0
"""Seconds between two looks; a look costs one stat."""

READ_ANYWAY = 30
"""Looks after which the file is read though its stat says nothing new: some disks keep none."""

_Served = TypeVar("_Served")
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

    async def run(self, every: float = EVERY) -> None:
        """Look until cancelled."""
        while True:
            await asyncio.sleep(every)
            await self.look()

    async def look(self) -> None:
        """Read, check and build the file if it changed and nobody is writing it."""
        if not self._is_worth_reading():
            return
        try:
            data = await asyncio.to_thread(read_bytes, self._path)
            digest = sha256(data).hexdigest()
            if digest != self._seen:
                self._seen = digest
                self._replace(await asyncio.to_thread(self._build, data), digest)
            elif digest == self._served:
                self.problem = None
        except StorybotError as error:
            self._report(str(error))
        except Exception as error:  # a file that nobody thought of must not end the watch
            self._report(f"{self._path.name} could not be read ({type(error).__name__})")

    def _is_worth_reading(self) -> bool:
        """Whether the stat is another one for the second time: the first may be half a file's."""
        self._looks += 1
        try:
            found = self._path.stat()
            stat: tuple[int, ...] = (found.st_mtime_ns, found.st_size, found.st_ino, found.st_dev)
        except OSError:
            stat = (0,)
        before, self._stat = self._stat, stat
        if stat != before:
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
