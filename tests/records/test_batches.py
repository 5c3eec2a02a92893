"""Under load rows of one statement are written together, in whatever order they came."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

from bot.core.model import Answered
from bot.ports.messages import Post
from bot.ports.records import Exchange
from bot.records.address import database_url
from bot.records.batch_executor import Order
from bot.records.database import Database
from bot.records.schema import REPLIES, insert_once
from bot.records.store import reply_row
from bot.records.writer import Writer
from tests.fakes.discord_service import COST, LAUNCH
from tests.fakes.records import ADA
from tests.records.conftest import Open
from tests.records.reading import count, rows
from tests.waiting import HANG

T = TypeVar("T")
MANY = 400
EXCHANGE = Exchange("cost?", Answered(COST), ADA, "digest")
ADD = insert_once(REPLIES)


@contextmanager
def statements_noted() -> Iterator[list[str]]:
    """The beginning of each statement that is sent to a database."""
    sent: list[str] = []

    def note(*told: Any) -> None:
        sent.append(re.sub(r"\W+", " ", told[2])[:20])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def test_replies_and_posts_by_turns_take_a_statement_each(opened: Open, address: str) -> None:
    with statements_noted() as sent:
        async with opened() as records:
            for number in range(MANY):
                records.store.replied(EXCHANGE)
                records.store.posted(COST, Post("discord", "900", "10", str(number)))
    assert count(address, "replies") == count(address, "posts") == MANY
    assert (
        len([it for it in sent if it.startswith(("INSERT INTO replies", "INSERT INTO posts"))]) <= 4
    )


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


async def test_of_two_rows_with_one_key_the_last_one_counts(opened: Open, address: str) -> None:
    async with opened() as records:
        post = Post("discord", "900", "10", "77")
        records.store.posted(COST, post)
        records.store.posted(LAUNCH, post)
    assert rows(address, "SELECT fact FROM posts") == [(LAUNCH.id,)]


async def test_numbers_lists_and_what_is_missing_stay_what_they_are(
    opened: Open, address: str
) -> None:
    row = reply_row(EXCHANGE, 1764201600.123457)
    row["candidates"] = [["it's “quoted”", 0.25], ["π", 1]]
    async with opened() as records:
        records.writer.put(insert_once(REPLIES), row)
    query = "SELECT at, candidates, reason, outcome FROM replies"
    (at, candidates, reason, outcome) = rows(address, query)[0]
    if isinstance(candidates, str):
        candidates = json.loads(candidates)
    assert (at, candidates) == (1764201600.123457, [["it's “quoted”", 0.25], ["π", 1]])
    assert (reason, outcome) == (None, "answer")


class SlowDatabase(Database):
    """A database that takes twenty rows in the time it is given."""

    async def run(self, work: Callable[[Connection], T], **how: Any) -> T:
        def slowly(connection: Connection) -> T:
            event.listen(connection, "before_cursor_execute", _refuse_many)
            return work(connection)

        return await super().run(slowly, **how)


def _refuse_many(*told: Any) -> None:
    if len(told[3]) > 20 and told[5]:
        raise OperationalError("", None, TimeoutError())


async def test_what_is_too_much_at_once_is_written_bit_by_bit(address: str) -> None:
    database = SlowDatabase(database_url(address, None))
    writer = Writer(database)
    for _ in range(600):
        writer.put(ADD, reply_row(EXCHANGE, 0.0))
    for _ in range(200):
        await writer.write_batch()
    database.close()
    assert (writer.waiting, writer.dropped) == (0, 0)
    assert count(address, "replies") == 600


async def test_what_is_wrong_with_one_request_keeps_nobody_waiting(opened: Open) -> None:
    def do(connection: Connection, values: object) -> list[None]:
        raise IndexError

    async with opened() as records:
        batches = records.shared._batches
        wrong = batches.submit(Order.GET, do, "a", None)
        with pytest.raises(IndexError):
            await asyncio.wait_for(wrong, HANG)
        assert await asyncio.wait_for(records.shared.claim("b", 60), HANG)
