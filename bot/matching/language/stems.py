"""Word stems: "costs", "costing" and "cost" are one word (Snowball; Porter 2001)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from Stemmer import Stemmer, algorithms

from bot.writing import Rewrite

REMEMBERED = 50_000
"""Words of which the stems are kept."""


class Stems:
    """Stems words by Snowball's `algorithm`; where it has none of that name, words stay as they
    are. Before, `irregular` forms become their base word, and `endings` what they stand for."""

    def __init__(
        self,
        algorithm: str = "",
        irregular: Mapping[str, str] | None = None,
        endings: Sequence[Rewrite] = (),
    ) -> None:
        self._stemmer = Stemmer(algorithm, 0) if algorithm in algorithms() else None
        self._irregular = irregular or {}
        self._endings = endings
        self.stem = lru_cache(maxsize=REMEMBERED)(self._stem)

    def _stem(self, word: str) -> str:
        """The stem of one lower-case word; numbers and one-letter words stay as they are."""
        base = self._irregular.get(word)
        if base is None:
            base = word
            for pattern, replacement in self._endings:
                base = pattern.sub(replacement, base)
        return str(self._stemmer.stemWord(base)) if self._stemmer else base
