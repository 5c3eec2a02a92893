"""Spelling repair against the file's own words and names; other real words are left alone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.matching.language.lexicon import Lexicon

MIN_LENGTH = 4
"""Shorter words have too many neighbours for a guess."""

SHORT = 5
"""Up to so many letters most words have a neighbour that is another word."""

MIDDLING = 9
"""Up to so many letters two mistakes hardly make another word."""

LOOKED_AT = 10
"""How many of the nearest words are weighed."""

LENGTHS = 64
"""Lengths of words of which it is remembered what else is about as long."""

_MEMORY = 20_000


class Repair:
    """Maps a word nobody knows to the known word it was most likely meant to be.

    Distance is optimal string alignment (a swap of neighbours is one mistake). One mistake is
    allowed in words up to `SHORT` letters, two up to `MIDDLING`, three beyond. `vocabulary` comes
    with the commonest words first. `links` are letters that may stand between two words run
    together. Without a list of real words it is careful: one mistake up to `MIDDLING` letters and
    two beyond, only where the words begin alike (or but for a silent h), in short ones only a
    letter that is missing, doubled or swapped; a word of `grammar` never has another letter.
    """

    def __init__(
        self,
        vocabulary: Iterable[str],
        lexicon: Lexicon,
        links: Sequence[str] = (),
        grammar: frozenset[str] = frozenset(),
    ) -> None:
        ordered = tuple(dict.fromkeys(vocabulary))
        self._place = {word: place for place, word in enumerate(ordered)}
        self._last = math.log1p(len(ordered))
        self.known = frozenset(ordered)
        self._by_length = (_by_length(self.known), _by_length(lexicon.spellings - self.known))
        self._lexicon = lexicon
        self._links = ("", *links)
        self._grammar = grammar
        self._is_careful = not lexicon.words
        self._remembered: dict[str, str | None] = {}
        self._as_long = lru_cache(maxsize=LENGTHS)(self._about_as_long)

    def __call__(self, word: str) -> str | None:
        """The word meant, or None when `word` is known, real, too short or like no other."""
        if len(word) < MIN_LENGTH or word in self.known or word.isdigit():
            return None
        if word not in self._remembered:
            if len(self._remembered) >= _MEMORY:
                self._remembered.clear()
            self._remembered[word] = self._search(word)
        return self._remembered[word]

    def _search(self, word: str) -> str | None:
        if any(letter.isdigit() for letter in word) or self._is_real(word):
            return None
        allowed = 1 if len(word) <= SHORT else 2 if len(word) <= MIDDLING else 3
        if self._is_careful:
            allowed = 1 if len(word) <= MIDDLING else 2
        compound = self._split(word)
        if compound is not None:
            allowed = min(allowed, 1)
        for words in self._as_long(len(word), allowed):
            found = process.extract(
                word, words, scorer=OSA.distance, score_cutoff=allowed, limit=LOOKED_AT
            )
            close = [
                (distance - self._likeness(word, other), other)
                for other, distance, _ in found
                if not self._is_careful or self._may_be(word, other)
            ]
            if close:
                return min(close)[1]
        return compound

    def _about_as_long(self, length: int, allowed: int) -> tuple[list[str], ...]:
        """The words near and far that so many mistakes in one of a length may make."""
        lengths = range(max(MIN_LENGTH, length - allowed), length + allowed + 1)
        return tuple(
            sorted(chain.from_iterable(words.get(it, ()) for it in lengths))
            for words in self._by_length
        )

    def _is_real(self, word: str) -> bool:
        return word in self._lexicon.spellings or self._lexicon.tier(word) is not None

    def _may_be(self, word: str, other: str) -> bool:
        """Whether one may be the other misspelt, where it may be another word as well."""
        if word[0] != other[0] and f"h{word}" != other:
            return False
        has_other_letter = len(word) == len(other) and sorted(word) != sorted(other)
        return not has_other_letter or (len(word) > SHORT and other not in self._grammar)

    def _split(self, word: str) -> str | None:
        """Two known words run together ("birthyear"), with the space put back."""
        known = self.known
        for cut in range(MIN_LENGTH, len(word) - MIN_LENGTH + 1):
            if word[cut:] in known:
                for link in self._links:
                    first = word[:cut].removesuffix(link)
                    if len(first) >= MIN_LENGTH and first in known:
                        return f"{first} {word[cut:]}"
        return None

    def _commonness(self, word: str) -> float:
        """1 for the commonest word of the story, 0 for what is none of its words."""
        place = self._place.get(word)
        return 0.0 if place is None else 1.0 - math.log1p(place) / self._last

    def _likeness(self, word: str, other: str) -> float:
        """What speaks for `other` among words at about the same distance.

        Weighed on the misspellings of `python -m tests.benchmarks.spelling`.
        """
        return (
            0.5 * (word[0] == other[0])
            + 0.3 * (sorted(set(word)) == sorted(set(other)))
            + 0.1 * (word[-1] == other[-1])
            + 0.5 * self._commonness(other)
            + 0.2 * _is_within(word, other)
            + 0.1 * _is_within(other, word)
        )


def _by_length(words: Iterable[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for word in words:
        found.setdefault(len(word), []).append(word)
    return found


def _is_within(short: str, long: str) -> bool:
    """Whether `short` is `long` with letters left out."""
    letters = iter(long)
    return all(letter in letters for letter in short)
