"""A tree of nodes to a Story, by the tables of `fields`; every problem is noted on the way."""

from __future__ import annotations

from typing import Any

from bot.core.model import Fact, Quote, Story, Topic
from bot.knowledge import fields
from bot.knowledge.fields import Field, FieldKind, Shape
from bot.knowledge.problems import Problems, quoted
from bot.knowledge.tree import ListNode, MapNode, Node, TextNode, kind_of
from bot.knowledge.values import (
    fold,
    items_of,
    lines_of,
    people_of,
    scalar_of,
    text_of,
    unknown_key,
)

Values = dict[str, Any]  # the values of a mapping by key, ready for its dataclass


def values_of(root: Node, problems: Problems) -> Values:
    """The values of a whole file; only usable when no problem was noted."""
    values = _record(root, fields.FILE, problems)
    if values is None:
        return {}
    return values


def story_of(values: Values, digest: str) -> Story:
    """The Story of a file's values. Shapes: see `fields.FILE`."""
    return Story(
        **values["story"],
        facts=tuple(_fact(fact) for fact in values["facts"]),
        topics=tuple(Topic(**topic) for topic in values.get("topics", ())),
        names=values.get("names", {}),
        chat=values.get("chat", {}),
        digest=digest,
    )


def _fact(values: Values) -> Fact:
    quotes = tuple(Quote(**quote) for quote in values.get("quotes", ()))
    return Fact(**{**values, "quotes": quotes})


def _record(node: Node, shape: Shape, problems: Problems) -> Values | None:
    noun = _named(node, shape)
    if not isinstance(node, MapNode):
        problems.add(
            node.mark,
            f"{noun} needs a mapping of keys to values, and here is {kind_of(node)}",
            f"write {_sample(node, shape)}",
        )
        return None
    values: Values = {}
    met: set[str | None] = set()
    is_draft = shape is fields.FACT and _is_true(node.get("draft"))
    for key, value in node.pairs:
        field = shape.fields.get(key.value)
        if field is None:
            met.add(unknown_key(key, value, noun, shape.fields, problems))
            continue
        met.add(key.value)
        if is_draft and key.value in OPEN and _is_empty(value):
            continue
        values[key.value] = _value(value, f'"{key.value}"', field, problems)
    for name, field in shape.fields.items():
        if field.required and name not in met and not (is_draft and name in OPEN):
            problems.add(node.mark, f'{noun} has no "{name}"', f"add {field.example}")
    return {**OPEN, **values} if is_draft else values


OPEN: Values = {"questions": (), "answer": ""}
"""What a draft may leave to be written."""


def _is_empty(node: Node) -> bool:
    if isinstance(node, TextNode):
        return node.is_null or not fold(node.value)
    return isinstance(node, ListNode) and not node.items


def _is_true(node: Node | None) -> bool:
    """Whether a flag is there and set."""
    return isinstance(node, TextNode) and fold(node.value) == "true"


def _sample(node: Node, shape: Shape) -> str:
    """The keys that must be there; text that stands there already goes to the only one."""
    keys = [key for key, field in shape.fields.items() if field.required]
    if len(keys) == 1 and isinstance(node, TextNode) and not node.is_null:
        return f"{{{keys[0]}: {quoted(node.value)}}}"
    return ", ".join(f"{key}: …" for key in keys or tuple(shape.fields)[:1])


def _named(node: Node, shape: Shape) -> str:
    """What a message calls a mapping: the fact "cost", where it has an id, or a fact."""
    if shape in (fields.FILE, fields.STORY, fields.CHAT):
        return f"the {shape.noun}"
    name = node.get("id") if isinstance(node, MapNode) else None
    return (
        f"the {shape.noun} {quoted(name.value)}"
        if isinstance(name, TextNode)
        else (f"a {shape.noun}")
    )


def _value(node: Node, label: str, field: Field, problems: Problems) -> Any:
    match field.kind:
        case FieldKind.LINES:
            return lines_of(node, label, field, problems)
        case FieldKind.PEOPLE:
            return people_of(node, label, field, problems)
        case FieldKind.NAMES:
            return _names(node, label, field, problems)
        case FieldKind.RECORD:
            assert field.shape is not None, "a record has a shape"
            return _record(node, field.shape, problems)
        case FieldKind.RECORDS:
            assert field.shape is not None, "a record has a shape"
            items = items_of(node, label, field, problems)
            return tuple(_record(item, field.shape, problems) for item in items or ())
        case _:
            return scalar_of(node, label, field, problems)


def _names(node: Node, label: str, field: Field, problems: Problems) -> dict[str, Any]:
    if not isinstance(node, MapNode):
        problems.add(
            node.mark,
            f"{label} needs a mapping of names to spellings, and here is {kind_of(node)}",
            f"write {field.example}",
        )
        return {}
    for key, _ in node.pairs:
        text_of(key, "a name", field, problems)
    return {
        fold(key.value): lines_of(value, f"the name {quoted(key.value)}", SPELLINGS, problems)
        for key, value in node.pairs
    }


SPELLINGS = Field(FieldKind.LINES, "Spellings of one name.", "[Mara Quil, Marra Quill]")
