"""What words mean, as vectors: texts about the like lie close where storybot ships them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import shake_128

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

NEWLINE = 10

HASHED = 192
"""Dimensions of words that no vector is known of: rows of chance are nearly at right angles."""

LIGHT = 0.3
"""How much a word of grammar counts beside another one, where no vector says so."""


class WordVectors:
    """Embeds a text as the sum of its words' rows, made unit length.

    `names` are the stems that have a row, sorted, a line each; `rows` holds a byte a number, shape
    (stems + 1, dimensions), each row in units of `scale`; the last is added to every text. A word
    that is not among them, such as a name, has a row of chance, of the length `usual`, that is
    always the same: it is like no other word, and like itself.
    """

    def __init__(
        self,
        identity: str,
        names: bytes,
        rows: npt.NDArray[np.int8],
        scale: Floats,
        usual: float,
        stem: Callable[[str], str],
    ) -> None:
        self.identity = identity
        self._names = names
        self._ends = np.flatnonzero(np.frombuffer(names + b"\n", np.uint8) == NEWLINE)
        self._rows = rows
        self._scale = scale
        self._usual = usual
        self._stem = stem
        self._every = np.asarray(self._rows[-1] * scale[-1], np.float32)
        self._row = lru_cache(maxsize=20_000)(self._row_of)
        self._place_of = lru_cache(maxsize=20_000)(self._found)

    def embed(self, texts: Sequence[str]) -> Floats:
        """A row of unit length for each text, shape (texts, dimensions)."""
        found = np.array([self._row_of_text(text.split()) for text in texts], np.float32)
        return found.reshape(len(texts), len(self._every))

    def _row_of_text(self, words: Sequence[str]) -> Floats:
        row = self._every
        if words:
            rows = np.concatenate([*map(self._row, words)]).reshape(len(words), -1)
            row = row + np.add.reduce(rows, axis=0) / np.float32(len(words) ** 0.5)
        return np.asarray(row / max(np.sqrt(np.add.reduce(row * row)), 1e-6), np.float32)

    def unit(self, word: str) -> Floats:
        """The row of one word, made unit length, shape (dimensions,); zeros where it has none."""
        place = self._place_of(word)
        if place is None:
            return np.zeros(len(self._every), np.float32)
        row = self._rows[place].astype(np.float32)
        return np.asarray(row / max(float(np.sqrt(row.dot(row))), 1e-6), np.float32)

    def _row_of(self, word: str) -> Floats:
        place = self._place_of(word)
        if place is not None:
            return np.asarray(self._rows[place] * self._scale[place], np.float32)
        return _by_chance(word, len(self._every), self._usual)

    def _found(self, word: str) -> int | None:
        """The row of a word's stem, or None."""
        name = self._stem(word).encode()
        place = bisect_left(range(len(self._ends)), name, key=self._name_at)
        return place if place < len(self._ends) and self._name_at(place) == name else None

    def _name_at(self, place: int) -> bytes:
        begin = self._ends[place - 1] + 1 if place else 0
        return self._names[begin : self._ends[place]]


class HashVectors:
    """Embeds a text in a language without vectors: a word is like itself, and like no other.

    `light` words, which are grammar, count little.
    """

    identity = "hash"

    def __init__(self, stem: Callable[[str], str], light: frozenset[str]) -> None:
        self._stem = stem
        self._light = light
        self._row = lru_cache(maxsize=20_000)(self._row_of)

    def embed(self, texts: Sequence[str]) -> Floats:
        """A row of unit length for each text, shape (texts, HASHED)."""
        found = np.zeros((len(texts), HASHED), np.float32)
        for row, text in zip(found, texts, strict=True):
            for word in text.split():
                row += self._row(word)
        found /= np.maximum(_lengths(found), 1e-6)
        return found

    def unit(self, _word: str) -> Floats:
        """Nothing: two words that are not the same are never known to be alike."""
        return np.zeros(1, np.float32)

    def _row_of(self, word: str) -> Floats:
        return _by_chance(self._stem(word), HASHED, LIGHT if word in self._light else 1.0)


def _lengths(rows: Floats) -> Floats:
    """The length of each row, shape (rows, 1)."""
    return np.asarray(np.sqrt(np.add.reduce(rows * rows, axis=1, keepdims=True)), np.float32)


def _by_chance(word: str, dimensions: int, length: float) -> Floats:
    """A row of chance that is always the same for a word."""
    chance = np.frombuffer(shake_128(word.encode()).digest(dimensions), np.uint8)
    row = chance.astype(np.float32) - 127.5
    row *= length / np.linalg.norm(row)
    return row
