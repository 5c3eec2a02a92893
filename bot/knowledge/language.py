"""Reads the language data that storybot ships."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from zlib import crc32

from bot.core.language.lexicon import Lexicon, parse_lexicon


@lru_cache(maxsize=1)
def english() -> Lexicon:
    """The shipped English: real words, words for one idea, opposites."""
    folder = files("bot") / "data" / "en"
    return parse_lexicon(
        (folder / "words.txt").read_text(encoding="utf-8"),
        (folder / "concepts.txt").read_text(encoding="utf-8"),
    )


def english_digest() -> str:
    """Changes whenever the shipped language data does."""
    folder = files("bot") / "data" / "en"
    contents = ((folder / name).read_bytes() for name in ("words.txt", "concepts.txt"))
    return "-".join(f"{crc32(content):08x}" for content in contents)
