"""An inverted index in flat arrays: for every feature, the rows it occurs in and how strongly."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.matching.ranking.rows import Floats, Ints

Span = tuple[int, int]
"""The entries of one key: from the first number up to the second."""

COMMON = 0.2
"""A feature in more than this share of the rows is multiplied with all of them: that is quicker."""


@dataclass(frozen=True)
class Postings:
    """`keys[i]` occurs in `rows[starts[i]:starts[i + 1]]`, ascending, with `values` of that slice.

    Shapes: starts (features + 1), rows and values (entries); `height` is the number of rows.
    """

    keys: tuple[str, ...]
    starts: Ints
    rows: Ints
    values: Floats
    height: int

    @cached_property
    def ids(self) -> dict[str, int]:
        """The place of each key."""
        return dict(zip(self.keys, range(len(self.keys)), strict=True))

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, float]]) -> Postings:
        """Built from the features of each row with their values."""
        ids: dict[str, int] = {}
        features: list[int] = []
        values: list[float] = []
        lengths: list[int] = []
        for row in rows:
            features.extend([ids.setdefault(key, len(ids)) for key in row])
            values.extend(row.values())
            lengths.append(len(row))
        column = np.array(features, np.int64)
        row_of = np.repeat(np.arange(len(lengths)), lengths)
        return cls.from_entries(tuple(ids), column, row_of, np.array(values), len(lengths))

    @classmethod
    def from_entries(
        cls,
        keys: tuple[str, ...],
        columns: npt.NDArray[np.int64],
        rows: npt.NDArray[np.int64],
        values: npt.NDArray[np.floating[Any]],
        height: int,
    ) -> Postings:
        """Built from entries, rows ascending: `keys[columns[i]]` occurs in `rows[i]`."""
        order = np.argsort(columns, kind="stable")
        starts = np.zeros(len(keys) + 1, np.int32)
        np.cumsum(np.bincount(columns, minlength=len(keys)), out=starts[1:])
        row_of = rows[order].astype(np.int32)
        return cls(keys, starts, row_of, values[order].astype(np.float32), height)

    def product(self, places: Ints, weights: Floats) -> Floats:
        """The inner product of a query with every row, shape (height,).

        The query has `weights` for the keys at `places`. Rows with the same entries get the very
        same product, whatever the processor.
        """
        slots, dense = self._common
        slot = slots.take(places)
        is_common = slot >= 0
        common, rare = is_common.nonzero()[0], (~is_common).nonzero()[0]
        taken = dense.take(slot.take(common), axis=0)
        product = np.einsum("i,ij->j", weights.take(common), taken)
        product += self._product_of_rare(places.take(rare), weights.take(rare))
        return np.asarray(product, np.float32)

    @cached_property
    def _common(self) -> tuple[Ints, Floats]:
        """The place of each common key in the array, -1 for the others; shape (common, height)."""
        common = np.flatnonzero(self._lengths > COMMON * self.height)
        slots = np.full(len(self.keys), -1, np.int32)
        slots[common] = np.arange(len(common))
        dense = np.zeros((len(common), self.height), np.float32)
        for slot, place in enumerate(common.tolist()):
            entries = slice(self.starts[place], self.starts[place + 1])
            dense[slot, self.rows[entries]] = self.values[entries]
        return slots, dense

    @cached_property
    def _lengths(self) -> Ints:
        return np.diff(self.starts)

    def _product_of_rare(self, places: Ints, weights: Floats) -> Floats:
        begins = self.starts.take(places)
        lengths = self._lengths.take(places)
        ends = lengths.cumsum()
        if not len(ends) or not ends[-1]:
            return np.zeros(self.height, np.float32)
        begins += lengths
        begins -= ends
        taken = np.arange(ends[-1]) + begins.repeat(lengths)
        products = self.values.take(taken) * weights.repeat(lengths)
        return np.bincount(self.rows.take(taken), products, self.height).astype(np.float32)

    def rows_of(self, key: str) -> Ints:
        """The rows that `key` occurs in, ascending; empty for an unknown key."""
        place = self.ids.get(key)
        if place is None:
            return self.rows[:0]
        return self.rows[self.starts[place] : self.starts[place + 1]]

    def span(self, key: str) -> Span:
        """Where the entries of `key` are, for `has`; it is empty for an unknown key."""
        place = self.ids.get(key)
        return (0, 0) if place is None else (self._begins[place], self._begins[place + 1])

    def has(self, span: Span, row: int) -> bool:
        """Whether the key of `span` occurs in `row`."""
        return self.has_any((span,), row)

    def has_any(self, spans: Iterable[Span], row: int) -> bool:
        """Whether a key of any of `spans` occurs in `row`."""
        view = self._view
        for begin, end in spans:
            at = bisect_left(view, row, begin, end)
            if at < end and view[at] == row:
                return True
        return False

    @cached_property
    def _begins(self) -> memoryview[int]:
        """The starts as plain numbers, as `_view`."""
        return memoryview(self.starts.data)

    @cached_property
    def _view(self) -> memoryview[int]:
        """The rows as plain numbers, which are quicker to read one by one."""
        return memoryview(self.rows.data)
