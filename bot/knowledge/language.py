"""Reads the language data that storybot ships."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from zlib import crc32

import numpy as np

from bot.core.chat.phrasings import Phrasings
from bot.core.language.lexicon import Lexicon, parse_lexicon
from bot.core.language.vectors import WordVectors

DATA = Path(__file__).parent.parent / "data" / "en"
VECTORS, ROWS = "vectors.npz", "vectors.npy"
PIECE = 1 << 16


@lru_cache(maxsize=1)
def english() -> Lexicon:
    """The shipped English: real words, words for one idea, opposites."""
    return parse_lexicon(
        (DATA / "words.txt").read_text(encoding="utf-8"),
        (DATA / "concepts.txt").read_text(encoding="utf-8"),
    )


@lru_cache(maxsize=1)
def word_vectors() -> WordVectors:
    """What the words of the shipped English mean; rows stay on disk until they are asked for."""
    with np.load(DATA / VECTORS) as arrays:
        names, scale, usual = arrays["words"].tobytes(), arrays["scale"], float(arrays["usual"])
    rows = np.load(DATA / ROWS, mmap_mode="r")
    return WordVectors(f"{crc32(scale.tobytes()):08x}", names, rows, scale, usual)


@lru_cache(maxsize=1)
def chat_phrasings() -> Phrasings:
    """What readers say to the bot itself, to compare a message with; built when first asked for."""
    listed = (DATA / "chat.txt").read_text(encoding="utf-8")
    return Phrasings(listed, word_vectors().embed, english())


def english_digest() -> str:
    """Changes whenever the shipped language data does."""
    return _digest("words.txt", "concepts.txt", VECTORS, ROWS)


def _digest(*names: str) -> str:
    digest = 0
    for name in names:
        with (DATA / name).open("rb") as file:
            while piece := file.read(PIECE):
                digest = crc32(piece, digest)
    return f"{digest:08x}"
