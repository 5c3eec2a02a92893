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


def finding_of(part: str, error: Exception) -> Finding:
    """What `error` tells to whoever can act on it; the remedy stands behind a colon."""
    what, _, remedy = str(error).removesuffix(".").partition(": ")
    return Finding(part, Level.PROBLEM, what, remedy or None)


Examination = Callable[[], Awaitable[Sequence[Finding]]]
"""Looks at a part, or at all of them."""
