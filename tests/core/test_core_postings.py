"""The inverted index computes what a dense matrix would."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.matching.postings import Postings

FEATURES = "abcdefgh"
ROW = st.dictionaries(st.sampled_from(FEATURES), st.floats(-4, 4, width=32), max_size=6)


@given(st.lists(ROW, max_size=8), ROW)
@settings(derandomize=True, deadline=None, max_examples=200)
def test_the_product_is_that_of_the_dense_matrix(
    rows: list[dict[str, float]], query: dict[str, float]
) -> None:
    dense = np.array([[row.get(key, 0.0) for key in FEATURES] for row in rows])
    asked = np.array([query.get(key, 0.0) for key in FEATURES])
    product = Postings.from_rows(rows).product(query)
    assert product.shape == (len(rows),)
    assert product.dtype == np.float32
    np.testing.assert_allclose(product, dense.reshape(len(rows), len(FEATURES)) @ asked, atol=1e-4)


@given(st.lists(ROW, max_size=8))
@settings(derandomize=True, deadline=None, max_examples=100)
def test_lists_the_rows_of_every_feature_in_order(rows: list[dict[str, float]]) -> None:
    postings = Postings.from_rows(rows)
    assert postings.height == len(rows)
    for key in FEATURES:
        expected = [place for place, row in enumerate(rows) if key in row]
        assert postings.rows_of(key).tolist() == expected


def test_a_feature_that_no_row_has_counts_for_nothing() -> None:
    postings = Postings.from_rows([{"ferry": 1.0}, {}])
    assert postings.product({"bridge": 2.0}).tolist() == [0.0, 0.0]
    assert postings.product({"bridge": 2.0, "ferry": 3.0}).tolist() == [3.0, 0.0]
    assert postings.rows_of("bridge").tolist() == []


@pytest.mark.parametrize("rows", [[], [{}], [{}, {}]])
def test_holds_rows_without_any_feature(rows: list[dict[str, float]]) -> None:
    assert Postings.from_rows(rows).product({"a": 1.0}).tolist() == [0.0] * len(rows)
