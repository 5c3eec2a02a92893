"""How much of what a question says each fact speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from bot.core.language.analysis import Analysis
from bot.core.language.lexicon import Lexicon
from bot.core.matching.features import ideas_of
from bot.core.matching.index import Index
from bot.core.matching.postings import Floats

COMMON_WEIGHT = 0.7
"""How much one of the commonest English words tells, beside a word that is as rare in the file."""

IDEA_WEIGHT = 0.7
"""How far a word of the same idea stands for the word itself."""


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


def coverage_of(analysis: Analysis, index: Index, lexicon: Lexicon) -> Coverage:
    """What the facts of `index` cover of `analysis`."""
    support = index.support
    ideas: dict[int, list[str]] = {}
    for place, idea in ideas_of(analysis.stems, lexicon):
        ideas.setdefault(place, []).append(idea)
    covered = np.zeros(support.height, np.float32)
    details = np.zeros(support.height, np.float32)
    total = detail_total = unseen = 0.0
    for place, (stem, tells) in enumerate(zip(analysis.stems, analysis.telling, strict=True)):
        if not tells:
            continue
        weight = index.weight_of(f"={stem}")
        if analysis.words[place] in lexicon.common:
            weight *= COMMON_WEIGHT
        share = np.zeros(support.height, np.float32)
        for idea in ideas.get(place, ()):
            share[support.rows_of(f"#{idea}")] = IDEA_WEIGHT
        share[support.rows_of(f"={stem}")] = 1.0
        total += weight
        covered += weight * share
        if not share.any():
            unseen += weight
        if analysis.words[place] not in analysis.names:
            detail_total += weight
            details += weight * share
    return Coverage(
        words=covered / total if total else covered,
        details=details / detail_total if detail_total else np.full_like(details, total > 0),
        unseen=unseen / total if total else 0.0,
        detail_weight=detail_total,
        kinds_missed=_missed((f"?{kind}" for kind in analysis.kinds - VAGUE_KINDS), index),
        kinds_beside=_beside(analysis.kinds, index),
        names_missed=_missed((f"@{name}" for name in analysis.names), index),
    )


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
