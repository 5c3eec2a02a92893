"""A database that is gone, locked or full costs no reply, and loses nothing it promised to keep."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.core.errors import NotRecordedError, SettingsError
from bot.core.model import Answered
from bot.ports.records import Exchange
from bot.records import database, writer
from bot.records.address import database_url
from bot.records.backend import Backend
from bot.records.database import Database
from bot.records.opening import open_records
from bot.records.schema import METADATA, REPLIES, insert_once
from bot.records.store import Store, reply_row
from bot.records.writer import Writer
from tests.fakes.discord_service import COST, LAUNCH
from tests.fakes.records import ADA
from tests.records.conftest import KEY, RETENTION, Open
from tests.records.postgres import PostgresServer, binaries
from tests.records.reading import NEWER, count, execute, locked, rows
from tests.waiting import eventually

EXCHANGE = Exchange("What did it cost?", Answered(COST), ADA)


async def until_written(writer: Writer) -> None:
    await eventually(lambda: not writer.waiting)


@pytest.mark.impatient
def test_the_database_gets_less_time_than_the_platforms_allow_for_an_answer() -> None:
    assert database.LOCK_PATIENCE < database.PATIENCE < 3


async def test_postgresql_gone_for_a_while_costs_no_reply_and_no_record() -> None:
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    server = PostgresServer(programs)
    try:
        server.start()
        address = server.new_database()
        async with open_records(address, KEY, RETENTION, {}) as records:
            records.store.replied(EXCHANGE)
            await records.store.vote(ADA, COST, up=True)
            await until_written(records.writer)
            server.stop()
            await _is_down_but_quick(records.store, records.writer)
            server.start()
            await until_written(records.writer)
            await records.store.vote(ADA, COST, up=False)
            assert records.writer.dropped == 0
        assert count(address, "replies") == 101
        assert rows(address, "SELECT up FROM votes") == [(False,)]
    finally:
        server.delete()


async def test_a_locked_file_costs_no_reply_and_no_record(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite3"
    async with open_records(str(path), KEY, RETENTION, {}) as records:
        records.store.replied(EXCHANGE)
        await until_written(records.writer)
        other = await locked(path)
        await _is_down_but_quick(records.store, records.writer)
        other.execute("ROLLBACK")
        await until_written(records.writer)
        await records.store.vote(ADA, COST, up=False)
    assert count(str(path), "replies") == 101
    assert rows(str(path), "SELECT up FROM votes") == [(0,)]


async def _is_down_but_quick(store: Store, writer: Writer) -> None:
    """All of this is over before the database is back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "PATIENCE", 1.0)
        patch.setattr(database, "LOCK_PATIENCE", 0.5)
        for _ in range(100):
            store.replied(EXCHANGE)
        for work in (store.vote(ADA, LAUNCH, up=True), store.forget(ADA), store.kept_of(ADA)):
            with pytest.raises(NotRecordedError):
                await work
        await eventually(lambda: writer.is_down)
    assert writer.waiting == 100


async def test_a_full_disk_costs_no_reply(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite3"
    is_full = False

    def limit(connection: Any, _record: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0] if is_full else 1 << 30
        connection.execute(f"PRAGMA max_page_count={pages}")

    async with open_records(str(path), KEY, RETENTION, {}):
        pass
    is_full = True
    event.listen(Engine, "connect", limit)
    try:
        async with open_records(str(path), KEY, RETENTION, {}) as records:
            with pytest.raises(NotRecordedError):
                await _send_many(records.store)
            kept = count(str(path), "texts")
            for _ in range(1000):
                records.store.replied(EXCHANGE)
        assert records.writer.dropped > 0
    finally:
        event.remove(Engine, "connect", limit)
    assert count(str(path), "texts") == kept


async def _send_many(store: Store) -> None:
    for number in range(1000):
        await store.send_to_editors(ADA, f"{number} " * 200)


async def test_what_could_never_be_written_is_counted_as_lost() -> None:
    nowhere = "postgresql://storybot@127.0.0.1:1/records"
    async with open_records(nowhere, KEY, RETENTION, {}) as records:
        records.store.replied(EXCHANGE)
        with pytest.raises(NotRecordedError):
            await records.store.vote(ADA, COST, up=True)
    assert records.writer.dropped == 1


async def test_a_database_that_comes_later_is_taken_up_and_what_did_not_fit_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "CAPACITY", 10)
    folder = tmp_path / "not-there-yet"
    folder.write_text("a file where the folder should be")
    async with open_records(str(folder / "records.sqlite3"), KEY, RETENTION, {}) as records:
        for _ in range(15):
            records.store.replied(EXCHANGE)
        assert (records.writer.waiting, records.writer.dropped) == (10, 5)
        folder.unlink()
        await until_written(records.writer)
    assert count(str(folder / "records.sqlite3"), "replies") == 10


@pytest.mark.parametrize("refused", [{"at": None}, {"space": "\ud800"}])
async def test_what_a_database_refuses_does_not_hold_up_what_follows(
    refused: dict[str, Any], opened: Open, address: str
) -> None:
    async with opened() as records:
        good = EXCHANGE
        records.store.replied(good)
        await until_written(records.writer)
        row = reply_row(good, 0.0) | refused
        records.writer.put(insert_once(REPLIES), row)
        records.store.replied(good)
        await until_written(records.writer)
        assert records.writer.dropped == 1
    assert count(address, "replies") == 2


async def test_what_is_written_twice_counts_once(opened: Open, address: str) -> None:
    async with opened() as records:
        records.store.replied(EXCHANGE)
        entry = records.writer._entries[0]
        await records.writer.flush()
        records.writer.put(*entry)
    assert count(address, "replies") == 1


async def test_a_database_that_comes_back_empty_refuses_once_and_gets_its_tables_anew(
    opened: Open, address: str
) -> None:
    async with opened():
        pass
    # alone: nothing in the background sees it before the vote
    backend = Backend(database_url(address, None), KEY)
    database, store = backend.database, Store(backend, RETENTION)
    await store.vote(ADA, COST, up=True)
    await _empty(database)
    with pytest.raises(NotRecordedError):
        await store.vote(ADA, COST, up=True)
    await store.vote(ADA, COST, up=False)
    database.close()
    assert [bool(up) for (up,) in rows(address, "SELECT up FROM votes")] == [False]


async def test_what_a_batch_found_missing_is_there_again_for_the_vote_that_follows(
    opened: Open, address: str
) -> None:
    async with opened() as records:
        await records.store.vote(ADA, COST, up=True)
        database = Database(database_url(address, None))
        await _empty(database)
        database.close()
        await records.shared.hold("whatever", 1.0)
        await records.store.vote(ADA, COST, up=False)
    assert [bool(up) for (up,) in rows(address, "SELECT up FROM votes")] == [False]


async def _empty(database: Database) -> None:
    await database.run(METADATA.drop_all)


async def test_a_database_of_a_newer_version_is_refused(opened: Open, address: str) -> None:
    async with opened():
        pass
    execute(address, NEWER)
    with pytest.raises(SettingsError, match="newer storybot"):
        async with opened():
            pass


async def test_a_file_that_others_write_to_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite3"
    database = Database(database_url(str(path), None))
    await database.run(lambda _: None, within=20)
    other = await locked(path)
    waiting = [
        asyncio.create_task(database.run(lambda _: "done", durable=it)) for it in (False, True)
    ]
    await asyncio.sleep(0.05)  # meanwhile the loop goes on
    other.execute("ROLLBACK")
    assert await asyncio.gather(*waiting) == ["done", "done"]
    database.close()
