"""Text that must fit: shortened at a sentence, failing that at a word."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

SHORTENED = " …"
"""What a shortened text ends with."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")


def shortened(text: str, room: int, dress: Callable[[str], str] = str) -> str:
    """`dress(text)` in at most `room` characters, cut after a sentence or, failing that, a word.

    Only text whose first word does not fit is cut inside it.
    """
    return cut_to_fit(text, room, dress)[0]


def cut_to_fit(text: str, room: int, dress: Callable[[str], str] = str) -> tuple[str, int]:
    """As `shortened`, and how many characters of `text` were kept."""
    start = len(text) - len(text.lstrip())
    text = text.strip()
    whole = dress(text)
    if len(whole) <= room:
        return whole, start + len(text)

    def cut(end: int) -> str:
        return dress(text[:end].rstrip(" \n\t,;:–-") + SHORTENED)

    end = _longest(text, room, lambda end: len(cut(end)))
    return cut(end), start + end


def _longest(text: str, room: int, length: Callable[[int], int]) -> int:
    """Where to cut `text` so that `length` of what is kept is at most `room`."""
    words = [gap.start() for gap in re.finditer(r"\s+", text)]
    fitting = words[: bisect_right(words, room, key=length)]
    if not fitting:
        return max(0, bisect_right(range(len(text)), room, key=length) - 1)
    sentences = [end for end in fitting if _SENTENCE_END.search(text[:end])]
    last = fitting[-1]
    return sentences[-1] if sentences and sentences[-1] >= last / 2 else last
