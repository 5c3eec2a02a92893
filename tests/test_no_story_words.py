"""No line of code knows a story: who and what it is about stands in its knowledge file alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from bot.core.model import Story
from bot.knowledge.loader import load
from bot.knowledge.review import counts
from bot.matching.shipped import english
from tests.paths import REPOSITORY

SHIPPED = REPOSITORY / "knowledge.yaml"
SECOND = REPOSITORY / "tests/stories/second/knowledge.yaml"
THIRD = REPOSITORY / "tests/stories/third/knowledge.yaml"
FOURTH = REPOSITORY / "tests/stories/fourth/knowledge.yaml"

ORDINARY_TIERS = 3
"""The tiers of English words, commonest first, that code may use whatever a story calls so."""

FEWEST_LETTERS = 3
"""Shorter spellings stand for nothing by themselves; shorter names do."""

ENGLISH = frozenset({"america", "united states", "usa", "u s a", "the us", "startup"})
"""A country that no English normaliser can leave out, for its short name is the pronoun "us"; and
what a process does first.
"""

COMPATIBLE = "-compatible"
"""What follows a name that stands for an interface, whoever else is called so in a story."""

WORD = re.compile(r"[^\W_]+")
APART = r"[\s._'’/-]*"
JOINED = r"[._'’/-]*"
COUNTED = re.compile(r"(\d[\d,]*) (facts|known unknowns|phrasings|quotes|names)\b")
"""What the README may count, in the words of `counts`; known unknowns are its "unknown"."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text.casefold()))


def _is_ordinary(word: str) -> bool:
    tier = english().lexicon.tier(word)
    return word.isdecimal() or (tier is not None and tier < ORDINARY_TIERS)


def _names(story: Story) -> Iterator[str]:
    """Patterns for each name and spelling that code could mean nothing but this story by.

    A name may be written apart, hyphened or run together. A spelling made of ordinary words, as
    "are two", is English when they stand apart, and left out when it is one word.
    """
    for name in map(_words, story.names):
        if len(name) > 1 or not all(map(_is_ordinary, name)):
            yield APART.join(map(re.escape, name))
    for text in chain.from_iterable(story.names.values()):
        spelling = _words(text)
        is_english = all(map(_is_ordinary, spelling))
        if len(text) >= FEWEST_LETTERS and not (is_english and len(spelling) == 1):
            yield (JOINED if is_english else APART).join(map(re.escape, spelling))


def _pattern(story: Story) -> re.Pattern[str]:
    """Finds the names of `story` as whole words in any case."""
    longest_first = sorted(_names(story), key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(longest_first)})(?![^\W_])", re.IGNORECASE)


def _mentions(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """The line (from 1) and the words of each name in `text`."""
    for found in pattern.finditer(text):
        mention = " ".join(_words(found.group()))
        if mention not in ENGLISH and not text.startswith(COMPATIBLE, found.end()):
            yield text.count("\n", 0, found.start()) + 1, mention


@pytest.mark.parametrize("knowledge", [SHIPPED, SECOND, THIRD, FOURTH])
def test_no_module_names_what_a_story_is_about(knowledge: Path) -> None:
    pattern = _pattern(load(knowledge))
    found = [
        f"{path.relative_to(REPOSITORY)}:{line}: {mention}"
        for path in sorted((REPOSITORY / "bot").rglob("*.py"))
        for line, mention in _mentions(path.read_text(encoding="utf-8"), pattern)
    ]
    assert found == []


def test_a_name_in_code_would_be_found() -> None:
    spellings = ("Marra Quil", "bridge", "are one", "42", "MQ")
    story = Story("A story", (), names={"Mara Quill": spellings, "Q2": ()})
    text = """
        "Mara
        Quill", "MARRA-QUIL",
        maraquill = MARA_QUILL_2, q2,
        are_one a Q2-compatible API
        "Tamara Quill", Q20, MQ, 42, bridges or bridge, there are one or two
    """
    assert list(_mentions(text, _pattern(story))) == [
        (2, "mara quill"),
        (3, "marra quil"),
        (4, "maraquill"),
        (4, "mara quill"),
        (4, "q2"),
        (5, "are one"),
    ]


def test_the_readme_counts_right() -> None:
    counted = counts(load(SHIPPED))
    counted["known unknowns"] = counted.pop("unknown")
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    claims = [(int(number.replace(",", "")), noun) for number, noun in COUNTED.findall(readme)]
    assert [claim for claim in claims if claim[0] != counted[claim[1]]] == []
