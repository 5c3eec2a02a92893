"""Questions that people edit or delete afterwards, told from all that Slack calls a change."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.slack.incoming import Payload, message_keys, part_at, text_at, words


@dataclass(frozen=True, slots=True)
class Edited:
    """A message whose words a person changed: where, which, into what.

    `keys` are those of the edit, `question` those by which the message itself was delivered.
    """

    channel: str
    message: str
    text: str
    keys: tuple[str, ...]
    question: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message that is gone; `keys` are those by which it was delivered."""

    channel: str
    message: str
    keys: tuple[str, ...]


def change_by_event(body: Payload) -> Edited | Deleted | None:
    """The change that a `message` event tells of; None for what changes no words.

    Slack sends `message_changed` too when a link unfurls, a thread grows, a reply is broadcast, or
    the bot updates a message of its own; and when a message with a thread below it is deleted.
    """
    event = part_at(body, "event")
    team, channel = text_at(body, "team_id"), text_at(event, "channel")
    now, before = part_at(event, "message"), part_at(event, "previous_message")
    match event.get("subtype"):
        case "message_deleted":
            return _deleted(team, channel, event.get("deleted_ts") or before.get("ts"))
        case "message_changed" if now.get("subtype") == "tombstone":
            return _deleted(team, channel, now.get("ts"))
        case "message_changed":
            return _edited(team, channel, now, before)
        case _:
            return None


def _deleted(team: str, channel: str, ts: object) -> Deleted | None:
    return Deleted(channel, str(ts), message_keys(team, channel, str(ts))) if ts else None


def _edited(team: str, channel: str, now: Payload, before: Payload) -> Edited | None:
    by_a_bot = any(it.get(mark) for it in (now, before) for mark in ("bot_id", "bot_profile"))
    text, ts = words(text_at(now, "text")), text_at(now, "ts")
    if by_a_bot or not ts or text == words(text_at(before, "text")):
        return None
    stamp = text_at(now, "edited", "ts") or text
    keys = (f"edit/{team}/{channel}/{ts}/{stamp}",)
    return Edited(channel, str(ts), text, keys, message_keys(team, channel, str(ts)))
