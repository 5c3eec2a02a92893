"""Does this fact answer this question? Evidence to a likelihood, by weights learnt on many stories.

A logistic regression over `evidence.FIELDS`. Two sets of weights, since a language model scores
otherwise than word vectors do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import mul

from bot.core.policy.evidence import FIELDS, FLAGS

INTERCEPT = -3.609
WEIGHTS = (
    1.821,  # score
    0.992,  # margin
    4.482,  # backed
    0.802,  # nearest
    -0.375,  # names
    1.372,  # fact_share
    -0.016,  # fact_missing
    -0.069,  # fact_worst
    -0.014,  # near_share
    0.034,  # near_missing
    -0.178,  # near_worst
    -0.108,  # bare
    0.339,  # bare_answer
    -1.502,  # denying
    -0.342,  # names_extra
    -0.952,  # new
    -0.158,  # length
    0.515,  # answer_length
    -2.123,  # opposite
    -0.635,  # number
    -2.859,  # year
    -1.182,  # negation
    -0.679,  # reason
    -0.907,  # thing
    0.450,  # untold
    -0.807,  # unheard
    -0.612,  # subject
    -0.367,  # name
    -4.465,  # asker
)
"""Fitted on the questions of thirteen stories by `python -m tests.benchmarks.fit`."""

WITHOUT_FLAGS = len(FIELDS) - len(FLAGS)

LEAST_LOGIT = -50.0
"""Below it the exponential would soon overflow, and the likelihood is 0 anyway."""


def likelihood(values: Sequence[float]) -> float:
    """How likely the candidate of this evidence answers the question, 0 to 1."""
    return _squashed(INTERCEPT + sum(map(mul, values, WEIGHTS)))


def likelihood_meant(values: Sequence[float]) -> float:
    """As `likelihood`, without what the guards hold against it: is the fact what is meant?"""
    return _squashed(INTERCEPT + sum(map(mul, values[:WITHOUT_FLAGS], WEIGHTS)))


def _squashed(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(logit, LEAST_LOGIT)))
