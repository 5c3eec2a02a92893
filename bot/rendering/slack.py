"""A card as a Slack message: Block Kit dicts that ping nobody and carry no foreign markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from bot.rendering import texts
from bot.rendering.actions import Verb, action_id
from bot.rendering.buttons import (
    Audience,
    Button,
    choice_buttons,
    judging_buttons,
    reading_buttons,
    related_buttons,
)
from bot.rendering.card import Card
from bot.rendering.plain import plain
from bot.rendering.shortening import cut_to_fit, shortened
from bot.rendering.whole import rest_of

VERBS = frozenset({Verb.TAKE, Verb.PROOF, Verb.RELATED, Verb.MORE})
"""What the Slack channel can carry out, and so what gets a button.

A button's `action_id` is its verb with a number, its value the action (`bot.rendering.actions`).
"""

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

NOBODY = Audience()

_HOST = re.compile(r"[a-z0-9.-]+")
_URL_CHARACTERS = ":/?#[]@!$&'()*+,;=%~"

Block = dict[str, Any]


def slack(card: Card, audience: Audience = NOBODY) -> dict[str, Any]:
    """`{"text", "blocks", …}` for chat.postMessage, chat.postEphemeral or a response_url.

    Words from the knowledge file stand in `plain_text` objects only, because mrkdwn knows no way
    to escape `*`, `_`, `~` or a backtick. The answer is prominent by size: a section among
    contexts. `text` says everything for screen readers, which never see the blocks.
    """
    choices = tuple(dict.fromkeys(card.choices))[:CHOICES_LIMIT]
    body, shown = cut_to_fit(card.body, SECTION_LIMIT, escape)
    blocks: list[Block] = [{"type": "section", "text": _literal(body)}]
    if any(len(escape(choice.question)) > BUTTON_LIMIT for choice in choices):
        listed = "\n".join(f"• {choice.question}" for choice in choices)
        blocks.append(_section(listed, LIST_LIMIT))
    details = [cut_to_fit(line, CONTEXT_LIMIT, escape) for line in _details(card)]
    blocks += [_context(_literal(line)) for line, _ in details]
    if card.source:
        source = _plain_text(texts.SOURCE.format(source=card.source), CONTEXT_LIMIT)
        link = _link(card.url)
        blocks.append(_context(source, link) if link else _context(source))
    kept = zip((card.body, *_details(card)), (shown, *(kept for _, kept in details)), strict=True)
    is_cut = any(end < len(part.rstrip()) for part, end in kept)
    blocks += _actions(card, audience, rest_of(card, shown) if is_cut else None)
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


def _actions(card: Card, audience: Audience, rest: int | None) -> list[Block]:
    """The rows of buttons: what can be chosen and done, and below it what leads on."""
    chosen = choice_buttons(card)
    every = [*chosen[:-1][:CHOICES_LIMIT], *chosen[-1:], *reading_buttons(card, rest)]
    rows = [_elements([*every, *judging_buttons(card, audience)])]
    rows.append(_elements(related_buttons(card)))
    found: list[Block] = [{"type": "actions", "elements": row} for row in rows if row]
    if card.related:
        found.insert(len(found) - 1, _context(_plain_text(texts.RELATED, CONTEXT_LIMIT)))
    return found


def _elements(buttons: Sequence[Button]) -> list[Block]:
    possible = (button for button in buttons if button.action.verb in VERBS)
    return [_button(button, number) for number, button in enumerate(possible)]


def _button(button: Button, number: int) -> Block:
    return {
        "type": "button",
        "action_id": f"{button.action.verb}_{number}",
        "text": _plain_text(button.label, BUTTON_LIMIT),
        "value": action_id(button.action),
    }


def _section(text: str, limit: int) -> Block:
    return {"type": "section", "text": _plain_text(text, limit)}


def _context(*elements: Block) -> Block:
    return {"type": "context", "elements": list(elements)}


def _plain_text(text: str, limit: int) -> Block:
    return _literal(fitted(text, limit))


def _literal(escaped: str) -> Block:
    return {"type": "plain_text", "text": escaped, "emoji": False}


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
