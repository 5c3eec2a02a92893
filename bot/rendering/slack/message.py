"""A card as a Slack message: Block Kit dicts that ping nobody and carry no foreign markup."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from bot.rendering.actions import Verb, action_id
from bot.rendering.buttons import (
    Audience,
    Button,
    choosing,
    is_cut_in_menu,
    judging_buttons,
    related_buttons,
)
from bot.rendering.card import Card
from bot.rendering.language import said_in
from bot.rendering.plain import plain
from bot.rendering.read_more import cut_card
from bot.rendering.slack.blocks import (
    BUTTON_LIMIT,
    BUTTON_ROOM,
    CONTEXT_LIMIT,
    SECTION_LIMIT,
    Block,
    byline_block,
    context,
    escape,
    fitted,
    literal,
    menu,
    plain_text,
    row,
    section,
)

# In characters of the escaped text. Slack takes 40,000 for the text, 4000 for that of an update,
# 3000 for a section, 75 for a button, but refuses blocks of more than some 12,000 in all
# (slackapi/bolt-js#2509, #2867); those here add up to 11,250.
TEXT_LIMIT = 12_000
UPDATE_LIMIT = 4000
LIST_LIMIT = 2000
CHOICES_LIMIT = 9

FEEDBACK = "feedback"
"""The `action_id` of the two thumbs that Slack lays out by itself."""

RELATED = "related"
"""The `action_id` of the menu of what leads on."""

BIN = "delete"
"""The `action_id` of the bin, which only the asker sees."""

NOBODY = Audience()

REMEMBERED = 256
"""Messages that are remembered, of some 8 kB each."""


def slack(card: Card, audience: Audience = NOBODY) -> dict[str, Any]:
    """`{"text", "blocks", …}` for chat.postMessage, chat.postEphemeral or a response_url.

    Words from the knowledge file stand in `plain_text` objects only, because mrkdwn knows no way
    to escape `*`, `_`, `~` or a backtick. The answer is prominent by size: a section among
    contexts. `text` says everything for screen readers, which never see the blocks.
    """
    said = _said(card, audience.private)
    judging = [] if audience.private else _judging(card, audience)
    return {**said, "blocks": said["blocks"] + judging}


@lru_cache(maxsize=REMEMBERED)
def _said(card: Card, private: bool) -> dict[str, Any]:
    """The message without what judges it: the same is said to many, and laid out once."""
    lines = [line for line in (card.correction, card.note) if line]
    related, (chosen, listed) = related_buttons(card), choosing(card, CHOICES_LIMIT, BUTTON_ROOM)
    offered = "\n".join((*filter(None, (card.offer,)), *listed))
    is_cut = (
        any(len(escape(line)) > CONTEXT_LIMIT for line in card.details)
        or len(escape(offered)) > LIST_LIMIT
        or any(is_cut_in_menu(it, BUTTON_LIMIT, escape) for it in related)
    )
    body, reading = cut_card(card, SECTION_LIMIT, escape, is_cut=is_cut)
    judging = judging_buttons(card, Audience(private=True)) if private else ()  # it does not stay
    leading = [menu(RELATED, said_in(card.language).RELATED, related)] if related else []
    blocks = [
        {"type": "section", "text": literal(body)},
        *(context(plain_text(line, CONTEXT_LIMIT)) for line in lines),
        *([byline_block(card.byline)] if card.byline else []),
        *([section(offered, LIST_LIMIT)] if offered else []),
        *row(chosen),
        *row([*reading, *judging], *leading),
    ]
    return {
        "text": fitted(plain(card), TEXT_LIMIT),
        "blocks": blocks,
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def changed(message: dict[str, Any]) -> dict[str, Any]:
    """What chat.update takes of `message`."""
    text = message["text"]
    if len(text) > UPDATE_LIMIT:  # it is escaped: no entity may be cut in two
        text = text[: UPDATE_LIMIT - 10].rpartition(" ")[0] + " …"
    return {"text": text, "blocks": message["blocks"]}


def _judging(card: Card, audience: Audience) -> list[Block]:
    """The thumbs and the bin as Slack draws them, in messages that stay."""
    drawn = {it.action.verb: _drawn(it) for it in judging_buttons(card, audience)}
    elements: list[Block] = []
    if Verb.UP in drawn:
        thumbs = {"positive_button": drawn[Verb.UP], "negative_button": drawn[Verb.DOWN]}
        elements.append({"type": "feedback_buttons", "action_id": FEEDBACK, **thumbs})
    if Verb.DELETE in drawn:
        bin_ = {"type": "icon_button", "action_id": BIN, "icon": "trash", **drawn[Verb.DELETE]}
        elements.append({**bin_, "visible_to_user_ids": [audience.asker]})
    return [{"type": "context_actions", "elements": elements}] if elements else []


def _drawn(shown: Button) -> Block:
    label = plain_text(shown.label, BUTTON_LIMIT)
    return {"text": label, "accessibility_label": label["text"], "value": action_id(shown.action)}
