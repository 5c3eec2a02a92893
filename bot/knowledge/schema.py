"""The tables of `fields` as a JSON Schema, for editors that check a file while it is written."""

from __future__ import annotations

from typing import Any

from bot.core.model import Status
from bot.knowledge.fields import (
    DATE_PATTERN,
    FACT,
    FILE,
    ID_PATTERN,
    MAX_ID,
    MAX_LABEL,
    VERSION,
    Field,
    FieldKind,
    Shape,
)

# Editors read YAML with its types, where storybot reads every scalar as the text it was typed as.
SCALAR: dict[str, object] = {"type": ["string", "number", "boolean"]}
LINES: dict[str, object] = {"type": "array", "items": SCALAR}


def json_schema() -> dict[str, object]:
    """The schema (draft 7, which yaml-language-server reads) of a knowledge file."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "storybot knowledge file",
        **_record(FILE),
    }


def _record(shape: Shape) -> dict[str, object]:
    required = [key for key, field in shape.fields.items() if field.required]
    return {
        "type": "object",
        "properties": {
            key: {
                "description": f"{field.help} For example {field.example}",
                **_value(field, may_be_open=shape is FACT),
            }
            for key, field in shape.fields.items()
        },
        "additionalProperties": False,
        **(_unless_draft(required) if shape is FACT else {"required": required}),
    }


def _unless_draft(required: list[str]) -> dict[str, object]:
    """A draft needs an id alone, and its lists may be empty."""
    is_draft = {"properties": {"draft": {"const": True}}, "required": ["draft"]}
    whole = {"required": required, "properties": {"questions": {"minItems": 1}}}
    return {"required": ["id"], "if": is_draft, "else": whole}


def _value(field: Field, *, may_be_open: bool = False) -> dict[str, Any]:
    least = {"minItems": 1} if field.required and not may_be_open else {}
    match field.kind:
        case FieldKind.VERSION:
            return {"enum": [int(VERSION), VERSION]}
        case FieldKind.ID:
            return {**SCALAR, "pattern": f"^{ID_PATTERN}$", "maxLength": MAX_ID}
        case FieldKind.LABEL:
            return {**SCALAR, "maxLength": MAX_LABEL}
        case FieldKind.DATE:
            return {"type": "string", "pattern": f"^{DATE_PATTERN}$", "format": "date"}
        case FieldKind.STATUS:
            return {"enum": [str(status) for status in Status]}
        case FieldKind.FLAG:
            return {"type": "boolean"}
        case FieldKind.NUMBER:
            return {"type": "integer", "minimum": 1}
        case FieldKind.LINES:
            return {**LINES, **least}
        case FieldKind.PEOPLE:
            return {"anyOf": [SCALAR, {**LINES, "minItems": 1}]}
        case FieldKind.NAMES:
            return {"type": "object", "additionalProperties": LINES}
        case FieldKind.RECORD | FieldKind.RECORDS:
            assert field.shape is not None, "a record has a shape"
            record = _record(field.shape)
            is_list = field.kind is FieldKind.RECORDS
            return {"type": "array", "items": record, **least} if is_list else record
        case _:
            return SCALAR
