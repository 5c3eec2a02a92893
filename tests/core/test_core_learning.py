"""What words say for facts is learnt from the phrasings, on few or many of them alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.matching import learning
from bot.core.matching.learning import Rows
from bot.core.policy.calibration import learn_calibration
from tests.core.invented import TOWN, a_matcher

LENGTHS = st.lists(st.integers(0, 4), min_size=1, max_size=8)


def some_rows(lengths: list[int]) -> Rows:
    """Rows of the given lengths, their entries numbered from 0."""
    count = sum(lengths)
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    columns = np.arange(count, dtype=np.int64) % 5
    return Rows(starts, columns, np.arange(count, dtype=np.float32), 5)


def dense(rows: Rows) -> list[list[tuple[int, float]]]:
    """Each row as its columns and values."""
    return [
        list(zip(rows.columns[one:end].tolist(), rows.values[one:end].tolist(), strict=True))
        for one, end in zip(rows.starts, rows.starts[1:], strict=False)
    ]


@given(LENGTHS)
@settings(derandomize=True, deadline=None, max_examples=80)
def test_sums_every_row_also_those_without_entries(lengths: list[int]) -> None:
    rows = some_rows(lengths)
    entries = np.arange(2 * sum(lengths), dtype=np.float32).reshape(-1, 2)
    expected = [entries[rows.rows == row].sum(axis=0) for row in range(len(lengths))]
    np.testing.assert_allclose(rows.sums(entries), np.array(expected))


@given(LENGTHS, st.data())
@settings(derandomize=True, deadline=None, max_examples=80)
def test_takes_some_rows_and_some_columns(lengths: list[int], data: st.DataObject) -> None:
    rows = some_rows(lengths)
    chosen = data.draw(st.lists(st.integers(0, len(lengths) - 1), min_size=1, max_size=5))
    assert dense(rows.some(np.array(chosen))) == [dense(rows)[row] for row in chosen]
    columns = np.array([True, False, True, True, False])
    numbers = {0: 0, 2: 1, 3: 2}
    assert dense(rows.only(columns)) == [
        [(numbers[column], value) for column, value in row if column in numbers]
        for row in dense(rows)
    ]


def right_share() -> float:
    """The share of the town's phrasings whose own fact comes first, in an index built now."""
    matcher = a_matcher(TOWN)
    learn_calibration(matcher)
    asked = [(fact, text) for fact in TOWN.facts for text in fact.questions]
    right = sum(TOWN.facts[matcher.match(text).order[0]] is fact for fact, text in asked)
    return right / len(asked)


@pytest.mark.parametrize(
    ("limit", "most"), [("LEARNERS", 7), ("RIVALS", 3), ("CHUNK", 5), ("CHUNK", 40)]
)
def test_limits_for_large_files_cost_a_small_one_nothing(
    monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    monkeypatch.setattr(learning, limit, most)
    assert right_share() >= 0.95


def test_building_twice_teaches_the_same() -> None:
    first, second = (a_matcher(TOWN).index for _ in range(2))
    assert first.texts.keys == second.texts.keys
    assert np.array_equal(first.texts.values, second.texts.values)
