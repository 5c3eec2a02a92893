"""What the fields of the forms are called, and remarks on a file told by these names.

A remark names the keys of the file, for it is written for whoever edits that. On a page there are
fields instead, each with its label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.core.model import Fact, Story
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
    "title": "Headline",
    "publisher": "Publisher",
    "published": "Published",
    "url": "Web address",
    "summary": "Summary",
    "authors": "Authors",
    "editor": "Editor",
    "contact": "Contact",
    "language": "Language",
    "quoted_from": "Quoted from",
    "topics": "Topics",
    "names": "Names",
}
"""By the keys of a fact and of the header."""

LOST = {
    "publisher": "answers are signed with the headline; “Who published it?” gets no answer",
    "published": "answers bear no day; “When was it published?” gets no answer",
    "url": "no answer leads to the story; “Where can I read it?” gets no answer",
    "summary": "“What is it about?” gets no more than the headline and what can be asked",
    "authors": "“Who wrote it?” gets no answer",
    "editor": "“Who keeps this bot?” gets no answer",
    "contact": "readers have no address to write to",
    "checked": "“Is this up to date?” gets no day on which the facts were compared with the story",
}
"""What readers lose while a key of the header is missing."""

_KEY = re.compile(rf'(?<!fact )"({"|".join(LABELS)})"')
_LINE = re.compile(r"write line: (\d+)")
_SPELLINGS = re.compile(r'"([^":]+): \[…\]"')
_PART = re.compile(r"\bthe (topic|name|spelling)\b")
_PARTS = {"topic": "topics", "name": "names", "spelling": "names"}
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
    text = _SPELLINGS.sub(r"“\1, …”", text)
    return _KEY.sub(lambda found: f"“{LABELS[found[1]]}”", text)


def sentence(flaw: Flaw) -> str:
    """What is wrong and what to do, with one full stop."""
    return f"{worded(f'{flaw.message}; {flaw.remedy}').rstrip('.')}."


def missing(story: Story) -> dict[str, str]:
    """What the header lacks, and what readers lose by it."""
    return {key: lost for key, lost in LOST.items() if not getattr(story, key)}


def by_field(flaws: Iterable[Flaw], fact: Fact | None = None) -> dict[str, list[Flaw]]:
    """The problems of a fact, or of the header, by the fields that they are about, as far as they
    are about one."""
    fields: dict[str, list[Flaw]] = {}
    for flaw in flaws:
        is_own = flaw.severity == "problem" and flaw.fact == (fact.id if fact else None)
        if is_own and (key := _field(flaw, fact)):
            fields.setdefault(key, []).append(flaw)
    return fields


def _field(flaw: Flaw, fact: Fact | None) -> str | None:
    if flaw.at is None:
        return _named(flaw, fact)
    if flaw.at in LABELS or fact is None:
        return flaw.at
    if any(quote.text == flaw.at for quote in fact.quotes):
        return "quotes"
    return next((key for key in LISTS if flaw.at in getattr(fact, key)), None)


def _named(flaw: Flaw, fact: Fact | None) -> str | None:
    """The field that a remark names by its words."""
    if found := _KEY.search(flaw.message):
        return found[1]
    if fact is None and (part := _PART.search(flaw.message)):
        return _PARTS[part[1]]
    return "url" if flaw.kind == "address" else None
