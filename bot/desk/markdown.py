"""Markdown as plain words: its marks, its fences and what stands in front of it go."""

from __future__ import annotations

import re

from bot.desk.dates import date_in
from bot.knowledge.values import fold

TARGET = r"[^()]*(?:\([^()]*\)[^()]*)*"
"""What a link of Markdown leads to; no pattern may look far ahead in a hostile file's long line."""

_MARKUP = (
    (re.compile(r"<!--.{0,1000}?-->|</?[a-zA-Z][^<>]*>"), ""),
    (re.compile(rf"!\[[^\[\]]*\]\({TARGET}\)"), ""),
    (re.compile(rf"\[([^\[\]]*)\]\({TARGET}\)"), r"\1"),
    (re.compile(r"(\*\*|__|\*|`)(?=\S)(.{1,300}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"^\s*(?:[-*+]|\d+[.)]|>+)\s+"), ""),
)


def plain(line: str) -> str:
    """A line of Markdown without its markup."""
    for pattern, kept in _MARKUP:
        line = pattern.sub(kept, line)
    return fold(line)


def without_front_matter(rows: list[str], header: dict[str, str]) -> list[str]:
    """The rows with those of a leading `---` block empty; what it says goes into `header`."""
    if rows[0].strip() != "---" or "---" not in [row.strip() for row in rows[1:]]:
        return rows
    end = [row.strip() for row in rows].index("---", 1)
    keys = {"title": "title", "author": "authors", "authors": "authors", "date": "published",
            "lang": "language", "publisher": "publisher", "url": "url"}  # fmt: skip
    for row in rows[1:end]:
        key, _, value = row.partition(":")
        key, value = key.strip(" \t\"'").lower(), fold(value).strip("'\"[],")
        if key in keys and value:
            header[keys[key]] = value
    if day := date_in(header.pop("published", "")):
        header["published"] = day
    return [""] * (end + 1) + rows[end + 1 :]


def without_fences(rows: list[str]) -> list[str]:
    """The rows with code that is fenced empty."""
    kept: list[str] = []
    is_code = False
    for row in rows:
        is_fence = row.lstrip().startswith(("```", "~~~"))
        is_code ^= is_fence
        kept.append("" if is_code or is_fence else row)
    return kept
