"""Evidence to probability: the file's own scale, and weights shipped with storybot.

The weights are a logistic regression over evidence in units of the file: each score is measured
against how the file scores questions whose own fact was left out. With few facts the file's own
scale shrinks to the shipped one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import mul

import numpy as np
import numpy.typing as npt

from bot.core.matching.matcher import Matcher
from bot.core.policy.evidence import Evidence, evidence_for

Vector = npt.NDArray[np.float64]

SCALED = 2
"""The first so many fields of `Evidence` (score, margin) depend on the file's scale."""

SHIPPED_CENTRE = (0.82, 0.14)
SHIPPED_SPREAD = (0.21, 0.145)
"""The scale where a file is too short to say: between those of the shipped and the second story."""

MOST = 4.0
"""Scaled scores beyond it say no more: in a short file nothing else may come near by chance."""

SHIPPED_WEIGHT = 40.0
"""The shipped scale counts as much as so many of the file's own phrasings."""

SAMPLE = 160
"""Phrasings of the file that are tried as questions; more change no decision measurably."""

INTERCEPT = -0.248
WEIGHTS = (
    0.603,  # score
    0.618,  # margin
    0.509,  # nearest
    0.735,  # words
    0.911,  # details
    -0.665,  # unseen
    -1.656,  # kinds
    -0.216,  # beside
    -1.066,  # names
    0.035,  # weight
)
"""Fitted on the tuning questions of two stories by `python -m tests.benchmarks.fit`."""

SEMANTIC_CENTRE = (1.12, 0.185)
SEMANTIC_SPREAD = (0.263, 0.19)
SEMANTIC_INTERCEPT = -0.334
SEMANTIC_WEIGHTS = (
    0.495,  # score
    0.897,  # margin
    0.458,  # nearest
    0.716,  # words
    1.269,  # details
    -0.415,  # unseen
    -1.909,  # kinds
    -0.245,  # beside
    -0.242,  # names
    -0.140,  # weight
)
"""The same four with a language model (`python -m tests.benchmarks.fit --semantic`)."""

LEAST_LOGIT = -50.0
"""Below it the exponential would soon overflow, and the likelihood is 0 anyway."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The scale of one file: where scores lie when the right fact is missing, and how widely.

    `semantic` says that the scores are those of a matcher with a language model.
    """

    centre: tuple[float, ...] = SHIPPED_CENTRE
    spread: tuple[float, ...] = SHIPPED_SPREAD
    semantic: bool = False

    def scaled(self, evidence: Evidence) -> tuple[float, ...]:
        """The evidence in units of the file, in the order of its fields."""
        values = evidence.values()
        scale = zip(values, self.centre, self.spread, strict=False)
        scaled = ((value - centre) / spread for value, centre, spread in scale)
        return (*(max(-MOST, min(one, MOST)) for one in scaled), *values[SCALED:])

    def probability(self, evidence: Evidence) -> float:
        """How likely the candidate is right, 0 to 1."""
        intercept, weights = INTERCEPT, WEIGHTS
        if self.semantic:
            intercept, weights = SEMANTIC_INTERCEPT, SEMANTIC_WEIGHTS
        logit = intercept + sum(map(mul, self.scaled(evidence), weights))
        return 1.0 / (1.0 + math.exp(-max(logit, LEAST_LOGIT)))


def learn_calibration(matcher: Matcher) -> Calibration:
    """The scale of the matcher's file, from an even sample of its phrasings as questions.

    Each is asked without itself in the index and with its own fact struck out, so the best
    candidate left is a near miss.
    """
    asked = [(place, text) for place, fact in enumerate(matcher.facts) for text in fact.questions]
    sample = range(0, len(asked), max(1, len(asked) // SAMPLE))
    near_misses = [matcher.near_miss(asked[row][1], row, asked[row][0]) for row in sample]
    seen = np.array(
        [
            evidence_for(match, match.order[0], matcher.index).values()[:SCALED]
            for match in near_misses
            if match
        ]
    )
    semantic = matcher.sense.is_model
    centre, spread = _shipped_scale(semantic)
    if len(seen):
        share = len(seen) / (len(seen) + SHIPPED_WEIGHT)
        centre = share * seen.mean(axis=0) + (1 - share) * centre
        spread = share * seen.std(axis=0) + (1 - share) * spread
    return Calibration(tuple(centre.tolist()), tuple(spread.tolist()), semantic)


def _shipped_scale(semantic: bool) -> tuple[Vector, Vector]:
    if semantic:
        return np.array(SEMANTIC_CENTRE), np.array(SEMANTIC_SPREAD)
    return np.array(SHIPPED_CENTRE), np.array(SHIPPED_SPREAD)
