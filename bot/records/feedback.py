"""Reads from the records what readers did with the answers, for `storybot inbox`."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Integer, bindparam, cast, func, select

from bot.core.errors import UnusableInputError
from bot.folders import data_folder
from bot.ports.feedback import CHAT, DOUBT, EditorDecision, Feedback, ReaderText, Votes, kind_of
from bot.ports.records import DAY, Retention
from bot.records.address import database_url
from bot.records.database import Database, DownError
from bot.records.schema import DECISIONS, REPLIES, SCHEMA, TEXTS, VOTES
from bot.records.upkeep import may_be_kept

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

REMEDY = (
    "run it where the bot runs, name its database in STORYBOT_DATABASE, or read with --read what "
    "“storybot inbox --export FILE” wrote there"
)


_DAY = (cast(REPLIES.c.at, BigInteger) // int(DAY)).label("day")
_COUNTED = (
    select(_DAY, REPLIES.c.outcome, REPLIES.c.fact, func.count())
    .where(REPLIES.c.at >= bindparam("since"))
    .group_by(_DAY, REPLIES.c.outcome, REPLIES.c.fact)
    .order_by(_DAY)
)
"""Replies by day, outcome and fact. Whole seconds divide alike in both databases."""


async def read_feedback(
    named: str | None, environ: Mapping[str, str], since: float, retention: Retention, now: float
) -> Feedback:
    """What was recorded from `since` on and may still be kept, in seconds since 1970.

    Raises `UnusableInputError` where there are no records, `SettingsError` for a database that
    cannot be used as it is named, or that a newer storybot has written.
    """
    kept = may_be_kept(retention, now)
    async with reading(named, environ) as database:
        return await database.run(lambda connection: _feedback(connection, since, kept))


@asynccontextmanager
async def reading(named: str | None, environ: Mapping[str, str]) -> AsyncIterator[Database]:
    """The database, for who looks at it only; raises as `read_feedback`."""
    url = database_url(named, data_folder(environ))
    if url.get_backend_name() == "sqlite":
        _must_be_records(Path(url.database or ""))
    with closing(Database(url)) as database:
        try:
            await database.open()
            yield database
        except DownError as error:
            raise UnusableInputError(f"The records cannot be read ({error}): {REMEDY}.") from None


def _must_be_records(path: Path) -> None:
    """A file that holds no records is left as it is; opened as such, it would get their tables."""
    if not path.is_file():
        raise UnusableInputError(f"There are no records in {path}: {REMEDY}.")
    query = "SELECT 1 FROM sqlite_master WHERE name = ?"
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as file:
            has_any = file.execute(query, (SCHEMA.name,)).fetchone() is not None
    except sqlite3.Error as error:
        raise UnusableInputError(f"{path} cannot be read ({error}): {REMEDY}.") from None
    if not has_any:
        raise UnusableInputError(f"{path} holds no records of storybot: {REMEDY}.")


def _feedback(connection: Connection, since: float, kept: ColumnElement[bool]) -> Feedback:
    texts = texts_in(connection, since, kept)
    ups, counted = func.sum(VOTES.c.up.cast(Integer)), func.count()
    votes = select(VOTES.c.fact, ups, counted).where(VOTES.c.at >= since).group_by(VOTES.c.fact)
    by_fact = {fact: Votes(int(up), n - int(up)) for fact, up, n in connection.execute(votes)}
    outcomes, unsure, told = Counter[str](), Counter[str](), Counter[str]()
    days: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for number, outcome, fact, count in connection.execute(_COUNTED, {"since": since}):
        kind = kind_of(outcome, has_fact=fact is not None)
        days[datetime.fromtimestamp(number * DAY, UTC).date().isoformat()][kind] += count
        outcomes[outcome] += count
        if kind == DOUBT:
            unsure[fact] += count
        if fact is not None and kind != CHAT:
            told[fact] += count
    by_day = {day: dict(kinds) for day, kinds in days.items()}
    decisions = decisions_in(connection, since)
    return Feedback(texts, dict(outcomes), dict(unsure), by_fact, by_day, dict(told), decisions)


def texts_in(
    connection: Connection, since: float, kept: ColumnElement[bool]
) -> tuple[ReaderText, ...]:
    """What readers wrote, oldest first, as far as it is `kept`."""
    query = select(TEXTS).where(TEXTS.c.at >= since, kept).order_by(TEXTS.c.at)
    askers: dict[str, str] = {}
    texts = []
    for row in connection.execute(query):
        asker = askers.setdefault(row.person, str(len(askers) + 1))
        texts.append(ReaderText(row.id, row.at, row.kind, row.fact, row.text, asker))
    return tuple(texts)


def decisions_in(connection: Connection, since: float) -> tuple[EditorDecision, ...]:
    """What editors decided in their channel, first things first."""
    query = select(DECISIONS).where(DECISIONS.c.at >= since).order_by(DECISIONS.c.at)
    return tuple(
        EditorDecision(it.id, it.at, it.kind, it.editor, it.fact, it.text, it.patch)
        for it in connection.execute(query)
    )
