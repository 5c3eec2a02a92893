"""The payloads that Slack sends to apps, as docs.slack.dev shows them."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

Payload = dict[str, Any]

EVENTS, COMMANDS, INTERACTIVE = "events_api", "slash_commands", "interactive"
"""What is delivered: the types of Socket Mode's envelopes."""

TEAM, APP = "T0TEAM", "A0APP"
BOT_USER, BOT = "U0BOT", "B0BOT"
READER, CHANNEL, DIRECT = "U0READER", "C0CHANNEL", "D0DIRECT"

_numbers = itertools.count(1)


@dataclass(slots=True)
class Delivery:
    """What Slack sent to the bot, how often, and how that was acknowledged, if in time."""

    kind: str
    payload: Payload
    attempts: int = 0
    seconds: float | None = None
    status: int | None = None
    body: Any = None


def fresh(prefix: str) -> str:
    """An id that nothing else has."""
    return f"{prefix}{next(_numbers):06d}"


def fresh_ts() -> str:
    """The timestamp of a message, unique as in a channel."""
    return f"{int(time.time())}.{next(_numbers):06d}"


def event_callback(event: Payload, event_id: str | None = None) -> Payload:
    """The outer event of the Events API."""
    return {
        "token": "unused",
        "team_id": TEAM,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": event_id or fresh("Ev"),
        "event_time": int(time.time()),
        "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
        "is_ext_shared_channel": False,
    }


def mention(text: str, channel: str = CHANNEL, user: str = READER, **more: Any) -> Payload:
    """An `app_mention`; the mention itself stands before `text`."""
    ts = more.pop("ts", None) or fresh_ts()
    return {
        "type": "app_mention",
        "user": user,
        "text": f"<@{BOT_USER}> {text}",
        "ts": ts,
        "channel": channel,
        "event_ts": ts,
        "team": TEAM,
        **more,
    }


def message(text: str, channel: str = DIRECT, user: str = READER, **more: Any) -> Payload:
    """A `message` event, in a direct conversation unless `channel` says otherwise."""
    ts = more.pop("ts", None) or fresh_ts()
    return {
        "type": "message",
        "user": user,
        "text": text,
        "ts": ts,
        "channel": channel,
        "channel_type": "im" if channel.startswith("D") else "channel",
        "event_ts": ts,
        "team": TEAM,
        **more,
    }


def changed(before: Payload, text: str, **more: Any) -> Payload:
    """The event when the message of the event `before` is edited, unfurled or answered."""
    inner = {
        "type": "message",
        "user": before["user"],
        "text": before["text"],
        "ts": before["ts"],
        "team": TEAM,
        **({"thread_ts": before["thread_ts"]} if before.get("thread_ts") else {}),
    }
    edited = {"edited": {"user": before["user"], "ts": fresh_ts()}} if text != inner["text"] else {}
    ts = fresh_ts()
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "channel": before["channel"],
        "channel_type": "im" if before["channel"].startswith("D") else "channel",
        "ts": ts,
        "event_ts": ts,
        "message": {**inner, "text": text, **edited, **more},
        "previous_message": inner,
    }


def mentioned_again(change: Payload) -> Payload:
    """The `app_mention` that comes too when the edited message of `change` mentions the bot."""
    now = change["message"]
    return {
        "type": "app_mention",
        "channel": change["channel"],
        "event_ts": change["event_ts"],
        **{
            key: now[key]
            for key in ("user", "text", "ts", "team", "thread_ts", "edited")
            if key in now
        },
    }


def deleted(before: Payload) -> Payload:
    """The event when the message of the event `before` is deleted."""
    ts = fresh_ts()
    return {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "channel": before["channel"],
        "channel_type": "im" if before["channel"].startswith("D") else "channel",
        "ts": ts,
        "event_ts": ts,
        "deleted_ts": before["ts"],
        "previous_message": {
            "type": "message",
            "user": before["user"],
            "text": before["text"],
            "ts": before["ts"],
        },
    }


