"""Which messages tell what, on either database: the port `ToldFacts`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import select, update

from bot.core.model import Fact
from bot.ports.corrections import StandingPost, ToldFacts, ToldVersion, mark_of
from bot.ports.messages import Post
from bot.records.database import Database
from bot.records.feedback import reading
from bot.records.schema import PLACE, POSTS, delete_by
from bot.records.store import DOUBT

PLATFORMS = ("discord", "slack")

AT_ONCE = 100
"""Messages that are looked up at a time."""

_C = POSTS.c
_REMOVE = delete_by(POSTS, *PLACE)


class DatabaseToldFacts(ToldFacts):
    """All methods raise `DownError` where the database is down."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def told(self, platform: str, story: str, since: float) -> Sequence[ToldVersion]:
        query = (
            select(_C.fact, _C.version, _C.correction)
            .where(_C.platform == platform, _C.story == story, _C.at >= since)
            .distinct()
        )
        found = await self._database.run(lambda it: it.execute(query).all())
        return [ToldVersion(fact, version, mark or "") for fact, version, mark in found]

    async def standing(
        self, platform: str, story: str, told: ToldVersion, since: float
    ) -> Sequence[StandingPost]:
        mark = _C.correction == told.correction if told.correction else _C.correction.is_(None)
        told_so = (_C.story == story, _C.fact == told.fact, _C.version == told.version, mark)
        query = (
            select(POSTS)
            .where(_C.platform == platform, _C.at >= since, *told_so)
            .order_by(_C.at.desc())
            .limit(AT_ONCE)
        )
        return [
            StandingPost(Post(row.platform, row.space, row.channel, row.message), row.kind == DOUBT)
            for row in await self._database.run(lambda it: it.execute(query).all())
        ]

    async def put_right(self, post: Post, fact: Fact | None) -> None:
        place = {name: value for name, value in asdict(post).items() if name in PLACE}
        if fact is None:
            await self._database.run(lambda it: it.execute(_REMOVE, place))
            return
        now = {"version": fact.version, "correction": mark_of(fact) or None}
        change = update(POSTS).filter_by(**place).values(**now)
        await self._database.run(lambda it: it.execute(change))


async def read_told(
    named: str | None, environ: Mapping[str, str], story: str, since: float
) -> dict[str, dict[ToldVersion, Sequence[StandingPost]]]:
    """What was told of a story on each platform since then, with a hundred at most of the messages
    that tell it, for who looks only. Raises as `read_feedback`."""
    async with reading(named, environ) as database:
        facts = DatabaseToldFacts(database)
        found: dict[str, dict[ToldVersion, Sequence[StandingPost]]] = {}
        for name in PLATFORMS:
            told = await facts.told(name, story, since)
            found[name] = {it: await facts.standing(name, story, it, since) for it in told}
        return found
