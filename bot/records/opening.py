"""Opens the records for as long as a process serves, and writes what waits before it ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from bot.core.errors import NotRecordedError, SettingsError
from bot.folders import data_folder
from bot.ports.records import Retention
from bot.records.address import database_url
from bot.records.batch_executor import BatchExecutor
from bot.records.database import Database, DownError
from bot.records.heartbeat import Heartbeat
from bot.records.inbox import DatabaseInbox
from bot.records.pseudonyms import Pseudonyms, find_key
from bot.records.reply_index import DatabaseReplyIndex
from bot.records.retention import Expiry
from bot.records.shared_state import DatabaseState
from bot.records.store import Store, rules_in
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
    pseudonyms = Pseudonyms(find_key(hash_key, folder))
    writer, batches = Writer(database), BatchExecutor(database)
    store = Store(database, pseudonyms, retention, writer)
    inbox = DatabaseInbox(database, writer, batches, pseudonyms, token_hex(8))
    shared = DatabaseState(database, batches, inbox, pseudonyms)
    replies = DatabaseReplyIndex(database, pseudonyms, writer)
    try:
        await _try_out(database)
        background = (
            writer.run(),
            Expiry(database, retention).run(),
            Heartbeat(shared, inbox).run(),
        )
        async with _running(background, writer, batches):
            yield OpenRecords(store, inbox, replies, writer, shared)
    finally:
        database.close()


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
        database.close()


@asynccontextmanager
async def _running(
    background: Iterable[Coroutine[Any, Any, None]], writer: Writer, batches: BatchExecutor
) -> AsyncIterator[None]:
    """All beside what happens; at the end what waits is written, within FLUSH seconds."""
    tasks = [asyncio.create_task(it) for it in background]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(FLUSH):
                await asyncio.gather(*tasks, return_exceptions=True)
                await batches.settle()
                await writer.flush()
        writer.give_up()


async def _try_out(database: Database) -> None:
    """Raises `SettingsError` for one that is not to be used; waits for no other."""
    try:
        await database.run(lambda _: None, within=START)
    except DownError as error:
        if isinstance(error.__cause__, SettingsError):
            raise error.__cause__ from None
        kind = type(error.__cause__).__name__
        _log.warning("the database is down (%s): going on without it", kind)
