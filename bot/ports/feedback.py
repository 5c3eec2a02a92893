"""What readers did with the answers, as the editors may see it: nobody's name, no platform's id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ReaderText:
    """Words of a reader: a "report" on a fact, a "question" sent to the editors, or a "miss".

    `at` counts seconds since 1970. `asker` is a number that tells one reader of these texts
    from another, and nothing else.
    """

    id: str
    at: float
    kind: str
    fact: str | None
    text: str
    asker: str = ""


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes on a fact, of all its versions."""

    up: int = 0
    down: int = 0


@dataclass(frozen=True, slots=True)
class Feedback:
    """What was recorded since a day. `outcomes` counts replies, `unsure` those by fact that told
    it with doubt, `votes` are by fact."""

    texts: tuple[ReaderText, ...] = ()
    outcomes: Mapping[str, int] = field(default_factory=dict)
    unsure: Mapping[str, int] = field(default_factory=dict)
    votes: Mapping[str, Votes] = field(default_factory=dict)
