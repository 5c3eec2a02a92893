"""What a report shows beside the file: replies over time, and the facts that are weakest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.core.model import Fact, Story
from bot.desk.inbox import REPORT
from bot.matching.strike_out import StrikeOut
from bot.ports.feedback import Feedback, Votes

PERIODS = 45
"""Periods that are shown at most: as many bars as can be told apart on a phone."""

STEPS = (1, 7, 28)
"""Days that are counted together, where that makes no more periods."""


@dataclass(frozen=True, slots=True)
class Period:
    """Replies by kind from the day `first` to the day `last`."""

    first: str
    last: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """All its replies."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Weakness:
    """What speaks against a fact.

    `rivals` are the facts with which it shares readers, worst first, and `collided` counts the
    phrasings of it and them that lead to the other; `doubts` counts replies told with doubt.
    """

    fact: Fact
    rivals: tuple[str, ...]
    collided: int
    doubts: int
    down: int
    reports: int

    @property
    def signs(self) -> int:
        """How much that is, each sign alike."""
        return self.collided + self.doubts + self.down + self.reports


def periods(days: Mapping[str, Mapping[str, int]]) -> tuple[Period, ...]:
    """All days from the first with a reply to the last, or several together where they are many."""
    if not days:
        return ()
    first, last = (date.fromisoformat(it).toordinal() for it in (min(days), max(days)))
    span = last - first + 1
    step = next((it for it in STEPS if span <= PERIODS * it), -(-span // PERIODS))
    counts = [Counter[str]() for _ in range(0, span, step)]
    for named, kinds in days.items():
        counts[(date.fromisoformat(named).toordinal() - first) // step].update(kinds)
    day = [date.fromordinal(it).isoformat() for it in range(first, last + 1)]
    ends = (min(n * step + step, span) - 1 for n in range(len(counts)))
    return tuple(Period(day[n * step], day[end], dict(counts[n])) for n, end in enumerate(ends))


def weakest(story: Story, struck: StrikeOut, feedback: Feedback) -> tuple[Weakness, ...]:
    """The facts that something speaks against, the weakest first."""
    rivals: dict[str, list[str]] = {}
    collided: Counter[str] = Counter()
    for pair in struck.collisions:
        for one, other in ((pair.fact, pair.other), (pair.other, pair.fact)):
            rivals.setdefault(one.id, []).append(other.id)
            collided[one.id] += 1 + pair.others
    reports = Counter(it.fact for it in feedback.texts if it.kind == REPORT)
    found = (
        Weakness(
            fact,
            tuple(rivals.get(fact.id, ())),
            collided[fact.id],
            feedback.unsure.get(fact.id, 0),
            feedback.votes.get(fact.id, Votes()).down,
            reports[fact.id],
        )
        for fact in story.facts
    )
    return tuple(sorted((it for it in found if it.signs), key=lambda it: -it.signs))
