"""What the fields of the forms are called, and remarks on a file told by these names.

A remark names the keys of the file, for it is written for whoever edits that. On a page there are
fields instead, each with its label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.core.model import Fact
from bot.knowledge.fields import FACT, FILE, STORY
from bot.knowledge.review import Flaw
from bot.page.form import LISTS

LABELS = {
    "id": "Id",
    "questions": "Questions",
    "answer": "Answer",
    "quotes": "Quotes",
    "status": "Status",
    "according_to": "According to",
    "draft": "Draft",
    "topic": "Topic",
    "asks": "It must answer",
    "never": "It must not answer",
    "see_also": "See also",
    "label": "Label",
    "as_of": "As of",
    "note": "Note",
    "revised": "Revised",
    "checked": "Checked",
    "expires": "Expires",
    "correction": "Correction",
}
"""By the keys of a fact."""

_KEY = re.compile(rf'(?<!fact )"({"|".join(LABELS)})"')
_LINE = re.compile(r"write line: (\d+)")
_TEXT = re.compile(r'"([^"]+)"')


def _plain(key: str, example: str) -> str:
    """An example of a value, without its key and the signs of YAML."""
    value = example.removeprefix(f"{key}: ")
    found = _TEXT.search(value)
    return found[1] if found else value


_EXAMPLES = {
    field.example: _plain(key, field.example)
    for shape in (FILE, STORY, FACT)
    for key, field in shape.fields.items()
}


def worded(text: str) -> str:
    """A remark by the labels of fields, without what only a file has."""
    for example, plain in _EXAMPLES.items():
        text = text.replace(f"such as {example}", f"such as {plain}")
    text = _LINE.sub(r"write \1: before it", text)
    return _KEY.sub(lambda found: f"“{LABELS[found[1]]}”", text)


def sentence(flaw: Flaw) -> str:
    """What is wrong and what to do, with one full stop."""
    return f"{worded(f'{flaw.message}; {flaw.remedy}').rstrip('.')}."


def by_field(flaws: Sequence[Flaw], fact: Fact) -> dict[str, list[Flaw]]:
    """The problems of a fact by the fields that they are about, as far as they are about one."""
    fields: dict[str, list[Flaw]] = {}
    for flaw in flaws:
        if flaw.severity == "problem" and flaw.fact == fact.id and (key := _field(flaw, fact)):
            fields.setdefault(key, []).append(flaw)
    return fields


def _field(flaw: Flaw, fact: Fact) -> str | None:
    if flaw.at is None:
        return _named(flaw)
    if flaw.at in LABELS:
        return flaw.at
    if any(quote.text == flaw.at for quote in fact.quotes):
        return "quotes"
    return next((key for key in LISTS if flaw.at in getattr(fact, key)), None)


def _named(flaw: Flaw) -> str | None:
    """The key that a remark names, as those do which only say that the file would not load."""
    found = _KEY.search(flaw.message)
    return found[1] if found else None
