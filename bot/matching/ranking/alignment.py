"""Which words of a question a fact bears out, word by word: in its phrasings, and in its answer.

Each content word is aligned to the likest word of the fact: the same stem counts 1, a word of the
same idea `SAME_IDEA`, any other by the cosine of what the two mean. What stays unaligned is what
is asked and not supported.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from math import log1p
from typing import NamedTuple

import numpy as np

from bot.matching.language.analysis import Analyser, Analysis
from bot.matching.ranking.features import ideas_by_place
from bot.matching.ranking.rows import Floats, Ints
from bot.matching.ranking.wording import Embed, Wording, content_of

SAME_IDEA = 0.85
"""How far a word of the same idea stands for the word itself."""

HALF = 0.5
"""A word that is aligned to less than this is not supported at all."""

REMEMBERED = 4_000
"""Question words of which it is remembered what they weigh and mean."""

TEXTS_REMEMBERED = 20
"""Texts of which it is remembered where their words are: each is looked for in several facts."""

FACTS_REMEMBERED = 2_000
"""Facts of which it is remembered what words they have, some 500 bytes each."""

NOTHING = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
NO_LENGTHS = (0.0, 0.0, 0.0)
"""What an alignment holds where a question has no content words."""

NO_VECTOR = np.zeros(0, np.float32)


@dataclass(frozen=True, slots=True)
class AskedWords:
    """The content words of a question, each once.

    Shapes: weights (words,), vectors (words, dimensions). `ideas` holds those of each word,
    `denying` the stems of words that turn the question round.
    """

    stems: tuple[str, ...]
    weights: Floats
    vectors: Floats
    ideas: tuple[tuple[str, ...], ...]
    denying: frozenset[str]
    names: frozenset[str]


class Alignment(NamedTuple):
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
        self._starts = memoryview(wording.starts.data)
        self._places = memoryview(wording.places.data)
        self._language, self._lexicon = analyser.language, analyser.lexicon
        self._names = frozenset(analyser.names.canonical)
        self._weight_of, self._embed = weight_of, embed
        self._nothing = np.array([len(wording.words)], np.int32)
        self._asked = lru_cache(maxsize=REMEMBERED)(self._asked_word)
        self._first = np.searchsorted(owners, np.arange(int(owners[-1]) + 2)).tolist()
        self._alike = lru_cache(maxsize=REMEMBERED)(self._alike_of)
        self._told = lru_cache(maxsize=TEXTS_REMEMBERED)(self._places_of)
        self._words = lru_cache(maxsize=FACTS_REMEMBERED)(self._words_of)

    def read(self, analysis: Analysis) -> AskedWords:
        """The content words of a question."""
        language = self._language
        ideas = ideas_by_place(analysis.stems, self._lexicon)
        kept: dict[str, tuple[float, Floats, tuple[str, ...]]] = {}
        for word, stem, meant in zip(analysis.words, analysis.stems, ideas, strict=True):
            weight, vector = self._asked(word, stem)
            if weight and stem not in kept:
                kept[stem] = weight, vector, meant
        denying = frozenset(map(language.stem, language.denying_words.intersection(analysis.words)))
        if not kept:
            no_vectors = NO_VECTOR.reshape(0, 0)
            return AskedWords((), NO_VECTOR, no_vectors, (), denying, analysis.names)
        weights, vectors, told = zip(*kept.values(), strict=True)
        return AskedWords(
            tuple(kept),
            np.array(weights, np.float32),
            np.concatenate(vectors).reshape(len(vectors), -1),
            told,
            denying,
            analysis.names,
        )

    def _asked_word(self, word: str, stem: str) -> tuple[float, Floats]:
        """What a word of a question weighs, 0 for grammar, and what it means."""
        content = content_of(word, self._language)
        if not content:
            return 0.0, NO_VECTOR
        return content * self._weight_of(f"={stem}"), self._embed(word)

    def align(self, asked: AskedWords, pairs: Sequence[tuple[int, int]]) -> list[Alignment]:
        """How the question stands to facts, each of which comes with its phrasing that is nearest.

        They are taken together, since what numpy does for few numbers costs hardly more for many.
        """
        facts = [self._words(fact) for fact, _ in pairs]
        near = [self._wording.text(row) for _, row in pairs]
        denying = [self._denying(asked, fact) if asked.denying else 0.0 for fact, _ in pairs]
        extra = [self._names_extra(asked, row) if self._names else 0.0 for _, row in pairs]
        if not asked.stems:
            counts = zip(denying, extra, strict=True)
            return [Alignment(*NOTHING, *counted, *NO_LENGTHS) for counted in counts]
        texts = [*(fact.rest for fact in facts), *(fact.answer for fact in facts)]
        texts += [text for each in near for text in (self._nothing, each)]
        likeness = self._likeness(asked, np.concatenate(texts))
        count = len(pairs)
        lengths = [*map(len, texts[: 2 * count]), *(1 + len(each) for each in near)]
        begins = [0, *accumulate(lengths[:-1])]
        # a row for the phrasings of each fact but for what its answer says, for that, and for the
        # phrasing that is near; the first then for the whole fact
        likest = np.maximum.reduceat(likeness, begins)
        np.maximum(likest[:count], likest[count : 2 * count], out=likest[:count])
        is_heard = np.maximum.reduce(likeness, axis=1) >= HALF
        heard = np.add.reduceat(is_heard, begins, dtype=np.int32)[count:].tolist()
        shares, missing, worst, bare = _figures(likest, asked.weights)
        length = log1p(len(asked.stems))
        found = []
        for one, fact in enumerate(facts):
            words, near_one = len(fact.answer) - 1, 2 * count + one
            found.append(
                Alignment(
                    *(shares[one], missing[one], worst[one]),
                    *(shares[near_one], missing[near_one], worst[near_one]),
                    *(bare[one], bare[count + one], denying[one], extra[one]),
                    *(1 - heard[one] / words if words else 0.0, length, log1p(words)),
                )
            )
        return found

    def phrases(self, analysis: Analysis, fact: int) -> bool:
        """Whether a phrasing of `fact` has the very words of the question, in their order."""
        asked = self._told(analysis.stems)
        if asked is None:
            return False
        first, end = self._first[fact : fact + 2]
        starts, length = self._starts, len(asked)
        as_long = (row for row in range(first, end) if starts[row + 1] - starts[row] == length)
        places = self._places
        return any(asked == places[starts[row] : starts[row + 1]].tolist() for row in as_long)

    def _places_of(self, stems: tuple[str, ...]) -> list[int] | None:
        """The places of words among those of the file; None where it has not all of them."""
        ids = self._wording.ids
        return [ids[stem] for stem in stems] if all(stem in ids for stem in stems) else None

    def answer(self, fact: int) -> tuple[str, ...]:
        """The stems of what `fact` answers, in order, with those of its quotes."""
        return self._stems(self._wording.phrasings + fact)

    def _denying(self, asked: AskedWords, fact: int) -> float:
        """How many words that turn the question round a fact has not."""
        wording, (first, end) = self._wording, self._first[fact : fact + 2]
        said = {*wording.places[wording.starts[first] : wording.starts[end]].tolist()}
        said.update(wording.text(wording.phrasings + fact).tolist())
        return float(sum(wording.ids.get(stem) not in said for stem in asked.denying))

    def _names_extra(self, asked: AskedWords, row: int) -> float:
        """How many names a phrasing has that the question has not."""
        return float(len(self._names.intersection(self._stems(row)) - asked.names))

    def _likeness(self, asked: AskedWords, rows: Ints) -> Floats:
        """How like each word of the question some words of the file are, shape (rows, asked)."""
        wording = self._wording
        likeness = wording.units.take(rows, axis=0) @ asked.vectors.T
        known = np.zeros((len(wording.units), len(asked.stems)), np.float32)
        for column, (stem, ideas) in enumerate(zip(asked.stems, asked.ideas, strict=True)):
            if ideas:
                known[self._alike(ideas), column] = SAME_IDEA
            own = wording.ids.get(stem)
            if own in wording.telling:
                known[own, column] = 1.0
        known = known.take(rows, axis=0)
        np.maximum(likeness, known, out=likeness)
        likeness[known == 1.0] = 1.0
        return likeness

    def _alike_of(self, ideas: tuple[str, ...]) -> Ints:
        """The places of the content words that have one of these ideas."""
        return np.array([place for idea in ideas for place in self._having.get(idea, ())], np.int32)

    @cached_property
    def _having(self) -> dict[str, list[int]]:
        """The places of the content words that have each idea."""
        found: dict[str, list[int]] = {}
        for place in self._wording.telling:
            for idea in self._lexicon.ideas.get((self._wording.words[place],), ()):
                found.setdefault(idea, []).append(place)
        return found

    def _stems(self, row: int) -> tuple[str, ...]:
        """The words of one text, in order."""
        return tuple(map(self._wording.words.__getitem__, self._wording.text(row).tolist()))

    def _words_of(self, fact: int) -> _FactWords:
        wording, (first, end) = self._wording, self._first[fact : fact + 2]
        telling = wording.telling
        answer = telling.intersection(wording.text(wording.phrasings + fact).tolist())
        asked = wording.places[wording.starts[first] : wording.starts[end]].tolist()
        rest = telling.intersection(asked) - answer
        nothing = len(wording.words)
        return _FactWords(
            np.array([nothing, *rest], np.int32), np.array([nothing, *answer], np.int32)
        )


class _FactWords(NamedTuple):
    """The content words of a fact's answer, and the others of its phrasings: rows of
    `Wording.units`, the first of which is nothing, for nothing is less like a word than that."""

    rest: Ints
    answer: Ints


def _figures(support: Floats, weights: Floats) -> tuple[list[float], ...]:
    """Of each row the weighted share that is supported, the weight that is not, the most of one
    word, and how many words are not supported at all."""
    missing = weights * (1 - support)
    lost = np.add.reduce(missing, axis=1).tolist()
    total = float(np.add.reduce(weights))
    worst = np.maximum.reduce(missing, axis=1).tolist()
    bare = np.add.reduce(support < HALF, axis=1, dtype=np.float64).tolist()
    return [1 - weight / total for weight in lost], lost, worst, bare
