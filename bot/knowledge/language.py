"""Reads the language data that storybot ships."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from zlib import crc32

import numpy as np

from bot.core.language.lexicon import Lexicon, parse_lexicon
from bot.core.language.vectors import WordVectors

VECTORS = "vectors.npz"


@lru_cache(maxsize=1)
def english() -> Lexicon:
    """The shipped English: real words, words for one idea, opposites."""
    folder = files("bot") / "data" / "en"
    return parse_lexicon(
        (folder / "words.txt").read_text(encoding="utf-8"),
        (folder / "concepts.txt").read_text(encoding="utf-8"),
    )


@lru_cache(maxsize=1)
def word_vectors() -> WordVectors:
    """What the words of the shipped English mean."""
    with (files("bot") / "data/en" / VECTORS).open("rb") as file:
        content = file.read()
    with np.load(BytesIO(content)) as arrays:
        return WordVectors(
            f"{crc32(content):08x}",
            arrays["words"].tobytes().decode().split("\n"),
            arrays["rows"],
            arrays["scale"],
            float(arrays["usual"]),
        )


def english_digest() -> str:
    """Changes whenever the shipped language data does."""
    folder = files("bot") / "data" / "en"
    contents = ((folder / name).read_bytes() for name in ("words.txt", "concepts.txt", VECTORS))
    return "-".join(f"{crc32(content):08x}" for content in contents)
