"""What is acknowledged is on the disk first: the connections that write it say so themselves."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from bot.ports.inbox import InHand
from bot.ports.messages import Post
from bot.ports.shared_state import Bill
from bot.records import batch_executor, database
from bot.records.opening import OpenRecords, open_records
from tests.fakes.discord_service import COST
from tests.fakes.records import ADA
from tests.records.conftest import KEY, RETENTION
from tests.waiting import HANG, eventually

FULL = 2
"""What SQLite answers to `PRAGMA synchronous` where a commit waits for the disk."""

WRITTEN_FIRST = 4
"""Transactions of a process that opens new records."""

ASKED = InHand(Post("slack", "T1", "C1", "17.5"), "the cost?")
SAID_TOO = InHand(Post("slack", "T1", "C1", "18.5"), "the launch?")
SAID = Post("discord", "900", "10", "1")

Do = Callable[[OpenRecords], Any]


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "records.sqlite3")


@pytest.fixture
def written() -> Iterator[list[bool]]:
    """Of each transaction, whether its end waited for the disk."""
    found: list[bool] = []

    def note(connection: Connection) -> None:
        file: Any = connection.connection.dbapi_connection
        found.append(file.execute("PRAGMA synchronous").fetchone()[0] == FULL)

    event.listen(Engine, "commit", note)
    yield found
    event.remove(Engine, "commit", note)


@pytest.mark.parametrize(
    ("do", "expected"),
    [
        (lambda it: it.shared.claim("delivery/1", 60, ASKED), True),
        (lambda it: it.inbox.take(SAID), True),
        (lambda it: it.shared.claim("told/1", 60), False),
        (lambda it: it.shared.pay(Bill("pace/1", 1, 30)), False),
        (lambda it: it.shared.get("conversation/1"), False),
        (lambda it: it.store.vote(ADA, COST, up=True), True),
        (lambda it: it.store.send_to_editors(ADA, "Who paid?"), True),
        (lambda it: it.store.report(ADA, COST, "It was 38 million."), True),
        (lambda it: it.store.forget(ADA), True),
    ],
    ids=[
        *("asked", "said", "claim", "limit", "conversation"),
        *("vote", "words", "report", "forgetting"),
    ],
)
async def test_what_is_acknowledged_is_kept_over_a_power_cut_first(
    do: Do, expected: bool, path: str, written: list[bool]
) -> None:
    async with open_records(path, KEY, RETENTION, {}) as records:
        await has_begun(written)
        await do(records)
        assert written == [expected]


async def test_what_need_not_be_kept_does_not_copy_the_log_into_the_file(path: str) -> None:
    pages: list[tuple[bool, int]] = []

    def note(connection: Connection) -> None:
        file: Any = connection.connection.dbapi_connection
        durable = file.execute("PRAGMA synchronous").fetchone()[0] == FULL
        pages.append((durable, file.execute("PRAGMA wal_autocheckpoint").fetchone()[0]))

    async with open_records(path, KEY, RETENTION, {}) as records:
        event.listen(Engine, "commit", note)
        try:
            await records.shared.claim("delivery/1", 60, ASKED)
            await records.shared.claim("told/1", 60)
        finally:
            event.remove(Engine, "commit", note)
    assert {(True, database.LOG_PAGES), (False, 0)} <= set(pages)


async def has_begun(written: list[bool]) -> None:
    """Wait for all that a process writes first: the tables, its heartbeat, and what expired."""
    await eventually(lambda: len(written) == WRITTEN_FIRST)
    written.clear()


async def test_that_an_answer_goes_out_is_kept_over_a_power_cut_and_that_it_is_done_need_not_be(
    path: str, written: list[bool]
) -> None:
    async with open_records(path, KEY, RETENTION, {}) as records:
        await has_begun(written)
        await records.shared.claim("delivery/1", 60, ASKED)
        await records.shared._batches.settle()
        written.clear()
        assert await records.inbox.begin(ASKED.question)
        records.inbox.done(ASKED.question)
        await records.shared._batches.settle()
        assert written == [True, False]


async def test_a_disk_that_stalls_costs_no_reply_and_is_asked_again_later(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = threading.Event()

    def stall(connection: Connection) -> None:
        file: Any = connection.connection.dbapi_connection
        if file.execute("PRAGMA synchronous").fetchone()[0] == FULL:
            goes_on.wait(HANG)

    async with open_records(path, KEY, RETENTION, {}) as records:
        monkeypatch.setattr(batch_executor, "REST", 0.2)
        monkeypatch.setattr(database, "PATIENCE", 0.1)
        event.listen(Engine, "commit", stall)
        try:
            assert await records.shared.claim("delivery/1", 60, ASKED)
            assert records.shared.alone >= 1
            assert await records.shared.pay(Bill("pace/1", 1, 30)) == (0.0,)
        finally:
            goes_on.set()
            event.remove(Engine, "commit", stall)
        monkeypatch.setattr(database, "PATIENCE", HANG)
        executor = records.shared._batches
        await eventually(lambda: time.monotonic() > executor._asked_again_at)
        before = records.shared.alone
        assert await records.shared.claim("delivery/2", 60, SAID_TOO)
        assert records.shared.alone == before
        await records.store.forget(ADA)
