"""What each word says for and against each fact: counted first, then corrected by contrast.

A fact that shares the word "card" with thirty others should be told from them by its other words.
Counting alone (naive Bayes) cannot know that. So each phrasing is asked as a question: where facts
that are not its own score high, their weight for its words falls, and its own fact's rises.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.core.matching.postings import Floats, Ints

SMOOTHING = 0.05
"""What a count starts from: naive Bayes weighs a feature by log(1 + count / this)."""

RIVALS = 32
"""How many facts a phrasing is told from, its own among them: those that share most with it."""

LEARNERS = 16_000
"""How many phrasings are learnt from at most, evenly drawn, so that large files stay quick."""

ROUNDS = 15
"""Passes over the phrasings."""

STEP = 7.0
STEP_DECAY = 0.7
"""The length of a step for a fact of one phrasing, and how it shrinks with their number."""

MOMENTUM = 0.7
"""The share of the last step that the next one keeps."""

TRUST = 2.0
"""How sharply the counts alone are taken to tell the facts apart while correcting them."""

CHUNK = 4_000_000
"""How many scores are held at a time."""

Wide = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rows:
    """Sparse rows in flat arrays: row i has `columns[starts[i]:starts[i + 1]]` with `values`."""

    starts: Wide
    columns: Wide
    values: Floats
    width: int

    @property
    def lengths(self) -> Wide:
        """The number of entries of each row."""
        return np.diff(self.starts)

    @property
    def rows(self) -> Wide:
        """The row of each entry."""
        return np.repeat(np.arange(len(self.starts) - 1), self.lengths)

    def only(self, columns: npt.NDArray[np.bool_]) -> Rows:
        """The same rows with some columns, renumbered in order; `columns` has shape (width,)."""
        kept = columns[self.columns]
        starts = np.concatenate([[0], np.cumsum(kept)])[self.starts]
        places = np.cumsum(columns) - 1
        return Rows(starts, places[self.columns[kept]], self.values[kept], int(columns.sum()))

    def some(self, rows: Wide) -> Rows:
        """Some of the rows, in the given order."""
        lengths = self.lengths[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        taken = np.arange(starts[-1]) + np.repeat(self.starts[rows] - starts[:-1], lengths)
        return Rows(starts, self.columns[taken], self.values[taken], self.width)

    def sums(self, products: Floats) -> Floats:
        """The sum over each row of `products`, shape (entries, n), as shape (rows, n)."""
        summed = np.zeros((len(self.starts) - 1, products.shape[1]), np.float32)
        filled = self.lengths > 0
        if filled.any():
            summed[filled] = np.add.reduceat(products, self.starts[:-1][filled], axis=0)
        return summed


@dataclass(frozen=True, slots=True)
class Lesson:
    """What contrast adds to the weight of columns for facts: `columns`, `facts`, `values`.

    `learners` are the phrasings learnt from, ascending. `rivals` and `pulls`, shape (learners, n),
    say how far each one moved which fact along its own features, so that it can be taken back.
    """

    columns: Wide
    facts: Wide
    values: Floats
    learners: Ints
    rivals: Ints
    pulls: Floats


def counted(rows: Rows, owners: Ints, facts: int) -> tuple[Wide, Floats]:
    """The summed values of each column over the phrasings of each fact: `column * facts + fact`."""
    keys, place = np.unique(rows.columns * facts + owners[rows.rows], return_inverse=True)
    return keys, np.bincount(place, rows.values).astype(np.float32)


def learn(rows: Rows, owners: Ints, facts: int) -> Lesson:
    """Softmax regression over the rivals of each phrasing, from the counts without it as a start.

    Batch gradient descent with momentum, stopped early, which is its own regulariser (Yao, Rosasco
    & Caponnetto 2007); the start is naive Bayes, as in Wang & Manning 2012.
    """
    count = len(owners)
    learners = np.unique(np.linspace(0, count - 1, min(count, LEARNERS)).astype(np.int64))
    rows, own_fact = rows.some(learners), owners[learners].astype(np.int64)
    weights, left_out = _naive_bayes(rows, own_fact, facts)
    rivals, start = _rivals(rows, own_fact, weights, left_out)
    del weights
    slots, cells = _slots(rows.columns[:, None] * facts + rivals[rows.rows], rows.width * facts)
    own = rivals == own_fact[:, None]
    values, pulls = _descend(rows, slots, len(cells), own, start, count / facts)
    moved = np.abs(values) > 1e-3
    cells = cells[moved]
    return Lesson(
        cells // facts,
        cells % facts,
        values[moved],
        learners.astype(np.int32),
        rivals.astype(np.int32),
        pulls,
    )


def _naive_bayes(rows: Rows, own: Wide, facts: int) -> tuple[Floats, Floats]:
    """The weight of each column for each fact, and each row's score for its fact without itself."""
    at = rows.columns * facts + own[rows.rows]
    counts = np.bincount(at, rows.values, rows.width * facts).astype(np.float32)
    others = np.maximum(counts[at] - rows.values, 0.0)
    alone = np.log1p(others / SMOOTHING) * rows.values
    left_out = np.bincount(rows.rows, alone, len(own)).astype(np.float32)
    return np.log1p(counts / SMOOTHING).reshape(rows.width, facts), left_out


