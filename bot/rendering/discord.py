"""A card as a Discord message: everything in `content`, buttons below it, nobody pinged.

Content rather than an embed: notifications and screen readers read it, it needs no permission to
embed links, and nothing has to be said twice.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any
from urllib.parse import quote

from bot.core.model import Fact, Story
from bot.rendering import texts
from bot.rendering.card import Card, Choice
from bot.rendering.shortening import shortened

Payload = dict[str, Any]
"""The JSON object of a message, as `POST /channels/{id}/messages` and callbacks take it."""

CONTENT_LIMIT = 2000
LABEL_LIMIT = 80
CUSTOM_ID_LIMIT = 100
URL_LIMIT = 512
ROWS_LIMIT = 5

CORRECTION_ROOM = 300
NOTE_ROOM = 250
ORIGIN_ROOM = 200
SOURCE_ROOM = 200
CHOICE_ROOM = 200
"""Characters each part may take at most, so that the answer itself always keeps over 500."""

SUPPRESS_EMBEDS = 1 << 2
EPHEMERAL = 1 << 6

_ACTION_ROW, _BUTTON = 1, 2
_PRIMARY, _SECONDARY = 1, 2
_TAKE, _PROOF = "storybot:take:", "storybot:proof:"
_HASHED = "~"

_URL = re.compile(r"https?://[^\s<>()\[\]{}\"'“”]+")
_URL_MARKUP = re.compile(r"[\\*`|~@]")
_MARKUP = re.compile(r"[\\*_~|`\[\]<>]")
_LINE_START = re.compile(r"^(\s*)([#+-]|\d+(?=\.\s))", re.MULTILINE)
_PING = re.compile(r"@(?=everyone|here)|(?<=\\<)([@#])")


def message(card: Card) -> Payload:
    """The message that says `card`: the answer in bold, then who says so, and where it stands."""
    choices = tuple(dict.fromkeys(card.choices))[: ROWS_LIMIT - 1]
    below = _below(card, choices)
    dress = _bold if card.status else escape
    body = shortened(card.body, CONTENT_LIMIT - sum(len(line) + 1 for line in below), dress)
    rows = [_row(_button(choice.question, take_id(choice.fact_id), _PRIMARY)) for choice in choices]
    if card.proof_of is not None:
        rows.append(_row(_button(texts.PROOF_LABEL, proof_id(card.proof_of), _SECONDARY)))
    return _payload("\n".join((body, *below)), rows)


def notice(text: str) -> Payload:
    """A message of `text` alone: a proof, an excuse."""
    return _payload(shortened(text, CONTENT_LIMIT, escape), [])


def privately(payload: Payload) -> Payload:
    """`payload`, shown only to the person whose interaction it answers."""
    return {**payload, "flags": payload["flags"] | EPHEMERAL}


def replying_to(payload: Payload, message_id: int) -> Payload:
    """`payload` as a reply to message `message_id`; sent all the same if that is gone by then."""
    reference = {"message_id": str(message_id), "fail_if_not_exists": False}
    return {**payload, "message_reference": reference}


def take_id(fact_id: str) -> str:
    """The `custom_id` (at most 100 characters) of the button that asks for fact `fact_id`."""
    return _custom_id(_TAKE, fact_id)


def proof_id(fact_id: str) -> str:
    """The `custom_id` (at most 100 characters) of the button that asks for its proof."""
    return _custom_id(_PROOF, fact_id)


def taken(custom_id: str, story: Story) -> Fact | None:
    """The fact that a button of `take_id` asks for; None for another button, or if it is gone."""
    return _pressed(_TAKE, custom_id, story)


def is_proof(custom_id: str) -> bool:
    """Whether the button asks for a proof."""
    return custom_id.startswith(_PROOF)


def proven(custom_id: str, story: Story) -> Fact | None:
    """The fact whose proof a button of `proof_id` asks for; None as with `taken`."""
    return _pressed(_PROOF, custom_id, story)


def escape(text: str) -> str:
    """`text` so that Discord shows it as it stands: no markup, no link behind words, no ping."""
    pieces, at = [], 0
    for url in _URL.finditer(text):
        pieces += [_escape_words(text[at : url.start()]), _escape_url(url.group())]
        at = url.end()
    whole = "".join((*pieces, _escape_words(text[at:])))
    whole = _LINE_START.sub(_escape_line_start, whole)
    return _PING.sub(lambda ping: f"{ping.group()}\N{ZERO WIDTH SPACE}", whole)


def _below(card: Card, choices: tuple[Choice, ...]) -> list[str]:
    lines = [f"- {shortened(choice.question, CHOICE_ROOM, _inline)}" for choice in choices]
    if card.correction:
        lines.append(shortened(card.correction, CORRECTION_ROOM, escape))
    if card.note:
        lines.append(shortened(card.note, NOTE_ROOM, escape))
    if card.origin:
        lines.append(shortened(card.origin, ORIGIN_ROOM, _inline))
    if card.source:
        label, url = shortened(card.source, SOURCE_ROOM, _label), _link(card.url)
        linked = f"[{label}](<{url}>)" if url and "://" not in label else label
        lines.append(f"-# {texts.SOURCE.format(source=linked)}")
    return lines


def _payload(content: str, rows: list[Payload]) -> Payload:
    return {
        "content": content,
        "components": rows,
        "allowed_mentions": {"parse": [], "replied_user": False},
        "flags": SUPPRESS_EMBEDS,
    }


def _row(button: Payload) -> Payload:
    return {"type": _ACTION_ROW, "components": [button]}


def _button(label: str, custom_id: str, style: int) -> Payload:
    text = shortened(" ".join(label.split()), LABEL_LIMIT)
    return {"type": _BUTTON, "style": style, "label": text, "custom_id": custom_id}


def _custom_id(deed: str, fact_id: str) -> str:
    plain = deed + fact_id
    if len(plain) <= CUSTOM_ID_LIMIT and not fact_id.startswith(_HASHED):
        return plain
    return deed + _HASHED + hashlib.sha256(fact_id.encode()).hexdigest()


def _pressed(deed: str, custom_id: str, story: Story) -> Fact | None:
    return next((fact for fact in story.facts if _custom_id(deed, fact.id) == custom_id), None)


def _bold(text: str) -> str:
    """Line by line, so that an empty line does not end the bold."""
    lines = (line.strip() for line in escape(text).split("\n"))
    return "\n".join(f"**{line}**" if line else "" for line in lines)


def _inline(text: str) -> str:
    return escape(" ".join(text.split()))


def _label(text: str) -> str:
    """Brackets end the words of a link in Discord even when escaped, so others stand for them."""
    return _inline(text.replace("[", "(").replace("]", ")"))


def _link(url: str | None) -> str | None:
    """`url` if Discord will link it, made safe to stand between angle brackets."""
    if not url or not url.lower().startswith(("http://", "https://")):
        return None
    safe = quote(url, safe="%/:?#&=+,;!$'()~-._")
    return safe if len(safe) <= URL_LIMIT else None


def _escape_words(text: str) -> str:
    return _MARKUP.sub(lambda mark: f"\\{mark.group()}", text)


def _escape_url(url: str) -> str:
    return _URL_MARKUP.sub(lambda mark: f"%{ord(mark.group()):02X}", url)


def _escape_line_start(start: re.Match[str]) -> str:
    space, mark = start.groups()
    return f"{space}{mark}\\" if mark.isdecimal() else f"{space}\\{mark}"
