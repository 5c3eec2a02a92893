"""What Slack sends, read: who wants what where, and by which key the delivery is known again."""

from __future__ import annotations

import html
from dataclasses import replace

from bot.adapters.slack.payload import (
    Payload,
    asked_in,
    mentions,
    part_at,
    text_at,
    words,
    written,
)
from bot.adapters.slack.request import (
    HOME,
    Change,
    Kind,
    Place,
    Request,
    is_direct,
    message_key,
    request_of,
)
from bot.application import drafts
from bot.rendering.slack.views import FIELD, SEARCH

FILE = "file_share"
WRITTEN = (None, "thread_broadcast", FILE)
"""The subtypes of messages that people write: without, also shown in the channel, with a file."""


def asked_by_event(
    body: Payload, bot_user: str, *, threads: bool = False, talk: bool = False
) -> Request | None:
    """The question in an `app_mention` or a `message`; None for all else.

    A mention in a channel comes as both: the `app_mention` is the one that counts, but one with a
    file may come as a `message` alone. In threads a message without one may be a question too; with
    `talk`, so may one outside. `threads` puts the answer to a direct message in a thread below it,
    as conversations with agents go.
    """
    event = part_at(body, "event")
    user, channel, ts = (text_at(event, name) for name in ("user", "channel", "ts"))
    if not _is_of_a_person(event) or user == bot_user or not (user and channel and ts):
        return None
    text = written(event)
    with_file = event.get("subtype") == FILE and mentions(text, bot_user)
    perhaps = event.get("type") == "message" and not is_direct(channel) and not with_file
    if perhaps and (not (talk or text_at(event, "thread_ts")) or mentions(text)):
        return None
    if event.get("type") not in ("app_mention", "message"):
        return None
    team = text_at(body, "team_id") or text_at(event, "team")
    return _asked(_below(team, channel, user, event, threads), event, perhaps=perhaps)


def wanted(body: Payload) -> Request | None:
    """What people type, press or send off; None for whatever else comes."""
    match text_at(body, "command") or body.get("type"):
        case "/ask":
            return asked_by_command(body)
        case drafts.BROWSE:
            return asked_by_command(body, Kind.TYPED)
        case "message_action":
            return asked_by_shortcut(body)
        case "block_actions":
            return pressed(body)
        case "view_submission":
            return sent(body)
        case _:
            return None


def asked_by_shortcut(body: Payload) -> Request:
    """The message on which somebody chose “Ask about this”; answered for that person only."""
    thread = text_at(body, "message", "thread_ts") or None
    channel, url = text_at(body, "channel", "id"), text_at(body, "response_url")
    place = Place(_team(body), channel, text_at(body, "user", "id"), thread, url)
    return Request(Kind.ASKED, place, _trigger_key(body), asked_in(part_at(body, "message")))


def asked_by_command(body: Payload, kind: Kind = Kind.ASKED) -> Request:
    """What was typed behind `/ask` or `/story`; slash commands do not run in threads."""
    team, channel, user = (text_at(body, it) for it in ("team_id", "channel_id", "user_id"))
    place = Place(team, channel, user, response_url=text_at(body, "response_url"))
    return Request(kind, place, _trigger_key(body), words(text_at(body, "text")))


def change_by_event(
    body: Payload, bot_user: str, *, threads: bool = False, full: bool = False
) -> Change | None:
    """The edit or deletion that an event tells of; None for what changes no words.

    Slack sends `message_changed` too when a link unfurls, a thread grows, a reply is broadcast, or
    the bot updates a message of its own; and when a message with a thread below it is deleted. It
    sends `app_mention` anew when a mention is edited (slack-go/slack#1256): that tells less, and
    counts only where the bot hears no `message` of channels, so where it has not the `full`
    scopes. `threads` is as for `asked_by_event`.
    """
    event = part_at(body, "event")
    now, before = part_at(event, "message"), part_at(event, "previous_message")
    where = Place(text_at(body, "team_id"), text_at(event, "channel"), "")
    match event.get("subtype"):
        case "message_deleted":
            gone = text_at(event, "deleted_ts") or text_at(before, "ts")
            return Change(_asked(where, {"ts": gone})) if gone else None
        case "message_changed" if now.get("subtype") == "tombstone" and text_at(now, "ts"):
            return Change(_asked(where, now))
        case "message_changed":
            return _edited(where, now, before, bot_user, threads)
        case _ if event.get("type") == "app_mention" and event.get("edited") and not full:
            return _edited(where, event, {}, bot_user, threads)
        case _:
            return None


