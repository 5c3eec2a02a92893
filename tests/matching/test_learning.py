"""What words say for facts is learnt from the phrasings, on few or many of them alike."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.ranking import building, features, learning
from bot.matching.ranking.rows import Rows, count, weigh, weigh_one
from tests.core.invented import TOWN, a_ranker

LENGTHS = st.lists(st.integers(0, 4), min_size=1, max_size=8)


def some_rows(lengths: list[int]) -> Rows:
    """Rows of the given lengths, their entries numbered from 0."""
    entries = sum(lengths)
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    columns = np.arange(entries, dtype=np.int32) % 5
    return Rows(starts, columns, np.arange(entries, dtype=np.float32), 5)


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
    ranker = a_ranker(TOWN)
    asked = [(fact, text) for fact in TOWN.facts for text in fact.questions]
    right = sum(TOWN.facts[ranker.match(text).order[0]] is fact for fact, text in asked)
    return right / len(asked)


@pytest.mark.parametrize(
    ("module", "limit", "most"),
    [
        (learning, "LEARNERS", 7),
        (learning, "RIVALS", 3),
        (learning, "MOST_FLAGS", 5),
        (building, "CHUNK", 5),
        (building, "ENTRIES", 40),
    ],
)
def test_limits_for_large_files_cost_a_small_one_nothing(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, limit: str, most: int
) -> None:
    monkeypatch.setattr(module, limit, most)
    assert right_share() >= 0.95


def test_building_twice_teaches_the_same() -> None:
    first, second = (a_ranker(TOWN).index for _ in range(2))
    assert first.told.keys == second.told.keys
    assert np.array_equal(first.told.values, second.told.values)


def test_a_text_is_as_long_as_what_is_known_of_it_and_blocks_count_by_their_shares() -> None:
    rarity, shares = np.array([1.0, 3.0, 2.0], np.float32), np.array([3.0, 1.0], np.float32)
    rows = weigh(count([([0, 0, 1], [7]), ([], []), ([1], [])]), rarity, shares)
    first, second = 2 / 13**0.5, 3 / 13**0.5
    assert rows.starts.tolist() == [0, 3, 3, 4]
    assert rows.columns.tolist() == [0, 1, 7, 1]
    np.testing.assert_allclose(rows.values, [first * 0.75**0.5, second * 0.75**0.5, 0.5, 1.0])


@given(st.lists(st.lists(st.integers(0, 5), max_size=6), min_size=3, max_size=3))
@settings(derandomize=True, deadline=None, max_examples=80)
def test_weighs_one_text_as_one_of_many(blocks: list[list[int]]) -> None:
    rarity, shares = np.array([1.0, 3.0, 2.0, 1.5], np.float32), (3.0, 1.0, 0.2)
    rows = weigh(count([tuple(blocks)]), rarity, np.array(shares, np.float32))
    columns, values = weigh_one(blocks, rarity, shares)
    of_block = np.repeat([0, 1, 2], [len(set(block)) for block in blocks])
    order = np.lexsort((columns, of_block))
    assert np.array_equal(rows.columns, columns[order])
    assert np.array_equal(rows.values, values[order])


def test_questions_in_words_that_no_phrasing_has_forget_the_oldest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ranker = a_ranker(TOWN)
    before = ranker.match("Why is the bridge shut?").scores
    monkeypatch.setattr(features, "REMEMBERED", 20)
    for word in ("xylophone", "quagmire", "zeppelin", "kumquat"):
        assert np.isfinite(ranker.match(f"where is the {word} of the {word}keeper").scores).all()
    assert np.array_equal(ranker.match("Why is the bridge shut?").scores, before)


@given(LENGTHS, st.data())
@settings(derandomize=True, deadline=None, max_examples=80)
def test_finds_the_largest_product_also_among_rows_without_entries(
    lengths: list[int], data: st.DataObject
) -> None:
    rows = some_rows(lengths)
    first = data.draw(st.integers(0, len(lengths)))
    end = data.draw(st.integers(first, len(lengths)))
    query = np.array([0.0, 1.0, 2.0, 0.5, 0.0], np.float32)
    every = [sum(query[column] * value for column, value in row) for row in dense(rows)[first:end]]
    largest, row = rows.largest_product(query, first, end)
    assert largest == pytest.approx(max(every, default=0.0))
    if every and 0 not in lengths:
        assert every[row - first] == pytest.approx(largest)
