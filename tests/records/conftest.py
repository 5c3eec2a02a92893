"""Both databases for real, and records opened on them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from bot.ports.records import Retention
from bot.records.opening import OpenRecords, open_records
from tests.records.postgres import PostgresServer

KEY = "a key that only tests have"
RETENTION = Retention(records=365, texts=90, misses=None)

Open = Callable[..., AbstractAsyncContextManager[OpenRecords]]


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database of either kind."""
    if request.param == "sqlite":
        return str(tmp_path / "data" / "records.sqlite3")
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def opened(address: str, tmp_path: Path) -> Open:
    """Opens the records; called again, on the same database."""

    @asynccontextmanager
    async def open_them(
        retention: Retention = RETENTION, key: str | None = KEY
    ) -> AsyncIterator[OpenRecords]:
        environ = {"XDG_DATA_HOME": str(tmp_path / "home")}
        async with open_records(address, key, retention, environ) as records:
            yield records

    return open_them
