"""Reads from the records what readers did with the answers, for `storybot inbox`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Integer, func, select

from bot.core.errors import NotRecordedError, UnusableInputError
from bot.folders import data_folder
from bot.ports.feedback import Feedback, ReaderText, Votes
from bot.records.address import database_url
from bot.records.database import Database
from bot.records.schema import REPLIES, TEXTS, VOTES

if TYPE_CHECKING:
    from sqlalchemy import Connection

REMEDY = (
    "run it where the bot runs, name its database in STORYBOT_DATABASE, or read with --read what "
    "“storybot inbox --export FILE” wrote there"
)


async def read_feedback(named: str | None, environ: Mapping[str, str], since: float) -> Feedback:
    """What was recorded from `since` on, in seconds since 1970.

    Raises `UnusableInputError` where there are no records, `SettingsError` for a database that
    cannot be used as it is named.
    """
    url = database_url(named, data_folder(environ))
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise UnusableInputError(f"There are no records in {url.database}: {REMEDY}.")
    database = Database(url)
    try:
        return await database.run(lambda connection: _feedback(connection, since))
    except NotRecordedError as error:
        raise UnusableInputError(f"The records cannot be read ({error}): {REMEDY}.") from None
    finally:
        database.close()


def _feedback(connection: Connection, since: float) -> Feedback:
    texts = connection.execute(select(TEXTS).where(TEXTS.c.at >= since).order_by(TEXTS.c.at))
    counted = func.count()
    recent = REPLIES.c.at >= since
    by_outcome = select(REPLIES.c.outcome, counted).where(recent).group_by(REPLIES.c.outcome)
    with_doubt = recent & (REPLIES.c.outcome == "suggest") & REPLIES.c.fact.is_not(None)
    unsure = select(REPLIES.c.fact, counted).where(with_doubt).group_by(REPLIES.c.fact)
    ups = func.sum(VOTES.c.up.cast(Integer))
    votes = select(VOTES.c.fact, ups, counted).where(VOTES.c.at >= since).group_by(VOTES.c.fact)
    return Feedback(
        tuple(
            ReaderText(row.id, row.at, row.kind, row.fact, row.text, row.person) for row in texts
        ),
        dict(map(tuple, connection.execute(by_outcome))),
        dict(map(tuple, connection.execute(unsure))),
        {fact: Votes(int(up), count - int(up)) for fact, up, count in connection.execute(votes)},
    )
