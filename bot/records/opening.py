"""Opens the records for as long as a process serves, and writes what waits before it ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass

from bot.core.errors import NotRecordedError, SettingsError
from bot.folders import data_folder
from bot.ports.records import Retention
from bot.records.address import database_url
from bot.records.backend import Backend
from bot.records.database import Database, DownError
from bot.records.editors import EditorsRecords
from bot.records.inbox import DatabaseInbox
from bot.records.notices import DatabaseNotices
from bot.records.pseudonyms import find_key
from bot.records.reply_index import DatabaseReplyIndex
from bot.records.shared_state import DatabaseState
from bot.records.store import Store, rules_in
from bot.records.told_facts import DatabaseToldFacts
from bot.records.upkeep import Upkeep
from bot.records.writer import FLUSH, Writer

START = 10.0
"""Seconds that the start may wait for the database: it may have to make its tables."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenRecords:
    """Running records: the ports, and the writer for whoever measures it."""

    store: Store
    inbox: DatabaseInbox
    reply_index: DatabaseReplyIndex
    writer: Writer
    shared: DatabaseState
    editors: EditorsRecords
    told_facts: DatabaseToldFacts
    notices: DatabaseNotices


@asynccontextmanager
async def open_records(
    named: str | None, hash_key: str | None, retention: Retention, environ: Mapping[str, str]
) -> AsyncIterator[OpenRecords]:
    """Records in the database that is `named`, else in a file in the user's data folder.

    A database that is down is waited for, behind the replies' backs. Raises `SettingsError` for
    one that cannot be used as it is named, or that a newer storybot has written.
    """
    folder = data_folder(environ)
    backend = Backend(database_url(named, folder), find_key(hash_key, folder))
    inbox = DatabaseInbox(backend)
    shared = DatabaseState(backend, inbox)
    store, replies = Store(backend, retention), DatabaseReplyIndex(backend)
    with closing(backend.database):
        try:
            await backend.database.open(START)
        except DownError as error:
            _log.warning("the database is down (%s): going on without it", error.kind)
        background = (backend.writer.run(), Upkeep(backend, retention, inbox).run())
        tasks = [asyncio.create_task(it) for it in background]
        try:
            yield OpenRecords(
                *(store, inbox, replies, backend.writer, shared),
                EditorsRecords(backend, retention),
                DatabaseToldFacts(backend.database),
                DatabaseNotices(backend),
            )
        finally:
            for task in tasks:
                task.cancel()
            with suppress(TimeoutError):
                async with asyncio.timeout(FLUSH):
                    await asyncio.gather(*tasks, return_exceptions=True)
                    await backend.batches.settle()
                    await backend.writer.flush()
            backend.writer.give_up()


async def read_rules(named: str | None, environ: Mapping[str, str]) -> dict[str, str]:
    """What administrators decided, for who looks at it only; nothing where it cannot be read."""
    try:
        with closing(Database(database_url(named, data_folder(environ)))) as database:
            return await rules_in(database)
    except (SettingsError, NotRecordedError):
        return {}