def _rivals(rows: Rows, own: Wide, weights: Floats, left_out: Floats) -> tuple[Wide, Floats]:
    """The facts that each row is told from, and how far the counts tell them apart."""
    facts = weights.shape[1]
    size = max(1, CHUNK // facts)
    depth = min(RIVALS, facts)
    rivals = np.empty((len(own), depth), np.int64)
    start = np.empty((len(own), depth), np.float32)
    for begin in range(0, len(own), size):
        part = np.arange(begin, min(begin + size, len(own)))
        some = rows.some(part)
        scores = np.zeros((len(part), facts), np.float32)
        for place, (first, end) in enumerate(zip(some.starts, some.starts[1:], strict=False)):
            scores[place] = some.values[first:end] @ weights[some.columns[first:end]]
        places = np.arange(len(part))
        scores[places, own[part]] = np.inf
        best = np.argpartition(-scores, depth - 1, axis=1)[:, :depth]
        scores[places, own[part]] = left_out[part]
        rivals[part], start[part] = best, TRUST * np.take_along_axis(scores, best, axis=1)
    return rivals, start


def _slots(keys: Wide, space: int) -> tuple[Wide, Wide]:
    """Each of `keys` as its place among the distinct ones, and those; all are below `space`."""
    used = np.zeros(space, np.bool_)
    used[keys] = True
    place = np.cumsum(used, dtype=np.int32) - 1
    return place[keys].astype(np.int64), np.flatnonzero(used)


def _descend(
    rows: Rows,
    slots: Wide,
    cells: int,
    own: npt.NDArray[np.bool_],
    start: Floats,
    phrasings: float,
) -> tuple[Floats, Floats]:
    """The weight of each cell, and how far each row pulled each of its rivals."""
    step = STEP / phrasings**STEP_DECAY
    of_entry, flat, values = rows.rows, slots.ravel(), rows.values[:, None]
    weights = velocity = np.zeros(cells, np.float32)
    pulls = pull = np.zeros(own.shape, np.float32)
    for _ in range(ROUNDS):
        ahead = weights + MOMENTUM * velocity
        scores = start + rows.sums(ahead[slots] * values)
        error = np.exp(scores - scores.max(axis=1, keepdims=True))
        error /= error.sum(axis=1, keepdims=True)
        error -= own
        error *= -step
        gained = np.bincount(flat, (error[of_entry] * values).ravel(), cells)
        velocity = MOMENTUM * velocity + gained.astype(np.float32)
        weights = weights + velocity
        pull = MOMENTUM * pull + error
        pulls = pulls + pull
    return weights, pulls.astype(np.float32)
