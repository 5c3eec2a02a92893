"""What a check of a part finds, and what to do about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is: a warning works for now, a problem does not."""

    GOOD = "good"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was seen of a part, as a sentence, and the remedy where it is not good."""

    part: str
    level: Level
    what: str
    remedy: str | None = None

    @classmethod
    def of(cls, part: str, error: Exception) -> Finding:
        """The problem that `error` says in a sentence, its remedy after the colon."""
        what, _, remedy = str(error).partition(": ")
        return cls(part, Level.PROBLEM, what, remedy)


Examination = Callable[[], Awaitable[Sequence[Finding]]]
"""Looks at a part, or at all of them."""
