"""What all parts of the records work with: one database, two ways to it, and one key."""

from __future__ import annotations

import time
from collections.abc import Callable
from secrets import token_hex

from sqlalchemy import URL

from bot.records.batch_executor import BatchExecutor
from bot.records.database import Database
from bot.records.pseudonyms import Pseudonyms
from bot.records.writer import Writer


class Backend:
    """`owner` names this process; `now` is the time of the calendar, in seconds since 1970."""

    def __init__(self, url: URL, key: str, now: Callable[[], float] = time.time) -> None:
        self.database = Database(url)
        self.writer = Writer(self.database)
        self.batches = BatchExecutor(self.database)
        self.pseudonyms = Pseudonyms(key)
        self.owner = token_hex(8)
        self.now = now
