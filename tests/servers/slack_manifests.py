"""What is wrong with an app manifest, as Slack or a running bot would find out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

NEEDED_BY_EVENTS = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "app_uninstalled": None,
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.mpim": "mpim:history",
}
"""The scope that Slack wants for an event (docs.slack.dev, reference/events)."""

DESCRIPTION_LIMIT = 140


def manifest_problems(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Every problem, one sentence each."""
    scopes = set(manifest["oauth_config"]["scopes"]["bot"])
    for event in manifest["settings"]["event_subscriptions"]["bot_events"]:
        if event not in NEEDED_BY_EVENTS:
            yield f"no event is called {event}"
        elif (needed := NEEDED_BY_EVENTS[event]) and needed not in scopes:
            yield f"{event} needs {needed}"
    if manifest["settings"].get("token_rotation_enabled"):
        yield "tokens would expire after twelve hours, and nothing renews them"
    if not manifest["settings"]["interactivity"]["is_enabled"]:
        yield "no button would do anything"
    if len(manifest["display_information"]["description"]) > DESCRIPTION_LIMIT:
        yield "the description is too long"
    if "assistant_view" in manifest["features"]:
        yield "assistant_view is being retired for agent_view"
    if "agent_view" in manifest["features"] and "assistant:write" not in scopes:
        yield "prompts need assistant:write"
