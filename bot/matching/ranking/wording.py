"""The words of a story's phrasings and answers, with what each means and how much it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.matching.language.analysis import Analysis
from bot.matching.language.language import Language
from bot.matching.ranking.rows import Floats, Ints

ASKING, COMMON = 0.3, 0.7
"""What the scaffolding of a question, and a common word, weigh beside other words."""

UNIT = 127
"""What a unit vector is scaled to, a byte a number."""

Embed = Callable[[str], Floats]
"""A word as a vector of unit length, shape (dimensions,)."""


@dataclass(frozen=True)
class Wording:
    """The words of a story's texts: every phrasing in order, then the answer of every fact.

    Text i has the words at `places[starts[i]:starts[i + 1]]` of `words` (stems and names); an
    answer's quotes count as part of it. `content` says how much each word tells by its kind, 0 for
    grammar, and `vectors`, shape (words, dimensions), holds unit vectors times `UNIT`.
    """

    words: tuple[str, ...]
    content: Floats
    vectors: np.ndarray[tuple[int, int], np.dtype[np.int8]]
    starts: Ints
    places: Ints
    phrasings: int

    @cached_property
    def ids(self) -> dict[str, int]:
        """The place of each word."""
        return {word: place for place, word in enumerate(self.words)}

    @cached_property
    def telling(self) -> frozenset[int]:
        """The places of the content words."""
        return frozenset((self.content > 0).nonzero()[0].tolist())

    @cached_property
    def units(self) -> Floats:
        """The unit vectors of the content words; zeros for the others, and for one more, the last:
        nothing. Shape (words + 1, dimensions)."""
        units = np.zeros((len(self.words) + 1, self.vectors.shape[1]), np.float32)
        telling = self.content > 0
        units[:-1][telling] = self.vectors[telling] / np.float32(UNIT)
        return units

    def text(self, row: int) -> Ints:
        """The places of the words of one text."""
        return self.places[self.starts[row] : self.starts[row + 1]]


def build_wording(
    asked: Iterable[Sequence[Analysis]],
    answers: Iterable[Sequence[Analysis]],
    language: Language,
    embed: Embed,
) -> Wording:
    """The wording of a story; `asked` and `answers` hold the texts of each fact, in order."""
    ids: dict[str, int] = {}
    content: list[float] = []
    embedded: list[Floats] = []
    places: list[int] = []
    lengths: list[int] = []

    def add(texts: Sequence[Analysis]) -> None:
        before = len(places)
        for analysis in texts:
            for word, stem in zip(analysis.words, analysis.stems, strict=True):
                if stem not in ids:
                    ids[stem] = len(ids)
                    content.append(content_of(word, language))
                    embedded.append(embed(word))
                places.append(ids[stem])
        lengths.append(len(places) - before)

    for of_fact in asked:
        for analysis in of_fact:
            add((analysis,))
    phrasings = len(lengths)
    for of_fact in answers:
        add(of_fact)
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    return Wording(
        tuple(ids),
        np.array(content, np.float32),
        np.rint(np.array(embedded) * UNIT).astype(np.int8),
        starts,
        np.array(places, np.int32),
        phrasings,
    )


def content_of(word: str, language: Language) -> float:
    """How much a word tells by its kind alone."""
    if word in language.function_words:
        return 0.0
    if word in language.asking_words:
        return ASKING
    return COMMON if word in language.lexicon.common else 1.0
