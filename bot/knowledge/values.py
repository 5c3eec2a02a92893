"""One value of a file, read by its kind: the value, or None and a noted problem."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from bot.core.model import Status
from bot.knowledge.fields import (
    DATE_PATTERN,
    ID_PATTERN,
    MAX_ID,
    MAX_LABEL,
    NUMBER_PATTERN,
    VERSION,
    Field,
    FieldKind,
)
from bot.knowledge.problems import Problems, quoted, short
from bot.knowledge.tree import ListNode, MapNode, Node, TextNode, kind_of

ID = re.compile(ID_PATTERN)
DATE = re.compile(DATE_PATTERN)
NUMBER = re.compile(NUMBER_PATTERN)
CURLY = ("”", "“", "’", "»", "«")
NOT_IN_ID = re.compile("[^a-z0-9._-]+")


_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


def readable(text: str) -> str:
    """`text` without the control characters that no knowledge file may hold."""
    return _CONTROL.sub("", text)


def shown(text: str) -> str:
    """`text` without signs that do not show or turn the direction of writing round."""
    return _HIDDEN.sub("", text)


def as_read(text: str) -> str:
    """`text` as a quote and its line are compared: folded, without what does not show."""
    return fold(shown(readable(text)))


def article_lines(article: str) -> list[str]:
    """The lines of an article, as those of quotes are counted, each `as_read`."""
    return [as_read(row) for row in article.replace("\r\n", "\n").split("\n")]


def fold(text: str) -> str:
    """Text on one line, every run of whitespace a single space, stripped."""
    return " ".join(text.split())


def fold_lines(text: str) -> str:
    """Text that keeps its lines, each of them folded; stripped of empty first and last ones."""
    return "\n".join(map(fold, text.splitlines())).strip("\n")


def text_of(node: Node, label: str, field: Field, problems: Problems) -> str | None:
    """A scalar's text, folded; a problem if there is none. `label` names the value."""
    if not isinstance(node, TextNode):
        problems.add(
            node.mark,
            f"{label} needs text, and here is {kind_of(node)}",
            _as_text(node) or _fill(field),
        )
        return None
    if node.is_null:
        word = f'{label} is "{node.value}", which YAML reads as nothing'
        problems.add(
            node.mark,
            word if node.value else f"{label} is empty",
            f'write "{node.value}" in quotes for the word' if node.value else _fill_in(field),
        )
        return None
    folded = fold_lines(node.value) if field.kind is FieldKind.TEXT else fold(node.value)
    if not folded:
        problems.add(node.mark, f"{label} is empty", _fill_in(field))
        return None
    return folded


def _fill_in(field: Field) -> str:
    """The remedy for an empty place, which may be an entry of a list."""
    return "write it, or delete the entry" if field.kind is FieldKind.LINES else _fill(field)


def _fill(field: Field) -> str:
    """The remedy for a value that says nothing."""
    return f"write it, such as {field.example}" + ("" if field.required else ", or delete it")


def _as_text(node: Node) -> str | None:
    """The remedy for text that YAML took for a mapping because it holds a colon."""
    match node:
        case MapNode(pairs=((key, TextNode(value=value)),)):
            return f"put it in quotes: {quoted(f'{key.value}: {value}')}"
        case _:
            return None


def lines_of(node: Node, label: str, field: Field, problems: Problems) -> tuple[str, ...] | None:
    """A list of texts, each on one line."""
    items = items_of(node, label, field, problems)
    if items is None:
        return None
    texts = (text_of(item, f"an entry of {label}", field, problems) for item in items)
    return tuple(text for text in texts if text is not None)


def people_of(node: Node, label: str, field: Field, problems: Problems) -> str | None:
    """Names on one line: as they stand there, or those of a list with "and" before the last."""
    if not isinstance(node, ListNode):
        return text_of(node, label, field, problems)
    if not node.items:
        problems.add(node.mark, f"{label} has no entries", _fill(field))
    *others, last = lines_of(node, label, field, problems) or ("",)
    return f"{', '.join(others)} and {last}" if others else last


def items_of(node: Node, label: str, field: Field, problems: Problems) -> tuple[Node, ...] | None:
    """The entries of a list; a required list must have some."""
    if not isinstance(node, ListNode):
        remedy = _fill(field)
        if field.kind is FieldKind.LINES and isinstance(node, TextNode) and not node.is_null:
            remedy = f"write it as a list: [{quoted(node.value)}]"
        problems.add(node.mark, f"{label} needs a list, and here is {kind_of(node)}", remedy)
        return None
    if field.required and not node.items:
        problems.add(node.mark, f"{label} has no entries", _fill(field))
    return node.items


