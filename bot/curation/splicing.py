"""One change of a file's text: an entry or a key comes in, goes, or gets another value."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.core.errors import Problem, StorybotError
from bot.curation.scalars import block, scalar
from bot.curation.spans import Span, SpannedText

BREAK = re.compile(r"\r\n|\r|\n")
_COMMA = re.compile(r"\s*,\s*")

Write = Callable[[str, bool], str]
"""A value as YAML, given the style of its neighbours and whether it stands in brackets."""


class RefusedEditError(StorybotError):
    """A change that cannot be made to this file without changing something else.

    `problems` are those with which it would not load.
    """

    def __init__(self, text: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(text)
        self.problems = problems


class Splicer:
    """Splices one text; each method returns the whole text as it is then.

    `name` is what errors call the file. What is laid out as no hand would is refused, with its
    line and what to do.
    """

    def __init__(self, spanned: SpannedText, name: str) -> None:
        self.text = spanned.text
        self._aliased = spanned.aliased
        self._name = name
        found = BREAK.search(self.text)
        self.newline = found[0] if found else "\n"

    def refused(self, span: Span, why: str, remedy: str) -> RefusedEditError:
        """The error for what stands at `span`."""
        line = len(BREAK.findall(self.text, 0, span.start)) + 1
        return RefusedEditError(f"{self._name}:{line}: {why}; {remedy}.")

    def check_own(self, *path: Span) -> None:
        """Raise where one of `path` also stands elsewhere by an anchor."""
        for span in path:
            if span.is_alias or span.anchor in self._aliased:
                raise self.refused(
                    span,
                    "what is to be changed is shared by an anchor (& and *) with another place",
                    "write it out in both places first",
                )

    def append(self, items: Span, write: Write, behind: int = -1) -> str:
        """With one more entry of a list, behind that one: at the end if nothing else is said."""
        if items.is_flow:
            return self._append_flow(items, write(_style(items), True), behind)
        last = items.items[behind]
        dash = self._dash(last)
        begins = self._spaces_before(dash)
        gap = self.text[dash + 1 : last.start]
        gap = gap if gap.strip(" ") == "" else " "
        entry = write(_style(items), False)
        lines = f"{self._between(items)}{begins}-{gap}{entry}"
        return self._insert(self._line_end(self.content_end(last)), lines)

    def remove(self, items: Span, index: int) -> str:
        """Without one entry of a list, which must not be its only one."""
        item = items.items[index]
        if items.is_flow:
            return self._remove_flow(items.items, index, 1)
        return self._remove_lines(self._dash(item), item)

    def set(self, record: Span, key: str, write: Write) -> str:
        """With that value of a key of a mapping, whether it is there or not."""
        old = record.get(key)
        if old is None:
            return self._add_key(record, key, write)
        return self.replace(old, f'"{key}"', write, in_flow=record.is_flow)

    def replace(self, old: Span, called: str, write: Write, *, in_flow: bool) -> str:
        """With another value in the place of `old`, which errors call so."""
        self.check_own(old)
        if old.anchor or old.is_tagged:
            raise self.refused(old, f"{called} has an anchor or a tag", "delete the & or ! first")
        end = self.content_end(old)
        return self._splice(old.start, end, write(old.style or "", in_flow))

    def set_list(self, record: Span, key: str, entries: list[str], dash: str = "- ") -> str:
        """With that list as the value of a key that has none or an empty one; without a `dash` the
        entries are those of a mapping. What is new in a whole file stands above its facts."""
        old = record.get(key)
        if record.is_flow:
            inner = ", ".join(entries)
            text = f"[{inner}]" if dash else f"{{{inner}}}"
            return self.set(record, key, lambda _style, _in_flow: text)
        (first, _), *_ = record.pairs
        indent = self.newline + " " * (first.start - self._line_start(first.start))
        lines = "".join(f"{indent}  {dash}{entry}" for entry in entries)
        if old is not None:
            self.check_own(old)
            return self._splice(len(self.text[: old.start].rstrip()), old.end, lines)
        lines = f"{scalar(key, first.style or '')}:{lines}"
        facts = next((it.start for it, _ in record.pairs if it.value == "facts"), None)
        if facts is not None:
            return self._splice(facts, facts, f"{lines}{indent}")
        end = self._line_end(self.content_end(record))
        return self._splice(end, end, f"{indent}{lines}")

    def unset(self, record: Span, key: str) -> str:
        """Without a key of a mapping that has it and others."""
        names = [name.value for name, _ in record.pairs]
        index = names.index(key)
        name, value = list(record.pairs)[index]
        if record.is_flow:
            return self._remove_flow(record.items, 2 * index, 2)
        if self.text[self._line_start(name.start) : name.start].strip() == "":
            return self._remove_lines(name.start, value)
        following = record.items[2 * index + 2]
        return self._splice(name.start, following.start, "")

    def in_style(self, text: str, old: Span | None) -> Write:
        """Writes `text`, as a block where the old value is one."""

        def write(style: str, in_flow: bool) -> str:
            if old is not None and style in ("|", ">"):
                before = self.text[old.start : self.content_end(old)]
                if (spelt := block(text, before, self.newline)) is not None:
                    return spelt
            return scalar(text, style, in_flow=in_flow)

        return write

    def indented(self, items: Span, lines: list[str]) -> str:
        """The lines of an entry of a list, all but the first indented like its last entry."""
        last = items.items[-1]
        return (self.newline + " " * (last.start - self._line_start(last.start))).join(lines)

    def content_end(self, span: Span) -> int:
        """Where what is written ends: yaml's marks of blocks count in what follows."""
        if span.items and not span.is_flow:
            return self.content_end(span.items[-1])
        if span.style in ("|", ">"):
            return len(self.text[: span.end].rstrip())
        return span.end

    def _add_key(self, record: Span, key: str, write: Write) -> str:
        (first, _), *_ = record.pairs
        style = next((it.style for _, it in record.pairs if it.style in ('"', "'")), "")
        entry = f"{scalar(key, first.style or '')}: {write(style or '', record.is_flow)}"
        last = record.items[-1]
        if record.is_flow:
            return self._insert_flow(record, last, entry)
        indent = " " * (first.start - self._line_start(first.start))
        return self._insert(self._line_end(self.content_end(last)), indent + entry)

    def _append_flow(self, items: Span, entry: str, behind: int) -> str:
        if not items.items:
            return self._splice(items.end - 1, items.end - 1, entry)
        return self._insert_flow(items, items.items[behind], entry)

    def _insert_flow(self, outer: Span, last: Span, entry: str) -> str:
        """An entry of brackets, apart from the last one as that is from the one before it."""
        step = 2 if outer.is_map else 1
        between = ", "
        if len(outer.items) > step:
            before = self.text[outer.items[-step - 1].end : outer.items[-step].start]
            between = before if _COMMA.fullmatch(before) else between
        return self._splice(last.end, last.end, between + entry)

    def _remove_flow(self, items: tuple[Span, ...], index: int, step: int) -> str:
        if index + step < len(items):
            start, end = items[index].start, items[index + step].start
        else:
            start, end = items[index - 1].end, items[-1].end
        if "\n" in self.text[start:end] and "#" in self.text[start:end]:
            raise self.refused(
                items[index], "a comment may stand in what is to go", "delete it by hand"
            )
        return self._splice(start, end, "")

    def _remove_lines(self, start: int, span: Span) -> str:
        """Without the lines from `start`, the first sign of one, to the end of `span`, nor with two
        empty lines where there was one above and one below."""
        begin, end = self._line_start(start), self._line_end(self.content_end(span))
        following = BREAK.match(self.text, end)
        if following is not None:
            is_apart = self.text[:begin].endswith(2 * self.newline)
            blank = BREAK.match(self.text, following.end()) if is_apart else None
            return self._splice(begin, (blank or following).end(), "")
        return self._splice(len(self.text[:begin].rstrip("\r\n")), end, "")

    def _between(self, items: Span) -> str:
        """An empty line where there is one between the last two entries."""
        if len(items.items) < 2:
            return ""
        one, other = items.items[-2:]
        between = self.text[self.content_end(one) : other.start]
        blank = re.search(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)", between)
        return self.newline if blank else ""

    def _dash(self, item: Span) -> int:
        """Where the dash of an entry is."""
        at = len(self.text[: item.start].rstrip()) - 1
        if self.text[at] != "-" or self._spaces_before(at).strip():
            raise self.refused(item, "this entry does not follow its dash", "put it behind the -")
        return at

    def _spaces_before(self, at: int) -> str:
        return self.text[self._line_start(at) : at]

    def _line_start(self, at: int) -> int:
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def _line_end(self, at: int) -> int:
        found = BREAK.search(self.text, at)
        return found.start() if found else len(self.text)

    def _insert(self, at: int, lines: str) -> str:
        """`lines` as new ones below the line that ends at `at`."""
        return self._splice(at, at, self.newline + lines)

    def _splice(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + new + self.text[end:]


def _style(items: Span) -> str:
    """How the last text of a list is quoted."""
    texts = [it.style for it in items.items if it.style is not None]
    return texts[-1] if texts and texts[-1] in ("", "'", '"') else '"'
