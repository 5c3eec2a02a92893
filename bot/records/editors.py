"""What a running bot reads of readers' words for its editors, and keeps of their decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import func, not_, select

from bot.ports.feedback import EditorDecision, Feedback
from bot.ports.records import Retention
from bot.records.backend import Backend
from bot.records.feedback import decisions_in, texts_in
from bot.records.schema import DECISIONS, VOTES, insert_once
from bot.records.upkeep import may_be_kept

_KEEP = insert_once(DECISIONS)


class EditorsRecords:
    """The records as the channel of the editors needs them. All methods raise `DownError`."""

    def __init__(self, backend: Backend, retention: Retention) -> None:
        self._backend = backend
        self._retention = retention

    async def feedback(self, since: float) -> Feedback:
        """What readers wrote and editors decided since then, in seconds since 1970."""
        kept = may_be_kept(self._retention, self._backend.now())
        return await self._backend.database.run(
            lambda it: Feedback(texts_in(it, since, kept), decisions=decisions_in(it, since))
        )

    async def downs(self, since: float, until: float) -> dict[str, int]:
        """How often each fact was voted down between two moments."""
        when = VOTES.c.at.between(since, until)
        query = (
            select(VOTES.c.fact, func.count()).where(when, not_(VOTES.c.up)).group_by(VOTES.c.fact)
        )
        found = await self._backend.database.run(lambda it: it.execute(query).all())
        return dict(iter(found))

    async def keep(self, decisions: Sequence[EditorDecision]) -> None:
        """Keep decisions; of two on one text the first."""
        rows = [asdict(it) for it in decisions]
        await self._backend.database.run(lambda it: it.execute(_KEEP, rows))
