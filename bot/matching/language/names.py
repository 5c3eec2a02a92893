"""Names and every way people spell them, each read as one word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.matching.language.language import PLAIN, Language

MAX_WORDS = 6
"""The longest name looked for, in words."""

OPENING = 4
"""Letters in which a word must begin as a spelling does, or no name is looked for there."""

COMMON_TIERS = 2
"""Words up to this tier of the lexicon are words first, and no short form of a name."""

ROMAN = {"ii": "2", "iii": "3", "iv": "4"}


class Names:
    """The names of a story: finds them in a row of words, however they are spaced or hyphenated.

    A canonical name with a capital or a digit is read as one word. One without is an ordinary
    word or phrase, and its spellings are only put right. The first or last word of a name stands
    for the whole where no other name shares it and it is no ordinary word; in a language without a
    list of its words, the last may, of a name without any grammar: most likely it is a surname.

    `canonical` has each name by its one word, `spellings` what each spelling, squashed, means, and
    `words` are those of all spellings.
    """

    def __init__(self, names: Mapping[str, Iterable[str]], language: Language = PLAIN) -> None:
        self._language = language
        self.canonical: dict[str, str] = {}
        self.spellings: dict[str, tuple[str, ...]] = {}
        self.words: set[str] = set()
        self._longest = 1
        self._openings: set[str] = set()
        for name, spellings in names.items():
            words = language.normalise(name).split()
            if not words:
                continue
            if name == name.lower() and not any(map(str.isdigit, name)):
                meant = tuple(words)
            else:
                meant = (self._squash(words),)
                self.canonical[meant[0]] = name
                self._learn(words, meant)
            for spelling in spellings:
                self._learn(language.normalise(spelling).split(), meant)
        self._learn_short_forms()

    def _learn(self, words: list[str], meant: tuple[str, ...]) -> None:
        if words:
            self.words.update(words)
            self._longest = max(self._longest, min(MAX_WORDS, len(words) + 1))
            spelling = self._squash(words)
            self.spellings.setdefault(spelling, meant)
            self._openings.update(spelling[:end] for end in range(1, OPENING + 1))

    def _learn_short_forms(self) -> None:
        owners: dict[str, set[str]] = {}
        parts = {it: self._language.normalise(name).split() for it, name in self.canonical.items()}
        for token, words in parts.items():
            for word in words if len(words) > 1 else ():
                owners.setdefault(word, set()).add(token)
        for token, words in parts.items():
            for word in self._short_forms(words):
                if owners.get(word) == {token} and self._may_stand_alone(word):
                    self._learn([word], (token,))

    def _short_forms(self, words: list[str]) -> list[str]:
        if self._language.lexicon.words:
            return sorted({words[0], words[-1]})
        return words[-1:] if self._language.function_words.isdisjoint(words) else []

    def _may_stand_alone(self, word: str) -> bool:
        """Whether one word of a name is a name itself: letters, no numeral, no ordinary word."""
        is_ordinary = self._language.lexicon.tier(word, COMMON_TIERS) is not None
        return len(word) > 1 and word.isalpha() and word not in ROMAN and not is_ordinary

    def _squash(self, words: Iterable[str]) -> str:
        """Words run together, with digits for number words: "mark", "ii" is "mark2"."""
        return "".join(map(self._digits, words))

    def _digits(self, word: str) -> str:
        return ROMAN.get(word) or self._language.number_words.get(word, word)

    def join(self, words: list[str]) -> list[str]:
        """`words` with every name, longest first, as one token: its canonical form squashed."""
        squashed = [self._digits(word) for word in words]
        if self._openings.isdisjoint([word[:OPENING] for word in squashed]):
            return words
        joined: list[str] = []
        start = 0
        while start < len(words):
            end, meant = self._name_at(squashed, start)
            joined.extend((words[start],) if meant is None else meant)
            start = end
        return joined

    def _name_at(self, squashed: list[str], start: int) -> tuple[int, tuple[str, ...] | None]:
        """Where the longest name from `start` ends and what it means; the next place and None."""
        if squashed[start][:OPENING] in self._openings:
            for end in range(min(len(squashed), start + self._longest), start, -1):
                meant = self.spellings.get("".join(squashed[start:end]))
                if meant is not None:
                    return end, meant
        return start + 1, None
