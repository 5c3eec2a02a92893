"""Risk against coverage: what answering more questions costs in answers that mislead.

After El-Yaniv and Wiener, “On the Foundations of Noise-free Selective Classification” (JMLR 11,
2010), with coverage counted by answers that are right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.ops.evaluation import JudgedCase, tally

Point = tuple[float, float]
"""Coverage, the share of the answerable questions that are answered right; and risk, the share of
the answers given that are wrong or false."""


@dataclass(frozen=True, slots=True)
class Curve:
    """What every threshold would do, and where the replies given stand.

    `line` answers with the first told candidate from some score on, the surest first. `answered`
    counts the answers given, `told` what was told with doubt as well.
    """

    line: tuple[Point, ...]
    answered: Point
    told: Point


def curve_of(judged: Sequence[JudgedCase]) -> Curve:
    """The curve of one story's questions."""
    scored = [
        (first.score, one.is_first_right) for one in judged if (first := one.first_told) is not None
    ]
    counts = counts_of(judged)
    return Curve(line_of(scored, counts["answerable"]), *points_of(counts))


def line_of(scored: Iterable[tuple[float, bool]], answerable: int) -> tuple[Point, ...]:
    """A point for each score at which another question is answered right; all of a tie together."""
    points: list[Point] = []
    right = given = 0
    ordered = sorted(scored, key=lambda one: -one[0])
    for _, tied in groupby(ordered, key=lambda one: one[0]):
        hits = [is_right for _, is_right in tied]
        right, given = right + sum(hits), given + len(hits)
        if any(hits):
            points.append((right / max(1, answerable), 1 - right / given))
    return tuple(points)


def counts_of(judged: Sequence[JudgedCase]) -> dict[str, int]:
    """The count of every share, and how many questions are answerable and unanswerable."""
    ours, others = (tally(judged, answerable=answerable) for answerable in (True, False))
    found = {name: share.count for name, share in {**others, **ours}.items()}
    asked = {"answerable": ours["right"].total, "unanswerable": others["false"].total}
    return found | asked


def given_of(counts: dict[str, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """How many answers are right and how many mislead, and with all that is told with doubt."""
    return (
        (counts["right"], counts["wrong"] + counts["false"]),
        (counts["right or told right"], counts["wrong or told wrong"] + counts["answered or told"]),
    )


def points_of(counts: dict[str, int]) -> tuple[Point, Point]:
    """Where the answers stand, and where they stand with all that is told with doubt."""
    answered, told = (
        (right / max(1, counts["answerable"]), misleading / max(1, right + misleading))
        for right, misleading in given_of(counts)
    )
    return answered, told
