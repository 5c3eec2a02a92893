"""A card as a Discord message: everything in `content`, buttons below it, nobody pinged.

Content rather than an embed or Components V2. Notifications, search and screen readers read
content alone; V2 bars it, and so a phone would announce an empty message. An embed needs the
permission to embed links and disappears where it is off. With content nothing is said twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.rendering import texts
from bot.rendering.actions import Action, Verb, action_id
from bot.rendering.buttons import (
    Audience,
    Button,
    choice_buttons,
    judging_buttons,
    reading_buttons,
    related_buttons,
)
from bot.rendering.card import Card
from bot.rendering.discord.components import (
    ROW_LIMIT,
    ROWS_LIMIT,
    Payload,
    is_cut_in_menu,
    menu,
    row,
)
from bot.rendering.discord.escaping import bold, escape, inline, link_label, link_target
from bot.rendering.shortening import cut_to_fit, shortened
from bot.rendering.whole import rest_of

CONTENT_LIMIT = 2000

CORRECTION_ROOM = 300
NOTE_ROOM = 250
ORIGIN_ROOM = 200
SOURCE_ROOM = 200
CHOICE_ROOM = 200
LINE_ROOM = 300
"""Characters each part may take at most, so that the answer itself always keeps over 500; the last
is for what is added below (`with_line`)."""

SUPPRESS_EMBEDS = 1 << 2
EPHEMERAL = 1 << 6

NOBODY = Audience()

REMEMBERED = 256
"""Messages that are remembered, of some 4 kB each."""

_ASKER = "asker"
_DELETES = action_id(Action(Verb.DELETE, _ASKER))
"""Stands in remembered messages for the button of whoever asked."""


def message(card: Card, audience: Audience = NOBODY) -> Payload:
    """The message that says `card`: the answer in bold, then who says so, and where it stands."""
    if not audience.asker:
        return _message(card, audience)
    payload = _message(card, replace(audience, asker=_ASKER))
    return {**payload, "components": [_of_asker(it, audience) for it in payload["components"]]}


@lru_cache(maxsize=REMEMBERED)
def _message(card: Card, audience: Audience) -> Payload:
    """The same is said to many: it is laid out once."""
    chosen = choice_buttons(card)
    takes = chosen[:-1][: ROWS_LIMIT - 1]
    below = [_line(take.label, CHOICE_ROOM, inline, "- ") for take in takes] + _details(card)
    room = CONTENT_LIMIT - LINE_ROOM - sum(len(line.text) + 1 for line in below)
    body, shown = cut_to_fit(card.body, room, bold if card.status else escape)
    is_cut = shown < len(card.body.rstrip()) or any(line.is_cut for line in below)
    is_cut = is_cut or any(is_cut_in_menu(it.label) for it in related_buttons(card))
    rest = rest_of(card, shown) if is_cut else None
    rows = [[take] for take in takes]
    first = [*chosen[-1:], *reading_buttons(card, rest)]
    last = list(judging_buttons(card, audience))
    rows += [first + last] if len(first + last) <= ROW_LIMIT else [first, last]
    return _payload("\n".join((body, *(line.text for line in below))), _rows(rows, card))


def notice(text: str) -> Payload:
    """A message of `text` alone: an excuse, a hint."""
    return message(Card(text))


def privately(payload: Payload) -> Payload:
    """`payload`, shown only to the person whose interaction it answers."""
    return {**payload, "flags": payload["flags"] | EPHEMERAL}


def replying_to(payload: Payload, message_id: int) -> Payload:
    """`payload` as a reply to message `message_id`; sent all the same if that is gone by then."""
    reference = {"message_id": str(message_id), "fail_if_not_exists": False}
    return {**payload, "message_reference": reference}


def with_line(payload: Payload, text: str) -> Payload:
    """`payload` with `text` in small letters below what it says; messages leave room for one."""
    line = shortened(text, LINE_ROOM - len("\n-# "), inline)
    return {**payload, "content": f"{payload['content']}\n-# {line}"}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line below the answer, and whether it had to be shortened."""

    text: str
    is_cut: bool = False


def _line(part: str, room: int, dress: Callable[[str], str], mark: str = "") -> _Line:
    text, kept = cut_to_fit(part, room, dress)
    return _Line(f"{mark}{text}", kept < len(part.rstrip()))


def _details(card: Card) -> list[_Line]:
    lines = [
        _line(part, room, dress)
        for part, room, dress in (
            (card.correction, CORRECTION_ROOM, escape),
            (card.note, NOTE_ROOM, escape),
            (card.origin, ORIGIN_ROOM, inline),
        )
        if part
    ]
    if card.source:
        label, kept = cut_to_fit(card.source, SOURCE_ROOM, link_label)
        url = link_target(card.url)
        linked = f"[{label}](<{url}>)" if url and "://" not in label else label
        source = f"-# {texts.SOURCE.format(source=linked)}"
        lines.append(_Line(source, kept < len(card.source.rstrip())))
    return lines


def _rows(rows: list[list[Button]], card: Card) -> list[Payload]:
    found = [row(buttons) for buttons in rows if buttons]
    related = related_buttons(card)
    if related and len(found) < ROWS_LIMIT:
        found.append(menu(texts.RELATED, related, Action(Verb.RELATED)))
    return found[:ROWS_LIMIT]


def _of_asker(row: Payload, audience: Audience) -> Payload:
    """`row` with the button to delete for whoever asked."""
    theirs = action_id(Action(Verb.DELETE, audience.asker))
    return {
        **row,
        "components": [
            {**it, "custom_id": theirs} if it["custom_id"] == _DELETES else it
            for it in row["components"]
        ],
    }


def _payload(content: str, rows: list[Payload]) -> Payload:
    return {
        "content": content,
        "components": rows,
        "allowed_mentions": {"parse": [], "replied_user": False},
        "flags": SUPPRESS_EMBEDS,
    }
