"""Which kind of thing a text says to the bot itself, by weights learnt from what readers say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt

from bot.matching.language.language import Language
from bot.matching.language.lexicon import Lexicon
from bot.matching.language.repair import Repair
from bot.matching.language.vectors import Floats

MATTER = "matter"
"""The kind of what asks of the story's events, or of anything else but the bot and its story."""

NUMBER, OF_STORY, SHARED, RARE_WORD, COMMON_WORD = (
    "0",
    "<story>",
    "<shared>",
    "<rare>",
    "<common>",
)
"""What stands for a number, for a word that only the story has, for one that it has, too, and for a
word that is neither."""

CLEAR = 9.0
"""Where words alone speak so much more for `MATTER`, what they mean is not looked at."""

REMEMBERED = 20_000

MOST_COUNTED = 3
"""Words of the story are counted up to so many."""

_ARTICLE = dict.fromkeys("story stories articles piece writeup".split(), "article")
"""One word for the story, however it is called."""


class FeatureReader:
    """Reads a text as features: its stems, and the pairs of them that follow each other.

    `words` are those that readers say to a bot; every other is known by its sort alone.
    """

    def __init__(self, words: Collection[str], language: Language) -> None:
        lexicon = language.lexicon
        self._stems = {word: language.stem(word) for word in words}
        self._shorthand, self._lexicon = language.shorthand, lexicon
        self._without_asides = language.without_asides
        self._repair = Repair(words, Lexicon(lexicon.words, lexicon.common))
        self._word = lru_cache(maxsize=REMEMBERED)(self._read)

    def __call__(self, normalised: str, vocabulary: Collection[str]) -> tuple[tuple[str, ...], str]:
        """The features, each once, and the words that readers say to a bot.

        `vocabulary` are the words of the story's facts.
        """
        words = self._without_asides(normalised)
        if not self._shorthand.keys().isdisjoint(words):
            words = " ".join(self._shorthand.get(word, word) for word in words).split()
        said, tokens, shared = [], [], 0
        for word in words:
            word = _ARTICLE.get(word, word)
            token, meant, is_matter = self._word(word, word in vocabulary)
            tokens.append(token)
            if meant:
                said.append(meant)
                shared += is_matter
        pairs = (f"{one} {other}" for one, other in pairwise(("^", *tokens, "$")))
        counts = (
            f"{name} {min(count, MOST_COUNTED)}"
            for name, count in ((OF_STORY, tokens.count(OF_STORY)), (SHARED, shared))
            if count
        )
        return tuple(dict.fromkeys((*tokens, *pairs, *counts))), " ".join(said)

    def _read(self, word: str, is_shared: bool) -> tuple[str, str, bool]:
        """What stands for a word, what readers say for it to a bot, if they do, and whether the
        story has that, too, and it is not common."""
        stem = self._stems.get(word)
        if stem is None and is_shared:
            return NUMBER if word[0].isdigit() else OF_STORY, "", False
        if stem is None:
            word, stem = self._meant(word)
        if stem is None:
            return word, "", False
        return stem, word, is_shared and word not in self._lexicon.common

    @cached_property
    def _near(self) -> frozenset[str]:
        """The words and what is left of them, for what is a word misspelt."""
        return frozenset(chain.from_iterable(map(_blurred, self._stems)))

    def _meant(self, word: str) -> tuple[str, str | None]:
        """The word that a misspelt one is meant to be and its stem, or the sort of another."""
        meant = None if self._near.isdisjoint(_blurred(word)) else self._repair(word)
        if meant in self._stems:
            return meant, self._stems[meant]
        if word[0].isdigit():
            return NUMBER, None
        return COMMON_WORD if word in self._lexicon.common else RARE_WORD, None


def _blurred(word: str) -> set[str]:
    """The word, and what is left of it without any one letter: a misspelt one shares some of it."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


@dataclass(frozen=True)
class Weights:
    """What was learnt. Shapes: of_features (features, kinds), in units of `scale` (kinds,);
    of_meaning (dimensions, kinds); bias (kinds,)."""

    kinds: tuple[str, ...]
    words: tuple[str, ...]
    features: tuple[str, ...]
    of_features: npt.NDArray[np.int8]
    scale: Floats
    of_meaning: Floats
    bias: Floats


class Classifier:
    """Multinomial logistic regression over the features of a text and over what it means."""

    def __init__(
        self, weights: Weights, embed: Callable[[Sequence[str]], Floats], language: Language
    ) -> None:
        self.read, self._embed = FeatureReader(weights.words, language), embed
        self._kinds, self._matter = weights.kinds, weights.kinds.index(MATTER)
        self._row = dict(zip(weights.features, range(len(weights.features)), strict=True))
        self._others = np.flatnonzero([kind != MATTER for kind in weights.kinds])
        self._of_features, self._scale = weights.of_features, weights.scale
        self._of_meaning, self._bias = weights.of_meaning, weights.bias

    def __call__(self, normalised: str, vocabulary: Collection[str]) -> tuple[str, float]:
        """The likeliest kind but `MATTER`, and how likely the text is not that, 0 to 1.

        It is that for sure where readers say less than half of the words to a bot.
        """
        features, said = self.read(normalised, vocabulary)
        if 2 * len(said.split()) < len(normalised.split()):
            return MATTER, 0.0
        rows = [row for row in map(self._row.get, features) if row is not None]
        of_features = self._of_features.take(rows, axis=0)
        scores = np.add.reduce(of_features, axis=0, dtype=np.float32)
        scores *= self._scale * np.float32(len(features) ** -0.5)
        scores += self._bias
        if scores[self._matter] > CLEAR + np.maximum.reduce(scores.take(self._others)):
            return MATTER, 0.0
        scores += self._embed((said,))[0] @ self._of_meaning
        scores -= scores[self._matter]
        chance = 1.0 - 1.0 / float(np.add.reduce(np.exp(scores)))
        scores[self._matter] = -np.inf
        return self._kinds[int(scores.argmax())], chance
