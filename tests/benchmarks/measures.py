"""What is measured, each with its 95 % interval: shares, AUROC, correlation, calibration.

The interval of a share is Wilson's, that of any other figure the bootstrap's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.ops.evaluation import Share
from bot.ops.separation import auroc
from tests.benchmarks.baselines import Floats, Ints
from tests.benchmarks.datasets import SEED

DRAWS = 1_000
"""Resamples of a bootstrap."""

BINS = 10
NONE = -1
"""The place of no fact."""

Bools = npt.NDArray[np.bool_]
Rng = np.random.Generator


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with its 95 % interval; `scale` is 100 for what is shown in per cent."""

    value: float
    low: float
    high: float
    scale: int = 100

    def __str__(self) -> str:
        digits = 1 if self.scale == 100 else 3
        value, low, high = (
            f"{self.scale * x:z.{digits}f}" for x in (self.value, self.low, self.high)
        )
        return f"{value} ({low} to {high})".replace("-", "−")


def share(right: Bools) -> Figure:
    """The share of True in `right`, shape (..., questions); the interval is that of one draw."""
    total = right.shape[-1]
    low, high = Share(round(float(right.mean()) * total), total).interval()
    return Figure(float(right.mean()), low, high)


def bootstrap(
    value: float, statistic: Callable[[Rng], float], draws: int = DRAWS, scale: int = 100
) -> Figure:
    """`value` with the middle 95 % of `statistic`, which resamples with the generator it gets."""
    rng = np.random.default_rng(SEED)
    low, high = np.quantile([statistic(rng) for _ in range(draws)], (0.025, 0.975))
    return Figure(value, float(low), float(high), scale)


def redrawn(rng: Rng, count: int) -> Ints:
    """As many places as there are, drawn with replacement."""
    return rng.integers(0, count, (count,), np.intp)


def difference(one: Bools, other: Bools, draws: int) -> Figure:
    """How much larger the share of `other` is, over the same questions (a paired bootstrap)."""
    gain = np.atleast_2d(other.astype(float) - one.astype(float)).mean(axis=0)
    count = len(gain)
    return bootstrap(float(gain.mean()), lambda rng: float(gain[redrawn(rng, count)].mean()), draws)


def auroc_figure(
    inside: Floats, outside: Floats, draws: int, less: tuple[Floats, Floats] | None = None
) -> Figure:
    """The mean over the first axis, less that of another pair where one is given.

    The same questions are resampled in every row.
    """
    rows = list(zip(np.atleast_2d(inside), np.atleast_2d(outside), strict=True))
    other = list(zip(*map(np.atleast_2d, less), strict=True)) if less else []
    ours, theirs = (len(part) for part in rows[0])

    def mean(some: Ints, others: Ints) -> float:
        values, lost = ([auroc(x[some], y[others]) for x, y in pairs] for pairs in (rows, other))
        return float(np.mean(values)) - (float(np.mean(lost)) if lost else 0.0)

    return bootstrap(
        mean(np.arange(ours), np.arange(theirs)),
        lambda rng: mean(redrawn(rng, ours), redrawn(rng, theirs)),
        draws,
    )


def mcc(truth: Ints, guess: Ints) -> float:
    """Matthews' correlation for many classes (Gorodkin 2004); 0 where it is undefined."""
    classes = int(max(truth.max(), guess.max())) + 2
    true, guessed = (np.bincount(x + 1, minlength=classes).astype(float) for x in (truth, guess))
    total = float(len(truth))
    spread = (total**2 - guessed @ guessed) * (total**2 - true @ true)
    if spread <= 0:
        return 0.0
    return float(((truth == guess).sum() * total - true @ guessed) / np.sqrt(spread))


def best_threshold(truth: Ints, guess: Ints, top: Floats) -> float:
    """The score below which to answer nothing, for the highest correlation on these questions."""
    tried = np.append(np.unique(top), np.inf)
    reached = [mcc(truth, np.where(top >= threshold, guess, NONE)) for threshold in tried]
    return float(tried[int(np.argmax(reached))])


def mcc_figure(truth: Ints, guess: Ints, draws: int) -> Figure:
    """The correlation with its interval."""
    count = len(truth)

    def resampled(rng: Rng) -> float:
        some = redrawn(rng, count)
        return mcc(truth[some], guess[some])

    return bootstrap(mcc(truth, guess), resampled, draws, scale=1)


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of like score: their weight, their mean score and the share that is right."""

    weight: float
    score: float
    right: float


def reliability(scores: Floats, right: Bools, weights: Floats) -> list[Bin | None]:
    """`BINS` bins of equal width from 0 to 1; None where no question lies."""
    places = np.minimum((scores * BINS).astype(int), BINS - 1)
    found: list[Bin | None] = []
    for place in range(BINS):
        inside = places == place
        weight = float(weights[inside].sum())
        shares = [float((x[inside] * weights[inside]).sum()) for x in (scores, right)]
        found.append(Bin(weight, shares[0] / weight, shares[1] / weight) if weight else None)
    return found


def calibration_error(scores: Floats, right: Bools, weights: Floats) -> float:
    """The mean distance, over bins by weight, of score from share right (Naeini et al. 2015)."""
    bins = [one for one in reliability(scores, right, weights) if one is not None]
    return sum(one.weight * abs(one.score - one.right) for one in bins) / float(weights.sum())


def calibration_figure(data: tuple[Floats, Bools, Floats], draws: int) -> Figure:
    """The calibration error with its interval."""
    scores, right, weights = data
    count = len(scores)

    def resampled(rng: Rng) -> float:
        some = redrawn(rng, count)
        return calibration_error(scores[some], right[some], weights[some])

    return bootstrap(calibration_error(*data), resampled, draws)
