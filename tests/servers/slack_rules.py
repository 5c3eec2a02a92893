"""What Slack would refuse in a message or a view, and what a polite bot never sends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.servers.slack_elements import (
    ACTIONS,
    CONTEXT_ACTIONS,
    ID_LIMIT,
    INPUTS,
    element_problems,
    text_problems,
)

Payload = Mapping[str, Any]

TEXT_LIMIT = 40_000
UPDATE_LIMIT = 4000
"""Characters of the text that chat.update takes."""

BLOCKS_LIMIT, VIEW_BLOCKS_LIMIT = 50, 100
ALL_BLOCKS_LIMIT = 12_000
SECTION_LIMIT, FIELD_LIMIT, FIELDS_LIMIT = 3000, 2000, 10
HEADER_LIMIT = 150
CONTEXT_ELEMENTS, CONTEXT_LIMIT = 10, 2000
ACTIONS_ELEMENTS = 25
LABEL_LIMIT, TITLE_LIMIT, METADATA_LIMIT = 2000, 24, 3000

_IN_MESSAGES = {"section", "header", "context", "actions", "divider", "rich_text", "markdown"}
_PING = re.compile(
    r"<(?:!(?:channel|here|everyone|group|subteam\^)|@[A-Z0-9])[^>]*>", re.IGNORECASE
)
_PINGING_ELEMENTS = {"user", "usergroup", "broadcast"}
_SPOKEN = ("section", "header", "context")
"""Blocks whose words a screen reader must find in the top-level text."""


def message_problems(message: Payload, *, update: bool = False) -> Iterator[str]:
    """Every rule the message breaks, as `ping: …`, `text: …`, `unfurl: …` or `blocks: …`."""
    yield from _pings(message)
    text = message.get("text")
    if not isinstance(text, str) or not text.strip():
        yield "text: there is none for notifications and screen readers"
    elif len(text) > (UPDATE_LIMIT if update else TEXT_LIMIT):
        yield f"text: {len(text)} characters"
    else:
        yield from _unspoken(text, message.get("blocks", []))
    for flag in ("unfurl_links", "unfurl_media"):
        if not update and message.get(flag) is not False:
            yield f"unfurl: {flag} is not false"
    blocks = message.get("blocks", [])
    if len(blocks) > BLOCKS_LIMIT:
        yield f"blocks: {len(blocks)} of them"
    if sum(len(text) for block in blocks for text in _texts(block)) > ALL_BLOCKS_LIMIT:
        yield "blocks: too long in all"
    for block in blocks:
        if block.get("type") not in _IN_MESSAGES | {"context_actions", "input"}:
            yield f"blocks: {block.get('type')} may not stand in a message"
        yield from (f"blocks: {problem}" for problem in _block_problems(block))
    yield from _doubles(blocks)


def view_problems(view: Payload) -> Iterator[str]:
    """Every rule that a modal or an App Home breaks, as `view: …` or `ping: …`."""
    yield from _pings(view)
    try:
        View(**dict(view)).to_dict()
    except SlackObjectFormationError as error:
        yield f"view: {error}"
    except TypeError as error:
        yield f"view: {error}"
        return
    blocks = view.get("blocks", [])
    if not 1 <= len(blocks) <= VIEW_BLOCKS_LIMIT:
        yield f"view: {len(blocks)} blocks"
    if view["type"] == "modal":
        if not view.get("title"):
            yield "view: a modal needs a title"
        if any(block.get("type") == "input" for block in blocks) and not view.get("submit"):
            yield "view: input needs a submit button"
        for name in ("title", "submit", "close"):
            if name in view:
                yield from _view(text_problems(view[name], TITLE_LIMIT, "plain_text"))
    if len(view.get("private_metadata", "")) > METADATA_LIMIT:
        yield "view: private_metadata is too long"
    for block in blocks:
        if block.get("type") not in _IN_MESSAGES - {"markdown"} | {"input", "image"}:
            yield f"view: {block.get('type')} may not stand in a view"
        yield from _view(_block_problems(block))
    yield from (problem.replace("blocks:", "view:") for problem in _doubles(blocks))


def _view(problems: Iterator[str]) -> Iterator[str]:
    return (f"view: {problem}" for problem in problems)


def _unspoken(text: str, blocks: list[Payload]) -> Iterator[str]:
    """What the blocks show as plain text and the top-level text leaves out."""
    heard = " ".join(text.split())
    for block in blocks:
        if block.get("type") not in _SPOKEN:
            continue
        for element in _dicts(block):
            if element.get("type") != "plain_text":
                continue
            for line in str(element.get("text", "")).splitlines():
                shown = " ".join(line.removeprefix("• ").removesuffix("…").split())
                if shown and shown not in heard and not heard.endswith("…"):
                    yield f"text: a screen reader misses “{shown[:60]}”"


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
            yield from _section_problems(block)
        case "header":
            yield from text_problems(block.get("text"), HEADER_LIMIT, "plain_text")
        case "context":
            if not 1 <= len(block["elements"]) <= CONTEXT_ELEMENTS:
                yield "a context needs 1 to 10 elements"
            for element in block["elements"]:
                yield from text_problems(element, CONTEXT_LIMIT)
        case "actions":
            yield from _row_problems(block, ACTIONS, ACTIONS_ELEMENTS)
        case "context_actions":
            yield from _row_problems(block, CONTEXT_ACTIONS, 5)
        case "input":
            yield from text_problems(block.get("label"), LABEL_LIMIT, "plain_text")
            yield from element_problems(block.get("element", {}), INPUTS)


def _section_problems(block: Payload) -> Iterator[str]:
    yield from text_problems(block.get("text"), SECTION_LIMIT)
    fields = block.get("fields", [])
    if len(fields) > FIELDS_LIMIT:
        yield "more than 10 fields"
    for field in fields:
        yield from text_problems(field, FIELD_LIMIT)
    if "accessory" in block:
        yield from element_problems(block["accessory"], ACTIONS)


def _row_problems(block: Payload, allowed: tuple[str, ...], most: int) -> Iterator[str]:
    if not 1 <= len(block["elements"]) <= most:
        yield f"{block['type']} need 1 to {most} elements"
    for element in block["elements"]:
        yield from element_problems(element, allowed)


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
