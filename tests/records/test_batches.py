"""Under load rows of one statement are written together, in whatever order they came."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pytest

from bot.core.model import Answered
from bot.ports.messages import Post, Reader
from bot.ports.records import Exchange
from bot.records.address import database_url
from bot.records.bulk import Bulk, Cursor, Row
from bot.records.database import Database
from bot.records.reply_row import reply_row
from bot.records.statements import statements
from bot.records.transactions import Transactions
from bot.records.writer import Entry, Writer
from tests.fakes.discord_service import COST
from tests.records.conftest import Open
from tests.records.reading import count

ADA = Reader("discord", "4815162342", "900")
T = TypeVar("T")
MANY = 400
EXCHANGE = Exchange("cost?", Answered(COST), ADA, "digest")


async def test_replies_and_posts_by_turns_take_a_statement_each(
    opened: Open, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    run = Bulk.run

    def note(bulk: Bulk, cursor: Cursor, rows: Iterable[Row]) -> None:
        written.append(bulk.table)
        run(bulk, cursor, rows)

    monkeypatch.setattr(Bulk, "run", note)
    async with opened() as records:
        for number in range(MANY):
            records.store.replied(Exchange("cost?", Answered(COST), ADA, "digest"))
            records.store.posted(COST, Post("discord", "900", "10", str(number)))
    assert count(address, "replies") == count(address, "posts") == MANY
    assert len([table for table in written if table in ("replies", "posts")]) <= 4


async def test_a_post_that_comes_and_goes_in_one_batch_is_gone(opened: Open, address: str) -> None:
    async with opened() as records:
        for number in range(10):
            post = Post("discord", "900", "10", str(number))
            records.store.posted(COST, post)
            records.store.replied(Exchange("cost?", Answered(COST), ADA, "digest"))
            if number % 2:
                records.store.removed(post)
                records.store.posted(COST, post)
                records.store.removed(post)
    assert count(address, "posts") == 5


class _Slow(Transactions):
    """A database that takes twenty rows in the time it is given."""

    async def run(self, work: Callable[[Cursor], T], *, durable: bool = False) -> T:
        return await super().run(lambda cursor: work(_Limited(cursor)))


class _Limited:
    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def execute(self, query: str, values: dict[str, str]) -> None:
        if len(json.loads(values["rows"])) > 20:
            raise TimeoutError
        self._cursor.execute(query, values)


async def test_what_is_too_much_at_once_is_written_bit_by_bit(address: str) -> None:
    database = Database(database_url(address, None))
    writer = Writer(database, _Slow(database, "slow"))
    add = statements(database.is_sqlite).add_reply
    for _ in range(600):
        writer.put(Entry(add, reply_row(EXCHANGE, 0.0)))
    for _ in range(200):
        await writer.write_batch()
    writer.close()
    await database.close()
    assert (writer.waiting, writer.dropped) == (0, 0)
    assert count(address, "replies") == 600
