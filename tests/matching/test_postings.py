"""The inverted index computes what a dense matrix would."""

from __future__ import annotations

from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.ranking import postings as module
from bot.matching.ranking.postings import Postings
from bot.matching.ranking.rows import Floats

FEATURES = "abcdefgh"
ROW = st.dictionaries(st.sampled_from(FEATURES), st.floats(-4, 4, width=32), max_size=6)


def product(postings: Postings, query: dict[str, float]) -> Floats:
    """The product with a query of which some keys may be unknown."""
    known = {postings.ids[key]: value for key, value in query.items() if key in postings.ids}
    places = np.array(list(known), np.int32)
    return postings.product(places, np.array(list(known.values()), np.float32))


@pytest.mark.parametrize("common", [0.0, 0.2, 1.0])
@given(rows=st.lists(ROW, max_size=8), query=ROW)
@settings(derandomize=True, deadline=None, max_examples=100)
def test_the_product_is_that_of_the_dense_matrix(
    common: float, rows: list[dict[str, float]], query: dict[str, float]
) -> None:
    dense = np.array([[row.get(key, 0.0) for key in FEATURES] for row in rows])
    asked = np.array([query.get(key, 0.0) for key in FEATURES])
    with mock.patch.object(module, "COMMON", common):
        found = product(Postings.from_rows(rows), query)
    assert found.shape == (len(rows),)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, dense.reshape(len(rows), len(FEATURES)) @ asked, atol=1e-4)


@given(st.lists(ROW, max_size=8))
@settings(derandomize=True, deadline=None, max_examples=100)
def test_lists_the_rows_of_every_feature_in_order(rows: list[dict[str, float]]) -> None:
    postings = Postings.from_rows(rows)
    assert postings.height == len(rows)
    for key in FEATURES:
        expected = [place for place, row in enumerate(rows) if key in row]
        assert postings.rows_of(key).tolist() == expected
        assert [postings.has(postings.span(key), place) for place in range(len(rows))] == [
            key in row for row in rows
        ]


def test_a_feature_that_no_row_has_counts_for_nothing() -> None:
    postings = Postings.from_rows([{"ferry": 1.0}, {}])
    assert product(postings, {"bridge": 2.0}).tolist() == [0.0, 0.0]
    assert product(postings, {"bridge": 2.0, "ferry": 3.0}).tolist() == [3.0, 0.0]
    assert postings.rows_of("bridge").tolist() == []


@pytest.mark.parametrize("rows", [[], [{}], [{}, {}]])
def test_holds_rows_without_any_feature(rows: list[dict[str, float]]) -> None:
    assert product(Postings.from_rows(rows), {"a": 1.0}).tolist() == [0.0] * len(rows)
