"""What two texts may share: words, word pairs, parts of words, and ideas."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from bot.matching.language.analysis import Analysis
from bot.matching.language.lexicon import Lexicon

PART_LENGTHS = (2, 3, 4)
"""Lengths of the character n-grams taken from inside each word, its edges marked."""

PART_MARK = "~"
"""What a part of a word starts with."""

WORD_MARKS = ("=", "#", "?")
"""What words, ideas and kinds start with."""

REMEMBERED = 50_000
"""Features met in questions that no phrasing has, of which the numbers are kept."""

Blocks = tuple[list[int], ...]
"""The features of one text, as numbers, a list for each of `BLOCKS`."""

BLOCKS = ("words", "pairs", "skips", "parts", "ideas", "kinds")


def parts_of(word: str) -> tuple[str, ...]:
    """The character n-grams of one word, marked as such."""
    edged = f"^{word}$"
    return tuple(
        f"{PART_MARK}{edged[start : start + length]}"
        for length in PART_LENGTHS
        for start in range(len(edged) - length + 1)
    )


@lru_cache(maxsize=2_000)
def ideas_of(stems: tuple[str, ...], lexicon: Lexicon) -> tuple[tuple[int, str], ...]:
    """The ideas that words and phrases of up to three words stand for, with their place."""
    ideas, openings = lexicon.ideas, lexicon.openings
    found: list[tuple[int, str]] = []
    for start, stem in enumerate(stems):
        for idea in ideas.get((stem,), ()):
            found.append((start, idea))
        if stem in openings:
            for end in range(start + 2, min(start + 3, len(stems)) + 1):
                found += [(start, idea) for idea in ideas.get(stems[start:end], ())]
    return tuple(found)


@lru_cache(maxsize=2_000)
def ideas_by_place(stems: tuple[str, ...], lexicon: Lexicon) -> tuple[tuple[str, ...], ...]:
    """The ideas that begin with each word."""
    found: list[tuple[str, ...]] = [()] * len(stems)
    for place, idea in ideas_of(stems, lexicon):
        found[place] += (idea,)
    return tuple(found)


class Features:
    """Numbers the features of texts: those of a file by their place in it, others as they come.

    While `is_learning` every text is one of the file.
    """

    def __init__(self, numbers: dict[str, int] | None = None, is_learning: bool = False) -> None:
        """`numbers` has the features of a file that is known already."""
        self._numbers = {} if numbers is None else numbers
        self._strangers: dict[str, int] = {}
        self._parts: dict[str, tuple[int, ...]] = {}
        self._is_learning = is_learning

    @property
    def names(self) -> tuple[str, ...]:
        """The features of the file, by number."""
        return tuple(self._numbers)

    def read(self, analysis: Analysis, lexicon: Lexicon) -> Blocks:
        """The features of one text by block; a feature that occurs twice is listed twice.

        Names have no parts: their spellings are known, and a long one would drown the other words.
        """
        if len(self._strangers) >= REMEMBERED:
            self._strangers.clear()
            self._parts.clear()
        stems, names = analysis.stems, analysis.names
        parts: list[int] = []
        for stem in stems:
            if stem not in names:
                parts += self._parts.get(stem) or self._parts_of(stem)
        return (
            self._numbered([f"={stem}" for stem in stems]),
            self._numbered([f"{one} {other}" for one, other in pairwise(stems)]),
            self._numbered(
                [f"{one} * {other}" for one, other in zip(stems, stems[2:], strict=False)]
            ),
            parts,
            self._numbered([f"#{idea}" for _, idea in ideas_of(stems, lexicon)]),
            self._numbered([f"?{kind}" for kind in analysis.kinds]),
        )

    def _numbered(self, names: Sequence[str]) -> list[int]:
        known, strangers = self._numbers, self._strangers
        if self._is_learning:
            return [known.setdefault(name, len(known)) for name in names]
        first = len(known)
        return [
            known[name] if name in known else first + strangers.setdefault(name, len(strangers))
            for name in names
        ]

    def _parts_of(self, stem: str) -> tuple[int, ...]:
        parts = tuple(self._numbered(parts_of(stem)))
        self._parts[stem] = parts
        return parts
