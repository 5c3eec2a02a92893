"""What readers say to the bot, told by its likeness to phrasings of each kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bot.core.chat.clauses import clauses
from bot.core.chat.idioms import WEAK
from bot.core.chat.recogniser import MAX_WORDS
from bot.core.language.language import Language
from bot.core.language.repair import Repair
from bot.core.language.vectors import Floats

MATTER = "matter"
"""The section of phrasings that ask of the events themselves."""

PAIR, UNKNOWN = 0.5, 0.6
"""What a pair of words weighs beside a single one, and a word that is in no phrasing."""

OF_WORDS = 0.6
"""The share of a likeness that the words make up; what they mean is the rest."""

NEAREST = 8
"""Phrasings that vote."""

SHARPNESS = 4
"""To this power a vote counts the likeness."""

RARE = 2
"""The tier of English from which a word that is in no phrasing is what the question is about."""

_PERSONS = frozenset("he she him her his".split())
"""Words for people of the story: the bot is never meant."""

_STORY = dict.fromkeys(
    "story stories articles piece text report news writeup page post".split(), "article"
)


SURE, SURE_OF_PART = 0.42, 0.6
"""A message is said to the bot from this likeness; the second is for small talk, and for one of
several clauses. Chosen on questions about four stories, of which less than 1 % may be taken."""

SURE_BESIDE = 0.55
"""From this likeness on, a common word of the story may stand beside what the kind says."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The kind whose phrasings are nearest to a text, and how near: 0 to 1."""

    kind: str
    nearest: float


