"""Under load rows of one statement are written together, in whatever order they came."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from sqlalchemy import Insert, event
from sqlalchemy.engine import Engine
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.model import Answered
from bot.core.ports import Exchange, Post, Reader
from bot.records.address import database_url
from bot.records.database import Database
from bot.records.rows import reply_row
from bot.records.statements import statements
from bot.records.writer import Entry, Writer
from tests.fakes.discord_service import COST
from tests.records.conftest import Open
from tests.records.reading import count

ADA = Reader("discord", "4815162342", "900")
MANY = 400
EXCHANGE = Exchange("cost?", Answered(COST), ADA, "digest")


async def test_replies_and_posts_by_turns_take_a_statement_each(opened: Open, address: str) -> None:
    written: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if statement.startswith("INSERT"):
            written.append(statement.split()[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        async with opened() as records:
            for number in range(MANY):
                records.store.replied(Exchange("cost?", Answered(COST), ADA, "digest"))
                records.store.posted(COST, Post("discord", "900", "10", str(number)))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
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


class _Slow(Database):
    """A database that takes twenty rows in the time it is given."""

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        async with super().begin() as connection:
            yield cast(AsyncConnection, _Limited(connection))


class _Limited:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def execute(self, statement: Insert, rows: list[dict[str, Any]]) -> None:
        if len(rows) > 20:
            raise TimeoutError
        await self._connection.execute(statement, rows)


async def test_what_is_too_much_at_once_is_written_bit_by_bit(address: str) -> None:
    database = _Slow(database_url(address, None))
    writer = Writer(database)
    add = statements(database.is_sqlite).add_reply
    for _ in range(600):
        writer.put(Entry(add, reply_row(EXCHANGE, 0.0)))
    for _ in range(200):
        await writer.write_batch()
    await database.close()
    assert (writer.waiting, writer.dropped) == (0, 0)
    assert count(address, "replies") == 600
