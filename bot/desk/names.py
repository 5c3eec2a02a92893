"""The names in an article, and the spellings of each that stand in it too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from rapidfuzz import fuzz

from bot.matching.chat.replies import MONTHS

ALIKE = 75
"""Of 100, from which two words are likely one: "Karlen" and "Karlén" have 83."""

_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'&-]*"
_LINK = r"(?:of|on|for|de|van|von)(?= [A-Z])"
_NAME = re.compile(rf"(?<![\w.])({_WORD}(?: (?:[A-Z]\.(?= )|{_WORD}|{_LINK})){{0,9}})")
_SHORT = re.compile(rf"({_WORD}(?: [\w’'&-]+){{1,8}}) \(([A-Z][A-Za-z]{{1,7}})\)")
_INITIAL = re.compile(r" [A-Z]\.(?= )")
_ARTICLES = ("The", "A", "An", "In", "On", "At")
_NO_NAMES = frozenset(
    [*MONTHS, *"Monday Tuesday Wednesday Thursday Friday Saturday Sunday I".split()]
)


def names_in(sentences: Iterable[str], ordinary: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Each name, most frequent first, with its abbreviation and its other spellings.

    `ordinary` words are no part of one where they begin a sentence.
    """
    texts = [*sentences]
    found = Counter(
        name
        for text in texts
        for begins, run in capitalised(text)
        if (name := trimmed(run, ordinary if begins else ()))
    )
    parts = {word for it in found if " " in it for word in (it.split()[0], it.split()[-1])}
    kept = [it for it, count in found.most_common() if " " in it or (count > 1 and it not in parts)]
    names: dict[str, list[str]] = {}
    for name in kept:
        owner = next((it for it in names if _is_same(it, name)), None)
        if owner is None:
            names[name] = [_INITIAL.sub("", name)] if _INITIAL.search(name) else []
        else:
            names[owner].append(name)
    for part in (it for it in found if " " not in it and it in parts):
        owners = [it for it in names if part in (it.split()[0], it.split()[-1])]
        if len(owners) == 1:
            names[owners[0]].append(part)
    for long, short in (it for text in texts for it in _SHORT.findall(text)):
        owner = next((it for it in names if long.endswith(it)), None)
        if owner is not None:
            names[owner] = [it for it in names[owner] if it != short] + [short]
            names.pop(short, None)
    return {name: tuple(spellings) for name, spellings in names.items()}


def capitalised(text: str) -> Iterator[tuple[bool, str]]:
    """Runs of words with capitals, and whether each begins the sentence."""
    return ((found.start() < 2, found[1]) for found in _NAME.finditer(text))


def trimmed(name: str, ordinary: Collection[str]) -> str:
    """A name without what only has a capital since it begins the sentence; perhaps nothing."""
    words = re.sub(r"[’']s?$", "", name).split()
    while words and (words[0].islower() or words[0].lower() in ordinary or words[0] in _ARTICLES):
        words = words[1:]
    kept = "" if words[:1] and words[0] in _NO_NAMES else " ".join(words).rstrip(".")
    return kept if len(kept) > 1 else ""


def _is_same(one: str, other: str) -> bool:
    """Whether two names are likely one, spelt in two ways."""
    if one.casefold() == other.casefold():
        return True
    pairs = [*zip(one.split(), other.split(), strict=False)]
    same_length = len(one.split()) == len(other.split()) and min(len(one), len(other)) > 4
    digits = re.findall(r"\d+", one) == re.findall(r"\d+", other)
    return same_length and digits and all(fuzz.ratio(*pair) >= ALIKE for pair in pairs)
