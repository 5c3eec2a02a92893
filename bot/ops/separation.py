"""Whether the score tells right candidates from questions without an answer: the AUROC."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from bot.ops.evaluation import Z_95, JudgedCase

Floats = npt.NDArray[np.float64]

FEWEST = 2
"""Scores on either side from which a spread can be told."""


@dataclass(frozen=True, slots=True)
class Separation:
    """How often a score of `inside` questions is above one of `outside`, a tie counting half.

    `low` and `high` bound its 95 % interval, from 0 to 1.
    """

    auroc: float
    low: float
    high: float
    inside: int
    outside: int


def separation(judged: Iterable[JudgedCase]) -> Separation | None:
    """Answerable questions whose first told candidate is right against unanswerable ones.

    Each counts with the score of its first told candidate, 0 where there is none. None where one
    side has no question.
    """
    inside, outside = [], []
    for one in judged:
        score = one.first_told.score if one.first_told else 0.0
        if not one.case.answerable:
            outside.append(score)
        elif one.is_first_right:
            inside.append(score)
    if not inside or not outside:
        return None
    return separation_of(np.array(inside), np.array(outside))


def separation_of(inside: Floats, outside: Floats) -> Separation:
    """The AUROC with the interval of DeLong, DeLong and Clarke-Pearson (Biometrics 44, 1988)."""
    value, sizes = auroc(inside, outside), (len(inside), len(outside))
    if min(sizes) < FEWEST:
        return Separation(value, 0.0, 1.0, *sizes)
    parts = (_above(inside, outside), 1 - _above(outside, inside))
    half = Z_95 * sqrt(sum(float(part.var(ddof=1)) / len(part) for part in parts))
    return Separation(value, max(0.0, value - half), min(1.0, value + half), *sizes)


def auroc(inside: Floats, outside: Floats) -> float:
    """How often a score of `inside` is above one of `outside`; a tie counts half."""
    return float(_above(inside, outside).mean())


def _above(scores: Floats, others: Floats) -> Floats:
    """For each of `scores` the share of `others` that it is above."""
    ordered = np.sort(others)
    places = [np.searchsorted(ordered, scores, side) for side in ("left", "right")]
    return np.asarray((places[0] + places[1]) / (2 * len(others)))
