"""What the core needs from outside, as protocols."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from bot.core.model import Fact


class Clock(Protocol):
    """Time as an argument."""

    def now(self) -> float:
        """Seconds since some fixed moment; never runs backwards."""


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


class Embedder(Protocol):
    """Texts as vectors that lie close to each other where the texts mean the like.

    `identity` differs between embedders whose vectors may differ.
    """

    identity: str

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """A row of unit length for each text, shape (texts, dimensions).

        A text's row does not depend on the other texts.
        """
