"""Under load rows of one statement are written together, in whatever order they came."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.core.model import Answered
from bot.core.ports import Exchange, Post, Reader
from tests.fakes.discord_service import COST
from tests.records.conftest import Open
from tests.records.reading import count

ADA = Reader("discord", "4815162342", "900")
MANY = 400


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
