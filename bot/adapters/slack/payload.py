"""What stands in Slack's payloads, and what people wrote in them.

What is missing there, or of another kind than Slack says, is read as empty.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from bot.application.question_text import lines, with_forwarded

Payload = Mapping[str, Any]

_REFERENCE = re.compile(r"<(?P<sigil>[@#!]?)(?P<target>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")


def part_at(payload: object, *names: str) -> Payload:
    """The part of a payload that stands there; an empty one where there is none."""
    for name in names:
        payload = payload.get(name) if isinstance(payload, Mapping) else None
    return payload if isinstance(payload, Mapping) else {}


def parts_at(payload: Payload, name: str) -> list[Payload]:
    """The parts of a list that stands there."""
    found = payload.get(name)
    return [it for it in found if isinstance(it, Mapping)] if isinstance(found, list) else []


def text_at(payload: object, *names: str) -> str:
    """The text that stands there; empty where there is none, or something else."""
    found = part_at(payload, *names[:-1]).get(names[-1])
    return found if isinstance(found, str) else ""


def words(text: str) -> str:
    """What a person wrote: Slack's entities undone, mentions dropped, links by their label."""
    return lines(html.unescape(_REFERENCE.sub(_spoken, text)))


def written(message: Payload) -> str:
    """The text of a message as Slack writes it; of its rich text where it has no words beside."""
    text = text_at(message, "text")
    return text if words(text) else rich_text(message) or text


def asked_in(message: Payload) -> str:
    """What a person wrote in a message, and below that the messages they share in it."""
    shared = (words(text_at(it, "text")) for it in parts_at(message, "attachments") if _shares(it))
    return with_forwarded(words(written(message)), shared)


def _shares(attachment: Payload) -> bool:
    """Whether a person shared a message so; a link that unfolds is no request of theirs."""
    return attachment.get("is_share") is True


def _spoken(reference: re.Match[str]) -> str:
    sigil, target, label = reference.group("sigil", "target", "label")
    if sigil in ("@", "!"):
        return " "
    return label or ("" if sigil == "#" else target)


def mentions(text: str, user: str | None = None) -> bool:
    """Whether `user` is mentioned; if none is given whoever: the bot, or somebody else."""
    return any(
        found["target"] == user if user else found["sigil"] in ("@", "!")
        for found in _REFERENCE.finditer(text)
    )


def rich_text(part: Payload, depth: int = 5) -> str:
    """The text of what stands in rich text, as Slack would write it in a message's `text`."""
    name = "blocks" if "blocks" in part else "elements"
    inner = [rich_text(it, depth - 1) for it in parts_at(part, name)] if depth else []
    match part.get("type"):
        case "text" | "link" | "date":
            text = html.escape(text_at(part, "text") or text_at(part, "url"), quote=False)
            return f"~{text}~" if part_at(part, "style").get("strike") else text
        case "user":
            return f"<@{text_at(part, 'user_id')}>"
        case "usergroup" | "broadcast":
            return "<!group>"
        case "rich_text_section" | "rich_text_preformatted":
            return "".join(inner)
        case "rich_text_quote":
            return "\n".join(f"&gt; {line}" for line in "".join(inner).splitlines())
        case _:
            return "\n".join(inner)
