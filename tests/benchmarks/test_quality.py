"""The measures of the quality benchmark give what can be worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from bot.core.model import Story
from bot.ops.separation import auroc
from tests.benchmarks.baselines import (
    ABLATIONS,
    NO_REPAIR,
    Rank,
    Ranking,
    Unavailable,
    patched,
    ranked,
    storybot,
    under,
)
from tests.benchmarks.datasets import Benchmark, story_of
from tests.benchmarks.markdown import table
from tests.benchmarks.measures import (
    auroc_figure,
    best_threshold,
    calibration_error,
    difference,
    mcc,
    mcc_figure,
    reliability,
    share,
)
from tests.benchmarks.runs import outcome

STORY = story_of(
    [
        ("where is the harbour", "place"),
        ("which street is it in", "place"),
        ("when does the ferry leave", "time"),
        ("departure of the ferry", "time"),
    ]
)


def test_auroc_counts_ties_half() -> None:
    assert auroc(np.array([0.9, 0.5]), np.array([0.5, 0.1])) == pytest.approx(0.875)
    assert auroc(np.array([1.0, 2.0]), np.array([0.0])) == 1.0


def test_auroc_of_several_draws_is_their_mean() -> None:
    inside, outside = np.array([[1.0, 1.0], [0.0, 0.0]]), np.array([[0.5], [0.5]])
    assert auroc_figure(inside, outside, draws=10).value == 0.5


def test_auroc_of_one_less_another_is_paired() -> None:
    inside, outside = np.array([0.9, 0.4, 0.6]), np.array([0.5, 0.3])
    figure = auroc_figure(inside, outside, 20, less=(inside, outside))
    assert (figure.low, figure.value, figure.high) == (0.0, 0.0, 0.0)
    better = auroc_figure(inside + 1, outside, 20, less=(inside, outside))
    assert better.value == pytest.approx(1 - 5 / 6)


def test_mcc_of_two_classes_is_the_known_formula() -> None:
    truth = np.array([1, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    guess = np.array([1, 1, 1, 0, 1, 0, 0, 0, 0, 0])
    assert mcc(truth, guess) == pytest.approx((3 * 5 - 1 * 1) / np.sqrt(4 * 4 * 6 * 6))


def test_mcc_takes_no_entry_for_a_class_of_its_own() -> None:
    truth = np.array([-1, 0, 1, 2, -1])
    assert mcc(truth, truth) == pytest.approx(1.0)
    assert mcc(truth, np.full(5, -1)) == 0.0


def test_mcc_agrees_with_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(1)
    truth, guess = rng.integers(-1, 6, 200), rng.integers(-1, 6, 200)
    assert mcc(truth, guess) == pytest.approx(metrics.matthews_corrcoef(truth, guess))


def test_best_threshold_is_where_correlation_is_highest() -> None:
    truth, guess = np.array([0, 1, -1, -1]), np.array([0, 1, 0, 1])
    assert best_threshold(truth, guess, np.array([0.9, 0.8, 0.3, 0.2])) == 0.8


def test_calibration_error_is_the_weighted_distance() -> None:
    scores = np.array([0.95, 0.95, 0.15, 0.15])
    right = np.array([True, False, False, False])
    even = np.ones(4)
    assert calibration_error(scores, right, even) == pytest.approx((0.45 + 0.15) / 2)
    heavy = np.array([1.0, 1.0, 3.0, 3.0])
    assert calibration_error(scores, right, heavy) == pytest.approx((0.45 + 3 * 0.15) / 4)


def test_a_score_of_one_lies_in_the_last_bin() -> None:
    bins = reliability(np.array([1.0, 0.0]), np.array([True, False]), np.ones(2))
    assert [place for place, one in enumerate(bins) if one] == [0, 9]


def test_share_of_several_draws_has_the_interval_of_one() -> None:
    one = share(np.array([True] * 8 + [False] * 2))
    three = share(np.array([[True] * 8 + [False] * 2] * 3))
    assert one == three
    assert str(one) == "80.0 (49.0 to 94.3)"


def test_figures_come_out_the_same_every_time() -> None:
    truth, guess = np.array([0, 1, -1, 1]), np.array([0, 1, 0, -1])
    assert mcc_figure(truth, guess, 20) == mcc_figure(truth, guess, 20)


def test_difference_is_paired() -> None:
    before = np.array([True, False, True, False])
    figure = difference(before, ~before, 50)
    assert figure.value == 0.0
    assert difference(before, before, 50).high == 0.0


def test_ranked_prefers_the_earlier_on_a_tie() -> None:
    found = ranked(np.array([[0.1, 0.7, 0.7, 0.2]]))
    assert found.best.tolist() == [[1, 2, 3]]
    assert found.top.tolist() == [0.7]


def test_few_facts_leave_places_empty() -> None:
    assert ranked(np.array([[0.3, 0.4]])).best.tolist() == [[1, 0, -1]]


def test_outcome_knows_right_from_wrong_and_apart() -> None:
    def always_place(story: Story) -> Rank:
        def rank(texts: Sequence[str]) -> Ranking:
            return ranked(np.array([[0.8, 0.2]] * len(texts)))

        return rank

    train = (("where is it", "place"), ("when is it", "time"))
    asked = (("where", "place"), ("when", "time"), ("how", "unheard of"))
    one = outcome(always_place, Benchmark("set", "split", train, asked, ("else",)), 1, (0, 1))
    assert one.right.tolist() == [[True, False, False]] * 2
    assert one.among.tolist() == [[True, True, False]] * 2
    assert one.outside.shape == (2, 1)


def test_storybot_ranks_the_facts_of_a_story() -> None:
    found = storybot(STORY)(["where can I find the harbour", "ferry departure"])
    assert found.best[:, 0].tolist() == [0, 1]


@pytest.mark.parametrize("name", ABLATIONS)
def test_what_is_taken_away_comes_back(name: str) -> None:
    before = storybot(STORY)(["where is the harbor"])
    try:
        under(ABLATIONS[name], storybot)(STORY)(["where is the harbor"])
    except Unavailable:
        pytest.skip("this version has no such part")
    after = storybot(STORY)(["where is the harbor"])
    assert (before.top == after.top).all()


def test_without_repair_a_mistake_stays() -> None:
    text = ["harbuor"]
    assert storybot(STORY)(text).top > under(NO_REPAIR, storybot)(STORY)(text).top


def test_a_part_that_is_not_there_is_said_so() -> None:
    with (
        pytest.raises(Unavailable, match="has no bot"),
        patched([("bot.core.model", "NOWHERE", lambda old: old)]),
    ):
        pytest.fail("must not run")


def test_table_is_markdown() -> None:
    assert table(["a", "b"], [[1, "x"]]) == "| a | b |\n| --- | --- |\n| 1 | x |\n"
