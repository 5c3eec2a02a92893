"""A card as a Slack message: Block Kit dicts that ping nobody and carry no foreign markup."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

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
from bot.rendering.card import Card, Choice
from bot.rendering.plain import plain
from bot.rendering.shortening import cut_to_fit
from bot.rendering.slack.blocks import (
    BUTTON_LIMIT,
    CONTEXT_LIMIT,
    SECTION_LIMIT,
    Block,
    button,
    context,
    escape,
    fitted,
    literal,
    plain_text,
    section,
    source,
)
from bot.rendering.whole import rest_of

# In characters of the escaped text. Slack takes 40,000 for the text, 4000 for that of an update,
# 3000 for a section, 75 for a button, but refuses blocks of more than some 12,000 in all
# (slackapi/bolt-js#2509, #2867); those here add up to 11,250.
TEXT_LIMIT = 12_000
UPDATE_LIMIT = 4000
LIST_LIMIT = 2000
CHOICES_LIMIT = 9

FEEDBACK = "feedback"
"""The `action_id` of the two thumbs that Slack lays out by itself."""

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
    choices = tuple(dict.fromkeys(card.choices))[:CHOICES_LIMIT]
    body, shown = cut_to_fit(card.body, SECTION_LIMIT, escape)
    blocks: list[Block] = [{"type": "section", "text": literal(body)}]
    listed = _listed(choices)
    if listed is not None:
        blocks.append(section(listed, LIST_LIMIT))
    details = [cut_to_fit(line, CONTEXT_LIMIT, escape) for line in _details(card)]
    blocks += [context(literal(line)) for line, _ in details]
    if card.source:
        blocks.append(source(card.source, card.url))
    kept = zip((card.body, *_details(card)), (shown, *(kept for _, kept in details)), strict=True)
    is_cut = any(end < len(part.rstrip()) for part, end in kept)
    is_cut = is_cut or any(
        len(escape(text or "")) > limit
        for text, limit in ((listed, LIST_LIMIT), (_listed(card.related), CONTEXT_LIMIT - 20))
    )
    blocks += _controls(card, private, rest_of(card, shown) if is_cut else None)
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


def _listed(choices: Sequence[Choice]) -> str | None:
    """The questions in full, where one of them does not fit its button."""
    if all(len(escape(choice.question)) <= BUTTON_LIMIT for choice in choices):
        return None
    return "\n".join(f"• {choice.question}" for choice in choices)


def _details(card: Card) -> list[str]:
    return [line for line in (card.correction, card.note, card.origin) if line]


def _controls(card: Card, private: bool, rest: int | None) -> list[Block]:
    """What can be chosen and done, and below it what leads on.

    What judges a private reply is among it, for such messages do not stay.
    """
    chosen = choice_buttons(card)
    judging = judging_buttons(card, Audience(private=True)) if private else ()
    every = [*chosen[:-1][:CHOICES_LIMIT], *chosen[-1:], *reading_buttons(card, rest)]
    found = _row([*every, *judging])
    if card.related:
        listed = (texts.RELATED, _listed(card.related))
        found.append(context(plain_text("\n".join(filter(None, listed)), CONTEXT_LIMIT)))
        found += _row(related_buttons(card))
    return found


def _row(buttons: Sequence[Button]) -> list[Block]:
    elements = [button(it, number) for number, it in enumerate(buttons)]
    return [{"type": "actions", "elements": elements}] if elements else []


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