def _version(text: str, node: Node, label: str, problems: Problems) -> None:
    if text != VERSION:
        problems.add(
            node.mark, f"{label} {quoted(text)} is not known here", f"write version: {VERSION}"
        )


def _id(text: str, node: Node, label: str, problems: Problems) -> None:
    if len(text) > MAX_ID:
        problems.add(
            node.mark,
            f"{label} {quoted(text)} has {len(text)} characters",
            f"shorten it to {MAX_ID}",
        )
    elif not ID.fullmatch(text):
        plain = NOT_IN_ID.sub("-", text.lower()).strip("._-")
        problems.add(
            node.mark,
            f"{label} {quoted(text)} may hold only a-z, 0-9, dot, hyphen and underscore, "
            "and begins with a letter or digit",
            f"write {plain}" if plain else "write a short name such as why-shut",
        )


def _label(text: str, node: Node, label: str, problems: Problems) -> None:
    if len(text) > MAX_LABEL:
        problems.add(node.mark, f"{label} has {len(text)} characters", f"shorten it to {MAX_LABEL}")


def _date(text: str, node: Node, label: str, problems: Problems) -> None:
    try:
        if not DATE.fullmatch(text):
            raise ValueError("not written as a date")
        date.fromisoformat(text)
    except ValueError:
        problems.add(
            node.mark,
            f"{label} {quoted(text)} is not a date of the calendar",
            "write year, month and day as 2031-04-03",
        )


def _status(text: str, node: Node, label: str, problems: Problems) -> None:
    statuses = [str(status) for status in Status]
    if text not in statuses:
        guess = problems.guess(text, statuses)
        choose = f"write one of {', '.join(statuses)}"
        problems.add(
            node.mark,
            f"{label} {quoted(text)} is not known",
            f'did you mean "{guess}"? Or {choose}' if guess else choose,
        )


def _flag(text: str, node: Node, label: str, problems: Problems) -> None:
    if text not in ("true", "false"):
        problems.add(
            node.mark, f"{label} {quoted(text)} is neither true nor false", "write true or false"
        )


def _number(text: str, node: Node, label: str, problems: Problems) -> None:
    if not NUMBER.fullmatch(text):
        problems.add(
            node.mark,
            f"{label} {quoted(text)} is not a whole number from 1",
            "write digits only, such as 12",
        )


CHECKS: dict[FieldKind, Callable[[str, Node, str, Problems], None]] = {
    FieldKind.VERSION: _version,
    FieldKind.ID: _id,
    FieldKind.DATE: _date,
    FieldKind.LABEL: _label,
    FieldKind.STATUS: _status,
    FieldKind.FLAG: _flag,
    FieldKind.NUMBER: _number,
}


def scalar_of(
    node: Node, label: str, field: Field, problems: Problems
) -> str | Status | int | bool | None:
    """A scalar of its kind: text, a checked id, date or version, a Status, a number, a flag."""
    text = text_of(node, label, field, problems)
    if text is None:
        return None
    before = len(problems)
    if check := CHECKS.get(field.kind):
        check(text, node, label, problems)
    if len(problems) > before:
        return None
    if field.kind is FieldKind.STATUS:
        return Status(text)
    if field.kind is FieldKind.FLAG:
        return text == "true"
    return int(text) if field.kind is FieldKind.NUMBER else text


def unknown_key(
    key: TextNode, value: Node, noun: str, known: dict[str, Field], problems: Problems
) -> str | None:
    """Note a key that a mapping does not have; return the one that was probably meant."""
    guess = problems.guess(key.value, known)
    if key.value == "<<":
        remedy = "write the keys out; merge keys are not read"
    elif guess:
        remedy = f'did you mean "{guess}"?'
    elif key.value.endswith('"'):
        remedy = 'put a " before the text too, for it holds a comma'
    elif key.value.endswith(CURLY):
        remedy = 'put text in straight quotes ("…"): curly ones are signs like any other'
    elif isinstance(value, TextNode) and value.is_null:
        remedy = "put text that holds a comma in quotes; the keys are " + ", ".join(known)
    else:
        remedy = "delete it; the keys are " + ", ".join(known)
    problems.add(key.mark, f'unknown key "{short(key.value)}" in {noun}', remedy)
    return guess
