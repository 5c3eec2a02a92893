"""A judge of set verdicts, so that what hears it can be tested without an endpoint."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.judge import Verdict
from bot.core.model import Fact


class FakeJudge:
    """The port `Judge`: always `said`; `asked` holds each question with the facts' ids."""

    def __init__(self, said: Verdict | None = None) -> None:
        self.said = said
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.within: list[float | None] = []

    async def verdict(
        self, question: str, facts: Sequence[Fact], within: float | None = None
    ) -> Verdict | None:
        self.asked.append((question, tuple(fact.id for fact in facts)))
        self.within.append(within)
        return self.said
