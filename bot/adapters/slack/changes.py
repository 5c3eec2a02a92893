"""Questions that people edit or delete afterwards, told from all that Slack calls a change."""

from __future__ import annotations

from dataclasses import dataclass

from bot.adapters.slack.incoming import (
    Payload,
    Place,
    asked_in,
    is_direct,
    mentions,
    message_keys,
    part_at,
    place_below,
    talk_keys,
    text_at,
    written,
)


@dataclass(frozen=True, slots=True)
class Edited:
    """A message whose words a person changed: where, which, into what.

    `keys` are those of the edit, `question` those of a question, `talk` those of what is none, as
    which the message was delivered. It `is_asked` now where the bot is mentioned in it and, as far
    as Slack tells, was not before.
    """

    place: Place
    message: str
    text: str
    keys: tuple[str, ...]
    question: tuple[str, ...]
    talk: tuple[str, ...]
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message that is gone; `keys` are those by which it was delivered."""

    place: Place
    message: str
    keys: tuple[str, ...]


def change_by_event(
    body: Payload, bot_user: str, *, threads: bool = False, full: bool = False
) -> Edited | Deleted | None:
    """The change that an event tells of; None for what changes no words.

    Slack sends `message_changed` too when a link unfurls, a thread grows, a reply is broadcast, or
    the bot updates a message of its own; and when a message with a thread below it is deleted. It
    sends `app_mention` anew when a mention is edited (slack-go/slack#1256): that tells less, and
    counts only where the bot hears no `message` of channels, so where it has not the `full`
    scopes. `threads` is as for `asked_by_event`.
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
            return _edited(team, channel, now, before, bot_user, threads=threads)
        case _ if event.get("type") == "app_mention" and event.get("edited") and not full:
            return _edited(team, channel, event, {}, bot_user, threads=threads)
        case _:
            return None


def _deleted(team: str, channel: str, ts: object) -> Deleted | None:
    keys = message_keys(team, channel, str(ts)) + talk_keys(team, channel, str(ts))
    return Deleted(Place(team, channel, ""), str(ts), keys) if ts else None


def _edited(
    team: str, channel: str, now: Payload, before: Payload, bot_user: str, *, threads: bool
) -> Edited | None:
    by_a_bot = any(it.get(mark) for it in (now, before) for mark in ("bot_id", "bot_profile"))
    said, was, ts = written(now), written(before), text_at(now, "ts")
    user, text = text_at(now, "user"), asked_in(now)
    is_asked = mentions(said, bot_user) and not mentions(was, bot_user)
    if by_a_bot or not ts or user in ("", bot_user) or (text == asked_in(before) and not is_asked):
        return None
    stamp = text_at(now, "edited", "ts") or text
    return Edited(
        place_below(team, channel, user, now, threads=threads),
        ts,
        text,
        (f"edit/{team}/{channel}/{ts}/{stamp}",),
        message_keys(team, channel, ts),
        talk_keys(team, channel, ts),
        is_asked and not is_direct(channel),
    )
