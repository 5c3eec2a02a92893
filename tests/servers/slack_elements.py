"""What Slack would refuse in the elements of a block: buttons, menus, inputs, feedback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Payload = Mapping[str, Any]

LABEL_LIMIT, VALUE_LIMIT, URL_LIMIT = 75, 2000, 3000
ID_LIMIT = 255
PLACEHOLDER_LIMIT = 150
OPTIONS_LIMIT, OPTION_LIMIT = 100, 75
INPUT_LIMIT = 3000
VISIBLE_LIMIT = 10

ACTIONS = ("button", "static_select", "overflow")
CONTEXT_ACTIONS = ("feedback_buttons", "icon_button")
INPUTS = ("plain_text_input", "static_select")


def text_problems(text: Any, limit: int, kind: str | None = None) -> Iterator[str]:
    """What is wrong with a text object of at most `limit` characters."""
    if not isinstance(text, Mapping) or text.get("type") not in ("plain_text", "mrkdwn"):
        yield f"{text!r} is not a text object"
        return
    if kind is not None and text["type"] != kind:
        yield f"a {text['type']} stands where only {kind} may"
    if not 1 <= len(text.get("text", "")) <= limit:
        yield f"a text of {len(text.get('text', ''))} characters, not 1 to {limit}"
    if text["type"] == "mrkdwn" and "emoji" in text:
        yield "emoji is for plain_text only"


def element_problems(element: Payload, allowed: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with an interactive element, where only those of `allowed` may stand."""
    kind = element.get("type")
    if kind not in allowed:
        yield f"{kind} may not stand here"
        return
    if not 1 <= len(element.get("action_id", "")) <= ID_LIMIT:
        yield "action_id needs 1 to 255 characters"
    match kind:
        case "button":
            yield from _button_problems(element)
        case "static_select" | "overflow":
            yield from _menu_problems(element)
        case "plain_text_input":
            yield from _input_problems(element)
        case "feedback_buttons":
            yield from _feedback_problems(element)
        case "icon_button":
            yield from _icon_problems(element)


def _button_problems(button: Payload) -> Iterator[str]:
    yield from text_problems(button.get("text"), LABEL_LIMIT, "plain_text")
    if len(button.get("value", "")) > VALUE_LIMIT or len(button.get("url", "")) > URL_LIMIT:
        yield "value or url is too long"
    if button.get("style") not in (None, "primary", "danger"):
        yield f"no style is called {button['style']}"
    yield from _label_problems(button)


def _menu_problems(menu: Payload) -> Iterator[str]:
    options = menu.get("options", [])
    if not 1 <= len(options) <= (5 if menu["type"] == "overflow" else OPTIONS_LIMIT):
        yield f"{len(options)} options"
    if menu["type"] == "static_select" and "placeholder" in menu:
        yield from text_problems(menu["placeholder"], PLACEHOLDER_LIMIT, "plain_text")
    for option in options:
        yield from text_problems(option.get("text"), OPTION_LIMIT)
        if not 1 <= len(option.get("value", "")) <= 150:
            yield "an option's value needs 1 to 150 characters"


def _input_problems(field: Payload) -> Iterator[str]:
    if "placeholder" in field:
        yield from text_problems(field["placeholder"], PLACEHOLDER_LIMIT, "plain_text")
    if not 0 <= field.get("max_length", 1) <= INPUT_LIMIT:
        yield "max_length is more than 3000"
    triggers = (field.get("dispatch_action_config") or {}).get("trigger_actions_on", [])
    if not set(triggers) <= {"on_enter_pressed", "on_character_entered"}:
        yield f"no trigger is called {triggers}"


def _feedback_problems(element: Payload) -> Iterator[str]:
    for name in ("positive_button", "negative_button"):
        button = element.get(name)
        if not isinstance(button, Mapping):
            yield f"{name} is missing"
            continue
        yield from text_problems(button.get("text"), LABEL_LIMIT, "plain_text")
        if not 1 <= len(button.get("value", "")) <= VALUE_LIMIT:
            yield f"the value of {name} needs 1 to 2000 characters"
        yield from _label_problems(button)


def _icon_problems(element: Payload) -> Iterator[str]:
    if element.get("icon") != "trash":
        yield f"no icon is called {element.get('icon')}"
    yield from text_problems(element.get("text"), LABEL_LIMIT, "plain_text")
    if len(element.get("value", "")) > VALUE_LIMIT:
        yield "value is too long"
    if len(element.get("visible_to_user_ids", [])) > VISIBLE_LIMIT:
        yield "visible to more than 10 people"
    yield from _label_problems(element)


def _label_problems(element: Payload) -> Iterator[str]:
    if len(element.get("accessibility_label", "")) > LABEL_LIMIT:
        yield "accessibility_label is too long"
