"""Every error that a person can act on; its text names what to do."""

from __future__ import annotations

from dataclasses import dataclass


class StorybotError(Exception):
    """One plain sentence for the person at the terminal; `exit_status` is the command's."""

    exit_status = 2


class UnusableInputError(StorybotError):
    """A file or line that cannot be read as what it should be."""


class SettingsError(StorybotError):
    """An environment variable or option that is missing or makes no sense."""


class NoModelError(StorybotError):
    """The model of the extra `semantic` cannot be had; storybot works without it."""


class RefusedTokenError(StorybotError):
    """The platform does not accept the token; trying again would not help."""

    exit_status = 78


class UnreachableError(StorybotError):
    """A platform cannot be reached, or has trouble: the same may work later."""


class NotRecordedError(StorybotError):
    """A vote, a report or a wish about privacy could not be made durable just now."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a knowledge file: where (line and column from 1), what, and the remedy."""

    line: int
    column: int
    message: str
    remedy: str

    def describe(self, file: str) -> str:
        """`file:line:column: message; remedy`, as editors and terminals link it."""
        return f"{file}:{self.line}:{self.column}: {self.message}; {self.remedy}"


class KnowledgeError(StorybotError):
    """A knowledge file with problems: all of them, in the order of the file."""

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        self.file = file
        self.problems = problems
        super().__init__("\n".join(problem.describe(file) for problem in problems))
