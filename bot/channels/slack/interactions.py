"""What people press, choose and send off in Slack, read from its payloads."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from typing import Any

from bot.channels.slack.incoming import HOME, Payload, Place, trigger_keys
from bot.rendering.slack.views import FIELD, SEARCH


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button or a menu: the text of its action, its place, and the keys of its delivery.

    `message` is the timestamp of the message it stands in, None in the App Home; `trigger` opens a
    window within three seconds.
    """

    action: str
    place: Place
    keys: tuple[str, ...]
    message: str | None
    trigger: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A window that was sent off: which, what it was about, the words, and where to answer."""

    window: str
    target: str
    text: str
    place: Place
    keys: tuple[str, ...]


def pressed(body: Payload) -> Pressed:
    """The button that was pressed, or the option chosen, in a `block_actions` payload.

    A press in a channel goes on in the thread below the message, if that is not in one already.
    """
    container: Payload = body["container"]
    action: Payload = body["actions"][0]
    chosen: Payload = action.get("selected_option") or action
    text = html.unescape(str(chosen.get("value") or ""))
    trigger = str(body.get("trigger_id") or "")
    if container.get("type") == "view":
        return Pressed(text, home_of(body), trigger_keys(body), None, trigger)
    ts = str(container["message_ts"])
    return Pressed(text, _place(body, container, ts), trigger_keys(body), ts, trigger)


def searched(body: Payload) -> str | None:
    """The words typed into the App Home's search box; None when something else was done there."""
    action: Payload = body["actions"][0]
    if action.get("action_id") != SEARCH:
        return None
    return " ".join(str(action.get("value") or "").split())


def home_of(body: Payload) -> Place:
    """The App Home of who acts."""
    return Place(_team(body), HOME, body["user"]["id"])


def sent(body: Payload) -> Sent:
    """The window that a `view_submission` payload tells of."""
    view: Payload = body["view"]
    values: Payload = (view.get("state") or {}).get("values") or {}
    text = str(((values.get(FIELD) or {}).get(FIELD) or {}).get("value") or "")
    about: Payload = json.loads(view.get("private_metadata") or "{}")
    where: dict[str, Any] = about.get("place") or {}
    place = Place(_team(body), where.pop("channel", HOME), body["user"]["id"], **where)
    return Sent(
        view["callback_id"], str(about.get("target", "")), " ".join(text.split()), place, _key(view)
    )


def metadata(target: str, place: Place) -> str:
    """What a window carries to say later what it was about, and where to answer."""
    where = {
        "channel": place.channel,
        "thread_ts": place.thread_ts,
        "response_url": place.response_url,
        "whisper_url": place.whisper_url,
    }
    kept = {name: value for name, value in where.items() if value is not None}
    return json.dumps({"target": target, "place": kept}, separators=(",", ":"))


def _place(body: Payload, container: Payload, ts: str) -> Place:
    channel = str(container["channel_id"])
    private = bool(container.get("is_ephemeral"))
    thread = container.get("thread_ts") or (body.get("message") or {}).get("thread_ts")
    if thread is None and not private and not channel.startswith("D"):
        thread = ts
    ways = {"response_url" if private else "whisper_url": body["response_url"]}
    return Place(_team(body), channel, body["user"]["id"], thread, **ways)


def _team(body: Payload) -> str:
    return str((body.get("team") or {}).get("id") or body["user"].get("team_id") or "")


def _key(view: Payload) -> tuple[str, ...]:
    """A window is sent off once, whatever the delivery is called."""
    return (f"view/{view['id']}",) if view.get("id") else ()