def tombstone(before: Payload) -> Payload:
    """The event when a message that has a thread below it is deleted."""
    return changed(
        before, "This message was deleted.", subtype="tombstone", user="USLACKBOT", hidden=True
    )


def home_opened(tab: str, channel: str = DIRECT, user: str = READER) -> Payload:
    """The event when somebody opens the App Home (`home`) or the conversation (`messages`)."""
    return {
        "type": "app_home_opened",
        "user": user,
        "channel": channel,
        "tab": tab,
        "event_ts": fresh_ts(),
    }


def command(name: str, text: str, response_url: str, channel: str, user: str) -> Payload:
    """The fields of a slash command."""
    return {
        "token": "unused",
        "team_id": TEAM,
        "team_domain": "team",
        "channel_id": channel,
        "channel_name": "channel",
        "user_id": user,
        "user_name": "reader",
        "command": name,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": fresh("trigger."),
    }


def block_actions(
    action: Payload, shown: Payload, response_url: str, user: str, *, ephemeral: bool
) -> Payload:
    """A press of the button `action` on the message `shown` (`channel`, `ts`, `thread_ts`)."""
    container = {
        "type": "message",
        "message_ts": shown["ts"],
        "channel_id": shown["channel"],
        "is_ephemeral": ephemeral,
        **({"thread_ts": shown["thread_ts"]} if shown.get("thread_ts") else {}),
    }
    return {
        "type": "block_actions",
        **_by(user),
        "container": container,
        "channel": {"id": shown["channel"], "name": "channel"},
        **({} if ephemeral else {"message": {"type": "message", "user": BOT_USER, **shown}}),
        "state": {"values": {}},
        "response_url": response_url,
        "actions": [{"block_id": "b1", "action_ts": fresh_ts(), **action}],
    }


def view_actions(action: Payload, view: Payload, user: str) -> Payload:
    """A press, or a return in a search box, in the App Home or a modal."""
    return {
        "type": "block_actions",
        **_by(user),
        "container": {"type": "view", "view_id": view["id"]},
        "view": {"state": {"values": {}}, **view},
        "actions": [{"block_id": "b1", "action_ts": fresh_ts(), **action}],
    }


def view_submission(view: Payload, values: Payload, user: str) -> Payload:
    """A modal that is sent off; `values` are by block_id and action_id."""
    return {
        "type": "view_submission",
        **_by(user),
        "view": {**view, "state": {"values": values}},
        "response_urls": [],
    }


def message_action(callback: str, shown: Payload, response_url: str, user: str) -> Payload:
    """A message shortcut on the message `shown`."""
    return {
        "type": "message_action",
        **_by(user),
        "callback_id": callback,
        "action_ts": fresh_ts(),
        "message_ts": shown["ts"],
        "channel": {"id": shown["channel"], "name": "channel"},
        "message": {"type": "message", **shown},
        "response_url": response_url,
    }


def _by(user: str) -> Payload:
    """What every interaction says of who acts where."""
    return {
        "user": {"id": user, "username": "reader", "name": "reader", "team_id": TEAM},
        "api_app_id": APP,
        "token": "unused",
        "trigger_id": fresh("trigger."),
        "team": {"id": TEAM, "domain": "team"},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def signature(body: str, secret: str, at: int) -> dict[str, str]:
    """The headers that prove a request to come from Slack, sent at unix time `at`."""
    digest = hmac.new(secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": f"v0={digest}"}


def compact(payload: Payload) -> str:
    """JSON as it goes over the wire."""
    return json.dumps(payload, separators=(",", ":"))


def as_http(kind: str, payload: Payload) -> tuple[str, str]:
    """The body and the content type of a request that delivers `payload`."""
    if kind == EVENTS:
        return compact(payload), "application/json"
    fields = payload if kind == COMMANDS else {"payload": compact(payload)}
    return urlencode(fields), "application/x-www-form-urlencoded"
