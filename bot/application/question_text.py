"""What somebody asks, put together from what they wrote and what they forward."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.model import MAX_CHARACTERS


def lines(text: str) -> str:
    """`text` with single spaces, in its lines: a quotation ends where its line does."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))


def with_forwarded(own: str, forwarded: Iterable[str]) -> str:
    """The asker's own words first; alone, where all together is too long to be read."""
    together = "\n".join(filter(None, (own, *forwarded)))
    return own if own and len(together) > MAX_CHARACTERS else together
