"""Writes what happened behind the replies' backs: bounded, in batches, in order."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from bot.records.bulk import Bulk, Cursor
from bot.records.database import DOWN, Database
from bot.records.transactions import DownError, RefusedError, Transactions

CAPACITY = 20_000
"""Entries that wait at most: some 20 MB, an hour's outage at five questions a second."""

BATCH = 500
"""Entries of one transaction."""

GATHER = 0.2
"""Seconds in which entries gather before they are written together."""

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0
"""Seconds between attempts while the database is down, doubling."""

FLUSH = 3.0
"""Seconds that closing may take to write what waits."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """One write: a statement and its values, which must do no harm when they come twice."""

    statement: Bulk
    values: dict[str, Any]


class Writer:
    """A queue and the task that empties it. `dropped` counts what was lost."""

    def __init__(
        self,
        database: Database,
        transactions: Transactions | None = None,
        capacity: int = CAPACITY,
    ) -> None:
        self.dropped = 0
        self.lock = asyncio.Lock()
        self._database = database
        self._transactions = transactions or Transactions(database, "records")
        self._capacity = capacity
        self._entries: deque[Entry] = deque()
        self._is_waiting = asyncio.Event()
        self._stopping = asyncio.Event()
        self._is_down = False
        self._size = BATCH

    @property
    def waiting(self) -> int:
        """How many entries are not written yet."""
        return len(self._entries)

    @property
    def is_down(self) -> bool:
        """Whether the last attempt to write failed."""
        return self._is_down

    def waiting_for(self, statements: Iterable[object]) -> list[Entry]:
        """The entries of these statements that are not written yet, oldest first."""
        wanted = {id(it) for it in statements}
        return [entry for entry in self._entries if id(entry.statement) in wanted]

    def put(self, entry: Entry) -> None:
        """Write `entry` soon, or count it as dropped when too many wait."""
        if len(self._entries) >= self._capacity:
            self.dropped += 1
            return
        self._entries.append(entry)
        self._is_waiting.set()

    def purge(self, matches: Callable[[dict[str, Any]], bool]) -> None:
        """Take out the waiting entries whose values match; the caller holds `lock`."""
        self._entries = deque(it for it in self._entries if not matches(it.values))

    async def run(self) -> None:
        """Write until told to stop, and never leave a transaction in the middle."""
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            await self._is_waiting.wait()
            await self._rest(GATHER)
            if await self.write_batch():
                pause = FIRST_PAUSE
                await self._checkpoint()
            else:
                await self._rest(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    def stop(self) -> None:
        """Let `run` end after what it is at."""
        self._stopping.set()
        self._is_waiting.set()

    async def flush(self) -> None:
        """Write what waits now, as far as the database takes it."""
        while self._entries and await self.write_batch():
            pass

    def close(self) -> None:
        """Close the connection, if it is not stuck."""
        self._transactions.close()

    def give_up(self) -> None:
        """Count what still waits as dropped."""
        if self._entries:
            self.dropped += len(self._entries)
            _log.error("%d records were lost: the database is down", len(self._entries))
            self._entries.clear()

    async def write_batch(self) -> bool:
        """Write the oldest entries; False, and all of them still wait, when the database is down.

        What the database refuses for its content is dropped: it would hold up all that follows.
        """
        async with self.lock:
            batch = list(islice(self._entries, self._size))
            try:
                if batch:
                    await self._write_or_drop(batch)
            except DownError as error:
                self._size = max(1, self._size // 4)  # it may have been too much for the time
                self._note_down(error)
                return False
            self._size = min(BATCH, 2 * self._size)
            self._note_up()
            for _ in batch:
                self._entries.popleft()
            if not self._entries:
                self._is_waiting.clear()
            return True

    async def _checkpoint(self) -> None:
        """Bring to the disk what all have written meanwhile; where that fails, after the next."""
        with suppress(*DOWN):
            await self._database.checkpoint(wholly=False)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _write_or_drop(self, batch: Sequence[Entry]) -> None:
        try:
            await self._transactions.run(lambda cursor: _write(cursor, batch))
        except RefusedError as error:
            if len(batch) > 1:
                for entry in batch:
                    await self._write_or_drop([entry])
                return
            self.dropped += 1
            _log.error("a record was refused by the database (%s)", error)

    def _note_down(self, error: DownError) -> None:
        if not self._is_down:
            kind = type(error.__cause__).__name__
            _log.warning("the database is down (%s); records wait", kind)
        self._is_down = True

    def _note_up(self) -> None:
        if self._is_down:
            _log.info("the database is back; %d records waited", len(self._entries))
        self._is_down = False


def _write(cursor: Cursor, batch: Sequence[Entry]) -> None:
    """Table by table, so that rows of one statement go together; in order within each table.

    Replies and posts come by turns: written as they come, a batch under load took seconds.
    """
    by_table = sorted(batch, key=lambda entry: entry.statement.table)
    for statement, entries in groupby(by_table, key=lambda entry: entry.statement):
        statement.run(cursor, [entry.values for entry in entries])
