"""Which words of a question a fact bears out, word by word: in its phrasings, and in its answer.

Each content word is aligned to the likest word of the fact: the same stem counts 1, a word of the
same idea `SAME_IDEA`, any other by the cosine of what the two mean. What stays unaligned is what
is asked and not supported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log1p

import numpy as np

from bot.core.language.analysis import Analyser, Analysis
from bot.core.language.english import ASKING_WORDS, DENYING_WORDS, FUNCTION_WORDS
from bot.core.language.lexicon import Lexicon
from bot.core.language.stems import stem as stem_of
from bot.core.matching.features import ideas_of
from bot.core.matching.rows import Floats, Ints

SAME_IDEA = 0.85
"""How far a word of the same idea stands for the word itself."""

HALF = 0.5
"""A word that is aligned to less than this is not supported at all."""

ASKING, COMMON = 0.3, 0.7
"""What the scaffolding of a question, and a common English word, weigh beside other words."""

UNIT = 127
"""What a unit vector is scaled to, a byte a number."""

REMEMBERED = 4_000
"""Question words whose vector is remembered."""

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

    def text(self, row: int) -> Ints:
        """The places of the words of one text."""
        return self.places[self.starts[row] : self.starts[row + 1]]


def build_wording(
    asked: Iterable[Sequence[Analysis]],
    answers: Iterable[Sequence[Analysis]],
    lexicon: Lexicon,
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
                    content.append(_content(word, lexicon))
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


def _content(word: str, lexicon: Lexicon) -> float:
    """How much a word tells by its kind alone."""
    if word in FUNCTION_WORDS:
        return 0.0
    if word in ASKING_WORDS:
        return ASKING
    return COMMON if word in lexicon.common else 1.0


@dataclass(frozen=True, slots=True)
class AskedWords:
    """The content words of a question, each once.

    Shapes: weights (words,), vectors (words, dimensions). `ideas` holds those of each word,
    `denying` the stems of words that turn the question round.
    """

    stems: tuple[str, ...]
    weights: Floats
    vectors: Floats
    ideas: tuple[frozenset[str], ...]
    denying: frozenset[str]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a question stands to one fact, word by word.

    Of the whole `fact` and of its phrasing `near` the question: `…_share` is the weighted share of
    the question's words that is supported, `…_missing` the summed weight that is not, `…_worst`
    the largest of one word. `bare` and `bare_answer` count words that the fact, and that its
    answer, do not support at all; `denying` those words that turn the question round. `names_extra`
    counts names that the nearest phrasing adds, and `new` is the share of the answer's words that
    the question has not said itself. Lengths are logarithms of 1 + the number of words.
    """

    fact_share: float
    fact_missing: float
    fact_worst: float
    near_share: float
    near_missing: float
    near_worst: float
    bare: float
    bare_answer: float
    denying: float
    names_extra: float
    new: float
    length: float
    answer_length: float


