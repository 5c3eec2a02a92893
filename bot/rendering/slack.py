"""A card as a Slack message: Block Kit dicts that ping nobody and carry no foreign markup."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlsplit

from bot.rendering import texts
from bot.rendering.card import Card, Choice
from bot.rendering.plain import plain
from bot.rendering.shortening import shortened

PROOF_ACTION = "proof"
"""The `action_id` of the button that shows the proof; its value is the fact's id."""

TAKE_ACTION = "take"
"""Suggestion buttons have this, `_` and a number as `action_id`; their value is the fact's id."""

# In characters of the escaped text. Slack takes 40,000 for the text, 3000 for a section, 75 for a
# button, but refuses blocks of more than some 12,000 in all (slackapi/bolt-js#2509, #2867); those
# here add up to 10,250.
TEXT_LIMIT = 12_000
SECTION_LIMIT = 3000
LIST_LIMIT = 2000
CONTEXT_LIMIT = 1000
LINK_LIMIT = 500
BUTTON_LIMIT = 75
CHOICES_LIMIT = 9

_HOST = re.compile(r"[a-z0-9.-]+")
_URL_CHARACTERS = ":/?#[]@!$&'()*+,;=%~"

Block = dict[str, Any]


def slack(card: Card) -> dict[str, Any]:
    """`{"text", "blocks", …}` for chat.postMessage, chat.postEphemeral or a response_url.

    Words from the knowledge file stand in `plain_text` objects only, because mrkdwn knows no way
    to escape `*`, `_`, `~` or a backtick. The answer is prominent by size: a section among
    contexts. `text` says everything for screen readers, which never see the blocks.
    """
    choices = tuple(dict.fromkeys(card.choices))[:CHOICES_LIMIT]
    blocks = [_section(card.body, SECTION_LIMIT)]
    if any(len(escape(choice.question)) > BUTTON_LIMIT for choice in choices):
        listed = "\n".join(f"• {choice.question}" for choice in choices)
        blocks.append(_section(listed, LIST_LIMIT))
    blocks += [_context(_plain_text(line, CONTEXT_LIMIT)) for line in _details(card)]
    if card.source:
        source = _plain_text(texts.SOURCE.format(source=card.source), CONTEXT_LIMIT)
        link = _link(card.url)
        blocks.append(_context(source, link) if link else _context(source))
    buttons = _buttons(choices, card.proof_of)
    if buttons:
        blocks.append({"type": "actions", "elements": buttons})
    return {
        "text": fitted(plain(card), TEXT_LIMIT),
        "blocks": blocks,
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def escape(text: str) -> str:
    """`text` with Slack's three control characters as entities: nothing in it can ping or link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fitted(text: str, limit: int) -> str:
    """`text`, escaped, in at most `limit` characters: shortened at a sentence or a word."""
    return shortened(text, limit, escape)


def _details(card: Card) -> list[str]:
    return [line for line in (card.correction, card.note, card.origin) if line]


def _buttons(choices: tuple[Choice, ...], proof_of: str | None) -> list[Block]:
    buttons = [
        _button(f"{TAKE_ACTION}_{number}", choice.question, choice.fact_id)
        for number, choice in enumerate(choices)
    ]
    if proof_of is not None:
        buttons.append(_button(PROOF_ACTION, texts.PROOF_LABEL, proof_of))
    return buttons


def _button(action: str, label: str, fact_id: str) -> Block:
    text = _plain_text(label, BUTTON_LIMIT)
    return {"type": "button", "action_id": action, "text": text, "value": fact_id}


def _section(text: str, limit: int) -> Block:
    return {"type": "section", "text": _plain_text(text, limit)}


def _context(*elements: Block) -> Block:
    return {"type": "context", "elements": list(elements)}


def _plain_text(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": fitted(text, limit), "emoji": False}


def _link(url: str | None) -> Block | None:
    """A link to the story that shows its host; None when `url` is no web address or too long."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    host = parts.hostname if _HOST.fullmatch(parts.hostname) else "link"
    link = f"<{escape(quote(parts.geturl(), safe=_URL_CHARACTERS))}|{host}>"
    if len(link) > LINK_LIMIT:
        return None
    return {"type": "mrkdwn", "text": link, "verbatim": True}
