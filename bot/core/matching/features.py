"""What two texts may share: words, word pairs, parts of words, and ideas."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from bot.core.language.analysis import Analysis
from bot.core.language.lexicon import Lexicon

PART_LENGTHS = (2, 3, 4)
"""Lengths of the character n-grams taken from inside each word, its edges marked."""

PART_MARK = "~"
"""What a part of a word starts with."""

Block = list[str]


@lru_cache(maxsize=100_000)
def parts_of(word: str) -> tuple[str, ...]:
    """The character n-grams of one word, marked as such."""
    edged = f"^{word}$"
    return tuple(
        f"{PART_MARK}{edged[start : start + length]}"
        for length in PART_LENGTHS
        for start in range(len(edged) - length + 1)
    )


@lru_cache(maxsize=256)
def ideas_of(stems: tuple[str, ...], lexicon: Lexicon) -> tuple[tuple[int, str], ...]:
    """The ideas that words and phrases of up to three words stand for, with their place."""
    ideas, count = lexicon.ideas, len(stems)
    return tuple(
        (start, idea)
        for start in range(count)
        for end in range(start + 1, min(start + 3, count) + 1)
        for idea in ideas.get(stems[start:end], ())
    )


def features_of(analysis: Analysis, lexicon: Lexicon) -> dict[str, Block]:
    """The features of one text by block; a feature that occurs twice is listed twice.

    Names have no parts: their spellings are known, and a long one would drown the other words.
    """
    stems, names = analysis.stems, analysis.names
    return {
        "words": [f"={stem}" for stem in stems],
        "pairs": [f"{one} {other}" for one, other in pairwise(stems)],
        "skips": [f"{one} * {other}" for one, other in zip(stems, stems[2:], strict=False)],
        "parts": [part for stem in stems if stem not in names for part in parts_of(stem)],
        "ideas": [f"#{idea}" for _, idea in ideas_of(stems, lexicon)],
        "kinds": [f"?{kind}" for kind in analysis.kinds],
    }
