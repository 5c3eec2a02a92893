"""Does this fact answer this question? Evidence to a likelihood, by weights learnt on many stories.

A logistic regression over `evidence.FIELDS`. Two sets of weights, since a language model scores
otherwise than word vectors do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import mul

from bot.core.policy.evidence import FIELDS, FLAGS

INTERCEPT, BACKED_INTERCEPT = -3.618, -0.086
WEIGHTS = (
    (1.753, 0.191),  # score
    (1.078, 5.087),  # margin
    (0.754, 0.872),  # nearest
    (-0.321, -1.000),  # names
    (1.408, -0.108),  # fact_share
    (-0.013, -0.005),  # fact_missing
    (-0.077, 0.112),  # fact_worst
    (0.048, -0.089),  # near_share
    (0.037, -0.016),  # near_missing
    (-0.180, 0.031),  # near_worst
    (-0.090, -0.202),  # bare
    (0.337, 0.040),  # bare_answer
    (-1.542, 1.227),  # denying
    (-0.358, 0.115),  # names_extra
    (-0.977, 0.046),  # new
    (-0.167, -0.064),  # length
    (0.513, 0.006),  # answer_length
    (-2.022, -0.645),  # opposite
    (-0.573, -0.886),  # number
    (-2.835, -0.564),  # year
    (-1.491, 2.066),  # negation
    (-0.122, -3.555),  # reason
    (-1.019, 1.497),  # thing
    (0.516, -0.479),  # untold
    (-0.462, -1.474),  # unheard
    (-0.616, -0.644),  # subject
    (-0.313, -1.186),  # name
    (-2.605, -2.605),  # asker
)
"""Of each field, its weight for a fact of few phrasings, and what is added for one of many (times
`evidence.backing`). Fitted on twelve stories' questions by `python -m tests.benchmarks.fit`."""

WITH_FEW = tuple(weight for weight, _ in WEIGHTS)
ADDED_WITH_MANY = tuple(added for _, added in WEIGHTS)

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
    few: float = INTERCEPT + sum(map(mul, values, WITH_FEW))
    many: float = BACKED_INTERCEPT + sum(map(mul, values, ADDED_WITH_MANY))
    return few + backing * many


def _squashed(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(logit, LEAST_LOGIT)))
