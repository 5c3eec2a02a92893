"""Opens the records for as long as a process serves, and writes what waits before it ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from secrets import token_hex

from sqlalchemy import text

from bot.core.errors import NotRecordedError, SettingsError
from bot.folders import data_folder
from bot.ports.records import Retention
from bot.records.address import database_url
from bot.records.database import CONNECTIONS, DOWN, Database
from bot.records.heartbeat import Heartbeat
from bot.records.inbox import DatabaseInbox
from bot.records.pseudonyms import Pseudonyms, find_key
from bot.records.reply_index import DatabaseReplyIndex
from bot.records.retention import Keeper
from bot.records.rounds import Rounds
from bot.records.shared_state import DatabaseState
from bot.records.store import Store, rules_in
from bot.records.writer import FLUSH, Writer

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenRecords:
    """Running records: the ports, and the writer for whoever measures it."""

    store: Store
    inbox: DatabaseInbox
    answers: DatabaseReplyIndex
    writer: Writer
    shared: DatabaseState


@asynccontextmanager
async def open_records(
    named: str | None, hash_key: str | None, retention: Retention, environ: Mapping[str, str]
) -> AsyncIterator[OpenRecords]:
    """Records in the database that is `named`, else in a file in the user's data folder.

    A database that is down is waited for, behind the replies' backs. Raises `SettingsError` for
    one that cannot be used as it is named, or that a newer storybot has written.
    """
    folder = data_folder(environ)
    database = Database(database_url(named, folder))
    writer, rounds = Writer(database), Rounds(database)
    people, is_sqlite = Pseudonyms(find_key(hash_key, folder)), database.is_sqlite
    store = Store(database, people, retention, writer)
    inbox = DatabaseInbox(database, writer, rounds, people, token_hex(8))
    shared = DatabaseState(rounds, inbox, people, is_sqlite=is_sqlite)
    presence = Heartbeat(shared, inbox, rounds, is_sqlite=is_sqlite)
    try:
        await _try_out(database)
        async with _running(writer, Keeper(database, retention), presence, rounds):
            answers = DatabaseReplyIndex(database, people, writer)
            yield OpenRecords(store, inbox, answers, writer, shared)
    finally:
        rounds.close()
        writer.close()
        await database.close()


async def read_rules(named: str | None, environ: Mapping[str, str]) -> dict[str, str]:
    """What administrators decided, for who looks at it only; nothing where it cannot be read."""
    try:
        database = Database(database_url(named, data_folder(environ)))
    except SettingsError:
        return {}
    try:
        return await rules_in(database)
    except NotRecordedError:
        return {}
    finally:
        await database.close()


@asynccontextmanager
async def _running(
    writer: Writer, keeper: Keeper, presence: Heartbeat, rounds: Rounds
) -> AsyncIterator[None]:
    """All beside what happens; at the end what waits is written, within FLUSH seconds."""
    tasks = [asyncio.create_task(it.run()) for it in (writer, keeper, presence)]
    try:
        yield
    finally:
        for one in (writer, keeper, presence):
            one.stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(FLUSH):
                await asyncio.gather(*tasks)
                await rounds.settle()
                await writer.flush()
        writer.give_up()


NEEDED = CONNECTIONS + 2
"""Connections to PostgreSQL that a process has at most: one more each for records and for what
processes share."""

_ALLOWED = text("""
    SELECT least(
        current_setting('max_connections')::int
            - current_setting('superuser_reserved_connections')::int,
        (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user),
        (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database())
    )
""")


async def _try_out(database: Database) -> None:
    try:
        async with database.begin() as connection:
            if not database.is_sqlite:
                allowed = (await connection.execute(_ALLOWED)).scalar_one()
                if allowed < NEEDED:
                    _log.warning(
                        "PostgreSQL allows %d connections, and a process needs up to %d: raise "
                        "that, or records may be lost",
                        *(allowed, NEEDED),
                    )
    except SettingsError:
        raise
    except DOWN as error:
        _log.warning("the database is down (%s): going on without it", type(error).__name__)
