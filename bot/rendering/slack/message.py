"""A card as a Slack message: Block Kit dicts that ping nobody and carry no foreign markup."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from bot.rendering.actions import Verb, action_id
from bot.rendering.buttons import (
    Audience,
    Button,
    choice_buttons,
    is_cut_in_menu,
    judging_buttons,
    numbered,
    reading_buttons,
    related_buttons,
)
from bot.rendering.card import Card
from bot.rendering.language import said_in
from bot.rendering.plain import plain
from bot.rendering.read_more import rest_of
from bot.rendering.shortening import cut_to_fit
from bot.rendering.slack.blocks import (
    BUTTON_LIMIT,
    BUTTON_ROOM,
    CONTEXT_LIMIT,
    SECTION_LIMIT,
    Block,
    button,
    byline_block,
    context,
    escape,
    fitted,
    literal,
    menu,
    plain_text,
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
    judging = [] if audience.private else _judging(judging_buttons(card, audience), audience)
    return {**said, "blocks": said["blocks"] + judging}


@lru_cache(maxsize=REMEMBERED)
def _said(card: Card, private: bool) -> dict[str, Any]:
    """The message without what judges it: the same is said to many, and laid out once."""
    body, shown = cut_to_fit(card.body, SECTION_LIMIT, escape)
    lines = [line for line in (card.correction, card.note) if line]
    related, offered = related_buttons(card), _offered(card)
    is_cut = (
        shown < len(card.body.rstrip())
        or any(len(escape(line)) > CONTEXT_LIMIT for line in card.details)
        or len(escape(offered)) > LIST_LIMIT
        or any(is_cut_in_menu(it, BUTTON_LIMIT, escape) for it in related)
    )
    reading = reading_buttons(card, rest_of(card, shown) if is_cut else None)
    judging = judging_buttons(card, Audience(private=True)) if private else ()  # it does not stay
    blocks = [
        {"type": "section", "text": literal(body)},
        *(context(plain_text(line, CONTEXT_LIMIT)) for line in lines),
        *([byline_block(card.byline)] if card.byline else []),
        *([section(offered, LIST_LIMIT)] if offered else []),
        *_actions(card, _choosing(card)[0]),
        *_actions(card, [*reading, *judging], related),
    ]
    return {
        "text": fitted(plain(card), TEXT_LIMIT),
        "blocks": blocks,
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _choosing(card: Card) -> tuple[list[Button], Sequence[str]]:
    """The buttons of what can be chosen, and the list that they have the numbers of."""
    chosen = choice_buttons(card)
    takes, listed = numbered(chosen[:-1][:CHOICES_LIMIT], BUTTON_ROOM)
    return [*takes, *chosen[-1:]], listed


def _offered(card: Card) -> str:
    """What stands above those buttons; empty where they say it all."""
    return "\n".join((*filter(None, (card.offer,)), *_choosing(card)[1]))


def _actions(card: Card, buttons: Sequence[Button], leading: Sequence[Button] = ()) -> list[Block]:
    """A row of buttons, and the menu of what leads on; none where there is neither."""
    elements = [button(it, number) for number, it in enumerate(buttons)]
    if leading:
        elements.append(menu(RELATED, said_in(card.language).RELATED, leading))
    return [{"type": "actions", "elements": elements}] if elements else []


def changed(message: dict[str, Any]) -> dict[str, Any]:
    """What chat.update takes of `message`."""
    text = message["text"]
    if len(text) > UPDATE_LIMIT:  # it is escaped: no entity may be cut in two
        text = text[: UPDATE_LIMIT - 10].rpartition(" ")[0] + " …"
    return {"text": text, "blocks": message["blocks"]}


def _judging(buttons: Sequence[Button], audience: Audience) -> list[Block]:
    """The thumbs and the bin as Slack draws them, in messages that stay."""
    by_verb = {it.action.verb: it for it in buttons}
    elements: list[Block] = []
    if Verb.UP in by_verb and Verb.DOWN in by_verb:
        thumbs = {"positive_button": by_verb[Verb.UP], "negative_button": by_verb[Verb.DOWN]}
        elements.append(
            {
                "type": "feedback_buttons",
                "action_id": FEEDBACK,
                **{name: _thumb(it) for name, it in thumbs.items()},
            }
        )
    if Verb.DELETE in by_verb:
        elements.append(_bin(by_verb[Verb.DELETE], audience.asker))
    return [{"type": "context_actions", "elements": elements}] if elements else []


def _thumb(shown: Button) -> Block:
    label = plain_text(shown.label, BUTTON_LIMIT)
    return {"text": label, "accessibility_label": label["text"], "value": action_id(shown.action)}


def _bin(shown: Button, asker: str) -> Block:
    label = plain_text(shown.label, BUTTON_LIMIT)
    return {
        "type": "icon_button",
        "action_id": BIN,
        "icon": "trash",
        "text": label,
        "accessibility_label": label["text"],
        "value": action_id(shown.action),
        "visible_to_user_ids": [asker],
    }
