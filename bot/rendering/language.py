"""The sentences of `texts` in the language of a story, as far as storybot speaks it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

SPOKEN = ("en", "de", "es")
"""The languages that readers are answered in; all else is said in English."""


@lru_cache(maxsize=8)
def said_in(language: str) -> Any:
    """All sentences by the names that `texts` gives them; `language` is a code ("de", "de-AT")."""
    match spoken(language):
        case "de":
            from bot.rendering import texts_de

            return texts_de
        case "es":
            from bot.rendering import texts_es

            return texts_es
        case _:
            from bot.rendering import texts

            return texts


def spoken(language: str) -> str | None:
    """The code of a language that storybot speaks; None for any other."""
    code = language.strip().lower().partition("-")[0]
    return code if code in SPOKEN else None