def pressed(body: Payload) -> Request:
    """The button that was pressed, or the option chosen, in a `block_actions` payload.

    A press in a channel goes on in the thread below the message, if that is not in one already.
    """
    container, key = part_at(body, "container"), _trigger_key(body)
    actions = body.get("actions")  # nobody can do two at once
    first = part_at({"": actions[0]}, "") if isinstance(actions, list) and actions else {}
    chosen = part_at(first, "selected_option") or first
    action, trigger = html.unescape(text_at(chosen, "value")), text_at(body, "trigger_id")
    if container.get("type") != "view":
        ts = text_at(container, "message_ts")
        return Request(Kind.PRESSED, _pressed_at(body, ts), key, "", ts, action, trigger)
    place = Place(_team(body), HOME, text_at(body, "user", "id"))
    if first.get("action_id") == SEARCH:
        return Request(Kind.SEARCHED, place, key, " ".join(text_at(first, "value").split()))
    return Request(Kind.PRESSED, place, key, action=action, trigger=trigger)


def sent(body: Payload) -> Request:
    """The window that a `view_submission` payload tells of; it is sent off once.

    It carries the request that opened it.
    """
    view, user = part_at(body, "view"), text_at(body, "user", "id")
    opened = request_of(text_at(view, "private_metadata"))
    place, action = Place(_team(body), HOME, user), ""
    if opened is not None:
        place, action = replace(opened.place, user=user), opened.action
    text = " ".join(text_at(view, "state", "values", FIELD, FIELD, "value").split())
    key = f"view/{text_at(view, 'id')}" if text_at(view, "id") else ""
    return Request(Kind.SENT, place, key, text, action=action)


def _asked(place: Place, message: Payload, *, perhaps: bool = False) -> Request:
    kind, ts = Kind.PERHAPS if perhaps else Kind.ASKED, text_at(message, "ts")
    return Request(kind, place, message_key(place, ts, kind), asked_in(message), ts)


def _edited(
    where: Place, now: Payload, before: Payload, bot_user: str, threads: bool
) -> Change | None:
    by_a_bot = any(it.get(mark) for it in (now, before) for mark in ("bot_id", "bot_profile"))
    user, ts, channel = text_at(now, "user"), text_at(now, "ts"), where.channel
    asked = _asked(_below(where.team, channel, user, now, threads), now)
    is_new = mentions(written(now), bot_user) and not mentions(written(before), bot_user)
    is_same = asked.text == asked_in(before) and not is_new
    if by_a_bot or not ts or user in ("", bot_user) or is_same:
        return None
    stamp = text_at(now, "edited", "ts") or asked.text
    key = f"edit/{where.team}/{channel}/{ts}/{stamp}"
    return Change(asked, key, is_new and not is_direct(channel))


def _below(team: str, channel: str, user: str, message: Payload, threads: bool) -> Place:
    """Where the answer to a message stands: in its thread, or beside a direct one."""
    beside = is_direct(channel) and not threads
    thread = text_at(message, "thread_ts") or (None if beside else text_at(message, "ts"))
    return Place(team, channel, user, thread)


def _pressed_at(body: Payload, ts: str) -> Place:
    container = part_at(body, "container")
    channel, is_private = text_at(container, "channel_id"), bool(container.get("is_ephemeral"))
    thread = text_at(container, "thread_ts") or text_at(body, "message", "thread_ts") or None
    if thread is None and not is_private and not is_direct(channel):
        thread = ts
    ways = {"response_url" if is_private else "whisper_url": text_at(body, "response_url")}
    return Place(_team(body), channel, text_at(body, "user", "id"), thread, **ways)


def _team(body: Payload) -> str:
    return text_at(body, "team", "id") or text_at(body, "user", "team_id")


def _trigger_key(body: Payload) -> str:
    """By what an interaction is known again."""
    trigger = text_at(body, "trigger_id")
    return f"trigger/{trigger}" if trigger else ""


def _is_of_a_person(event: Payload) -> bool:
    """Whether `event` is a new message that a person wrote: of kinds that are known to be that."""
    marks = ("bot_id", "bot_profile", "edited", "hidden")
    return event.get("subtype") in WRITTEN and not any(event.get(mark) for mark in marks)
