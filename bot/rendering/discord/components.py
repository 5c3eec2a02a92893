"""Buttons, menus and forms as Discord's component objects, within its limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.rendering.actions import Action, Verb, action_id, short_target
from bot.rendering.buttons import Button, in_two_lines
from bot.rendering.shortening import shortened

Payload = dict[str, Any]
"""A JSON object as Discord's API takes it."""

ROWS_LIMIT = 5
ROW_LIMIT = 5
LABEL_LIMIT = 80
OPTIONS_LIMIT = 25
OPTION_LIMIT = 100
TITLE_LIMIT = 45
INPUT_LIMIT = 1000
"""Characters that a reader may type into a form."""

INPUT_ID = "text"
"""The `custom_id` of the one field in a form."""

_ROW, _BUTTON, _MENU, _INPUT = 1, 2, 3, 4
_PRIMARY, _SECONDARY = 1, 2
_PARAGRAPH = 2
_STYLES = {Verb.TAKE: _PRIMARY}


def row(buttons: Sequence[Button]) -> Payload:
    """Up to five buttons beside each other."""
    return {"type": _ROW, "components": [_button(button) for button in buttons[:ROW_LIMIT]]}


def menu(placeholder: str, options: Sequence[Button], action: Action) -> Payload:
    """A menu of up to 25 options, which carry the targets of their actions; `action` is its own."""
    chosen = {short_target(option.action.target): option for option in reversed(options)}
    return {
        "type": _ROW,
        "components": [
            {
                "type": _MENU,
                "custom_id": action_id(action),
                "placeholder": shortened(placeholder, OPTION_LIMIT),
                "options": [
                    {**_labelled(option), "value": value}
                    for value, option in reversed(chosen.items())
                ][:OPTIONS_LIMIT],
            }
        ],
    }


def form(title: str, label: str, action: Action) -> Payload:
    """A form (modal) of one field, which comes back under `action`."""
    field = {
        "type": _INPUT,
        "custom_id": INPUT_ID,
        "style": _PARAGRAPH,
        "label": _one_line(label, TITLE_LIMIT),
        "min_length": 1,
        "max_length": INPUT_LIMIT,
        "required": True,
    }
    return {
        "custom_id": action_id(action),
        "title": _one_line(title, TITLE_LIMIT),
        "components": [{"type": _ROW, "components": [field]}],
    }


def _button(button: Button) -> Payload:
    return {
        "type": _BUTTON,
        "style": _STYLES.get(button.action.verb, _SECONDARY),
        "label": _one_line(button.label, LABEL_LIMIT),
        "custom_id": action_id(button.action),
    }


def _labelled(option: Button) -> Payload:
    lines = zip(("label", "description"), in_two_lines(option, OPTION_LIMIT, one_line), strict=True)
    return {name: line for name, line in lines if line}


def one_line(text: str) -> str:
    """`text` with single spaces."""
    return " ".join(text.split())


def _one_line(text: str, limit: int) -> str:
    return shortened(one_line(text), limit)
