"""What readers did with the answers: from the bot's records, or from a file that holds them."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bot.core.errors import UnusableInputError

if TYPE_CHECKING:
    from bot.ports.feedback import Feedback

VERSION = 1
"""The version of what `storybot inbox --export` writes."""


def from_records(environ: Mapping[str, str], days: int) -> tuple[Feedback, bool]:
    """What the database has, and whether to say how misses would be kept."""
    import asyncio

    from bot.compose.examining import read_feedback

    feedback, are_misses_kept = asyncio.run(read_feedback(environ, days, time.time()))
    return feedback, not are_misses_kept


def from_file(file: str) -> tuple[Feedback, bool]:
    """What `--export` wrote; raises UnusableInputError for what is no such file."""
    from bot.ports.feedback import Feedback, ReaderText, Votes

    try:
        value = json.loads(Path(file).read_text(encoding="utf-8"))
        if value["version"] != VERSION:
            raise UnusableInputError(f"{file} was written by another storybot; export it anew.")
        feedback = Feedback(
            tuple(ReaderText(**{**one, "at": float(one["at"])}) for one in value["texts"]),
            dict(value["outcomes"].items()),
            dict(value["unsure"].items()),
            {fact: Votes(**one) for fact, one in value["votes"].items()},
        )
        if not all(isinstance(it, str) for one in feedback.texts for it in (one.id, one.text)):
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        why = getattr(error, "strerror", None) or "it is none that --export wrote"
        raise UnusableInputError(f"{file} cannot be read ({why}).") from None
    return feedback, False
