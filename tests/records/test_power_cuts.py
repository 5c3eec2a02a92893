"""What is acknowledged is on the disk first: the connections that write it say so themselves."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.ports.inbox import InHand
from bot.ports.messages import Post, Reader
from bot.ports.shared_state import Bill
from bot.records import rounds, transactions
from bot.records.address import database_url
from bot.records.bulk import Cursor
from bot.records.database import Database
from bot.records.opening import OpenRecords, open_records
from bot.records.transactions import Transactions
from tests.records.conftest import KEY, RETENTION
from tests.waiting import HANG, eventually

FULL = 2
"""What SQLite answers to `PRAGMA synchronous`."""

ASKED = InHand(Post("slack", "T1", "C1", "17.5"), "the cost?")
SAID_TOO = InHand(Post("slack", "T1", "C1", "18.5"), "the launch?")
SAID = Post("discord", "900", "10", "1")

Do = Callable[[OpenRecords], Any]


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "records.sqlite3")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of each transaction, whether the log was on the disk when it was said to be done."""
    found: list[bool] = []
    synced: list[str] = []
    run, to_disk = Transactions.run, transactions.to_disk

    def and_note(path: Path) -> None:
        to_disk(path)
        synced.append(path.name)

    async def noting(self: Transactions, work: Callable[[Cursor], Any], **how: bool) -> Any:
        def afterwards(cursor: Cursor) -> Any:
            synced.clear()
            return work(cursor)

        result = await run(self, afterwards, **how)
        found.append("records.sqlite3-wal" in synced)
        return result

    monkeypatch.setattr(transactions, "to_disk", and_note)
    monkeypatch.setattr(Transactions, "run", noting)
    return found


@pytest.mark.parametrize(
    ("do", "expected"),
    [
        (lambda it: it.shared.claim("delivery/1", 60, ASKED), True),
        (lambda it: it.inbox.take(SAID), True),
        (lambda it: it.inbox.take(SAID, "a key"), True),
        (lambda it: it.shared.claim("told/1", 60), False),
        (lambda it: it.shared.pay(Bill("pace/1", 1, 30)), False),
        (lambda it: it.shared.get("conversation/1"), False),
    ],
    ids=["asked", "said", "announced", "claim", "limit", "conversation"],
)
async def test_what_is_in_hand_is_kept_over_a_power_cut_before_it_is_acknowledged(
    do: Do, expected: bool, path: str, written: list[bool]
) -> None:
    async with open_records(path, KEY, RETENTION, {}) as records:
        await has_begun(written)
        await do(records)
        assert written == [expected]


async def has_begun(written: list[bool]) -> None:
    """Wait for the heartbeat and the sweep with which a process begins, and forget them."""
    await eventually(lambda: len(written) >= 2)
    written.clear()


async def test_that_an_answer_goes_out_is_kept_over_a_power_cut_and_that_it_is_done_need_not_be(
    path: str, written: list[bool]
) -> None:
    async with open_records(path, KEY, RETENTION, {}) as records:
        await has_begun(written)
        await records.shared.claim("delivery/1", 60, ASKED)
        await records.shared._rounds.settle()
        written.clear()
        assert await records.inbox.begin(ASKED.question)
        records.inbox.done(ASKED.question)
        await records.shared._rounds.settle()
        assert written == [True, False]


async def test_votes_and_wishes_are_written_by_connections_that_wait_for_the_disk(
    path: str,
) -> None:
    database = Database(database_url(path, None))
    for _ in range(2):
        async with database.begin() as connection:
            mode = (await connection.exec_driver_sql("PRAGMA journal_mode")).scalar()
            assert mode == "wal"
            assert (await connection.exec_driver_sql("PRAGMA synchronous")).scalar() == FULL
    await database.close()


async def test_a_disk_that_stalls_costs_no_reply_and_is_asked_again_later(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "REST", 0.2)
    goes_on = threading.Event()
    to_disk = transactions.to_disk

    def stalling(path: Path) -> None:
        goes_on.wait(HANG)
        to_disk(path)

    async with open_records(path, KEY, RETENTION, {}) as records:
        monkeypatch.setattr(transactions, "to_disk", stalling)
        monkeypatch.setattr(transactions, "PATIENCE", 0.1)
        assert await records.shared.claim("delivery/1", 60, ASKED)
        assert records.shared.alone == 1
        assert await records.shared.pay(Bill("pace/1", 1, 30)) == (0.0,)
        goes_on.set()
        monkeypatch.setattr(transactions, "PATIENCE", HANG)
        await eventually(lambda: not records.shared._rounds.is_down)
        before = records.shared.alone
        assert await records.shared.claim("delivery/2", 60, SAID_TOO)
        assert records.shared.alone == before
        await records.store.forget(Reader("discord", "1"))
