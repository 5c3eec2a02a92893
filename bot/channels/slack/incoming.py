"""What Slack sends, read: who asks what where, and by which keys the delivery is known again."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Payload = Mapping[str, Any]

_REFERENCE = re.compile(r"<(?P<sigil>[@#!]?)(?P<target>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader is, and so where the reply goes.

    `thread_ts` is the thread's root, or None outside threads. `response_url` is set where only the
    reader sees the exchange: after a slash command, and on a button of such a reply.
    """

    team: str
    channel: str
    user: str
    thread_ts: str | None = None
    response_url: str | None = None

    @property
    def conversation(self) -> str:
        """The key of this person's conversation in this place, shared with nobody else."""
        return f"slack/{self.team}/{self.channel}/{self.thread_ts or '-'}/{self.user}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its words, its place, and the keys of its delivery."""

    text: str
    place: Place
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button: the text of its action, its place, and the keys of its delivery."""

    action: str
    place: Place
    keys: tuple[str, ...]


def asked_by_event(body: Payload) -> Asked | None:
    """The question in an `app_mention` or a direct `message`; None for all else.

    Only plain new messages of people count. A subtype (an edit, an unfurl, a broadcast, a bot), a
    `bot_id`, an `edited` mark or a channel message without a mention is nothing to answer.
    """
    event: Payload = body.get("event") or {}
    direct = event.get("channel_type") == "im" or str(event.get("channel", "")).startswith("D")
    if event.get("type") != "app_mention" and not (event.get("type") == "message" and direct):
        return None
    if any(event.get(mark) for mark in ("subtype", "bot_id", "bot_profile", "edited", "hidden")):
        return None
    user, channel, ts = event.get("user"), event.get("channel"), event.get("ts")
    if not user or not channel or not ts:
        return None
    team = str(body.get("team_id") or event.get("team") or "")
    thread = event.get("thread_ts") or (None if direct else ts)
    keys = [f"message/{team}/{channel}/{ts}"]
    if body.get("event_id"):
        keys.append(f"event/{body['event_id']}")
    return Asked(
        words(str(event.get("text") or "")), Place(team, channel, user, thread), tuple(keys)
    )


def asked_by_command(body: Payload) -> Asked:
    """The question behind `/ask`; slash commands do not run in threads."""
    place = Place(
        str(body.get("team_id") or ""),
        body["channel_id"],
        body["user_id"],
        response_url=body["response_url"],
    )
    return Asked(words(str(body.get("text") or "")), place, _trigger(body))


def pressed(body: Payload) -> Pressed:
    """The button that was pressed in a `block_actions` payload.

    A press in a channel goes on in the thread below the message, if that is not in one already.
    """
    container: Payload = body["container"]
    message: Payload = body.get("message") or {}
    user: Payload = body["user"]
    channel = str(container["channel_id"])
    private = bool(container.get("is_ephemeral"))
    thread = container.get("thread_ts") or message.get("thread_ts")
    if thread is None and not private and not channel.startswith("D"):
        thread = container["message_ts"]
    team = (body.get("team") or {}).get("id") or user.get("team_id") or ""
    url = body["response_url"] if private else None
    action = body["actions"][0]
    place = Place(str(team), channel, user["id"], thread, url)
    return Pressed(html.unescape(str(action.get("value") or "")), place, _trigger(body))


def words(text: str) -> str:
    """What a person wrote: Slack's entities undone, mentions dropped, links by their label."""
    return " ".join(html.unescape(_REFERENCE.sub(_spoken, text)).split())


def _spoken(reference: re.Match[str]) -> str:
    sigil, target, label = reference.group("sigil", "target", "label")
    if sigil in ("@", "!"):
        return " "
    return label or ("" if sigil == "#" else target)


def _trigger(body: Payload) -> tuple[str, ...]:
    trigger = body.get("trigger_id")
    return (f"trigger/{trigger}",) if trigger else ()
