"""What Slack would refuse in a message, and what a polite bot never sends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

Payload = Mapping[str, Any]

TEXT_LIMIT = 40_000
BLOCKS_LIMIT = 50
ALL_BLOCKS_LIMIT = 12_000
SECTION_LIMIT, FIELD_LIMIT, FIELDS_LIMIT = 3000, 2000, 10
HEADER_LIMIT = 150
CONTEXT_ELEMENTS, CONTEXT_LIMIT = 10, 2000
ACTIONS_ELEMENTS = 25
LABEL_LIMIT, VALUE_LIMIT, URL_LIMIT = 75, 2000, 3000
ID_LIMIT = 255

_PING = re.compile(
    r"<(?:!(?:channel|here|everyone|group|subteam\^)|@[A-Z0-9])[^>]*>", re.IGNORECASE
)
_PINGING_ELEMENTS = {"user", "usergroup", "broadcast"}


def message_problems(message: Payload) -> Iterator[str]:
    """Every rule the message breaks, as `ping: …`, `text: …`, `unfurl: …` or `blocks: …`."""
    yield from _pings(message)
    text = message.get("text")
    if not isinstance(text, str) or not text.strip():
        yield "text: there is none for notifications and screen readers"
    elif len(text) > TEXT_LIMIT:
        yield f"text: {len(text)} characters"
    for flag in ("unfurl_links", "unfurl_media"):
        if message.get(flag) is not False:
            yield f"unfurl: {flag} is not false"
    blocks = message.get("blocks", [])
    if len(blocks) > BLOCKS_LIMIT:
        yield f"blocks: {len(blocks)} of them"
    if sum(len(text) for block in blocks for text in _texts(block)) > ALL_BLOCKS_LIMIT:
        yield "blocks: too long in all"
    for block in blocks:
        yield from (f"blocks: {problem}" for problem in _block_problems(block))
    yield from _doubles(blocks)


def _pings(message: Payload) -> Iterator[str]:
    for text in _strings(message):
        if found := _PING.search(text):
            yield f"ping: {found.group()}"
    for element in _dicts(message):
        if element.get("type") in _PINGING_ELEMENTS:
            yield f"ping: an element of type {element['type']}"
    if message.get("link_names") or message.get("parse") == "full":
        yield "ping: names are linked"


def _block_problems(block: Payload) -> Iterator[str]:
    kind = block.get("type")
    parsed = Block.parse(dict(block))
    if parsed is None:
        yield f"no block is of type {kind}"
        return
    try:
        parsed.to_dict()
    except SlackObjectFormationError as error:
        yield str(error)
    if len(block.get("block_id", "")) > ID_LIMIT:
        yield "block_id is too long"
    match kind:
        case "section":
            yield from _text_problems(block.get("text"), SECTION_LIMIT)
            fields = block.get("fields", [])
            if len(fields) > FIELDS_LIMIT:
                yield "more than 10 fields"
            for field in fields:
                yield from _text_problems(field, FIELD_LIMIT)
        case "header":
            yield from _text_problems(block.get("text"), HEADER_LIMIT, "plain_text")
        case "context":
            if not 1 <= len(block["elements"]) <= CONTEXT_ELEMENTS:
                yield "a context needs 1 to 10 elements"
            for element in block["elements"]:
                yield from _text_problems(element, CONTEXT_LIMIT)
        case "actions":
            if not 1 <= len(block["elements"]) <= ACTIONS_ELEMENTS:
                yield "actions need 1 to 25 elements"
            for element in block["elements"]:
                yield from _button_problems(element)


def _button_problems(button: Payload) -> Iterator[str]:
    if button.get("type") != "button":
        yield f"{button.get('type')} is not a button"
        return
    yield from _text_problems(button.get("text"), LABEL_LIMIT, "plain_text")
    if not 1 <= len(button.get("action_id", "")) <= ID_LIMIT:
        yield "action_id needs 1 to 255 characters"
    if len(button.get("value", "")) > VALUE_LIMIT or len(button.get("url", "")) > URL_LIMIT:
        yield "value or url is too long"


def _text_problems(text: Any, limit: int, kind: str | None = None) -> Iterator[str]:
    if not isinstance(text, Mapping) or text.get("type") not in ("plain_text", "mrkdwn"):
        yield f"{text!r} is not a text object"
        return
    if kind is not None and text["type"] != kind:
        yield f"a {text['type']} stands where only {kind} may"
    if not 1 <= len(text.get("text", "")) <= limit:
        yield f"a text of {len(text.get('text', ''))} characters, not 1 to {limit}"
    if text["type"] == "mrkdwn" and "emoji" in text:
        yield "emoji is for plain_text only"


def _doubles(blocks: list[Payload]) -> Iterator[str]:
    for name in ("action_id", "block_id"):
        ids = [element[name] for element in _dicts(blocks) if name in element]
        if len(ids) != len(set(ids)):
            yield f"blocks: a {name} stands twice"


def _texts(block: Payload) -> Iterator[str]:
    for element in _dicts(block):
        if isinstance(element.get("text"), str):
            yield element["text"]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _dicts(value: Any) -> Iterator[Payload]:
    if isinstance(value, Mapping):
        yield value
        for inner in value.values():
            yield from _dicts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _dicts(inner)
