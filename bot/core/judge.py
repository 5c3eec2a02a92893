"""The judge that the core may hear, as a port."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.model import Fact


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge finds: the id of the fact that answers the question, None where none does."""

    fact: str | None


class Judge(Protocol):
    """Says which of a few facts answers a question. It decides nothing: see `bot.core.judging`."""

    async def verdict(
        self, question: str, facts: Sequence[Fact], within: float | None = None
    ) -> Verdict | None:
        """None where there is none in time, at most `within` seconds; raises nothing."""
