"""SQLite's file may be deleted or replaced under a running process."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.core.errors import NotRecordedError
from bot.ports.messages import Reader
from bot.records import upkeep
from bot.records.opening import open_records
from tests.fakes.discord_service import COST
from tests.records.conftest import KEY, RETENTION
from tests.records.reading import count
from tests.waiting import HANG, eventually

ADA, BOB = Reader("discord", "1", "900"), Reader("discord", "2", "900")


async def until_kept(vote: Callable[[], Awaitable[None]]) -> None:
    """Votes may be refused in words meanwhile."""
    async with asyncio.timeout(HANG):
        while True:
            try:
                await vote()
                return
            except NotRecordedError:
                await asyncio.sleep(0.05)


@pytest.mark.parametrize("is_replaced", [True, False])
async def test_a_file_that_is_gone_is_made_anew(
    is_replaced: bool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "records.sqlite3"
    async with open_records(str(path), KEY, RETENTION, {}) as records:
        await records.store.vote(ADA, COST, up=True)
        if is_replaced:
            other = tmp_path / "other"
            sqlite3.connect(other).close()
            other.touch()
            other.replace(path)
        else:
            path.unlink()
        await until_kept(lambda: records.store.vote(BOB, COST, up=False))
        records.shared.put("room/C1", "mute", "", 60)
        await eventually(lambda: count(str(path), "shared") > 0)
    assert count(str(path), "votes") == 1
    assert "the database file is gone" in caplog.text


async def test_it_is_noticed_though_nothing_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "BEAT", 0.05)
    path = tmp_path / "records.sqlite3"
    async with open_records(str(path), KEY, RETENTION, {}):
        path.unlink()
        await eventually(path.exists)
