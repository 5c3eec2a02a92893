"""What the lines of a file show and its parser does not say: open quotes, odd indentation.

A parser stops at the first sign that cannot stand where it is. The mistake often lies before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import yaml

from bot.knowledge.problems import Problems, line_of, short
from bot.knowledge.tree import Mark

STRAIGHT = "close the quote; a \" inside double quotes is written \\\", a ' inside single ones ''"
WHOLE = "put the whole value in quotes; a \" inside double ones is written \\\", a ' in single ''"
ODD_SPACE = re.compile(r"[ \t]*([^\S \t\r\n\f\v]|[\u200b\ufeff])")
CURLY = re.compile(r"[\s-]*[\w-]+:\s+([“”„‟‘’‚«»])")
LINE = re.compile(r"(?P<indent> *)(?P<entry>- +)?(?:(?P<key>[\w-]+):(?:\s|$))?")
SWALLOWED = re.compile(r" +#[^\s#]\S*")
MAYBE_SWALLOWED = re.compile(rb"\S +#[^\s#]")


def explain_by_lines(text: str, mark: Mark, problems: Problems) -> bool:
    """Note what the lines up to `mark`, where the parser stopped, show; whether they did."""
    lines = text.split("\n")[: mark.line + 1]
    return (
        _odd_space(lines, problems)
        or _curly(lines[-1], mark, problems)
        or _quote(text, mark, problems)
    )


def explain_indentation(text: str, mark: Mark, problems: Problems) -> bool:
    """Note how a line of another indentation than its like is indented; whether it was one."""
    above = [_Line.of(line) for line in text.split("\n")[: mark.line + 1]]
    here = above.pop()
    like = next((n for n in _alike(above, here)), None)
    if mark.column not in here.signs or like is None or above[like].indent == here.indent:
        return False
    problems.add_at(
        line_of(mark),
        here.indent + 1,
        f"this line is indented by {_spaces(here.indent)}, "
        f"and line {like + 1}, which is like it, by {above[like].indent}",
        f"indent it by {_spaces(above[like].indent)}",
    )
    return True


@dataclass(frozen=True, slots=True)
class _Line:
    """How a line begins."""

    indent: int
    is_entry: bool
    key: str | None

    @classmethod
    def of(cls, line: str) -> _Line:
        found = LINE.match(line)
        assert found is not None, "an empty line matches too"
        return cls(len(found["indent"]), found["entry"] is not None, found["key"])

    @property
    def signs(self) -> tuple[int, ...]:
        """The columns where a parser stops that expects another indentation: the line's first
        sign, and the colon after its key."""
        return (self.indent,) if self.key is None else (self.indent, self.indent + len(self.key))


def _alike(above: list[_Line], here: _Line) -> Iterator[int]:
    """The lines that begin like `here`, likeliest first: with its key, else with any."""
    backwards = range(len(above) - 1, -1, -1)
    if not here.is_entry and here.key is None:
        return
    yield from (n for n in backwards if _same(above[n], here) and above[n].key == here.key)
    if not here.is_entry:
        yield from (n for n in backwards if _same(above[n], here) and above[n].key is not None)


def _same(one: _Line, other: _Line) -> bool:
    return one.is_entry == other.is_entry


def _spaces(count: int) -> str:
    return f"{count} space{'s' * (count != 1)}" if count else "no space"


def _odd_space(lines: list[str], problems: Problems) -> bool:
    """Whether the last line, or the one above, is indented by a space that is none to YAML."""
    for number in (len(lines), len(lines) - 1):
        found = ODD_SPACE.match(lines[number - 1]) if number else None
        if found:
            problems.add_at(
                number,
                found.start(1) + 1,
                f"the line is indented by the sign U+{ord(found[1]):04X}, which only looks like "
                "a space",
                "indent with ordinary spaces",
            )
            return True
    return False


def _curly(line: str, mark: Mark, problems: Problems) -> bool:
    """Whether the value in which the parser stopped begins with a quote that is none to YAML."""
    found = CURLY.match(line)
    if found is None or found.start(1) >= mark.column:
        return False
    problems.add_at(
        line_of(mark),
        found.start(1) + 1,
        f"the value begins with {found[1]} (U+{ord(found[1]):04X}), which is no quote to YAML",
        'put it in straight quotes, "…"',
    )
    return True


def _quote(text: str, mark: Mark, problems: Problems) -> bool:
    """Whether a quoted text ends on the line where the parser stopped, too late or too early."""
    last = None
    for token in _tokens(text):
        if token.start_mark.index >= mark.index:  # type: ignore[attr-defined]
            break
        if isinstance(token, yaml.ScalarToken):
            last = token
    if last is None or last.plain or last.style not in ("'", '"'):
        return False
    begun, ended = last.start_mark, last.end_mark
    if ended.line != mark.line:
        return False
    if begun.line != ended.line:
        problems.add(
            begun, f"the quote that is opened here ends only on line {line_of(ended)}", STRAIGHT
        )
    else:
        problems.add(ended, "more text follows after the quote that ends here", WHOLE)
    return True


def note_swallowed(data: bytes, problems: Problems) -> None:
    """Note each value that ends before a "#" which YAML takes for the beginning of a comment."""
    if not MAYBE_SWALLOWED.search(data):
        return
    text = data.decode()
    for token in _tokens(text):
        if isinstance(token, yaml.ScalarToken) and token.plain:
            found = SWALLOWED.match(text, token.end_mark.index)
            if found:
                problems.add(
                    token.end_mark,
                    f"YAML takes what begins with {short(found[0])} for a comment and leaves it "
                    "out",
                    "put the value in quotes, or a space after the # of a comment",
                )


def _tokens(text: str) -> Iterator[Any]:
    """The tokens of a file, up to the first that is none."""
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    with suppress(yaml.YAMLError, ValueError, OverflowError):
        yield from yaml.scan(text, Loader=loader)
