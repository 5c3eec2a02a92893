"""Reads the text files that language data stands in: sections of words, tables and patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HEADING = re.compile(r"\[(.+)\]")
_PART = re.compile(r"<([a-z]+)>")

CONTINUED = "    "
"""What a line starts with that goes on from the one before."""


class Sections:
    """The sections of one file, by name: each `[name]`, then its lines, up to the next.

    A line that starts with "# " is a comment. One that starts with four spaces goes on from the
    line before. In `lines`, `<name>` stands for what the section "parts" says of that name.
    """

    def __init__(self, text: str = "") -> None:
        self._sections: dict[str, list[str]] = {}
        lines: list[str] = []
        for raw in text.splitlines():
            heading = _HEADING.fullmatch(raw)
            if heading:
                lines = self._sections.setdefault(heading[1], [])
            elif raw.startswith(CONTINUED):
                lines[-1] += raw.removeprefix(CONTINUED)
            elif raw and not raw.startswith("# "):
                lines.append(raw)
        self._parts = self.table("parts", " = ")

    def lines(self, name: str) -> list[str]:
        """The lines of a section, none where the file does not have it."""
        return [_PART.sub(self._part, line) for line in self._sections.get(name, ())]

    def words(self, name: str) -> list[str]:
        """All words of a section."""
        return [word for line in self._sections.get(name, ()) for word in line.split()]

    def table(self, name: str, sign: str = ": ") -> dict[str, str]:
        """What stands behind the sign of each line, by what stands before it."""
        rows = (line.partition(sign) for line in self._sections.get(name, ()))
        return {key: value for key, _, value in rows}

    def starting(self, prefix: str) -> Iterator[tuple[str, list[str]]]:
        """The sections whose name starts so, by the rest of it, in order."""
        for name in self._sections:
            if name.startswith(prefix):
                yield name.removeprefix(prefix), self.lines(name)

    def names(self) -> tuple[str, ...]:
        """The names of all sections, in order."""
        return tuple(self._sections)

    def _part(self, found: re.Match[str]) -> str:
        return self._parts.get(found[1], found[0])
