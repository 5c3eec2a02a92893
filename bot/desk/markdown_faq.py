"""A Markdown FAQ: a heading is a question, the text below it the answer; those above are topics."""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from bot.core.errors import UnusableInputError
from bot.desk.importing import SourceEntry, SourceFile
from bot.desk.markdown import TARGET, plain, without_front_matter
from bot.knowledge.values import fold, fold_lines

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(\S.*)")
_UNDERLINE = re.compile(r"(?:=+|-{3,})\s*")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_DROPPED = re.compile(r"\s*(?:(?:```|~~~|:::).*|[-*_=|: \t]{3,})")
_PICTURE = re.compile(rf"!\[[^\[\]]*\]\({TARGET}\)|<img\b[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|</(?:p|li|div)>", re.IGNORECASE)
_LINK = re.compile(rf"(?<!!)\[([^\[\]]+)\]\((https?://{TARGET})\)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")


@dataclass(slots=True)
class _Section:
    """A heading and the lines below it, down to the next one. Level 0 is before the first."""

    line: int
    level: int = 0
    heading: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def asks(self) -> bool:
        return self.heading.endswith(("?", "？", "؟"))

    @property
    def has_text(self) -> bool:
        return any(map(str.strip, self.lines))

    def holds(self, other: _Section) -> bool:
        return other.level > self.level


def reduced(markdown: str) -> tuple[str, int]:
    """Markdown as plain text that keeps its lines and the addresses of its links, and how many
    pictures it had."""
    first, *others = markdown.split("<!--")
    text = first + "".join(it.partition("-->")[2] if "-->" in it else it for it in others)
    text, pictures = _PICTURE.subn("", _BREAK.sub("\n", text))
    text = _LINK.sub(lambda it: it[1] if it[1] == it[2] else f"{it[1]} ({it[2].split()[0]})", text)
    rows = (plain(it) for it in text.splitlines() if not _DROPPED.fullmatch(it))
    lines = (fold_lines(_ESCAPED.sub(r"\1", html.unescape(it))) for it in rows)
    return "\n".join(filter(None, lines)), pictures


def read_markdown(text: str, file: str) -> SourceFile:
    """The questions of one file; raises UnusableInputError for Rasa's old training data."""
    told: dict[str, str] = {}
    rows = without_front_matter(text.replace("\r\n", "\n").split("\n"), told)
    first, *found = _sections(rows)
    sections = deque(found)
    reading = SourceFile(file, told.get("title"))
    if any(it.heading.startswith("intent:") for it in sections):
        raise UnusableInputError(
            f"{file} is of Rasa before 2.0: run “rasa data convert nlu” first."
        )
    if not sections and reading.title:
        first.heading = reading.title
        sections.append(first)
    elif first.has_text:
        reading.leave_out(first.line, "text above the first heading")
    if len(sections) > 1 and [it.level for it in sections].count(1) == sections[0].level == 1:
        top = sections.popleft()
        reading.title = reading.title or top.heading
        if top.has_text:
            reading.leave_out(top.line, "text below the title")
    topics: list[_Section] = []
    while sections:
        section = sections.popleft()
        topics = [it for it in topics if it.level < section.level]
        below = list(takewhile(section.holds, sections))
        if section.asks or (section.has_text and not any(it.asks for it in below)):
            parts = list(takewhile(lambda it: not it.asks, below))
            lines = [*section.lines, *(row for it in parts for row in (it.heading, *it.lines))]
            for _ in parts:
                sections.popleft()
            answer, pictures = reduced("\n".join(lines))
            if pictures:
                reading.leave_out(section.line, f"pictures in the answer: {pictures}")
            topic = topics[-1].heading if topics else ""
            reading.entries.append(
                SourceEntry(section.line, [section.heading], answer, topic=topic)
            )
            continue
        topics.append(section)
        if section.has_text:
            reading.leave_out(section.line, f"text below the topic “{section.heading}”")
    return reading


def _sections(rows: list[str]) -> Iterator[_Section]:
    """The part before the first heading, then each heading's; code in fences has no headings."""
    section, is_code = _Section(1), False
    for number, row in enumerate(rows, start=1):
        is_code ^= _FENCE.match(row) is not None
        found, above = None if is_code else _HEADING.match(row), "".join(section.lines[-1:])
        level, text = (len(found[1]), found[2]) if found else (0, "")
        if not is_code and _UNDERLINE.fullmatch(row) and re.match(r"[^\s|>*+-]", above):
            level, text = (1 if row[0] == "=" else 2), section.lines.pop()
        heading = fold(reduced(text.partition("{#")[0].rstrip("# \t"))[0])
        if level and heading:
            yield section
            section = _Section(number - (not found), level, heading)
        else:
            section.lines.append(row)
    yield section
