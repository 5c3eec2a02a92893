"""A fact as the lines of a knowledge file, in the order in which the keys are documented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.core.model import Fact, Quote, Topic
from bot.curation.scalars import scalar, token
from bot.knowledge.fields import FACT, FieldKind

TOKENS = (FieldKind.ID, FieldKind.DATE, FieldKind.STATUS, FieldKind.NUMBER, FieldKind.FLAG)
"""Kinds whose values are plain words."""

_ALWAYS = ("questions", "answer")
"""What stands in a fact even while it is open."""


def fact_lines(fact: Fact, style: str = '"') -> list[str]:
    """The lines of an entry without its dash and indentation; lists get a line an entry."""
    lines: list[str] = []
    for key, value in given(fact):
        if isinstance(value, tuple) and value and key != "see_also":
            lines += [f"{key}:", *(f"  - {entry(it, style)}" for it in value)]
        else:
            lines.append(f"{key}: {_value(key, value, style)}")
    return lines


def fact_in_brackets(fact: Fact, style: str = '"') -> str:
    """The same on one line, for a file that is written so."""
    pairs = (f"{key}: {_value(key, value, style)}" for key, value in given(fact))
    return "{" + ", ".join(pairs) + "}"


def field_value(kind: FieldKind, text: str, style: str) -> str:
    """A value of that kind as it is written, in brackets too."""
    return token(text) if kind in TOKENS else scalar(text, style, in_flow=True)


def given(fact: Fact) -> Iterator[tuple[str, Any]]:
    """The keys that a fact needs, and their values."""
    usual = Fact("", (), "")
    for key in FACT.fields:
        value = getattr(fact, key)
        if value != getattr(usual, key) or key in _ALWAYS:
            yield key, value


def _value(key: str, value: Any, style: str) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(entry(it, style, in_flow=True) for it in value) + "]"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return field_value(FACT.fields[key].kind, text, style)


def entry(item: str | Quote | Topic, style: str, *, in_flow: bool = False) -> str:
    """An entry of a list."""
    if isinstance(item, str):
        return scalar(item, style, in_flow=in_flow)
    if isinstance(item, Topic):
        return f"{{id: {token(item.id)}, title: {scalar(item.title, style, in_flow=True)}}}"
    line = f", line: {item.line}" if item.line is not None else ""
    return f"{{text: {scalar(item.text, style, in_flow=True)}{line}}}"
