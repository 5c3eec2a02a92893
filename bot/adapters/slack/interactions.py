"""What people press, choose and send off in Slack, read from its payloads.

What is missing there, or of another kind than Slack says, is read as empty.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass

from bot.adapters.slack.incoming import HOME, Payload, Place, part_at, text_at, trigger_keys
from bot.rendering.actions import Action
from bot.rendering.slack.views import FIELD, SEARCH, WINDOWS

WAYS = ("thread_ts", "response_url", "whisper_url")
"""How a place is reached beside its channel, by the names of its fields."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button or a menu: the text of its action, its place, and the keys of its delivery.

    `message` is the timestamp of the message it stands in, None in the App Home; `trigger` opens a
    window within three seconds. `typed` are the words in the App Home's search box, None when
    something else was done.
    """

    action: str
    place: Place
    keys: tuple[str, ...]
    message: str | None
    trigger: str
    typed: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A window that was sent off: which, what it was about, the words, and where to answer."""

    window: str
    target: str
    text: str
    place: Place
    keys: tuple[str, ...]

    @property
    def action(self) -> Action | None:
        """What it does; None for a window of another version."""
        verb = next((it for it, window in WINDOWS.items() if window == self.window), None)
        return None if verb is None else Action(verb, self.target)


def pressed(body: Payload) -> Pressed:
    """The button that was pressed, or the option chosen, in a `block_actions` payload.

    A press in a channel goes on in the thread below the message, if that is not in one already.
    """
    container, action = part_at(body, "container"), _action(body)
    chosen = part_at(action, "selected_option") or action
    text = html.unescape(text_at(chosen, "value"))
    trigger = text_at(body, "trigger_id")
    if container.get("type") == "view":
        return Pressed(text, home_of(body), trigger_keys(body), None, trigger, searched(body))
    ts = text_at(container, "message_ts")
    return Pressed(text, _place(body, container, ts), trigger_keys(body), ts, trigger)


def searched(body: Payload) -> str | None:
    """The words typed into the App Home's search box; None when something else was done there."""
    action = _action(body)
    if action.get("action_id") != SEARCH:
        return None
    return " ".join(text_at(action, "value").split())


def home_of(body: Payload) -> Place:
    """The App Home of who acts."""
    return Place(_team(body), HOME, text_at(body, "user", "id"))


def sent(body: Payload) -> Sent:
    """The window that a `view_submission` payload tells of."""
    view = part_at(body, "view")
    text = text_at(view, "state", "values", FIELD, FIELD, "value")
    about = _about(view)
    where = part_at(about, "place")
    ways = {name: text_at(where, name) or None for name in WAYS}
    channel = text_at(where, "channel") or HOME
    place = Place(_team(body), channel, text_at(body, "user", "id"), **ways)
    words = " ".join(text.split())
    return Sent(text_at(view, "callback_id"), text_at(about, "target"), words, place, _key(view))


def metadata(target: str, place: Place) -> str:
    """What a window carries to say later what it was about, and where to answer."""
    ways = {name: getattr(place, name) for name in WAYS}
    known = {name: value for name, value in ways.items() if value is not None}
    kept = {"channel": place.channel, **known}
    return json.dumps({"target": target, "place": kept}, separators=(",", ":"))


def _about(view: Payload) -> Payload:
    """What `metadata` made."""
    try:
        about = json.loads(text_at(view, "private_metadata") or "{}")
    except (ValueError, RecursionError):
        return {}
    return about if isinstance(about, dict) else {}


def _action(body: Payload) -> Payload:
    """The first of the actions; nobody can do two at once."""
    actions = body.get("actions")
    return part_at({"": actions[0]}, "") if isinstance(actions, list) and actions else {}


def _place(body: Payload, container: Payload, ts: str) -> Place:
    channel = text_at(container, "channel_id")
    private = bool(container.get("is_ephemeral"))
    thread = text_at(container, "thread_ts") or text_at(body, "message", "thread_ts") or None
    if thread is None and not private and not channel.startswith("D"):
        thread = ts
    ways = {"response_url" if private else "whisper_url": text_at(body, "response_url")}
    return Place(_team(body), channel, text_at(body, "user", "id"), thread, **ways)


def _team(body: Payload) -> str:
    return text_at(body, "team", "id") or text_at(body, "user", "team_id")


def _key(view: Payload) -> tuple[str, ...]:
    """A window is sent off once, whatever the delivery is called."""
    identity = text_at(view, "id")
    return (f"view/{identity}",) if identity else ()