class Aligner:
    """Aligns questions to the facts of one story."""

    def __init__(
        self,
        wording: Wording,
        owners: Ints,
        weight_of: Callable[[str], float],
        analyser: Analyser,
        embed: Embed,
    ) -> None:
        """`weight_of` tells how rare a feature is in the file, as `Index.weight_of`."""
        self._wording = wording
        self._lexicon = analyser.lexicon
        self._names = frozenset(analyser.names.canonical)
        self._weight_of = weight_of
        self._embed = lru_cache(maxsize=REMEMBERED)(embed)
        self._first = np.searchsorted(owners, np.arange(int(owners[-1]) + 2)).tolist()
        self._ideas = lru_cache(maxsize=REMEMBERED)(self._ideas_of)

    def read(self, analysis: Analysis) -> AskedWords:
        """The content words of a question."""
        lexicon = self._lexicon
        ideas: dict[int, set[str]] = {}
        for place, idea in ideas_of(analysis.stems, lexicon):
            ideas.setdefault(place, set()).add(idea)
        kept: dict[str, tuple[float, Floats, frozenset[str]]] = {}
        for place, (word, stem) in enumerate(zip(analysis.words, analysis.stems, strict=True)):
            content = _content(word, lexicon)
            if content and stem not in kept:
                weight = content * self._weight_of(f"={stem}")
                kept[stem] = weight, self._embed(word), frozenset(ideas.get(place, ()))
        denying = frozenset(map(stem_of, DENYING_WORDS.intersection(analysis.words)))
        if not kept:
            none = np.zeros(0, np.float32)
            return AskedWords((), none, none.reshape(0, 0), (), denying, analysis.names)
        weights, vectors, meant = zip(*kept.values(), strict=True)
        return AskedWords(
            tuple(kept),
            np.array(weights, np.float32),
            np.array(vectors, np.float32),
            meant,
            denying,
            analysis.names,
        )

    def align(self, asked: AskedWords, fact: int, near: int) -> Alignment:
        """How the question stands to `fact`, whose nearest phrasing is row `near`."""
        wording = self._wording
        answer = wording.text(wording.phrasings + fact)
        near_text = wording.text(near)
        first, end = self._first[fact : fact + 2]
        of_phrasings = wording.places[wording.starts[first] : wording.starts[end]]
        said = np.unique(np.concatenate([of_phrasings, answer]))
        places = said[wording.content[said] > 0]
        likeness = self._likeness(asked, places)
        of_answer = likeness[:, np.isin(places, answer)]
        support = likeness.max(axis=1, initial=0.0)
        by_near = likeness[:, np.isin(places, near_text)].max(axis=1, initial=0.0)
        near_names = self._names.intersection(wording.words[place] for place in near_text)
        denying = sum(wording.ids.get(stem, -1) not in said for stem in asked.denying)
        is_new = of_answer.max(axis=0, initial=0.0) < HALF
        return Alignment(
            *_figures(support, asked.weights),
            *_figures(by_near, asked.weights),
            bare=float((support < HALF).sum()),
            bare_answer=float((of_answer.max(axis=1, initial=0.0) < HALF).sum()),
            denying=float(denying),
            names_extra=float(len(near_names - asked.names)),
            new=float(is_new.mean()) if len(is_new) else 0.0,
            length=log1p(len(asked.stems)),
            answer_length=log1p(of_answer.shape[1]),
        )

    def answer(self, fact: int) -> tuple[str, ...]:
        """The stems of what `fact` answers, in order, with those of its quotes."""
        wording = self._wording
        return tuple(wording.words[place] for place in wording.text(wording.phrasings + fact))

    def _likeness(self, asked: AskedWords, places: Ints) -> Floats:
        """How like each word of the question each of `places` is, shape (asked, places)."""
        if not asked.stems or not len(places):
            return np.zeros((len(asked.stems), len(places)), np.float32)
        vectors = self._wording.vectors[places].T / np.float32(UNIT)
        likeness = np.asarray((asked.vectors @ vectors).clip(0.0, 1.0), np.float32)
        column_of = {place: column for column, place in enumerate(places.tolist())}
        for row, (stem, ideas) in enumerate(zip(asked.stems, asked.ideas, strict=True)):
            if ideas:
                for place, column in column_of.items():
                    if not ideas.isdisjoint(self._ideas(place)):
                        likeness[row, column] = max(likeness[row, column], SAME_IDEA)
            own = column_of.get(self._wording.ids.get(stem, -1))
            if own is not None:
                likeness[row, own] = 1.0
        return likeness

    def _ideas_of(self, place: int) -> frozenset[str]:
        return frozenset(self._lexicon.ideas.get((self._wording.words[place],), ()))


def _figures(support: Floats, weights: Floats) -> tuple[float, float, float]:
    """The weighted share that is supported, the weight that is not, and the most of one word."""
    total = float(weights.sum())
    if not total:
        return 0.0, 0.0, 0.0
    missing = weights * (1 - support)
    lost = float(missing.sum())
    return 1 - lost / total, lost, float(missing.max())
