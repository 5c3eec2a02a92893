"""What readers did with the answers: from the bot's records, or from a file that holds them."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.core.errors import UnusableInputError

if TYPE_CHECKING:
    from bot.ports.feedback import Feedback, ReaderText

VERSION = 1
"""The version of what `storybot inbox --export` writes."""


def from_records(environ: Mapping[str, str], days: int) -> tuple[Feedback, bool]:
    """What the database has, and whether to say how misses would be kept."""
    import asyncio

    from bot.compose.examining import read_feedback

    feedback, are_misses_kept = asyncio.run(read_feedback(environ, days, time.time()))
    return feedback, not are_misses_kept


def from_file(file: str) -> tuple[Feedback, bool]:
    """What `storybot inbox --export` wrote; raises `UnusableInputError` for another file."""
    from bot.ports.feedback import EditorDecision, Feedback, Votes

    try:
        value = json.loads(Path(file).read_text(encoding="utf-8"))
        if value["version"] != VERSION:
            raise UnusableInputError(f"{file} was written by another storybot; export it anew.")
        feedback = Feedback(
            tuple(_text(one) for one in value["texts"]),
            _counts(value["outcomes"]),
            _counts(value["unsure"]),
            {fact: Votes(**_counts(one)) for fact, one in value["votes"].items()},
            {_day(day): _counts(kinds) for day, kinds in sorted(value["days"].items())},
            _counts(value["told"]),
            tuple(EditorDecision(**it) for it in value.get("decisions", ())),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        why = getattr(error, "strerror", None) or "it is none that --export wrote"
        raise UnusableInputError(f"{file} cannot be read ({why}).") from None
    return feedback, False


def _text(value: dict[str, Any]) -> ReaderText:
    from bot.ports.feedback import ReaderText

    text = ReaderText(**{**value, "at": float(value["at"])})
    date.fromtimestamp(text.at)
    if not all(isinstance(it, str) for it in (text.id, text.kind, text.text, text.fact or "")):
        raise ValueError
    return text


def _counts(value: dict[str, Any]) -> dict[str, int]:
    return {name: int(count) for name, count in value.items()}


def _day(named: str) -> str:
    return date.fromisoformat(named).isoformat()
