"""A number with its noun, as a sentence says it."""

from __future__ import annotations


def counted(number: float, one: str, many: str | None = None) -> str:
    """`1 fact`, `2 facts`; `many` where that is not `one` with an s."""
    return f"{str(number).removesuffix('.0')} {one if number == 1 else many or f'{one}s'}"
