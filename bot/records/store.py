"""The records of one running process: the port `Records`, on SQLite or PostgreSQL."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import and_, delete, select
from sqlalchemy.exc import SQLAlchemyError

from bot.core.errors import NotRecordedError
from bot.core.model import Fact
from bot.ports.messages import Post, Reader
from bot.ports.records import Exchange, Kept, KeptText, KeptVote, Retention
from bot.records.bulk import Bulk
from bot.records.database import DOWN, Database
from bot.records.pseudonyms import Pseudonyms
from bot.records.redaction import redacted
from bot.records.reply_row import is_miss, reply_row
from bot.records.schema import OF_CHANNELS, OF_PEOPLE, OF_SPACES, RULES, TEXTS, VOTES
from bot.records.statements import place_of, statements
from bot.records.user_locks import UserLocks
from bot.records.writer import Entry, Writer

DAY = 24 * 60 * 60.0
NOT_NOW = "The database cannot be reached at the moment: try again in a while."


class Store:
    """Keeps what the port asks for. Votes and wishes of one person are carried out in order."""

    def __init__(
        self,
        database: Database,
        people: Pseudonyms,
        retention: Retention,
        writer: Writer,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`now` is the time of the calendar, in seconds since 1970."""
        self._database = database
        self._people = people
        self._retention = retention
        self._writer = writer
        self._now = now
        self._write = statements(database.is_sqlite)
        self._locks = UserLocks()

    @property
    def retention(self) -> Retention:
        """For how long things are kept."""
        return self._retention

    def replied(self, exchange: Exchange) -> None:
        """Keep the outcome; of a miss the text too where the operator wants that."""
        row = reply_row(exchange, self._now())
        self._writer.put(Entry(self._write.add_reply, row))
        if self._retention.misses is not None and exchange.question and is_miss(exchange.reply):
            row = self._text_row("miss", exchange.reader, exchange.question)
            self._writer.put(Entry(self._write.add_text, row))

    def posted(self, fact: Fact, post: Post) -> None:
        """Keep where `fact` stands."""
        place = {"platform": post.platform, "channel": post.channel, "message": post.message}
        told = {"space": post.space, "fact": fact.id, "version": fact.version, "at": self._now()}
        self._writer.put(Entry(self._write.put_post, place | told))

    def removed(self, post: Post) -> None:
        """Keep `post` no longer."""
        self._writer.put(Entry(self._write.remove_post, place_of(post)))

    def keep_rules(self, space: str, rules: str) -> None:
        """Keep them instead of earlier ones."""
        self._writer.put(Entry(self._write.put_rules, {"space": space, "rules": rules}))

    async def rules(self) -> dict[str, str]:
        """All of them."""
        return await rules_in(self._database)

    async def vote(self, reader: Reader, fact: Fact, *, up: bool) -> None:
        """Keep the vote instead of an earlier one."""
        person = self._people.hash(reader)
        row = {
            "person": person,
            "fact": fact.id,
            "version": fact.version,
            "platform": reader.platform,
            "space": reader.space,
            "up": up,
        }
        async with self._locks.of(person):
            await self._keep(self._write.put_vote, row | {"at": self._now()})

    async def report(self, reader: Reader, fact: Fact, text: str, once: str = "") -> None:
        """Keep what is wrong with `fact`."""
        row = self._text_row("report", reader, text, once)
        await self._keep(self._write.add_text, row | {"fact": fact.id})

    async def send_to_editors(self, reader: Reader, question: str, once: str = "") -> None:
        """Keep the question."""
        await self._keep(self._write.add_text, self._text_row("question", reader, question, once))

    async def kept_of(self, reader: Reader) -> Kept:
        """All that is kept of `reader`, oldest first."""
        person = self._people.hash(reader)
        votes = select(VOTES).where(VOTES.c.person == person).order_by(VOTES.c.at)
        texts = select(TEXTS).where(TEXTS.c.person == person).order_by(TEXTS.c.at)
        async with _durable(), self._database.begin() as connection:
            of_votes = (await connection.execute(votes)).all()
            of_texts = (await connection.execute(texts)).all()
        return Kept(
            tuple(KeptVote(row.fact, row.up, _day(row.at)) for row in of_votes),
            tuple(
                KeptText(row.kind, row.text, _day(row.at), self._until(row.kind, row.at))
                for row in of_texts
            ),
        )

    async def forget(self, reader: Reader, channel: str | None = None) -> None:
        """Delete it, and what still waits to be written."""
        person, platform = self._people.hash(reader), reader.platform
        here = {"platform": platform, "channel": channel}
        async with self._locks.of(person), _durable(), self._writer.lock:
            self._writer.purge(
                lambda it: (
                    it.get("person") == person
                    or (channel is not None and here.items() <= it.items())
                )
            )
            async with self._database.begin() as connection:
                for table in OF_PEOPLE:
                    await connection.execute(delete(table).where(table.c.person == person))
                for table in OF_CHANNELS if channel else ():
                    of_channel = and_(table.c.platform == platform, table.c.channel == channel)
                    await connection.execute(delete(table).where(of_channel))
            await self._database.checkpoint(wholly=True)

    async def forget_space(self, platform: str, space: str) -> None:
        """Delete it, and what still waits to be written."""
        async with _durable(), self._writer.lock:
            self._writer.purge(lambda values: _is_of(values, platform, space))
            async with self._database.begin() as connection:
                for table in OF_SPACES:
                    of_space = and_(table.c.platform == platform, table.c.space == space)
                    await connection.execute(delete(table).where(of_space))
                await connection.execute(delete(RULES).where(RULES.c.space == space))
            await self._database.checkpoint(wholly=True)

    async def _keep(self, statement: Bulk, row: dict[str, object]) -> None:
        async with _durable(), self._database.begin() as connection:
            await connection.exec_driver_sql(statement.sql, statement.values([row]))

    def _text_row(self, kind: str, reader: Reader, text: str, once: str = "") -> dict[str, object]:
        return {
            "id": self._people.code(once) if once else uuid4().hex,
            "at": self._now(),
            "kind": kind,
            "person": self._people.hash(reader),
            "platform": reader.platform,
            "space": reader.space,
            "fact": None,
            "text": redacted(text),
        }

    def _until(self, kind: str, at: float) -> str:
        misses = self._retention.misses
        days = misses if kind == "miss" and misses is not None else self._retention.texts
        return _day(at + days * DAY)


async def rules_in(database: Database) -> dict[str, str]:
    """What administrators decided, by server or workspace."""
    async with _durable(), database.begin() as connection:
        found = await connection.execute(select(RULES.c.space, RULES.c.rules))
        return {row.space: row.rules for row in found}


@asynccontextmanager
async def _durable() -> AsyncIterator[None]:
    """What the database refuses becomes `NotRecordedError`, without a reader's words in it."""
    try:
        yield
    except (*DOWN, SQLAlchemyError) as error:
        raise NotRecordedError(NOT_NOW) from error


def _is_of(values: dict[str, object], platform: str, space: str) -> bool:
    """Whether a row that waits belongs to a space; that of rules names no platform."""
    return values.get("space") == space and values.get("platform", platform) == platform


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).date().isoformat()