class Phrasings:
    """Phrasings of each kind, compared with a text by their words and by what they mean."""

    def __init__(
        self, listed: str, embed: Callable[[Sequence[str]], Floats], language: Language
    ) -> None:
        """`listed` has a kind in brackets above its phrasings, a normalised one a line."""
        kinds, said = _parsed(listed)
        self._kinds = tuple(dict.fromkeys(kinds))
        self._kind = np.array([self._kinds.index(kind) for kind in kinds])
        self._embed = embed
        self._lexicon = language.lexicon
        self.normalise, self._stem = language.normalise, language.stem
        self._empty = language.function_words | language.fillers
        self._shorthand = language.shorthand
        read = [self._plain(text.split()) for text in said]
        self._meaning = embed([" ".join(words) for words in read])
        self._words: dict[str, set[str]] = {kind: set() for kind in self._kinds}
        for kind, words in zip(kinds, read, strict=True):
            self._words[kind].update(map(self._stem, words))
        self._said = set().union(*(it for kind, it in self._words.items() if kind != MATTER))
        known = {word for words in read for word in words}
        self._repair = Repair(sorted(known), language.lexicon)
        self._number: dict[str, int] = {}
        self._index([self._features(words) for words in read])

    def _index(self, features: list[list[str]]) -> None:
        """The rows that hold each feature, flat, and what it weighs in each."""
        number, lengths = self._number, [len(row) for row in features]
        columns = np.array([number.setdefault(it, len(number)) for row in features for it in row])
        rows = np.repeat(np.arange(len(features)), lengths)
        held = np.bincount(columns)
        is_pair = np.array([" " in it for it in number])
        self._weight = np.log((len(features) + 1) / (held + 0.5)) * np.where(is_pair, PAIR, 1.0)
        values = self._weight[columns]
        norms = np.sqrt(np.bincount(rows, values**2))
        order = np.argsort(columns, kind="stable")
        self._rows = rows[order]
        self._values = (values / norms[rows])[order]
        self._ends = np.concatenate([[0], np.cumsum(held)])
        self._unknown = UNKNOWN * float(np.log((len(features) + 1) / 0.5))

    def __call__(self, normalised: str, vocabulary: frozenset[str]) -> Likeness | None:
        """What a text is likest to; None where that is of the story's matter, or a word of it is.

        `vocabulary` are the words of the story's facts.
        """
        words = [
            word if word in vocabulary else self._repair(word) or word
            for word in self._plain(normalised.split())
        ]
        likeness = self._likeness(words)
        near = np.argpartition(-likeness, NEAREST)[:NEAREST]
        weights = np.maximum(likeness[near], 0.0) ** SHARPNESS
        votes = np.bincount(self._kind[near], weights, len(self._kinds))
        kind = self._kinds[int(votes.argmax())]
        if kind == MATTER:
            return None
        nearest = float(likeness[near][self._kind[near] == votes.argmax()].max())
        barred = vocabulary if nearest < SURE_BESIDE else frozenset[str]()
        if self._is_of_other(words, kind) or any(
            self._is_beside(word, kind, vocabulary, barred) for word in words
        ):
            return None
        return Likeness(kind, nearest)

    def _is_of_other(self, words: list[str], kind: str) -> bool:
        """Whether `kind` holds none of the words that tell anything."""
        full = [word for word in words if word not in self._empty]
        return bool(full) and not any(self._stem(word) in self._words[kind] for word in full)

    def _is_beside(
        self, word: str, kind: str, vocabulary: frozenset[str], barred: frozenset[str]
    ) -> bool:
        """Whether a word that `kind` does not hold tells of something else."""
        if word in _PERSONS:
            return True
        if word in self._empty or self._stem(word) in self._words[kind]:
            return False
        tier = self._lexicon.tier(word)
        if word in vocabulary and tier != 0:
            return True
        is_rare = tier is None or tier >= RARE
        return (is_rare or word in barred) and self._stem(word) not in self._said

    def _likeness(self, words: list[str]) -> Floats:
        """How like each phrasing is, shape (phrasings,)."""
        numbers = {self._number.get(it) for it in self._features(words)}
        places = [number for number in numbers if number is not None]
        strange = {word for word in words if self._stem(word) not in self._number}
        norm = float(np.square(self._weight[places]).sum() + len(strange) * self._unknown**2)
        spans = [slice(self._ends[it], self._ends[it + 1]) for it in places]
        meant = self._meaning @ self._embed([" ".join(words)])[0]
        alike = np.zeros(len(self._kind))
        for place, span in zip(places, spans, strict=True):
            alike[self._rows[span]] += self._values[span] * self._weight[place]
        alike /= max(norm, 1e-9) ** 0.5
        return np.asarray(OF_WORDS * alike + (1 - OF_WORDS) * meant, np.float32)

    def _plain(self, words: Sequence[str]) -> list[str]:
        """The words with shorthand opened, and one word for the story however it is called."""
        if not self._shorthand.keys().isdisjoint(words):
            words = " ".join(self._shorthand.get(word, word) for word in words).split()
        return [_STORY.get(word, word) for word in words]

    def _features(self, words: Sequence[str]) -> list[str]:
        """The stems of a text and the pairs of them that follow each other, each once."""
        stems = [self._stem(word) for word in words]
        pairs = (f"{one} {other}" for one, other in pairwise(("^", *stems, "$")))
        return list(dict.fromkeys((*stems, *pairs)))


def _parsed(listed: str) -> tuple[list[str], list[str]]:
    kind, kinds, said = "", [], []
    for line in listed.splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            kinds.append(kind)
            said.append(line)
    return kinds, said


def kind_of(
    normalised: str, text: str, phrasings: Phrasings, vocabulary: frozenset[str]
) -> str | None:
    """The kind that a text, or one of its clauses, is surely like; None where it is like none.

    `text` is what was `normalised`.
    """
    if normalised.count(" ") >= MAX_WORDS:
        return None
    whole = phrasings(normalised, vocabulary)
    if whole is None:
        return None
    if whole.nearest >= (SURE_OF_PART if whole.kind in WEAK else SURE):
        return whole.kind
    said = (phrasings(part, vocabulary) for part in map(phrasings.normalise, clauses(text)) if part)
    sure = [it for it in said if it and it.nearest >= SURE_OF_PART and it.kind not in WEAK]
    return max(sure, key=lambda it: it.nearest).kind if sure else None
