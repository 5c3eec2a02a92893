"""A fact or a header as the texts of a form, and back; two editors' changes to it are put together
by field."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bot.core.errors import UnusableInputError
from bot.core.model import Fact, Quote, Status, Story, Topic
from bot.desk.drafting import unique_id
from bot.knowledge.fields import STORY, FieldKind
from bot.knowledge.values import fold, fold_lines

Values = dict[str, str]
"""What a form holds, by the keys of a fact; the entries of a list stand on a line each."""

LISTS = ("questions", "asks", "never", "see_also")
LONG = ("answer", "correction", "note")
SHORT = ("topic", "according_to", "as_of", "label", "revised", "checked", "expires")

_NUMBERED = re.compile(r"(\d{1,9}):\s*(.*)")
_TOPIC = re.compile(r"(?:([^:]*[^: ]) *: *)?(.*)")


def values_of(fact: Fact) -> Values:
    """The texts of a form that shows `fact`."""
    values = {key: "\n".join(getattr(fact, key)) for key in LISTS}
    values |= {key: getattr(fact, key) or "" for key in (*LONG, *SHORT)}
    quotes = "\n".join(map(_quote_line, fact.quotes))
    draft = "true" if fact.draft else ""
    return {**values, "quotes": quotes, "status": str(fact.status), "draft": draft}


def fact_of(fact_id: str, values: Mapping[str, str]) -> Fact:
    """The fact that a form holds, folded as a file is read; raises UnusableInputError for a status
    that no form offers."""
    given: dict[str, Any] = {key: _lines(values.get(key, "")) for key in LISTS}
    given |= {key: fold_lines(values.get(key, "")) or None for key in LONG}
    given |= {key: fold(values.get(key, "")) or None for key in SHORT}
    try:
        status = Status(values.get("status", "established"))
    except ValueError:
        raise UnusableInputError(f"There is no status {values['status']}.") from None
    return Fact(
        fact_id,
        quotes=tuple(map(_quote, _lines(values.get("quotes", "")))),
        status=status,
        draft=values.get("draft") == "true",
        **{**given, "answer": given["answer"] or ""},
    )


def header_values(story: Story) -> Values:
    """The texts of a form that shows the header, with topics and names."""
    values = {key: getattr(story, key) or "" for key in STORY.fields}
    topics = "\n".join(f"{it.id}: {it.title}" for it in story.topics)
    names = "\n".join(_cells((name, *others)) for name, others in story.names.items())
    return {**values, "topics": topics, "names": names}


def header_of(story: Story, values: Mapping[str, str]) -> Story:
    """The story with the header that a form holds; a topic without an id gets one of its title."""
    given: dict[str, Any] = {}
    for key, field in STORY.fields.items():
        clean = fold_lines if field.kind is FieldKind.TEXT else fold
        given[key] = clean(values.get(key, "")) or None
    given |= {"title": given["title"] or "", "language": given["language"] or "en"}
    rows = [_TOPIC.fullmatch(line) for line in _lines(values.get("topics", ""))]
    taken = {row[1] for row in rows if row and row[1]}
    given["topics"] = tuple(
        Topic(row[1] or unique_id(row[2], "topic", taken), row[2]) for row in rows if row
    )
    names: dict[str, tuple[str, ...]] = {}
    for name, *others in csv.reader(_lines(values.get("names", "")), skipinitialspace=True):
        fresh = tuple(it for it in map(fold, others) if it)
        names[fold(name)] = (*names.get(fold(name), ()), *fresh)
    return replace(story, **given, names=names)


def merged(opened: Mapping[str, str], typed: Mapping[str, str], now: Mapping[str, str]) -> Values:
    """What was typed since a form was opened, upon what the file has now: field by field."""
    return {
        key: typed.get(key, "") if _differs(key, opened, typed) else value
        for key, value in now.items()
    }


def _differs(key: str, one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether the texts differ in more than spaces and empty lines."""
    return _lines(one.get(key, "")) != _lines(other.get(key, ""))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in map(fold, text.splitlines()) if line)


def _quote_line(quote: Quote) -> str:
    """A quote behind the number of its line; 0 stands for none, where words need it."""
    if quote.line is None:
        return f"0: {quote.text}" if _NUMBERED.fullmatch(quote.text) else quote.text
    return f"{quote.line}: {quote.text}"


def _quote(line: str) -> Quote:
    found = _NUMBERED.fullmatch(line)
    return Quote(line) if found is None else Quote(found[2], int(found[1]) or None)


def _cells(texts: Iterable[str]) -> str:
    """Texts with commas between; one that holds a comma or a quote stands in quotes."""
    return ", ".join(
        '"' + it.replace('"', '""') + '"' if re.search('[",]', it) else it for it in texts
    )
