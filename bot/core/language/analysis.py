"""A text as the matcher and the guards read it: words, stems, names, numbers, what is asked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from bot.core.language.asking import kinds_asked
from bot.core.language.english import (
    ASIDES,
    ASKING_WORDS,
    EMPHASIS,
    FILLERS,
    FUNCTION_WORDS,
    GREETING,
    MEASURES_OF_SPEECH,
    NEGATIONS,
    NUMBER_WORDS,
    SHORTHAND,
    TAG_SUBJECTS,
)
from bot.core.language.lexicon import EMPTY, Lexicon
from bot.core.language.names import ROMAN, Names
from bot.core.language.normalise import normalise
from bot.core.language.repair import Repair
from bot.core.language.stems import stem

_ASIDES = re.compile(rf"{GREETING}|\b(?:{'|'.join(ASIDES)})\b|{EMPHASIS}")
_MAGNITUDES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}


@dataclass(frozen=True, slots=True)
class Analysis:
    """One text, read. `words`, `stems` and `telling` run in parallel."""

    normalised: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    telling: tuple[bool, ...]
    names: frozenset[str]
    numbers: frozenset[float]
    negated: bool
    kinds: frozenset[str]
    repairs: tuple[tuple[str, str], ...] = ()


class Analyser:
    """Reads texts of one story: knows its names, and once told, its words."""

    def __init__(
        self, names: Mapping[str, Iterable[str]] | None = None, lexicon: Lexicon = EMPTY
    ) -> None:
        self.names = Names(names or {}, lexicon)
        self.lexicon = lexicon
        self.vocabulary: tuple[str, ...] = ()
        self._repair: Repair | None = None

    def learn(self, words: Iterable[str]) -> None:
        """Take `words` as the story's own: unknown words are repaired towards them from now on.

        Of two words that are as near the commoner one is meant. `vocabulary` keeps them in that
        order, and stays as it is when it is taken itself.
        """
        self.vocabulary = tuple(word for word, _ in Counter(words).most_common())
        basics = (FUNCTION_WORDS, FILLERS, ASKING_WORDS, SHORTHAND, NUMBER_WORDS)
        every = chain(self.vocabulary, *map(sorted, basics), self.names.spellings)
        self._repair = Repair(chain(every, self.names.canonical), self.lexicon)

    def analyse(self, text: str) -> Analysis:
        """What `text` says; all parts are empty where it says nothing in words."""
        return self.read(normalise(text))

    def read(self, normalised: str) -> Analysis:
        """As `analyse`, for a text that is normalised already."""
        said = _ASIDES.sub(" ", normalised).split() or normalised.split()
        plain = [_shared(word) for word in said]
        words = self.names.join(plain)  # before "Max" is read as "maximum"
        joined = self._expand(words)
        if joined != plain:
            joined = self.names.join(joined)
        repairs: list[tuple[str, str]] = []
        if self._repair is not None:
            joined = self._repaired(joined, repairs)
        words = [word for word in joined if word not in FILLERS] or joined
        return Analysis(
            normalised=normalised,
            words=tuple(words),
            stems=tuple(word if word in self.names.canonical else stem(word) for word in words),
            telling=_telling(words),
            names=frozenset(word for word in words if word in self.names.canonical),
            numbers=_numbers(words),
            negated=_is_negated(words),
            kinds=kinds_asked(" ".join(words)),
            repairs=tuple(repairs),
        )

    def _repaired(self, words: list[str], repairs: list[tuple[str, str]]) -> list[str]:
        assert self._repair is not None
        mended = list(words)
        for place, word in enumerate(words):
            meant = self._repair(word)
            if meant is not None:
                repairs.append((word, meant))
                mended[place] = meant
        if not repairs:
            return words
        return self.names.join(self._expand(" ".join(mended).split()))

    def _expand(self, words: list[str]) -> list[str]:
        """Shorthand, number words and spelt-out letters ("a i") as the words they stand for."""
        expanded: list[str] = []
        for word in words:
            word = word if word in self.names.canonical else SHORTHAND.get(word, word)
            if word == "i" and expanded and expanded[-1] == "a":
                expanded[-1] = "ai"
            elif " " in word:
                expanded.extend(word.split())
            else:
                expanded.append(NUMBER_WORDS.get(word, ROMAN.get(word, word)))
        return expanded


@lru_cache(maxsize=50_000)
def _shared(word: str) -> str:
    """The one copy that is kept of a word: while a large file is read, copies take much memory."""
    return word


def _telling(words: list[str]) -> tuple[bool, ...]:
    """Which words tell questions apart: no grammar, and no scaffolding if there is any other."""
    content = tuple(word not in FUNCTION_WORDS for word in words)
    telling = tuple(
        full and word not in ASKING_WORDS for word, full in zip(words, content, strict=True)
    )
    return telling if any(telling) else content


def _is_negated(words: list[str]) -> bool:
    """Whether the text denies something; "isn't it ...?", "... or not" and tags only ask."""
    return any(
        word in NEGATIONS and not (word == "not" and _only_asks(words, place))
        for place, word in enumerate(words)
    )


def _only_asks(words: list[str], place: int) -> bool:
    """Whether the "not" at `place` is that of "isn't it ...?", "... or not" or "..., isn't it?"."""
    if place == 1 or place == len(words) - 1 or words[place - 1] == "or":
        return True
    return place == len(words) - 2 and words[-1] in TAG_SUBJECTS


def _numbers(words: list[str]) -> frozenset[float]:
    """The numbers said, with their magnitudes: "1.2 billion" is 1.2e9.

    Not those that only say how to answer ("in two words") or who asks ("I'm 12").
    """
    found: set[float] = set()
    for place, word in enumerate(words):
        if word[0].isdigit() and word.replace(".", "", 1).isdecimal():
            following = words[place + 1] if place + 1 < len(words) else ""
            of_asker = words[place - 1 : place] == ["i"] or words[:place][-2:] == ["i", "am"]
            if following not in MEASURES_OF_SPEECH and not of_asker:
                found.add(float(word) * _MAGNITUDES.get(following, 1.0))
    return frozenset(found)
