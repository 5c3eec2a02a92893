"""What each word says for and against each fact: counted first, then corrected by contrast.

A fact that shares the word "card" with thirty others should be told from them by its other words.
Counting alone (naive Bayes) cannot know that. So each phrasing is asked as a question: where facts
that are not its own score high, their weight for its words falls, and its own fact's rises.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from bot.matching.ranking.postings import Postings
from bot.matching.ranking.rows import Floats, Ints, Rows, Wide

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

MOST_FLAGS = 20_000_000
"""Up to so many keys there may be, each has a flag: five bytes of memory for each."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What contrast adds to the weight of columns for facts, run in parallel."""

    columns: Wide
    facts: Wide
    values: Floats


def learn(rows: Rows, owners: Ints, facts: int) -> Lesson:
    """Softmax regression over the rivals of each phrasing, from the counts without it as a start.

    Batch gradient descent with momentum, stopped early, which is its own regulariser (Yao, Rosasco
    & Caponnetto 2007); the start is naive Bayes, as in Wang & Manning 2012.
    """
    count = len(owners)
    learners = np.unique(np.linspace(0, count - 1, min(count, LEARNERS)).astype(np.int64))
    rows, own_fact = rows.some(learners), owners[learners]
    rivals, start = _rivals(rows, own_fact, facts)
    keys = rows.columns[:, None].astype(np.int64) * facts + rivals[rows.rows]
    cells, slots = _distinct(keys, rows.width * facts)
    own = rivals == own_fact[:, None]
    values = _descend(rows, slots, len(cells), own, start, count / facts)
    moved = np.abs(values) > 1e-3
    columns, taught = np.divmod(cells[moved], facts)
    return Lesson(columns, taught, values[moved])


def _rivals(rows: Rows, own: Ints, facts: int) -> tuple[Ints, Floats]:
    """The facts that each row is told from, and how far the counts tell them apart.

    A row's score for its own fact is what it is without that row.
    """
    at = rows.columns.astype(np.int64) * facts + own[rows.rows]
    keys, place = _distinct(at, rows.width * facts)
    counts = np.bincount(place, rows.values)
    others = np.maximum(counts[place] - rows.values, 0.0)
    alone = np.bincount(rows.rows, np.log1p(others / SMOOTHING) * rows.values, len(own))
    columns, taught = np.divmod(keys, facts)
    weights = Postings.from_entries(
        tuple(map(str, range(rows.width))), columns, taught, np.log1p(counts / SMOOTHING), facts
    )
    depth = min(RIVALS, facts)
    rivals = np.empty((len(own), depth), np.int32)
    start = np.empty((len(own), depth), np.float32)
    for row, (first, end) in enumerate(pairwise(rows.starts.tolist())):
        scores = weights.product(rows.columns[first:end], rows.values[first:end])
        scores[own[row]] = np.inf
        best = np.argpartition(-scores, depth - 1)[:depth]
        scores[own[row]] = alone[row]
        rivals[row], start[row] = best, TRUST * scores[best]
    return rivals, start


def _distinct(keys: Wide, space: int) -> tuple[Wide, Wide]:
    """The different ones of `keys`, ascending, and the place of each key among them.

    All are below `space`. What `np.unique` does, without its sort where memory allows.
    """
    if space > MOST_FLAGS:
        found, places = np.unique(keys, return_inverse=True)
        return found, places.reshape(keys.shape)
    used = np.zeros(space, np.bool_)
    used[keys] = True
    place = np.cumsum(used, dtype=np.int32) - 1
    return used.nonzero()[0], place[keys].astype(np.int64)


def _descend(
    rows: Rows,
    slots: Wide,
    cells: int,
    own: npt.NDArray[np.bool_],
    start: Floats,
    phrasings: float,
) -> Floats:
    """The weight of each cell."""
    step = STEP / phrasings**STEP_DECAY
    of_entry, flat, values = rows.rows, slots.ravel(), rows.values[:, None]
    weights = velocity = np.zeros(cells, np.float32)
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
    return weights
