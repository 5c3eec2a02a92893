"""An inverted index in flat arrays: for every feature, the rows it occurs in and how strongly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Postings:
    """`keys[i]` occurs in `rows[starts[i]:starts[i + 1]]` with `values` of the same slice.

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
        return {key: place for place, key in enumerate(self.keys)}

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
        column = np.array(features, np.int32)
        order = np.argsort(column, kind="stable")
        row_of = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        starts = np.zeros(len(ids) + 1, np.int32)
        np.cumsum(np.bincount(column, minlength=len(ids)), out=starts[1:])
        entries = np.array(values, np.float32)[order]
        return cls(tuple(ids), starts, row_of[order], entries, len(lengths))

    def product(self, query: Mapping[str, float]) -> Floats:
        """The inner product of `query` with every row, shape (height,)."""
        ids = self.ids
        known = [(ids[key], value) for key, value in query.items() if key in ids]
        if not known:
            return np.zeros(self.height, np.float32)
        places = np.array([place for place, _ in known])
        weights = np.array([value for _, value in known], np.float32)
        begins, lengths = self.starts[places], self.starts[places + 1] - self.starts[places]
        ends = np.cumsum(lengths)
        taken = np.arange(ends[-1]) + np.repeat(begins - (ends - lengths), lengths)
        products = self.values[taken] * np.repeat(weights, lengths)
        return np.bincount(self.rows[taken], products, self.height).astype(np.float32)

    def rows_of(self, key: str) -> Ints:
        """The rows that `key` occurs in, ascending; empty for an unknown key."""
        place = self.ids.get(key)
        if place is None:
            return self.rows[:0]
        return self.rows[self.starts[place] : self.starts[place + 1]]
