"""Does this fact answer this question? Evidence to a likelihood, by weights learnt on many stories.

A logistic regression over `evidence.FIELDS`. Two sets of weights, since a language model scores
otherwise than word vectors do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import mul

from bot.core.policy.evidence import FIELDS, FLAGS

INTERCEPT, BACKED_INTERCEPT = -1.482, -0.419
WEIGHTS = (
    (1.362, -0.038),  # score
    (1.903, 2.966),  # margin
    (0.074, 2.537),  # lead
    (-1.721, 0.000),  # unlisted
    (0.935, 0.348),  # nearest
    (-0.298, 0.199),  # details
    (-0.126, -1.186),  # kinds
    (-0.116, -0.350),  # beside
    (-0.365, -1.535),  # names
    (1.705, -0.344),  # fact_share
    (-0.034, -0.004),  # fact_missing
    (-0.059, 0.073),  # fact_worst
    (-0.085, -0.280),  # near_share
    (0.027, -0.018),  # near_missing
    (-0.189, 0.004),  # near_worst
    (-0.002, -0.176),  # bare
    (0.265, 0.018),  # bare_answer
    (-1.705, 1.150),  # denying
    (-0.359, 0.145),  # names_extra
    (-1.055, -0.159),  # new
    (-0.036, -0.151),  # length
    (0.323, -0.025),  # answer_length
    (-2.548, -0.422),  # opposite
    (-0.370, -1.020),  # number
    (-2.865, -0.415),  # year
    (-1.342, 2.034),  # negation
    (0.256, -2.851),  # reason
    (-1.247, 1.834),  # thing
    (-0.200, 0.124),  # untold
    (-0.361, -1.741),  # unheard
    (-0.761, -0.490),  # subject
    (-0.354, -1.727),  # name
    (-2.806, -2.806),  # asker
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
