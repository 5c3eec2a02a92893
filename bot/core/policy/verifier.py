"""Does this fact answer this question? Evidence to a likelihood, by weights learnt on many stories.

A logistic regression over `evidence.FIELDS`. Two sets of weights, since a language model scores
otherwise than word vectors do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import mul

from bot.core.policy.evidence import FIELDS, FLAGS

INTERCEPT, BACKED_INTERCEPT = -3.572, -0.125
WEIGHTS = (
    (1.693, 0.175),  # score
    (1.441, 4.793),  # margin
    (0.748, 0.804),  # nearest
    (-0.378, 0.393),  # details
    (-0.121, -1.249),  # kinds
    (-0.181, -0.255),  # beside
    (-0.329, -1.400),  # names
    (1.699, -0.150),  # fact_share
    (-0.025, -0.006),  # fact_missing
    (-0.060, 0.097),  # fact_worst
    (0.059, -0.045),  # near_share
    (0.038, -0.017),  # near_missing
    (-0.178, 0.023),  # near_worst
    (-0.067, -0.149),  # bare
    (0.292, 0.056),  # bare_answer
    (-1.671, 1.202),  # denying
    (-0.298, 0.116),  # names_extra
    (-0.964, 0.056),  # new
    (-0.132, -0.062),  # length
    (0.471, 0.011),  # answer_length
    (-2.566, -0.344),  # opposite
    (-0.565, -0.728),  # number
    (-2.863, -0.578),  # year
    (-1.379, 2.244),  # negation
    (0.284, -3.087),  # reason
    (-1.258, 1.723),  # thing
    (0.654, -0.659),  # untold
    (-0.181, -1.674),  # unheard
    (-0.639, -0.522),  # subject
    (-0.333, -1.575),  # name
    (-2.628, -2.628),  # asker
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
