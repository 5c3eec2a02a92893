"""Does this fact answer this question? Evidence to a likelihood, by weights learnt on many stories.

A logistic regression over `evidence.FIELDS`. Two sets of weights, since a language model scores
otherwise than word vectors do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from operator import mul

from bot.core.policy.evidence import FIELDS, FLAGS

INTERCEPT, BACKED_INTERCEPT = -1.332, -1.088
WEIGHTS = (
    (1.377, -0.144),  # score
    (1.840, 4.234),  # margin
    (-0.247, 3.430),  # lead
    (-1.624, 0.000),  # unlisted
    (0.847, 1.125),  # nearest
    (-0.321, 0.844),  # details
    (-0.141, -1.239),  # kinds
    (-0.128, -0.444),  # beside
    (-0.358, -2.176),  # names
    (1.751, -0.707),  # fact_share
    (-0.037, 0.003),  # fact_missing
    (-0.061, 0.161),  # fact_worst
    (-0.077, -0.471),  # near_share
    (0.027, -0.033),  # near_missing
    (-0.194, 0.034),  # near_worst
    (0.002, -0.239),  # bare
    (0.263, 0.106),  # bare_answer
    (-1.714, 1.230),  # denying
    (-0.351, 0.138),  # names_extra
    (-1.074, -0.145),  # new
    (-0.034, -0.319),  # length
    (0.320, 0.030),  # answer_length
    (-2.528, -0.612),  # opposite
    (-0.352, -1.484),  # number
    (-2.828, -1.047),  # year
    (-1.361, 2.202),  # negation
    (0.258, -4.029),  # reason
    (-1.279, 2.151),  # thing
    (-0.297, 0.207),  # untold
    (-0.290, -2.783),  # unheard
    (-0.722, -0.908),  # subject
    (-0.347, -2.721),  # name
    (-1.369, -5.477),  # asker
)
"""Of each field, its weight for a fact of few phrasings, and what is added for one of many (times
`evidence.backing`). Fitted on twelve stories' questions by `python -m tests.benchmarks.fit`."""

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
