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
        "user": {"id": user, "username": "reader", "name": "reader", "team_id": TEAM},
        "api_app_id": APP,
        "token": "unused",
        "container": container,
        "trigger_id": fresh("trigger."),
        "team": {"id": TEAM, "domain": "team"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": shown["channel"], "name": "channel"},
        **({} if ephemeral else {"message": {"type": "message", "user": BOT_USER, **shown}}),
        "state": {"values": {}},
        "response_url": response_url,
        "actions": [{**action, "block_id": "b1", "action_ts": fresh_ts()}],
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
