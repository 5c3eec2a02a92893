"""The AUROC of the score and its interval."""

from __future__ import annotations

import numpy as np
import pytest

from bot.core.model import Candidate, Declined, DeclineReason, Fact, Status
from bot.ops.evaluation import Case, CaseVerdict, JudgedCase
from bot.ops.separation import separation, separation_of

TOLD = Fact("told", ("Why?",), "A crack.")
UNKNOWN = Fact("unknown", ("Who?",), "Nobody says who.", status=Status.UNKNOWN)


def _judged(answerable: bool, *candidates: Candidate) -> JudgedCase:
    reply = Declined(DeclineReason.NOT_IN_STORY, candidates=candidates)
    return JudgedCase(Case("q", answerable, "any"), reply, CaseVerdict.DECLINED)


# By hand: .9 is above all three, .5 above one and ties with one, .6 above all; seen from the other
# side .5 is below two and ties with one, .1 is below three, .55 below two.
def test_the_interval_is_delongs() -> None:
    found = separation_of(np.array([0.9, 0.5, 0.6]), np.array([0.5, 0.1, 0.55]))
    assert found.auroc == pytest.approx(7.5 / 9)
    shares = np.array([[3, 1.5, 3], [2.5, 3, 2]]) / 3
    spread = (shares.var(axis=1, ddof=1) / 3).sum() ** 0.5
    assert found.low == pytest.approx(found.auroc - 1.959964 * spread)
    assert found.high == 1.0


def test_two_scores_say_nothing_about_the_spread() -> None:
    found = separation_of(np.array([0.9]), np.array([0.1]))
    assert (found.auroc, found.low, found.high) == (1.0, 0.0, 1.0)


def test_counts_what_the_story_tells_and_no_candidate_as_nothing() -> None:
    found = separation(
        [
            _judged(True, Candidate(UNKNOWN, 0.9), Candidate(TOLD, 0.6)),
            _judged(True, Candidate(TOLD, 0.5)),
            _judged(True, Candidate(UNKNOWN, 0.9)),
            _judged(False, Candidate(UNKNOWN, 0.99), Candidate(TOLD, 0.55)),
            _judged(False),
        ]
    )
    assert found is not None
    assert (found.inside, found.outside, found.auroc) == (2, 2, 0.75)


def test_one_side_alone_separates_nothing() -> None:
    assert separation([_judged(True, Candidate(TOLD, 0.6))]) is None
    assert separation([_judged(False)]) is None
