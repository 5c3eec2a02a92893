"""What has been kept for its time goes by itself, and a wrong clock does not empty the records."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.model import Answered, Declined, DeclineReason
from bot.ports.messages import Post
from bot.ports.records import Exchange, Retention
from bot.records import upkeep
from bot.records.address import database_url
from bot.records.backend import Backend
from bot.records.database import DownError
from bot.records.inbox import DatabaseInbox
from bot.records.store import Store
from bot.records.upkeep import Upkeep
from tests.fakes.clock import FakeClock
from tests.fakes.discord_service import COST
from tests.fakes.records import ADA
from tests.records.conftest import KEY, Open
from tests.records.reading import count
from tests.waiting import HANG, eventually

DAY = 86_400.0
KEPT = Retention(records=10, texts=5, misses=2)
TABLES = ("replies", "posts", "votes", "texts")


def alone(address: str, calendar: FakeClock, elapsed: FakeClock) -> tuple[Backend, Upkeep]:
    """What keeps records by these clocks, with nothing in the background."""
    backend = Backend(database_url(address, None), KEY, calendar.now)
    return backend, Upkeep(backend, KEPT, DatabaseInbox(backend), elapsed.now)


async def fill(store: Store) -> None:
    store.replied(Exchange("What did it cost?", Answered(COST), ADA))
    store.replied(Exchange("Who paid?", Declined(DeclineReason.NOT_IN_STORY), ADA))
    store.posted(COST, Post("discord", "900", "10", "1"))
    await store.vote(ADA, COST, up=True)
    await store.report(ADA, COST, "It was 38 million.")


@pytest.mark.parametrize(
    ("days", "left"),
    [(1.9, (2, 1, 1, 2)), (2.1, (2, 1, 1, 1)), (5.1, (2, 1, 1, 0)), (10.1, (0, 0, 0, 0))],
)
async def test_everything_is_deleted_when_its_time_is_over(
    days: float, left: tuple[int, ...], address: str
) -> None:
    clock = FakeClock()
    backend, keeping = alone(address, clock, clock)
    await fill(Store(backend, KEPT))
    await backend.writer.flush()
    clock.advance(days * DAY)
    await keeping.sweep()
    backend.database.close()
    assert tuple(count(address, table) for table in TABLES) == left


async def test_a_clock_that_leaps_ahead_deletes_nothing(address: str) -> None:
    calendar, elapsed = FakeClock(), FakeClock()
    backend, keeping = alone(address, calendar, elapsed)
    await fill(Store(backend, KEPT))
    await backend.writer.flush()
    calendar.advance(3650 * DAY)
    elapsed.advance(60)
    await keeping.sweep()
    backend.database.close()
    assert count(address, "votes") == 1


async def test_a_clock_set_back_loses_no_vote(address: str) -> None:
    clock = FakeClock(50 * DAY)
    backend, _ = alone(address, clock, clock)
    store = Store(backend, KEPT)
    await store.vote(ADA, COST, up=True)
    clock.advance(-DAY)
    await store.vote(ADA, COST, up=False)
    kept = await store.kept_of(ADA)
    backend.database.close()
    assert [vote.up for vote in kept.votes] == [False]


async def test_turning_misses_off_deletes_those_that_were_kept(opened: Open, address: str) -> None:
    async with opened(replace(KEPT, misses=2)) as records:
        await fill(records.store)
    assert count(address, "texts") == 2
    async with opened(replace(KEPT, misses=None)) as records:
        async with asyncio.timeout(HANG):
            while len((await records.store.kept_of(ADA)).texts) > 1:
                await asyncio.sleep(0.05)
        texts = (await records.store.kept_of(ADA)).texts
    assert [text.kind for text in texts] == ["report"]


async def test_what_was_forgotten_is_not_left_in_the_file(tmp_path: Path, opened: Open) -> None:
    path = tmp_path / "records.sqlite3"
    backend = Backend(database_url(str(path), None), KEY)
    store = Store(backend, KEPT)
    await store.send_to_editors(ADA, "an unmistakable question")
    await store.forget(ADA)
    left = b"".join(it.read_bytes() for it in tmp_path.glob("records.sqlite3*"))
    backend.database.close()
    assert b"unmistakable" not in left


async def test_a_round_that_fails_once_is_no_alarm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(upkeep, "SWEEP", 0.0)
    monkeypatch.setattr(upkeep, "BEAT", 0.01)
    backend, keeping = alone(str(tmp_path / "records.sqlite3"), FakeClock(), FakeClock())
    rounds: list[None] = []

    async def fail() -> None:
        rounds.append(None)
        if len(rounds) == 2:
            assert "nothing expired" not in caplog.text
        else:
            raise DownError("down") from TimeoutError()

    monkeypatch.setattr(keeping, "sweep", fail)
    running = asyncio.create_task(keeping.run())
    await eventually(lambda: len(rounds) == 5)
    assert "nothing expired was deleted (TimeoutError)" in caplog.text
    running.cancel()
    backend.database.close()
