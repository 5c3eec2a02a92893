"""A text as the ranker and the guards read it: words, stems, names, numbers, what is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, compress

from bot.matching.language.foreign import Tongue
from bot.matching.language.language import PLAIN, Language
from bot.matching.language.names import ROMAN, Names
from bot.matching.language.repair import Repair


@dataclass(frozen=True, slots=True)
class Analysis:
    """One text, read. `words`, `stems` and `telling` run in parallel.

    `counted` are the words that it asks the number of; `persons` whom it is about beside the story:
    the "asker", the "answerer".
    """

    normalised: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    telling: tuple[bool, ...]
    names: frozenset[str]
    numbers: frozenset[float]
    negated: bool
    kinds: frozenset[str]
    repairs: tuple[tuple[str, str], ...] = ()
    counted: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()

    @property
    def telling_words(self) -> list[str]:
        """The words that tell what is said, in order."""
        return [*compress(self.words, self.telling)]

    @property
    def telling_stems(self) -> frozenset[str]:
        """Their stems."""
        return frozenset(compress(self.stems, self.telling))


class Analyser:
    """Reads texts of one story: knows its language and names, and once told, its words."""

    def __init__(
        self, names: Mapping[str, Iterable[str]] | None = None, language: Language = PLAIN
    ) -> None:
        self.language = language
        self.names = Names(names or {}, language)
        self.lexicon = language.lexicon
        self.vocabulary: tuple[str, ...] = ()
        self._story_words: frozenset[str] = frozenset()
        self._repair: Repair | None = None

    def learn(self, words: Iterable[str]) -> None:
        """Take `words` as the story's own: unknown words are repaired towards them from now on.

        Of two words that are as near the commoner one is meant. `vocabulary` keeps them in that
        order, and stays as it is when it is taken itself.
        """
        self.vocabulary = tuple(word for word, _ in Counter(words).most_common())
        self._story_words = frozenset(self.vocabulary)
        own = self.language
        basics = (
            *(own.function_words, own.fillers, own.asking_words, own.shorthand, own.number_words),
        )
        every = chain(self.vocabulary, *map(sorted, basics), self.names.spellings)
        self._repair = Repair(
            chain(every, self.names.canonical),
            self.lexicon,
            own.links,
            own.function_words,
        )

    def recognise(self, text: str) -> Tongue | None:
        """The other language that `text` is in; None where it is, or may be, in the story's."""
        return self.language.foreign.recognise(text, self._is_story_word, self._is_name)

    def _is_story_word(self, word: str) -> bool:
        return self._has(word, self._story_words)

    def _is_name(self, word: str) -> bool:
        return self._has(word, self.names.words)

    def _has(self, word: str, words: Collection[str]) -> bool:
        parts = self.normalise(word).split()
        return bool(parts) and all(part in words for part in parts)

    def normalise(self, text: str) -> str:
        """`text` as its words, plainly written."""
        return self.language.normalise(text)

    def analyse(self, text: str) -> Analysis:
        """What `text` says; all parts are empty where it says nothing in words."""
        return self.read(self.normalise(text))

    def read(self, normalised: str, mends: bool = True) -> Analysis:
        """As `analyse`, for a text that is normalised already; as it is spelt unless it `mends`."""
        own, canonical, stem = self.language, self.names.canonical, self.language.stems.stem
        plain = [_shared(word) for word in own.without_asides(normalised)]
        words = self.names.join(plain)  # before "Max" is read as "maximum"
        joined = self._expand(words)
        if joined != plain:
            joined = self.names.join(joined)
        repairs: list[tuple[str, str]] = []
        if self._repair is not None and mends:
            joined = self._repaired(joined, repairs)
        words = [word for word in joined if word not in own.fillers] or joined
        text = " ".join(words)
        return Analysis(
            normalised=normalised,
            words=tuple(words),
            stems=tuple([word if word in canonical else stem(word) for word in words]),
            telling=self._telling(words),
            names=frozenset(canonical.keys() & words) if canonical else frozenset(),
            numbers=self._numbers(words),
            negated=_is_negated(text, own),
            kinds=own.kinds_asked(text),
            repairs=tuple(repairs),
            counted=frozenset(own.counting.findall(text)),
            persons=_persons(normalised, own),
        )

    def _repaired(self, words: list[str], repairs: list[tuple[str, str]]) -> list[str]:
        assert self._repair is not None
        mended = list(words)
        for place, word in enumerate(words):
            meant = None if word in self._repair.known else self._repair(word)
            if meant is not None:
                repairs.append((word, meant))
                mended[place] = meant
        if not repairs:
            return words
        return self.names.join(self._expand(" ".join(mended).split()))

    def _expand(self, words: list[str]) -> list[str]:
        """Shorthand, number words and spelt-out letters ("a i") as the words they stand for."""
        own = self.language
        expanded: list[str] = []
        for word in words:
            word = word if word in self.names.canonical else own.shorthand.get(word, word)
            if word == "i" and expanded and expanded[-1] == "a":
                expanded[-1] = "ai"
            elif " " in word:
                expanded.extend(word.split())
            else:
                expanded.append(own.number_words.get(word, ROMAN.get(word, word)))
        return expanded

    def _telling(self, words: list[str]) -> tuple[bool, ...]:
        """Which words tell questions apart: no grammar, nor scaffolding if there is any other."""
        content = tuple(word not in self.language.function_words for word in words)
        asking = self.language.asking_words
        telling = tuple(
            full and word not in asking for word, full in zip(words, content, strict=True)
        )
        return telling if any(telling) else content

    def _numbers(self, words: list[str]) -> frozenset[float]:
        """The numbers said, with their magnitudes: "1.2 billion" is 1.2e9.

        Not those that only say how to answer ("in two words") or who asks ("I'm 12").
        """
        own = self.language
        found: set[float] = set()
        for place, word in enumerate(words):
            if word[0].isdigit() and word.replace(".", "", 1).isdecimal():
                following = words[place + 1] if place + 1 < len(words) else ""
                before = tuple(words[:place])
                of_asker = any(before[-len(one) :] == one for one in own.age_of_asker)
                if following not in own.measures_of_speech and not of_asker:
                    found.add(float(word) * own.magnitudes.get(following, 1.0))
        return frozenset(found)


@lru_cache(maxsize=50_000)
def _shared(word: str) -> str:
    """The one copy that is kept of a word: while a large file is read, copies take much memory."""
    return word


def _is_negated(text: str, language: Language) -> bool:
    """Whether the text denies something; "isn't it ...?", "... or not" and tags only ask."""
    if not language.negations.search(text):
        return False
    return language.negations.search(language.only_asks.sub(" ", text)) is not None


def _persons(normalised: str, language: Language) -> frozenset[str]:
    asks = (("asker", language.about_asker), ("answerer", language.about_answerer))
    return frozenset(person for person, pattern in asks if pattern.search(normalised))
