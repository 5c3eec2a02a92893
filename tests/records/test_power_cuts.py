"""What is acknowledged is on the disk first: the connections that write it say so themselves."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from bot.ports.inbox import InHand
from bot.ports.messages import Post, Reader
from bot.ports.shared_state import Bill
from bot.records import batch_executor, database
from bot.records.heartbeat import Heartbeat
from bot.records.opening import OpenRecords, open_records
from bot.records.retention import Expiry
from bot.records.writer import Writer
from tests.fakes.discord_service import COST
from tests.records.conftest import KEY, RETENTION

FULL = 2
"""What SQLite answers to `PRAGMA synchronous` where a commit waits for the disk."""

ADA = Reader("discord", "1", "900")
ASKED = InHand(Post("slack", "T1", "C1", "17.5"), "the cost?")
SAID_TOO = InHand(Post("slack", "T1", "C1", "18.5"), "the launch?")
SAID = Post("discord", "900", "10", "1")

Do = Callable[[OpenRecords], Any]


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "records.sqlite3")


@pytest.fixture(autouse=True)
def nothing_in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    """No transaction but those that a test asks for."""
    for it in (Heartbeat, Expiry, Writer):
        monkeypatch.setattr(it, "run", lambda _: asyncio.sleep(3600))


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
        (lambda it: it.inbox.take(SAID, "a key"), True),
        (lambda it: it.shared.claim("told/1", 60), False),
        (lambda it: it.shared.pay(Bill("pace/1", 1, 30)), False),
        (lambda it: it.shared.get("conversation/1"), False),
        (lambda it: it.store.vote(ADA, COST, up=True), True),
        (lambda it: it.store.send_to_editors(ADA, "Who paid?"), True),
        (lambda it: it.store.report(ADA, COST, "It was 38 million."), True),
        (lambda it: it.store.forget(ADA), True),
    ],
    ids=[
        *("asked", "said", "announced", "claim", "limit", "conversation"),
        *("vote", "words", "report", "forgetting"),
    ],
)
async def test_what_is_acknowledged_is_kept_over_a_power_cut_first(
    do: Do, expected: bool, path: str, written: list[bool]
) -> None:
    async with open_records(path, KEY, RETENTION, {}) as records:
        written.clear()
        await do(records)
        assert written == [expected]


async def test_that_an_answer_goes_out_is_kept_over_a_power_cut_and_that_it_is_done_need_not_be(
    path: str, written: list[bool]
) -> None:
    async with open_records(path, KEY, RETENTION, {}) as records:
        await records.shared.claim("delivery/1", 60, ASKED)
        written.clear()
        assert await records.inbox.begin(ASKED.question)
        records.inbox.done(ASKED.question)
        async with asyncio.timeout(10):
            while len(written) < 2:
                await asyncio.sleep(0.01)
        assert written == [True, False]


async def test_a_disk_that_stalls_costs_no_reply_and_is_asked_again_later(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stalls: list[float] = []

    def stall(connection: Connection) -> None:
        file: Any = connection.connection.dbapi_connection
        if file.execute("PRAGMA synchronous").fetchone()[0] == FULL and stalls:
            time.sleep(stalls.pop())

    async with open_records(path, KEY, RETENTION, {}) as records:
        await asyncio.sleep(0.1)
        monkeypatch.setattr(database, "PATIENCE", 0.5)
        monkeypatch.setattr(batch_executor, "REST", 1.0)
        event.listen(Engine, "commit", stall)
        try:
            stalls.append(2.0)
            beats = asyncio.create_task(_beats())
            assert await records.shared.claim("delivery/1", 60, ASKED)
            assert await records.shared.pay(Bill("pace/1", 1, 30)) == (0.0,)
            assert not stalls
            assert records.shared.alone >= 2  # neither waited for the disk
            assert await beats > 5  # the loop went on
        finally:
            event.remove(Engine, "commit", stall)
        monkeypatch.setattr(database, "PATIENCE", 20.0)
        await asyncio.sleep(1.0)
        before = records.shared.alone
        assert await records.shared.claim("delivery/2", 60, SAID_TOO)
        assert records.shared.alone == before
        await records.store.forget(ADA)


async def _beats() -> int:
    """How often the loop came by in half a second."""
    beats, until = 0, time.monotonic() + 0.5
    while time.monotonic() < until:
        await asyncio.sleep(0.01)
        beats += 1
    return beats
