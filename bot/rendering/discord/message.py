"""A card as a Discord message: everything in `content`, buttons below it, nobody pinged.

Content rather than an embed or Components V2. Notifications, search and screen readers read
content alone; V2 bars it, and so a phone would announce an empty message. An embed needs the
permission to embed links and disappears where it is off. With content nothing is said twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.rendering.actions import Action, Verb, action_id
from bot.rendering.buttons import (
    Audience,
    Button,
    choosing,
    is_cut_in_menu,
    judging_buttons,
    related_buttons,
)
from bot.rendering.byline import Byline, joined
from bot.rendering.card import Card
from bot.rendering.discord.components import (
    LABEL_LIMIT,
    OPTION_LIMIT,
    ROW_LIMIT,
    ROWS_LIMIT,
    Payload,
    menu,
    one_line,
    row,
)
from bot.rendering.discord.escaping import escape, inline, link_label, link_target
from bot.rendering.language import said_in
from bot.rendering.read_more import cut_card
from bot.rendering.shortening import cut_to_fit, shortened

CONTENT_LIMIT = 2000

CORRECTION_ROOM = 300
NOTE_ROOM = 250
NAME_ROOM = 100
BYLINE_ROOM = 300
CHOICE_ROOM = 200
LINE_ROOM = 300
"""Characters each part may take at most, so that the answer itself always keeps over 500; the last
is for what is added below (`with_line`)."""

SUPPRESS_EMBEDS = 1 << 2
EPHEMERAL = 1 << 6

NOBODY = Audience()

REMEMBERED = 256
"""Messages that are remembered, of some 4 kB each."""

SHORT = 30
"""Characters of a button that stands beside others: a file's labels have no more."""

_JUDGING = (Verb.UP, Verb.DOWN, Verb.SHARE, Verb.DELETE)

_ASKER = "asker"
_DELETES = action_id(Action(Verb.DELETE, _ASKER))
"""Stands in remembered messages for the button of whoever asked."""


def message(card: Card, audience: Audience = NOBODY) -> Payload:
    """The message that says `card`: the answer, and below it in small who published and says it."""
    if not audience.asker:
        return _message(card, audience)
    payload = _message(card, replace(audience, asker=_ASKER))
    return {**payload, "components": [_of_asker(it, audience) for it in payload["components"]]}


@lru_cache(maxsize=REMEMBERED)
def _message(card: Card, audience: Audience) -> Payload:
    """The same is said to many: it is laid out once."""
    chosen, listed = choosing(card, ROWS_LIMIT - 1, LABEL_LIMIT)
    related, below = related_buttons(card), _details(card)
    if card.offer:
        below.append(_line(card.offer, CHOICE_ROOM, inline))
    below += [_line(line, CHOICE_ROOM, _item) for line in listed]
    room = CONTENT_LIMIT - LINE_ROOM - sum(len(line.text) + 1 for line in below)
    is_cut = any(line.is_cut for line in below)
    is_cut = is_cut or any(is_cut_in_menu(it, OPTION_LIMIT, one_line) for it in related)
    body, reading = cut_card(card, room, escape, is_cut=is_cut)
    rows = _of_buttons([*chosen], [*reading, *judging_buttons(card, audience)])
    found = [row(buttons) for buttons in rows if buttons]
    if related and len(found) < ROWS_LIMIT:
        found.append(menu(said_in(card.language).RELATED, related, Action(Verb.RELATED)))
    return {
        "content": "\n".join((body, *(line.text for line in below))),
        "components": found[:ROWS_LIMIT],
        "allowed_mentions": {"parse": [], "replied_user": False},
        "flags": SUPPRESS_EMBEDS,
    }


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


def _line(part: str, room: int, dress: Callable[[str], str]) -> _Line:
    text, kept = cut_to_fit(part, room, dress)
    return _Line(text, kept < len(part.rstrip()))


def _item(text: str) -> str:
    """An item of a list that counts by itself: its number is no text to escape."""
    number, _, words = text.partition(" ")
    return f"{number} {inline(words)}"


def _details(card: Card) -> list[_Line]:
    parts = ((card.correction, CORRECTION_ROOM), (card.note, NOTE_ROOM))
    lines = [_line(part, room, escape) for part, room in parts if part]
    return [*lines, _byline(card.byline)] if card.byline else lines


def _byline(said: Byline) -> _Line:
    """The name as a link where it leads to the publisher, else a link that says to what."""
    name, kept = cut_to_fit(said.name, NAME_ROOM, link_label)
    rest = _line(said.rest, BYLINE_ROOM, inline)
    is_cut = rest.is_cut or kept < len(said.name.rstrip())
    url = link_target(said.url)
    if url and said.link:
        line = joined(name, rest.text, f"[{link_label(said.link)}](<{url}>)")
    else:
        linked = f"[{name}](<{url}>)" if url and "://" not in name else name
        line = joined(linked, rest.text)
    return _Line(f"-# {line}", is_cut)


def _of_buttons(choices: list[Button], others: list[Button]) -> list[list[Button]]:
    """Choices beside each other where all are short, else a row each; then what can be done."""
    if not choices:
        return _beside(others)
    if all(len(it.label) <= SHORT for it in choices):
        both = [*choices, *others]
        return [both] if len(both) <= ROW_LIMIT else [choices, *_beside(others)]
    return [*([it] for it in choices[:-1]), *_beside([choices[-1], *others])]


def _beside(buttons: list[Button]) -> list[list[Button]]:
    """In one row, or in two where they do not fit it: what judges a reply stays together."""
    if len(buttons) <= ROW_LIMIT:
        return [buttons]
    judging = [it for it in buttons if it.action.verb in _JUDGING]
    return [[it for it in buttons if it not in judging], judging]


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
