"""The list an editor works down: problems with their places, and the words they share."""

from __future__ import annotations

from collections.abc import Collection

from bot.core.errors import KnowledgeError, Problem
from bot.knowledge.tree import Mark

SHOWN = 60  # characters of a value that a message repeats
GUESSES = 500  # past so many problems a file is not a knowledge file, and guessing costs seconds
LIKENESS = 60.0  # of 100; "titel" for "title" has 80, "answers" for "questions" 50


class Problems:
    """Collects the problems of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: list[Problem] = []

    def __len__(self) -> int:
        return len(self._found)

    def add(self, mark: Mark, message: str, remedy: str) -> None:
        """Note a problem at a mark of the parser, which counts from 0."""
        self.add_at(mark.line + 1, mark.column + 1, message, remedy)

    def add_at(self, line: int, column: int, message: str, remedy: str) -> None:
        """Note a problem at a line and column that count from 1."""
        self._found.append(Problem(line, column, message, remedy))

    def error(self) -> KnowledgeError:
        """All of them in the order of the file; one that an alias repeats stands once."""
        once = dict.fromkeys(self._found)
        return KnowledgeError(self.file, tuple(sorted(once, key=lambda it: (it.line, it.column))))

    def guess(self, word: str, choices: Collection[str]) -> str | None:
        """The choice that was probably meant, or None."""
        if len(word) > SHOWN or len(self) > GUESSES:
            return None
        from rapidfuzz import fuzz, process

        found = process.extractOne(
            word.casefold(), tuple(choices), scorer=fuzz.ratio, score_cutoff=LIKENESS
        )
        return found[0] if found else None


def line_of(mark: Mark) -> int:
    """The line of a mark, counted from 1."""
    return mark.line + 1


def short(text: str) -> str:
    """A value on one line and no longer than a message can bear."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def quoted(text: str) -> str:
    """The text as a double-quoted YAML scalar, shortened."""
    return '"' + short(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
