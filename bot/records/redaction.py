"""Takes out of readers' words what could tell who they or others are, before it is kept."""

from __future__ import annotations

import re

LONGEST = 1000
"""Characters of a text that are kept."""

_DATE = r"(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4})(?!\d)"
_PATTERNS = (
    ("[link]", re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)),
    ("[address]", re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")),
    ("[person]", re.compile(r"<[@#!][^>]*>|(?<!\w)@\w[\w.-]*")),
    ("[secret]", re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{20,}\b")),
    ("[number]", re.compile(rf"(?<!\d)(?!{_DATE})\+?(?:\d[\s().-]{{0,2}}){{6,}}\d")),
)
_UNKEEPABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""Control characters and lone halves of pairs, which databases refuse."""


def redacted(text: str) -> str:
    """`text` on one line without links, addresses, mentions, keys and long numbers; shortened."""
    kept = " ".join(_UNKEEPABLE.sub(" ", text[: 4 * LONGEST]).split())
    for instead, pattern in _PATTERNS:
        kept = pattern.sub(instead, kept)
    return kept[:LONGEST]
