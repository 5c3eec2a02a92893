"""Spellings of names that readers type, and that an answer should not use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

LONGER = re.compile(r" [A-Z]\w")
"""How a longer name goes on."""

QUOTATION = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’|«[^»]*»|„[^“”]*[“”]")


class Misspellings:
    """Finds the spellings of names in answers, and the canonical names to write instead.

    A spelling within a canonical name, such as a surname, is no mistake; neither is one that holds
    its canonical name, an abbreviation, or one within a longer name or a quotation.
    """

    def __init__(self, names: Mapping[str, tuple[str, ...]]) -> None:
        all_names = "\n".join(names)
        self._canonical = {
            spelling: name
            for name, spellings in names.items()
            for spelling in spellings
            if not _any_word([name]).search(spelling)
            and not _any_word([spelling]).search(all_names)
            and not _abbreviates(spelling, name)
        }
        self._pattern = _any_word(sorted(self._canonical, key=len, reverse=True))

    def found_in(self, answer: str) -> Iterator[tuple[str, str]]:
        """Each spelling that `answer` uses, once, with its canonical name."""
        found = (it[0] for it in self._pattern.finditer(answer) if not _is_meant(answer, it))
        for spelling in dict.fromkeys(found):
            yield spelling, self._canonical[spelling]

    def mended(self, answer: str) -> str:
        """`answer` with canonical names."""

        def canonically(found: re.Match[str]) -> str:
            return found[0] if _is_meant(answer, found) else self._canonical[found[0]]

        return self._pattern.sub(canonically, answer)


def _abbreviates(spelling: str, name: str) -> bool:
    """Whether `spelling` is made of initials of `name`, in their order ("UN", "EoT"), or in
    capitals of its letters, the first before all ("SPM")."""
    is_short = spelling.isupper() and spelling[0] == name[0]
    left = iter(name.casefold() if is_short else re.findall(r"\b\w", name.casefold()))
    return spelling.isalpha() and all(letter in left for letter in spelling.casefold())


def _any_word(words: list[str]) -> re.Pattern[str]:
    """A pattern for whole words, tried in their order; without words it matches nothing."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words)) or '(?!)'})(?!\w)")


def _is_meant(answer: str, spelling: re.Match[str]) -> bool:
    """Whether a longer name goes on behind it ("the Ember" in "the Ember Hills"), or somebody's
    words are quoted."""
    if LONGER.match(answer, spelling.end()):
        return True
    return any(it.start() < spelling.start() < it.end() for it in QUOTATION.finditer(answer))
