"""An inverted index in flat arrays: for every feature, the rows it occurs in and how strongly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

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
        """Built from entries: `keys[columns[i]]` occurs in `rows[i]` with `values[i]`."""
        order = np.argsort(columns, kind="stable")
        starts = np.zeros(len(keys) + 1, np.int32)
        np.cumsum(np.bincount(columns, minlength=len(keys)), out=starts[1:])
        row_of = rows[order].astype(np.int32)
        return cls(keys, starts, row_of, values[order].astype(np.float32), height)

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
