"""Names and every way people spell them, each read as one word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.core.language.english import NUMBER_WORDS
from bot.core.language.lexicon import EMPTY, Lexicon
from bot.core.language.normalise import normalise

MAX_WORDS = 6
"""The longest name looked for, in words."""

COMMON_TIERS = 2
"""Words up to this tier of the lexicon are English first, and no short form of a name."""

ROMAN = {"ii": "2", "iii": "3", "iv": "4"}


def squash(words: Iterable[str]) -> str:
    """Words run together, with digits for number words: "osprey", "mark", "ii" is "ospreymark2"."""
    return "".join(ROMAN.get(word, NUMBER_WORDS.get(word, word)) for word in words)


class Names:
    """The names of a story: finds them in a row of words, however they are spaced or hyphenated.

    A canonical name with a capital or a digit is read as one word. One without is an ordinary
    word or phrase, and its spellings are only put right. The first or last word of a name stands
    for the whole where no other name shares it and it is no English word.
    """

    def __init__(self, names: Mapping[str, Iterable[str]], lexicon: Lexicon = EMPTY) -> None:
        self.canonical: dict[str, str] = {}
        self.spellings: dict[str, tuple[str, ...]] = {}
        self._longest = 1
        self._openings: set[str] = set()
        for name, spellings in names.items():
            words = normalise(name).split()
            if not words:
                continue
            if name == name.lower() and not any(map(str.isdigit, name)):
                meant = tuple(words)
            else:
                meant = (squash(words),)
                self.canonical[meant[0]] = name
                self._learn(words, meant)
            for spelling in spellings:
                self._learn(normalise(spelling).split(), meant)
        self._learn_short_forms(lexicon)

    def _learn(self, words: list[str], meant: tuple[str, ...]) -> None:
        if words:
            self._longest = max(self._longest, min(MAX_WORDS, len(words) + 1))
            spelling = squash(words)
            self.spellings.setdefault(spelling, meant)
            self._openings.update((spelling[:1], spelling[:2]))

    def _learn_short_forms(self, lexicon: Lexicon) -> None:
        owners: dict[str, set[str]] = {}
        for token, name in self.canonical.items():
            words = normalise(name).split()
            for word in words if len(words) > 1 else ():
                owners.setdefault(word, set()).add(token)
        for token, name in self.canonical.items():
            words = normalise(name).split()
            for word in sorted({words[0], words[-1]}):
                if owners.get(word) == {token} and _may_stand_alone(word, lexicon):
                    self._learn([word], (token,))

    def join(self, words: list[str]) -> list[str]:
        """`words` with every name, longest first, as one token: its canonical form squashed."""
        joined: list[str] = []
        squashed = [ROMAN.get(word) or NUMBER_WORDS.get(word, word) for word in words]
        start = 0
        while start < len(words):
            end, meant = self._name_at(squashed, start)
            joined.extend((words[start],) if meant is None else meant)
            start = end
        return joined

    def _name_at(self, squashed: list[str], start: int) -> tuple[int, tuple[str, ...] | None]:
        """Where the longest name from `start` ends and what it means; the next place and None."""
        if squashed[start][:2] in self._openings:
            for end in range(min(len(squashed), start + self._longest), start, -1):
                meant = self.spellings.get("".join(squashed[start:end]))
                if meant is not None:
                    return end, meant
        return start + 1, None


def _may_stand_alone(word: str, lexicon: Lexicon) -> bool:
    """Whether one word of a name is a name itself: letters, no numeral, no English word."""
    plain_english = lexicon.tier(word, COMMON_TIERS) is not None
    return len(word) > 1 and word.isalpha() and word not in ROMAN and not plain_english
