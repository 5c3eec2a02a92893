"""What storybot knows of a language beyond the story: real words, words for one idea, opposites."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

Phrase = tuple[str, ...]

OPENING = 2
"""Letters by which a word is looked up; the words that begin alike mostly stand together."""

Span = tuple[int, int]
NOWHERE: Span = (0, 0)

_ALIKE = re.compile(rf" (\S{{{OPENING}}})\S*(?: \1\S*)*| \S(?= )")
"""Words that follow each other and begin alike; a letter by itself begins like no other word."""


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """A language in general, read from the shipped data.

    `words` is each tier of real words, commonest first, as one text with a space before and after
    every word; `common` is the first tier. `ideas` maps a stemmed word or phrase to the ideas it
    may stand for, and `opposites` maps an idea to those that must not be taken for it. Of those
    `converse` are the pairs that deny nothing of each other: who is open closes at some time.
    `openings` are the stems with which phrases of several words begin.
    """

    words: tuple[str, ...] = ()
    common: frozenset[str] = frozenset()
    spellings: frozenset[str] = frozenset()
    ideas: Mapping[Phrase, tuple[str, ...]] = field(default_factory=dict)
    opposites: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    converse: frozenset[frozenset[str]] = frozenset()
    openings: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Finds the stems with which the phrases begin."""
        openings = frozenset(phrase[0] for phrase in self.ideas if len(phrase) > 1)
        object.__setattr__(self, "openings", openings)

    def opposed(self, idea: str) -> tuple[str, ...]:
        """The ideas opposite to `idea`."""
        return self.opposites.get(idea, ())

    def denied(self, idea: str) -> tuple[str, ...]:
        """The ideas that `idea` denies."""
        pairs = self.opposites.get(idea, ())
        return tuple(other for other in pairs if frozenset((idea, other)) not in self.converse)

    def tier(self, word: str, most: int | None = None) -> int | None:
        """How common a real word is, from 0; None for what is no word, or beyond `most`."""
        framed, opening = f" {word} ", word[:OPENING]
        tiers = self.words if most is None else self.words[: most + 1]
        found = (
            rank
            for rank, it in enumerate(tiers)
            if it.find(framed, *_spans(it).get(opening, NOWHERE)) >= 0
        )
        return next(found, None)


@lru_cache(maxsize=20)
def _spans(tier: str) -> dict[str, Span]:
    """Where the first word begins that begins so, and where the last one ends, by opening."""
    found: dict[str, Span] = {}
    for alike in _ALIKE.finditer(tier):
        opening = alike[1] or alike[0].strip()
        begin, _ = found.get(opening, alike.span())
        found[opening] = begin, alike.end() + 1
    return found


EMPTY = Lexicon()


def parse_lexicon(
    words: str,
    concepts: str,
    stem: Callable[[str], str],
    normalise: Callable[[str], str] = str,
) -> Lexicon:
    """The lexicon in `words` (a tier a line: number, words) and `concepts`, by the stem of each
    as it is normalised.

    A line of `concepts` is `idea: word phrase_of_words ...`, or `! idea idea` for opposites, `~`
    for those that deny nothing of each other; `#` starts a comment.
    """
    tiers = tuple(f" {line.partition(' ')[2]} " for line in words.splitlines() if line)
    ideas: dict[Phrase, tuple[str, ...]] = {}
    opposites: dict[str, tuple[str, ...]] = {}
    spellings: set[str] = set()
    converse: set[frozenset[str]] = set()
    for raw in concepts.splitlines():
        line = raw.partition("#")[0].strip()
        if line.startswith(("!", "~")):
            one, other = line[1:].split()
            if line[0] == "~":
                converse.add(frozenset((one, other)))
            for idea, opposite in ((one, other), (other, one)):
                opposites[idea] = (*opposites.get(idea, ()), opposite)
        elif line:
            spellings.update(_add(ideas, line, stem, normalise))
    common = frozenset(tiers[0].split()) if tiers else frozenset()
    return Lexicon(tiers, common, frozenset(spellings), ideas, opposites, frozenset(converse))


def _add(
    table: dict[Phrase, tuple[str, ...]],
    line: str,
    stem: Callable[[str], str],
    normalise: Callable[[str], str],
) -> list[str]:
    name, _, members = line.partition(":")
    name, words = name.strip(), members.split()
    if not (members.isascii() and "".join(words).replace("_", "").isalnum()):
        words = ["_".join(map(normalise, member.split("_"))) for member in words]
    for member in words:
        key = tuple(map(stem, member.split("_"))) if "_" in member else (stem(member),)
        known = table.get(key, ())
        if name not in known:
            table[key] = (*known, name)
    return [word for word in words if "_" not in word]
