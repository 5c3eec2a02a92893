"""The records of one running process: the port `Records`, on SQLite or PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, assert_never
from uuid import uuid4
from weakref import WeakValueDictionary

from sqlalchemy import Delete, Insert, Update, delete, select, update

from bot.core.model import (
    Answered,
    Chatted,
    Declined,
    DeclineReason,
    Fact,
    Reply,
    Suggested,
    outcome,
    told,
)
from bot.ports.corrections import mark_of
from bot.ports.messages import Post, Reader
from bot.ports.records import DAY, Exchange, Kept, KeptText, KeptVote, Records, Retention
from bot.records.backend import Backend
from bot.records.database import NOT_NOW, Database, DownError
from bot.records.redaction import redacted
from bot.records.schema import (
    DECISIONS,
    NOTICES,
    OF_CHANNELS,
    OF_PEOPLE,
    OF_SPACES,
    PLACE,
    POSTS,
    REPLIES,
    RULES,
    TEXTS,
    VOTES,
    delete_by,
    insert_once,
    upsert,
)

DOUBT = "doubt"
"""The kind of a post that tells with doubt."""

_ADD_REPLY, _ADD_TEXT = insert_once(REPLIES), insert_once(TEXTS)
_PUT_POST, _PUT_VOTE, _PUT_RULES = upsert(POSTS), upsert(VOTES), upsert(RULES)
_REMOVE_POST = delete_by(POSTS, *PLACE)


CANDIDATES = 3
"""Candidates that are kept, as many as a reader is shown."""


class Store(Records):
    """Keeps what the port asks for. Votes and wishes of one person are carried out in order."""

    def __init__(self, backend: Backend, retention: Retention) -> None:
        self._backend = backend
        self._database = backend.database
        self._pseudonyms = backend.pseudonyms
        self._writer = backend.writer
        self.retention = retention
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def replied(self, exchange: Exchange) -> None:
        row = reply_row(exchange, self._backend.now())
        self._writer.put(_ADD_REPLY, row)
        if self.retention.misses is not None and exchange.question and is_miss(exchange.reply):
            row = self._text_row("miss", exchange.reader, exchange.question)
            self._writer.put(_ADD_TEXT, row)

    def posted(self, fact: Fact, post: Post, story: str = "", *, is_doubtful: bool = False) -> None:
        stated = {"fact": fact.id, "version": fact.version, "at": self._backend.now()}
        stated |= {"kind": DOUBT if is_doubtful else None, "correction": mark_of(fact) or None}
        stated |= {"story": story}
        self._writer.put(_PUT_POST, asdict(post) | stated)

    def removed(self, post: Post) -> None:
        self._writer.put(_REMOVE_POST, asdict(post))

    def keep_rules(self, space: str, rules: str) -> None:
        self._writer.put(_PUT_RULES, {"space": space, "rules": rules})

    async def rules(self) -> dict[str, str]:
        return await rules_in(self._database)

    async def vote(self, reader: Reader, fact: Fact, *, up: bool) -> None:
        row = self._row_of(reader) | {"fact": fact.id, "version": fact.version, "up": up}
        async with self._lock_of(row["person"]):
            await self._keep(_PUT_VOTE, row)

    async def report(self, reader: Reader, fact: Fact, text: str, once: str = "") -> None:
        row = self._text_row("report", reader, text, once)
        await self._keep(_ADD_TEXT, row | {"fact": fact.id})

    async def send_to_editors(self, reader: Reader, question: str, once: str = "") -> None:
        await self._keep(_ADD_TEXT, self._text_row("question", reader, question, once))

    async def kept_of(self, reader: Reader) -> Kept:
        person = self._pseudonyms.hash(reader)
        votes = select(VOTES).where(VOTES.c.person == person).order_by(VOTES.c.at)
        texts = select(TEXTS).where(TEXTS.c.person == person).order_by(TEXTS.c.at)
        notices = select(NOTICES).where(NOTICES.c.person == person).order_by(NOTICES.c.at)
        of_votes, of_texts, wishes = await self._database.run(
            lambda it: [it.execute(one).all() for one in (votes, texts, notices)]
        )
        said = [(row.kind, row) for row in of_texts] + [("notice", row) for row in wishes]
        return Kept(
            tuple(KeptVote(row.fact, row.up, _day(row.at)) for row in of_votes),
            tuple(
                KeptText(kind, row.text, _day(row.at), self._until(kind, row.at))
                for kind, row in said
            ),
        )

    async def forget(self, reader: Reader, channel: str | None = None) -> None:
        person, here = self._pseudonyms.hash(reader), {"platform": reader.platform}
        deletions = [delete(table).where(table.c.person == person) for table in OF_PEOPLE]
        if channel:
            here["channel"] = channel
            deletions += [delete(table).filter_by(**here) for table in OF_CHANNELS]
        unnamed = update(DECISIONS).where(DECISIONS.c.editor == f"{reader.platform}/{reader.id}")
        async with self._lock_of(person):
            await self._delete([*deletions, unnamed.values(editor="")])

    async def forget_space(self, platform: str, space: str) -> None:
        here = {"platform": platform, "space": space}
        deletions = [delete(table).filter_by(**here) for table in OF_SPACES]
        await self._delete([*deletions, delete(RULES).where(RULES.c.space == space)])

    async def _delete(self, deletions: Sequence[Delete | Update]) -> None:
        """Write what waits, for it may have to go too; then delete, and leave nothing behind."""
        if not await self._writer.flush():
            raise DownError(NOT_NOW)
        await self._database.run(lambda it: [it.execute(one) for one in deletions])
        await self._database.shred()

    def _lock_of(self, person: str) -> asyncio.Lock:
        """First come, first served: the last vote of a person is the one that stays."""
        return self._locks.setdefault(person, asyncio.Lock())

    async def _keep(self, statement: Insert, row: dict[str, Any]) -> None:
        await self._database.run(lambda connection: connection.execute(statement, row))

    def _row_of(self, reader: Reader) -> dict[str, Any]:
        return {
            "at": self._backend.now(),
            "person": self._pseudonyms.hash(reader),
            "platform": reader.platform,
            "space": reader.space,
        }

    def _text_row(self, kind: str, reader: Reader, text: str, once: str = "") -> dict[str, Any]:
        code = self._pseudonyms.code(once) if once else uuid4().hex
        row = {"id": code, "kind": kind, "fact": None, "text": redacted(text)}
        return self._row_of(reader) | row

    def _until(self, kind: str, at: float) -> str:
        return _day(at + self.retention.days_of(kind) * DAY)


def reply_row(exchange: Exchange, at: float) -> dict[str, Any]:
    """The row of table `replies` for `exchange`, given at `at`."""
    reply = exchange.reply
    fact = told(reply)
    return {
        "id": uuid4().hex,
        "at": at,
        "platform": exchange.reader.platform,
        "space": exchange.reader.space,
        "outcome": outcome(reply),
        "reason": str(reply.reason) if isinstance(reply, Declined) else None,
        "fact": reply.kind if isinstance(reply, Chatted) else fact.id if fact else None,
        "version": fact.version if fact else None,
        "candidates": [[it.fact.id, round(it.score, 4)] for it in reply.candidates[:CANDIDATES]],
        "knowledge": exchange.knowledge,
    }


def is_miss(reply: Reply) -> bool:
    """Whether a question about the story was neither answered nor known to be left open by it.

    What is told with doubt is one too: the file could not be sure.
    """
    match reply:
        case Suggested():
            return True
        case Declined(reason=reason):
            return reason is DeclineReason.NOT_IN_STORY
        case Answered() | Chatted():
            return False
        case _:
            assert_never(reply)


async def rules_in(database: Database) -> dict[str, str]:
    """What administrators decided, by server or workspace."""
    query = select(RULES.c.space, RULES.c.rules)
    found = await database.run(lambda connection: connection.execute(query).all())
    return {row.space: row.rules for row in found}


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).date().isoformat()
