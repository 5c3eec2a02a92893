"""A good file of a fact or two, for tests to spoil."""

from __future__ import annotations

from collections.abc import Callable

Complaints = Callable[[str | bytes], list[str]]

HEAD = "version: 1\nstory: {title: The bridge}\n"
FACT = "  - id: why\n    questions: [Why is it shut?]\n    answer: A crack.\n"
FILE = HEAD + "facts:\n" + FACT
OTHER = "  - id: when\n    questions: [When did it shut?]\n    answer: In May.\n"


def with_fact(lines: str) -> str:
    """A file of two facts; `lines` go on with the second."""
    return FILE + OTHER + "".join(f"    {line}\n" for line in lines.splitlines())
