"""What is in hand outlasts the process that had it, and holds no words and no person."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from bot.ports.inbox import InHand
from bot.ports.messages import Post
from bot.records import database
from bot.records.address import database_url
from bot.records.backend import Backend
from bot.records.inbox import FRESH, HASTE, DatabaseInbox
from bot.records.opening import open_records
from tests.fakes.clock import FakeClock
from tests.records.conftest import KEY, RETENTION, Open
from tests.records.reading import count, locked, rows
from tests.waiting import eventually

FIRST, SECOND = (Post("discord", "900", "10", message) for message in ("1", "2"))
ELSEWHERE = Post("slack", "T1", "C1", "17.5")


async def test_what_a_process_had_in_hand_is_found_by_the_next(opened: Open, address: str) -> None:
    async with opened() as records:
        for question in (FIRST, SECOND, ELSEWHERE, FIRST):
            await records.inbox.take(question)
        records.inbox.done(SECOND)
    async with opened() as records:
        assert await records.inbox.left("discord") == (InHand(FIRST),)
        records.inbox.done(FIRST)
    assert rows(address, "SELECT platform, channel, message FROM inbox") == [
        ("slack", "C1", "17.5")
    ]


async def test_the_key_to_an_answer_is_found_by_the_next_and_goes_when_it_is_given(
    opened: Open, address: str
) -> None:
    async with opened() as records:
        assert await records.shared.claim("delivery/1", 60, InHand(FIRST, "a key"))
    async with opened() as records:
        [left] = await records.inbox.left("discord")
        assert left == InHand(FIRST, "a key")
        assert abs(left.at - time.time()) < 60
        records.inbox.done(FIRST)
    assert count(address, "inbox") == 0


async def test_what_is_too_old_to_be_answered_is_counted_and_deleted(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    clock = FakeClock()
    one, other = (Backend(database_url(address, None), KEY, clock.now) for _ in range(2))
    await one.database.run(lambda _: None, within=20)  # makes the tables
    inbox = DatabaseInbox(one)
    await inbox.take(FIRST)
    clock.advance(FRESH + 1)
    await inbox.take(SECOND)
    assert await DatabaseInbox(other).left("discord") == (InHand(SECOND),)
    assert "1 question was in hand too long ago" in caplog.text
    for backend in (one, other):
        backend.database.close()
    assert count(address, "inbox") == 1


async def test_leaving_a_server_deletes_what_was_in_hand_there(opened: Open, address: str) -> None:
    async with opened() as records:
        await records.inbox.take(FIRST)
        await records.store.forget_space("discord", "900")
    assert count(address, "inbox") == 0


async def test_an_answer_waits_for_a_slow_database_until_it_is_known_to_go_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "records.sqlite3"
    async with open_records(str(path), KEY, RETENTION, {}) as records:
        assert await records.shared.claim("delivery/1", 60, InHand(ELSEWHERE, "the cost?"))
        other = await locked(path)
        beginning = asyncio.create_task(records.inbox.begin(ELSEWHERE))
        await asyncio.sleep(3 * HASTE)
        assert not beginning.done()
        other.execute("ROLLBACK")
        assert await beginning
        assert rows(str(path), "SELECT begun FROM inbox") == [(1,)]
        other = await locked(path)
        monkeypatch.setattr(database, "LOCK_PATIENCE", 0.1)
        assert await records.inbox.begin(ELSEWHERE)  # it is down, and costs no answer
        other.execute("ROLLBACK")


@pytest.mark.impatient
async def test_a_database_that_is_down_or_slow_costs_a_reply_next_to_nothing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "records.sqlite3"
    async with open_records(str(path), KEY, RETENTION, {}) as records:
        await records.inbox.take(FIRST)
        other = await locked(path)
        await records.inbox.take(SECOND)
        for question in (FIRST, SECOND):
            records.inbox.done(question)
        await eventually(lambda: records.writer.is_down)
        for _ in range(100):
            await records.inbox.take(SECOND)
        assert await records.inbox.left("discord") == ()
        other.execute("ROLLBACK")
    assert count(str(path), "inbox") == 0
