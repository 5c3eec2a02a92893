"""Which words of a question a fact bears out, word by word: in its phrasings, and in its answer.

Each content word is aligned to the likest word of the fact: the same stem counts 1, a word of the
same idea `SAME_IDEA`, any other by the cosine of what the two mean. What stays unaligned is what
is asked and not supported.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import log1p
from typing import NamedTuple

import numpy as np

from bot.matching.language.analysis import Analyser, Analysis
from bot.matching.ranking.features import ideas_of
from bot.matching.ranking.rows import Floats, Ints
from bot.matching.ranking.wording import UNIT, Embed, Wording, content_of

SAME_IDEA = 0.85
"""How far a word of the same idea stands for the word itself."""

HALF = 0.5
"""A word that is aligned to less than this is not supported at all."""

REMEMBERED = 4_000
"""Question words whose vector is remembered."""

FACTS_REMEMBERED = 150
"""Facts whose words are kept ready, of some 20 kB each."""

NOTHING = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
NO_LENGTHS = (0.0, 0.0, 0.0)
"""What an alignment holds where a question has no content words."""


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
        self._language, self._lexicon = analyser.language, analyser.lexicon
        self._names = frozenset(analyser.names.canonical)
        self._weight_of = weight_of
        self._embed = lru_cache(maxsize=REMEMBERED)(embed)
        self._first = np.searchsorted(owners, np.arange(int(owners[-1]) + 2)).tolist()
        self._words = lru_cache(maxsize=FACTS_REMEMBERED)(self._words_of)

    def read(self, analysis: Analysis) -> AskedWords:
        """The content words of a question."""
        language = self._language
        ideas: dict[int, set[str]] = {}
        for place, idea in ideas_of(analysis.stems, self._lexicon):
            ideas.setdefault(place, set()).add(idea)
        kept: dict[str, tuple[float, Floats, frozenset[str]]] = {}
        for place, (word, stem) in enumerate(zip(analysis.words, analysis.stems, strict=True)):
            content = content_of(word, language)
            if content and stem not in kept:
                weight = content * self._weight_of(f"={stem}")
                kept[stem] = weight, self._embed(word), frozenset(ideas.get(place, ()))
        denying = frozenset(map(language.stem, language.denying_words.intersection(analysis.words)))
        if not kept:
            none = np.zeros(0, np.float32)
            return AskedWords((), none, none.reshape(0, 0), (), denying, analysis.names)
        weights, vectors, meant = zip(*kept.values(), strict=True)
        return AskedWords(
            tuple(kept),
            np.array(weights, np.float32),
            np.concatenate(vectors).reshape(len(vectors), -1),
            meant,
            denying,
            analysis.names,
        )

    def align(self, asked: AskedWords, pairs: Sequence[tuple[int, int]]) -> list[Alignment]:
        """How the question stands to facts, each of which comes with its phrasing that is nearest.

        They are taken together, since what numpy does for few numbers costs hardly more for many.
        """
        facts = [self._words(fact) for fact, _ in pairs]
        near = [self._stems(row) for _, row in pairs]
        denying = [float(len(asked.denying - words.said)) for words in facts]
        extra = [float(len(self._names.intersection(stems) - asked.names)) for stems in near]
        if not asked.stems:
            counts = zip(denying, extra, strict=True)
            return [Alignment(*NOTHING, *counted, *NO_LENGTHS) for counted in counts]
        ends = list(accumulate(len(words.vectors) for words in facts))
        begins = [end - len(words.vectors) for end, words in zip(ends, facts, strict=True)]
        likeness = self._likeness(asked, facts, begins)
        answers = [begin + words.answer for begin, words in zip(begins, facts, strict=True)]
        cuts = [cut for pair in zip(begins, answers, strict=True) for cut in pair]
        by_part = np.maximum.reduceat(likeness, cuts)
        by_answer = by_part[1::2]
        support = np.maximum(by_part[::2], by_answer)
        told = set((likeness >= HALF).nonzero()[0].tolist())
        heard = [sum(it < row < end for row in told) for it, end in zip(answers, ends, strict=True)]
        shares, missing, worst = _figures(
            np.concatenate([support, _of_near(likeness, facts, begins, near)]), asked.weights
        )
        bare = (np.concatenate([support, by_answer]) < HALF).sum(axis=1).tolist()
        length, count = log1p(len(asked.stems)), len(pairs)
        found = []
        for one, (answer, end) in enumerate(zip(answers, ends, strict=True)):
            words, other = end - answer - 1, count + one
            found.append(
                Alignment(
                    *(shares[one], missing[one], worst[one]),
                    *(shares[other], missing[other], worst[other]),
                    *(float(bare[one]), float(bare[other]), denying[one], extra[one]),
                    *(1 - heard[one] / words if words else 0.0, length, log1p(words)),
                )
            )
        return found

    def phrases(self, analysis: Analysis, fact: int) -> bool:
        """Whether a phrasing of `fact` has the very words of the question, in their order."""
        first, end = self._first[fact : fact + 2]
        starts, length = self._starts, len(analysis.stems)
        as_long = (row for row in range(first, end) if starts[row + 1] - starts[row] == length)
        return any(analysis.stems == self._stems(row) for row in as_long)

    def answer(self, fact: int) -> tuple[str, ...]:
        """The stems of what `fact` answers, in order, with those of its quotes."""
        return self._stems(self._wording.phrasings + fact)

    def _likeness(
        self, asked: AskedWords, facts: Sequence[_FactWords], begins: Sequence[int]
    ) -> Floats:
        """How like each word of the question each row of each fact is, shape (rows, asked)."""
        likeness = np.empty((begins[-1] + len(facts[-1].vectors), len(asked.stems)), np.float32)
        turned = asked.vectors.T
        for begin, words in zip(begins, facts, strict=True):
            np.matmul(words.vectors, turned, out=likeness[begin : begin + len(words.vectors)])
            for column, (stem, ideas) in enumerate(zip(asked.stems, asked.ideas, strict=True)):
                for idea in ideas:
                    for row in words.having.get(idea, ()):
                        if likeness[begin + row, column] < SAME_IDEA:
                            likeness[begin + row, column] = SAME_IDEA
                if (own := words.row.get(stem)) is not None:
                    likeness[begin + own, column] = 1.0
        return likeness

    def _stems(self, row: int) -> tuple[str, ...]:
        """The words of one text, in order."""
        places = self._wording.places[self._starts[row] : self._starts[row + 1]].tolist()
        return tuple(map(self._wording.words.__getitem__, places))

    def _words_of(self, fact: int) -> _FactWords:
        wording, content = self._wording, self._wording.content
        first, end = self._first[fact : fact + 2]
        answer = set(wording.text(wording.phrasings + fact).tolist())
        asked = set(wording.places[wording.starts[first] : wording.starts[end]].tolist())
        of_answer = [place for place in sorted(answer) if content[place] > 0]
        of_rest = [place for place in sorted(asked - answer) if content[place] > 0]
        begin, rows = len(of_rest) + 1, len(of_rest) + len(of_answer) + 2
        vectors = np.zeros((rows, wording.vectors.shape[1]), np.float32)
        vectors[1:begin] = wording.vectors[of_rest] / np.float32(UNIT)
        vectors[begin + 1 :] = wording.vectors[of_answer] / np.float32(UNIT)
        row = {wording.words[place]: number for number, place in enumerate(of_rest, 1)}
        row.update((wording.words[it], number) for number, it in enumerate(of_answer, begin + 1))
        having: dict[str, list[int]] = {}
        for word, number in row.items():
            for idea in self._lexicon.ideas.get((word,), ()):
                having.setdefault(idea, []).append(number)
        said = frozenset(map(wording.words.__getitem__, asked | answer))
        return _FactWords(row, said, having, begin, vectors)


@dataclass(frozen=True, slots=True)
class _FactWords:
    """The words of one fact's texts, those of its answer last.

    `vectors`, shape (rows, dimensions), begins with a row of nothing, and so does its part from
    `answer` on: nothing is less like a word than that. `row` says where each content word stands,
    `having` where those of an idea do, `said` holds all words.
    """

    row: dict[str, int]
    said: frozenset[str]
    having: dict[str, list[int]]
    answer: int
    vectors: Floats


def _of_near(
    likeness: Floats,
    facts: Sequence[_FactWords],
    begins: Sequence[int],
    near: Sequence[Sequence[str]],
) -> Floats:
    """How like each word of the question the likest word of a phrasing of each fact is."""
    rows: list[int] = []
    cuts: list[int] = []
    for begin, words, stems in zip(begins, facts, near, strict=True):
        cuts.append(len(rows))
        rows.append(begin)
        rows += [begin + words.row[stem] for stem in stems if stem in words.row]
    return np.asarray(np.maximum.reduceat(likeness.take(rows, axis=0), cuts), np.float32)


def _figures(support: Floats, weights: Floats) -> tuple[list[float], list[float], list[float]]:
    """Of each row the weighted share that is supported, the weight that is not, and the most of
    one word."""
    missing = weights * (1 - support)
    lost = missing.sum(axis=1).tolist()
    total = float(weights.sum())
    return [1 - weight / total for weight in lost], lost, missing.max(axis=1).tolist()
