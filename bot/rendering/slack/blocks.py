"""The blocks that Slack's messages and views are made of; nothing in them pings or has markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from bot.rendering.actions import action_id
from bot.rendering.buttons import Button, in_two_lines
from bot.rendering.byline import Byline
from bot.rendering.shortening import shortened

# In characters of the escaped text.
SECTION_LIMIT = 3000
CONTEXT_LIMIT = 1000
LINK_LIMIT = 500
BUTTON_LIMIT = 75
BUTTON_ROOM = 30
"""Of a button's text Slack shows about so much."""
OPTIONS_LIMIT = 100

_HOST = re.compile(r"[a-z0-9.-]+")
_URL_CHARACTERS = ":/?#[]@!$&'()*+,;=%~"

Block = dict[str, Any]


def escape(text: str) -> str:
    """`text` with Slack's three control characters as entities: nothing in it can ping or link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fitted(text: str, limit: int) -> str:
    """`text`, escaped, in at most `limit` characters: shortened at a sentence or a word."""
    return shortened(text, limit, escape)


def section(text: str, limit: int = SECTION_LIMIT, accessory: Block | None = None) -> Block:
    """A paragraph, with a button or a menu beside it."""
    beside = {"accessory": accessory} if accessory else {}
    return {"type": "section", "text": plain_text(text, limit), **beside}


def context(*elements: Block) -> Block:
    """Small print."""
    return {"type": "context", "elements": list(elements)}


def byline_block(said: Byline) -> Block:
    """Who published it and says so, with a link to the story where that is safe."""
    text, link = plain_text(said.text, CONTEXT_LIMIT), _link(said)
    return context(text, link) if link else context(text)


def plain_text(text: str, limit: int) -> Block:
    """Text without markup; mrkdwn knows no way to escape `*`, `_`, `~` or a backtick."""
    return literal(fitted(text, limit))


def literal(escaped: str) -> Block:
    """Text without markup that is escaped and short enough already."""
    return {"type": "plain_text", "text": escaped, "emoji": False}


def button(shown: Button, number: int) -> Block:
    """A button. Its `action_id` is the verb with `number`, its value says what it does."""
    return {
        "type": "button",
        "action_id": f"{shown.action.verb}_{number}",
        "text": plain_text(shown.label, BUTTON_LIMIT),
        "value": action_id(shown.action),
    }


def row(buttons: Iterable[Button], *more: Block) -> list[Block]:
    """Buttons beside each other, and what else stands there; none where there is nothing."""
    elements = [*(button(it, number) for number, it in enumerate(buttons)), *more]
    return [{"type": "actions", "elements": elements}] if elements else []


def menu(action: str, placeholder: str, options: Sequence[Button]) -> Block:
    """A menu of at most 100 options, whose values say what choosing them does."""
    return {
        "type": "static_select",
        "action_id": action,
        "placeholder": plain_text(placeholder, 150),
        "options": [
            {**_labelled(it), "value": action_id(it.action)} for it in options[:OPTIONS_LIMIT]
        ],
    }


def _labelled(option: Button) -> Block:
    lines = zip(("text", "description"), in_two_lines(option, BUTTON_LIMIT, escape), strict=True)
    return {name: literal(line) for name, line in lines if line}


def _link(said: Byline) -> Block | None:
    """A link to the story that shows its host; None when that is no web address or too long."""
    try:
        parts = urlsplit(said.url or "")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    label = (said.link or parts.hostname) if _HOST.fullmatch(parts.hostname) else "link"
    link = f"<{escape(quote(parts.geturl(), safe=_URL_CHARACTERS))}|{label}>"
    if len(link) > LINK_LIMIT:
        return None
    return {"type": "mrkdwn", "text": link, "verbatim": True}
