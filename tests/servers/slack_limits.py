"""What Slack limits beside the content of messages: scopes, pace, and how long triggers hold."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping

BURST = 15
"""Messages that a channel takes at once; Slack names no number."""

PER_SECOND = 1.0
UNDER_WAY = 0.3
"""Seconds in which messages may still come that left before the bot heard that it must wait."""

TRIGGER_SECONDS = 3.0

SCOPES = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "assistant.threads.setStatus": "chat:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "conversations.list": "channels:read",
    "conversations.info": "channels:read",
    "users.conversations": "channels:read",
    "conversations.history": "channels:history",
    "conversations.replies": "channels:history",
    "users.info": "users:read",
    "reactions.add": "reactions:write",
}
"""The bot scope that a method needs; those not named need none."""

READ_BY_KIND = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "mpim": "mpim:read",
    "im": "im:read",
}
"""The scope for what is known of each kind of conversation."""

ON_NEW_APPS_ONCE_A_MINUTE = ("conversations.history", "conversations.replies")
DIES_ON_LARGE_WORKSPACES = ("conversations.list", "users.list", "users.conversations")
PAGE = 200
"""Entries that Slack recommends to ask for at once."""


def read_with(method: str, arguments: Mapping[str, object]) -> str | None:
    """What a bot does with such a call: "listing" or "history".

    One page of the channels that it is in itself is no listing.
    """
    if method in ON_NEW_APPS_ONCE_A_MINUTE:
        return "history"
    one_page = "cursor" not in arguments and 0 < int(str(arguments.get("limit") or 0)) <= PAGE
    if method == "users.conversations" and one_page:
        return None
    return "listing" if method in DIES_ON_LARGE_WORKSPACES else None


def scopes_for(method: str, arguments: Mapping[str, object]) -> tuple[str, ...]:
    """The bot scopes that a call needs; kinds of conversations have scopes of their own."""
    if method in ON_NEW_APPS_ONCE_A_MINUTE and str(arguments["channel"]).startswith("D"):
        return ("im:history",)
    if method == "users.conversations":
        kinds = str(arguments.get("types") or "public_channel").split(",")
        return tuple(READ_BY_KIND[kind] for kind in kinds)
    return (SCOPES[method],) if method in SCOPES else ()


class Turns:
    """How much each channel still takes: `burst` at once, then one a second."""

    def __init__(self, burst: int = BURST, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._burst = burst
        self._left: defaultdict[str, float] = defaultdict(lambda: float(burst))
        self._at: dict[str, float] = {}
        self._closed: dict[str, tuple[float, float]] = {}

    def refused(self, channel: str) -> float | None:
        """Seconds to wait when a message is too much now; None when it is taken."""
        now = self._now()
        gained = (now - self._at.get(channel, now)) * PER_SECOND
        self._left[channel] = min(self._burst, self._left[channel] + gained)
        self._at[channel] = now
        if self._left[channel] < 1:
            self.close(channel, 1)
            return 1
        self._left[channel] -= 1
        return None

    def close(self, channel: str, seconds: float) -> None:
        """Take nothing for `seconds`."""
        self._closed[channel] = (self._now() + UNDER_WAY, self._now() + seconds)

    def impatient(self, channel: str) -> bool:
        """Whether the bot was told to wait, and did not."""
        heard, until = self._closed.get(channel, (0.0, 0.0))
        return heard < self._now() < until


class Triggers:
    """Trigger ids: each opens one view, within three seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._given: dict[str, float] = {}

    def give(self, trigger: str) -> None:
        """Let `trigger` open a view."""
        self._given[trigger] = self._now()

    def use(self, trigger: str) -> str | None:
        """The error that Slack answers with; None when a view may open."""
        if trigger not in self._given:
            return "invalid_trigger_id"
        at = self._given.pop(trigger)
        return "expired_trigger_id" if self._now() - at > TRIGGER_SECONDS else None
