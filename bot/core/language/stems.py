"""Word stems: "costs", "costing" and "cost" are one word (Snowball English; Porter 2001)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from Stemmer import Stemmer

IRREGULAR = {
    "bought": "buy", "sold": "sell", "made": "make", "built": "build", "began": "begin",
    "begun": "begin", "came": "come", "went": "go", "gone": "go", "left": "leave", "paid": "pay",
    "spent": "spend", "told": "tell", "said": "say", "thought": "think", "knew": "know",
    "known": "know", "grew": "grow", "grown": "grow", "fell": "fall", "fallen": "fall",
    "rose": "rise", "risen": "rise", "won": "win", "lost": "lose", "led": "lead", "met": "meet",
    "ran": "run", "held": "hold", "kept": "keep", "brought": "bring", "taught": "teach",
    "caught": "catch", "gave": "give", "given": "give", "took": "take", "taken": "take",
    "saw": "see", "seen": "see", "wrote": "write", "written": "write", "spoke": "speak",
    "spoken": "speak", "chose": "choose", "chosen": "choose", "broke": "break", "broken": "break",
    "drew": "draw", "drawn": "draw", "found": "find", "got": "get", "stood": "stand",
    "children": "child", "men": "man", "women": "woman", "people": "person", "cheaper": "cheap",
    "cheapest": "cheap", "bigger": "big", "biggest": "big", "larger": "large", "largest": "large",
    "earlier": "early", "earliest": "early", "sooner": "soon", "higher": "high", "lower": "low",
    "newer": "new", "newest": "new", "latest": "late", "later": "late", "older": "old",
    "oldest": "old", "weaker": "weak", "faster": "fast", "fewer": "few", "better": "good",
    "best": "good", "worse": "bad", "worst": "bad",
}  # fmt: skip
"""Forms that no suffix rule reaches, as their base word."""

_stemmer = Stemmer("english", 0)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of one lower-case word; numbers and one-letter words stay as they are."""
    return str(_stemmer.stemWord(IRREGULAR.get(word, word)))


def stems(words: Iterable[str]) -> tuple[str, ...]:
    """The stems of `words`, in order."""
    return tuple(stem(word) for word in words)
