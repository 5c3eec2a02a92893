"""Scores every fact against a question, and every phrasing that is like it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bot.matching.language.analysis import Analysis
from bot.matching.language.lexicon import Lexicon
from bot.matching.ranking.features import BLOCKS, WORD_MARKS, Features
from bot.matching.ranking.postings import Postings
from bot.matching.ranking.rows import Floats, Ints, Rows, weigh_one
from bot.matching.ranking.wording import Wording

WEIGHTS = {"words": 1.0, "pairs": 0.3, "skips": 0.2, "parts": 1.0, "ideas": 0.4, "kinds": 0.2}
"""How much each block of features counts, each scaled to unit length first."""

BLOCK_WEIGHTS = tuple(WEIGHTS[block] for block in BLOCKS)
"""The same in the order of the blocks."""

SHARES = np.array(BLOCK_WEIGHTS, np.float32)

SCALE = 0.0345
"""Brings the similarity to the scale of the coverage that the ranker adds."""

CORRECTION = 0.9
"""How much of what contrast teaches is believed."""

COMMONNESS = 0.5
"""How much a feature counts against all facts for what it says for them on average: without it,
out-of-scope questions in common words score too high; in full, few phrasings suffer."""


@dataclass(frozen=True, slots=True)
class Similarity:
    """How like each fact one text is, shape (facts,), and the text itself, shape (features,)."""

    facts: Floats
    text: Floats


@dataclass(frozen=True)
class Index:
    """The facts of a story, ready to be scored.

    `told` has a row for each fact with what a feature says for it; `average`, shape (features,), is
    what it says for facts on average; `burden`, shape (facts,), is what a fact loses for having
    much to say. `phrasings` are those of all facts, without parts of words (`owners` says whose),
    and `nevers` the questions that a fact must not answer (`barred` says which fact).
    `rarity`, shape (features + 1,), weighs a feature by inverse fact frequency; the last is that of
    any other. `support` has a row for each fact and holds what it speaks of, in its phrasings and
    answer: stems, ideas, names and numbers, the kinds of thing it is asked for, and whether it
    denies. `wording` holds the words of every text, to align questions to.
    """

    told: Postings
    average: Floats
    burden: Floats
    phrasings: Rows
    nevers: Rows
    owners: Ints
    barred: Ints
    rarity: Floats
    support: Postings
    wording: Wording

    @property
    def facts(self) -> int:
        """The number of facts."""
        return self.told.height

    @cached_property
    def features(self) -> Features:
        """The features of the file, by number."""
        return Features(self.told.ids)

    def weight_of(self, feature: str) -> float:
        """How much `feature` tells, by how few facts have it."""
        return float(self.rarity[self.told.ids.get(feature, -1)])

    def similarity(self, analysis: Analysis, lexicon: Lexicon) -> Similarity:
        """How like the facts a text is."""
        places, weights = weigh_one(
            self.features.read(analysis, lexicon), self.rarity, BLOCK_WEIGHTS
        )
        total = np.add.reduce(weights)
        known = places < len(self.average)
        places, weights = places[known], weights[known]
        average = weights @ self.average.take(places)
        scores = self.told.product(places, weights) - COMMONNESS * average - total * self.burden
        text = np.zeros(len(self.average), np.float32)
        text[places] = weights
        return Similarity(scores, text)

    @cached_property
    def _phrasings_with(self) -> Ints:
        return np.bincount(self.phrasings.columns, minlength=len(self.average)).astype(np.int32)

    def phrasings_with(self, feature: str) -> int:
        """How many phrasings have `feature`."""
        place = self.told.ids.get(feature)
        return 0 if place is None else int(self._phrasings_with[place])

    def nearest(self, similarity: Similarity, fact: int) -> tuple[float, int]:
        """The largest cosine of the text to a phrasing of `fact`, 0 to 1, and that phrasing."""
        first, end = self._phrasings_of[fact : fact + 2]
        return self.phrasings.largest_product(similarity.text, first, end)

    def nearest_never(self, similarity: Similarity, fact: int) -> float:
        """The largest cosine of the text to a question that `fact` must not answer, 0 to 1."""
        first, end = self._nevers_of[fact : fact + 2]
        return 0.0 if first == end else self.nevers.largest_product(similarity.text, first, end)[0]

    @cached_property
    def _phrasings_of(self) -> list[int]:
        return _starts(self.owners, self.facts)

    @cached_property
    def _nevers_of(self) -> list[int]:
        return _starts(self.barred, self.facts)


def _starts(owners: Ints, facts: int) -> list[int]:
    """Where the rows of each fact start, and where the last one's end."""
    found: list[int] = np.searchsorted(owners, np.arange(facts + 1)).tolist()
    return found


def is_word(features: Iterable[str]) -> npt.NDArray[np.bool_]:
    """Which features are words, ideas and kinds: those that contrast corrects.

    Parts of words in it lost up to 2 points with few phrasings; pairs changed less than the noise.
    """
    return np.array([feature[0] in WORD_MARKS for feature in features], np.bool_)
