"""Sparse rows in flat arrays: texts as the features they have, and how strongly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Wide = npt.NDArray[np.int64]

SMALL = 1e-9
"""Stands in for 0 where something is divided by."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Row i has `columns[starts[i]:starts[i + 1]]`, all below `width`, with `values`."""

    starts: Ints
    columns: Ints
    values: Floats
    width: int

    @property
    def lengths(self) -> Ints:
        """The number of entries of each row."""
        return np.diff(self.starts)

    @property
    def rows(self) -> Ints:
        """The row of each entry."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), self.lengths)

    def only(self, columns: npt.NDArray[np.bool_]) -> Rows:
        """The same rows with some columns, renumbered in order; `columns` has shape (width,)."""
        places = np.cumsum(columns, dtype=np.int32) - 1
        some = self.without(~columns)
        return Rows(some.starts, places[some.columns], some.values, int(columns.sum()))

    def without(self, columns: npt.NDArray[np.bool_]) -> Rows:
        """The same rows and columns, with nothing in some of these."""
        kept = ~columns[self.columns]
        starts = np.zeros(len(kept) + 1, np.int32)
        np.cumsum(kept, out=starts[1:])
        return Rows(starts[self.starts], self.columns[kept], self.values[kept], self.width)

    def some(self, rows: Wide) -> Rows:
        """Some of the rows, in the given order."""
        lengths = self.lengths[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        taken = np.arange(starts[-1]) + np.repeat(self.starts[rows] - starts[:-1], lengths)
        return Rows(starts, self.columns[taken], self.values[taken], self.width)

    def sums(self, products: Floats) -> Floats:
        """The sum over each row of `products`, shape (entries, n), as shape (rows, n)."""
        summed = np.zeros((len(self.starts) - 1, products.shape[1]), np.float32)
        filled = self.lengths > 0
        if filled.any():
            summed[filled] = np.add.reduceat(products, self.starts[:-1][filled], axis=0)
        return summed

    def largest_product(self, query: Floats, first: int, end: int) -> tuple[float, int]:
        """The largest inner product of `query`, shape (width,), with rows `first` up to `end`.

        At least 0; nothing in the rows or the query is below. With it comes the row that has it.
        """
        begin, stop = self.starts[first], self.starts[end]
        if begin == stop:
            return 0.0, first
        products = query.take(self.columns[begin:stop]) * self.values[begin:stop]
        starts = self.starts[first:end] - begin
        if starts[-1] == len(products):
            starts = starts[starts < len(products)]
        # an empty row takes the first entry of the next one, which is no larger than that row
        sums = np.add.reduceat(products, starts)
        best = int(sums.argmax())
        return float(sums[best]), first + best


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each text has each feature: entries by text, in it by block.

    `slots` is the text and its block in one number, of `lengths` there are as many: the features
    that each block lists, with repetitions.
    """

    slots: Ints
    columns: Ints
    counts: npt.NDArray[np.uint16]
    lengths: Ints


def count(texts: Sequence[Sequence[list[int]]]) -> Counts:
    """The features of texts, each a list for each block, counted."""
    blocks = [block for text in texts for block in text]
    lengths = np.array([len(block) for block in blocks], np.int32)
    flat = np.array(list(chain.from_iterable(blocks)), np.int64)
    width = int(flat.max(initial=0)) + 1
    keys = np.repeat(np.arange(len(lengths)), lengths) * width + flat
    keys.sort()
    is_new = np.ones(len(keys) + 1, np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=is_new[1:-1])
    first = is_new.nonzero()[0]
    keys = keys[first[:-1]]
    slots = keys // width
    return Counts(
        slots.astype(np.int32),
        (keys - slots * width).astype(np.int32),
        (first[1:] - first[:-1]).astype(np.uint16),
        lengths,
    )


def weigh_one(
    blocks: Sequence[list[int]], rarity: Floats, shares: tuple[float, ...]
) -> tuple[Ints, Floats]:
    """The columns and values of one text as `weigh` has them of its `count`, in whatever order.

    Of a question, there is too little to count for numpy to be quick at it.
    """
    columns: list[int] = []
    counts: list[int] = []
    lengths: list[int] = []
    for block in blocks:
        found: dict[int, int] = {}
        for column in block:
            found[column] = found.get(column, 0) + 1
        columns += found
        counts += found.values()
        lengths.append(len(found))
    places = np.array(columns, np.int32)
    weights = rarity.take(places, mode="clip") * np.array(counts, np.float32)
    slots = _SLOTS[: len(blocks)].repeat(lengths)
    squares = np.bincount(slots, weights * weights, len(blocks))
    share = _share(shares, tuple(map(bool, lengths)))
    scale = np.sqrt(share / np.maximum(squares, SMALL)).astype(np.float32)
    return places, weights * scale.take(slots)


_SLOTS = np.arange(8)


@lru_cache(maxsize=64)
def _share(shares: tuple[float, ...], filled: tuple[bool, ...]) -> Floats:
    """What each block of a text counts of the whole, where these have anything in them."""
    share = np.array(shares, np.float32) * np.array(filled)
    return np.asarray(share / np.maximum(share.sum(), SMALL), np.float32)


def weigh(found: Counts, rarity: Floats, shares: Floats) -> Rows:
    """Each text as a row of unit length (shorter by what the file has never seen).

    Each block is scaled to unit length, by `rarity`, shape (features + 1,), the last of which is
    that of any feature beyond, and then counts as much as its share, shape (blocks,), says.
    """
    weights = found.counts * rarity.take(found.columns, mode="clip")
    squares = np.bincount(found.slots, weights * weights, len(found.lengths))
    share = shares * (found.lengths > 0).reshape(-1, len(shares))
    whole = np.maximum(share.sum(axis=1, keepdims=True), SMALL)
    scale = np.sqrt((share / whole).ravel() / np.maximum(squares, SMALL)).astype(np.float32)
    starts = np.zeros(len(share) + 1, np.int32)
    np.cumsum(np.bincount(found.slots // len(shares), minlength=len(share)), out=starts[1:])
    return Rows(starts, found.columns, weights * scale[found.slots], len(rarity) - 1)
