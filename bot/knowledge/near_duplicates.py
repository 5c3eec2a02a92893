"""Phrasings of different facts that are nearly the same, which no engine can tell apart.

Imports numpy and rapidfuzz: `review` imports this module only when it reviews.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from bot.core.model import Story

# Of 100. "why is/was the bridge shut" has 93 and "closed/closes" 95, while "ferry/boat" in a
# question of six words has 83 and "built/shut" 90.
NEARLY = 92
ROWS = 256  # phrasings compared at once: 1 MB of scores for 4,000 phrasings

WORD = re.compile(r"\w+")
DIGITS = re.compile(r"\d+")


class Pair(NamedTuple):
    """A phrasing, and the one nearest to it in another fact."""

    fact: str
    question: str
    other_fact: str
    other_question: str


def near_identical(story: Story) -> Iterator[Pair]:
    """The nearest pair of each two facts that have one; questions of other numbers differ.

    Takes 0.3 s for 4,000 phrasings.
    """
    phrasings = [(fact.id, text) for fact in story.facts for text in fact.questions]
    texts = [" ".join(WORD.findall(text.casefold())) for _, text in phrasings]
    owners = _numbered([fact for fact, _ in phrasings])
    figures = _numbered([" ".join(DIGITS.findall(text)) for text in texts])
    told: set[tuple[str, str]] = set()
    for start in range(0, len(texts), ROWS):
        end = start + ROWS
        scores = process.cdist(
            texts[start:end],
            texts[start:],
            scorer=fuzz.ratio,
            score_cutoff=NEARLY,
            dtype=np.uint8,
            workers=1,
        )
        scores[owners[start:end, None] == owners[None, start:]] = 0
        scores[figures[start:end, None] != figures[None, start:]] = 0
        for row in np.flatnonzero(scores.any(axis=1)):
            fact, question = phrasings[start + row]
            other_fact, other_question = phrasings[start + int(scores[row].argmax())]
            if (fact, other_fact) not in told:
                told |= {(fact, other_fact), (other_fact, fact)}
                yield Pair(fact, question, other_fact, other_question)


def _numbered(labels: list[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Equal labels as equal numbers: labels (n,) to int64 (n,)."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(label, len(numbers)) for label in labels], dtype=np.int64)
