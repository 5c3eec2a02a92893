"""How much of what a question says each fact speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress

import numpy as np

from bot.matching.language.analysis import Analysis
from bot.matching.language.lexicon import Lexicon
from bot.matching.ranking.features import ideas_by_place
from bot.matching.ranking.index import Index
from bot.matching.ranking.rows import Floats, Ints

COMMON_WEIGHT = 0.7
"""How much a very common word of the language tells, beside a word that is as rare in the file."""

IDEA_WEIGHT = 0.7
"""How far a word of the same idea stands for the word itself."""


REMEMBERED = 2_000
"""Words of which it is remembered who speaks of them; their number bounds the memory."""

VAGUE_KINDS = frozenset({"how", "what"})
"""Kinds that say too little of what is wanted to hold against a fact."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares, 0 to 1, of a question's telling words, each word weighted by its rarity.

    `words` and `details` (words that are no names) have one share for each fact, shape (facts,):
    what the fact speaks of. `unseen` is the share that no fact speaks of. `detail_weight` is the
    summed rarity of the details, 0 where the question names things and asks nothing of them.
    `kinds_missed` and `names_missed`, shape (facts,), count the kinds of thing asked for that no
    phrasing of the fact asks for, and the names that the fact does not speak of. `kinds_beside` is
    1 for facts that are mostly asked for one kind of thing, when the question asks for another.
    """

    words: Floats
    details: Floats
    unseen: float
    detail_weight: float
    kinds_missed: Floats
    kinds_beside: Floats
    names_missed: Floats


class Coverer:
    """Tells what the facts of an index cover of a text; remembers what they cover of words."""

    def __init__(self, index: Index, lexicon: Lexicon) -> None:
        self._index = index
        self._lexicon = lexicon
        self._shares = lru_cache(maxsize=REMEMBERED)(self._shares_of)
        self._missed_kinds = lru_cache(maxsize=REMEMBERED)(self._missed_kinds_of)

    def coverage(self, analysis: Analysis) -> Coverage:
        """What the facts cover of `analysis`."""
        ideas = ideas_by_place(analysis.stems, self._lexicon)
        rows: list[Ints] = []
        told: list[Floats] = []
        details, weights = [], []
        total = detail_total = unseen = 0.0
        common, names = self._lexicon.common, analysis.names
        parallel = zip(analysis.words, analysis.stems, ideas, strict=True)
        for word, stem, meant in compress(parallel, analysis.telling):
            rarity, found, shares = self._shares(stem, meant)
            weight = rarity * (COMMON_WEIGHT if word in common else 1.0)
            total += weight
            if not len(found):
                unseen += weight
            detail = 0.0 if word in names else weight
            detail_total += detail
            rows.append(found)
            told.append(shares)
            weights.append(weight)
            details.append(detail)
        kinds_missed, kinds_beside = self._missed_kinds(analysis.kinds)
        covered = self._summed(rows, told, weights, total)
        if not detail_total:
            of_details = np.full(self._index.facts, total > 0, np.float32)
        else:
            of_details = self._summed(rows, told, details, detail_total) if names else covered
        return Coverage(
            words=covered,
            details=of_details,
            unseen=unseen / total if total else 0.0,
            detail_weight=detail_total,
            kinds_missed=kinds_missed,
            kinds_beside=kinds_beside,
            names_missed=_missed((f"@{name}" for name in names), self._index),
        )

    def _summed(
        self, rows: list[Ints], shares: list[Floats], weights: list[float], total: float
    ) -> Floats:
        """The shares of `total` that each fact covers, with those of each word that weighs so."""
        if not total:
            return np.zeros(self._index.facts, np.float32)
        weight = np.array(weights, np.float32).repeat([len(it) for it in rows])
        every = np.concatenate(shares) * weight / total
        summed = np.bincount(np.concatenate(rows), every, self._index.facts)
        return np.asarray(summed, np.float32)

    def _shares_of(self, stem: str, ideas: tuple[str, ...]) -> tuple[float, Ints, Floats]:
        """How rare a word is; the facts that speak of it at least in other words, and how far."""
        support, weight = self._index.support, self._index.weight_of(f"={stem}")
        said = support.rows_of(f"={stem}")
        if not ideas:
            return weight, said, np.ones(len(said), np.float32)
        share = np.zeros(support.height, np.float32)
        for idea in ideas:
            share[support.rows_of(f"#{idea}")] = IDEA_WEIGHT
        share[said] = 1.0
        rows = share.nonzero()[0]
        return weight, rows.astype(np.int32), share[rows]

    def _missed_kinds_of(self, kinds: frozenset[str]) -> tuple[Floats, Floats]:
        missed = _missed((f"?{kind}" for kind in kinds - VAGUE_KINDS), self._index)
        return missed, _beside(kinds, self._index)


def _beside(kinds: frozenset[str], index: Index) -> Floats:
    beside = np.zeros(index.support.height, np.float32)
    if kinds:
        beside[index.support.rows_of("^")] = 1.0
        for kind in kinds:
            beside[index.support.rows_of(f"^{kind}")] = 0.0
    return beside


def _missed(keys: Iterable[str], index: Index) -> Floats:
    missed = np.zeros(index.support.height, np.float32)
    for key in keys:
        missed += 1.0
        missed[index.support.rows_of(key)] -= 1.0
    return missed
