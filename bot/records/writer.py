"""The background writer: a bounded queue, written in batches and in order."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Update

from bot.counting import counted
from bot.records.database import PATIENCE, Database, DownError, RefusedError

CAPACITY = 20_000
"""Entries that wait at most: some 20 MB, an hour's outage at five questions a second."""

BATCH = 500
"""Entries of one transaction."""

GATHER = 0.2
"""Seconds in which entries gather before they are written together."""

PAUSE = 2.0
"""Seconds between attempts while the database is down."""

FLUSH = 3.0
"""Seconds that closing may take to write what waits."""

_log = logging.getLogger(__name__)


Entry = tuple[Insert | Update | Delete, dict[str, Any]]
"""One write: a statement and its values, which must do no harm when they come twice."""


class Writer:
    """A queue and the task that empties it. `dropped` counts what was lost.

    `is_down` says whether the last attempt to write failed.
    """

    def __init__(self, database: Database) -> None:
        self.dropped = 0
        self.is_down = False
        self._lock = asyncio.Lock()
        self._database = database
        self._entries: deque[Entry] = deque()
        self._is_waiting = asyncio.Event()
        self._size = BATCH

    @property
    def waiting(self) -> int:
        """How many entries are not written yet."""
        return len(self._entries)

    def put(self, statement: Insert | Update | Delete, values: dict[str, Any]) -> None:
        """Write an entry soon, or count it as dropped when too many wait."""
        if len(self._entries) >= CAPACITY:
            self.dropped += 1
            return
        self._entries.append((statement, values))
        self._is_waiting.set()

    async def run(self) -> None:
        """Write until cancelled."""
        while True:
            await self._is_waiting.wait()
            await asyncio.sleep(PAUSE if self.is_down else GATHER)
            await self.write_batch()

    async def flush(self) -> bool:
        """Write what waits now; whether all of it was written, within PATIENCE seconds."""
        left = len(self._entries)
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while left > 0 and (written := await self.write_batch()):
                    left -= written
        return left <= 0

    def give_up(self) -> None:
        """Count what still waits as dropped."""
        if self._entries:
            self.dropped += len(self._entries)
            lost = counted(len(self._entries), "record was", "records were")
            _log.error("%s lost: the database is down", lost)
            self._entries.clear()

    async def write_batch(self) -> int:
        """Write the oldest entries; how many: none while the database is down, all of them wait.

        What the database refuses for its content is dropped: it would hold up all that follows.
        """
        async with self._lock:
            batch = list(islice(self._entries, self._size))
            try:
                if batch:
                    await self._write_or_drop(batch)
            except DownError as error:
                self._size = max(1, self._size // 4)  # it may have been too much for the time
                if not self.is_down:
                    _log.warning("the database is down (%s); records wait", error.kind)
                self.is_down = True
                return 0
            self._size = min(BATCH, 2 * self._size)
            if self.is_down:
                waited = counted(len(self._entries), "record")
                _log.info("the database is back; %s waited", waited)
            self.is_down = False
            for _ in batch:
                self._entries.popleft()
            if not self._entries:
                self._is_waiting.clear()
            return len(batch)

    async def _write_or_drop(self, batch: Sequence[Entry]) -> None:
        try:
            await self._database.run(partial(_write, batch), durable=False)
        except RefusedError as error:
            if len(batch) > 1:
                for entry in batch:
                    await self._write_or_drop([entry])
                return
            self.dropped += 1
            _log.error("a record was refused by the database (%s)", error.kind)


def _write(batch: Sequence[Entry], connection: Connection) -> None:
    """Table by table, so that rows of one statement go together; in order within each table.

    Replies and posts come by turns: written as they come, a batch under load took seconds.
    """
    by_table = sorted(batch, key=lambda entry: str(entry[0].table))
    for statement, entries in groupby(by_table, key=lambda entry: entry[0]):
        connection.execute(statement, [values for _, values in entries])
