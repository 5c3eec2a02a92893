"""Does this fact answer this question? Evidence to a likelihood, by weights learnt on many stories.

A logistic regression over `figures.FIELDS`, with two weights each: for a fact of few phrasings,
and what is added for one of many.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from operator import mul

from bot.matching.verification.figures import FIELDS, FLAGS

INTERCEPT, BACKED_INTERCEPT = -2.656, -1.759
WEIGHTS = (
    (1.416, 0.031),  # score
    (1.345, 4.818),  # margin
    (0.166, 3.150),  # lead
    (-1.564, 0.000),  # unlisted
    (0.885, 1.345),  # nearest
    (-0.715, 0.785),  # details
    (-0.472, -0.632),  # kinds
    (-0.161, 0.116),  # beside
    (-0.292, -0.891),  # names
    (2.616, -0.260),  # fact_share
    (-0.042, -0.045),  # fact_missing
    (-0.051, 0.084),  # fact_worst
    (0.251, -0.442),  # near_share
    (0.032, -0.024),  # near_missing
    (-0.175, 0.091),  # near_worst
    (-0.024, -0.349),  # bare
    (0.248, 0.188),  # bare_answer
    (-1.549, 0.395),  # denying
    (-0.413, 0.554),  # names_extra
    (-0.951, -0.631),  # new
    (0.079, -0.142),  # length
    (0.357, 0.022),  # answer_length
    (-0.134, 0.183),  # asks who
    (0.219, 0.448),  # asks when
    (0.292, -0.745),  # asks where
    (0.278, 0.031),  # asks how many
    (-0.763, -1.707),  # asks how long
    (-0.129, -2.371),  # asks why
    (0.969, -0.781),  # asks name
    (0.158, -1.365),  # asks how
    (-0.008, 0.078),  # asks what
    (-0.041, -0.017),  # asks none
    (-2.039, -0.825),  # opposite
    (-0.396, -1.693),  # number
    (-2.718, -1.133),  # year
    (-1.426, 3.492),  # negation
    (0.433, -2.656),  # reason
    (-1.282, 2.869),  # thing
    (-0.554, -0.415),  # untold
    (-1.196, -2.499),  # unheard
    (-0.637, -0.284),  # subject
    (-0.286, -1.052),  # name
    (-1.434, -5.738),  # asker
)
"""Of each field, its weight for a fact of few phrasings, and what is added for one of many (times
`figures.backing`). Fitted on twelve stories' questions by `python -m tests.benchmarks.fit`."""

WITHOUT_FLAGS = len(FIELDS) - len(FLAGS)

LEAST_LOGIT = -50.0
"""Below it the exponential would soon overflow, and the likelihood is 0 anyway."""


def likelihood(values: Sequence[float], backing: float) -> float:
    """How likely the candidate of this evidence answers the question, 0 to 1."""
    return _squashed(_logit(values, backing))


def likelihood_meant(values: Sequence[float], backing: float) -> float:
    """As `likelihood`, without what the guards hold against it: is the fact what is meant?"""
    return _squashed(_logit(values[:WITHOUT_FLAGS], backing))


def _logit(values: Sequence[float], backing: float) -> float:
    intercept, weights = _weights(backing)
    logit: float = intercept + sum(map(mul, values, weights))
    return logit


@lru_cache(maxsize=256)
def _weights(backing: float) -> tuple[float, tuple[float, ...]]:
    """The intercept and the weights for a fact that is backed so well."""
    return INTERCEPT + backing * BACKED_INTERCEPT, tuple(
        weight + backing * added for weight, added in WEIGHTS
    )


def _squashed(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(logit, LEAST_LOGIT)))
