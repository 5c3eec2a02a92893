"""Offers a story's questions while one is being typed: ranked anew at each key, from memory."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from bot.core.model import Fact, Story
from bot.writing import WORD, Writing

_normalise = Writing().normalise
"""How any language is written: readers who type see what they find."""

TYPED = 200
"""Characters that are looked at: the last of them are what is being typed."""

IN_TITLE, IN_PHRASING = 1.0, 0.4
"""What a word is worth where readers see it, and where only a phrasing has it."""

UNFINISHED, MISSPELT = 0.7, 0.5
"""What the beginning of a word is worth, and a word with a slip in it, next to a whole one."""

MOST_PREFIXED = 400
"""Words that a beginning may stand for; one letter stands for hundreds."""


class Completion:
    """An index of the words of a story's questions, built once a story."""

    def __init__(self, story: Story) -> None:
        self._facts = tuple(fact for fact in story.facts if fact.is_known)
        self._worth: defaultdict[str, dict[int, float]] = defaultdict(dict)
        for row, fact in enumerate(self._facts):
            self._add(row, fact)
        self._words = sorted(self._worth)
        self._titles = [_normalise(fact.title) for fact in self._facts]

    def complete(self, typed: str, limit: int) -> tuple[Fact, ...]:
        """The facts whose questions fit best to what was typed so far, best first.

        Nothing typed yet: the story's first. Words that fit nothing: none.
        """
        text = _normalise(typed[-TYPED:])
        if not text:
            return self._facts[:limit]
        scores = self._scores(WORD.findall(text), is_last_open=typed[-1:].isalnum())
        order = sorted(scores, key=lambda row: (-self._begins(row, text) - scores[row], row))
        return tuple(self._facts[row] for row in order[:limit])

    def _add(self, row: int, fact: Fact) -> None:
        for number, phrasing in enumerate(fact.questions):
            worth = IN_TITLE if number == 0 else IN_PHRASING
            for word in WORD.findall(_normalise(phrasing)):
                owners = self._worth[word]
                owners[row] = max(worth, owners.get(row, 0.0))

    def _scores(self, words: list[str], *, is_last_open: bool) -> dict[int, float]:
        scores: defaultdict[int, float] = defaultdict(float)
        for number, word in enumerate(words):
            is_open = is_last_open and number == len(words) - 1
            for row, worth in self._owners(word, is_open).items():
                scores[row] += worth
        return scores

    def _owners(self, word: str, is_open: bool) -> dict[int, float]:
        """What `word` is worth for each fact; rare words are worth more."""
        best: dict[int, float] = {}
        for known, likeness in self._meant(word, is_open):
            owners = self._worth[known]
            rarity = math.log(1 + len(self._facts) / len(owners))
            for row, worth in owners.items():
                best[row] = max(best.get(row, 0.0), worth * likeness * rarity)
        return best

    def _meant(self, word: str, is_open: bool) -> list[tuple[str, float]]:
        """The known words that `word` may be, or become, and how like they are."""
        start = bisect_left(self._words, word)
        found = [(word, 1.0)] if self._words[start : start + 1] == [word] else []
        if is_open:
            end = bisect_left(self._words, f"{word}\U0010ffff")
            longer = self._words[start:end][:MOST_PREFIXED]
            found += [(one, UNFINISHED) for one in longer if one != word]
        if found or len(word) < 4:
            return found
        scorer = DamerauLevenshtein.distance
        close = process.extract(word, self._words, scorer=scorer, score_cutoff=1, limit=5)
        return [(known, MISSPELT) for known, _, _ in close]

    def _begins(self, row: int, text: str) -> float:
        """A question that begins just so comes before all that only share its words."""
        return 100.0 if self._titles[row].startswith(text) else 0.0
