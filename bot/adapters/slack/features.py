"""What each feature needs of the Slack app; the manifests in `deploy/` ask for just that."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Feature:
    """What readers get, and the bot scopes and events without which they do not."""

    name: str
    scopes: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


COMMANDS = Feature("/ask, /story and “Ask about this”", ("commands",))
MENTIONS = Feature(
    "answers to mentions, edited ones too", ("app_mentions:read", "chat:write"), ("app_mention",)
)
DIRECT = Feature(
    "direct messages, edited and deleted ones too", ("im:history", "chat:write"), ("message.im",)
)
HOME = Feature("the App Home", (), ("app_home_opened",))
REMOVAL = Feature("deletes what is kept of a workspace that removes it", (), ("app_uninstalled",))
THREADS = Feature(
    "follow-ups in threads without a mention, and answers that go with a deleted mention",
    ("channels:history", "groups:history", "mpim:history"),
    ("message.channels", "message.groups", "message.mpim"),
)
AGENT = Feature("the agent view, with suggested prompts", ("assistant:write", "chat:write"))
ADMINS = Feature("settings by the workspace's administrators", ("users:read",))
CHANNELS = Feature("the doctor's look at each channel", ("channels:read", "groups:read"))

MINIMAL = (COMMANDS, MENTIONS, DIRECT, HOME, REMOVAL)
"""`deploy/slack-manifest.yaml`."""

FULL = (*MINIMAL, THREADS, AGENT, ADMINS, CHANNELS)
"""`deploy/slack-manifest-full.yaml`."""


def scopes_of(features: Collection[Feature]) -> frozenset[str]:
    """The bot scopes that `features` need."""
    return frozenset(scope for feature in features for scope in feature.scopes)


def events_of(features: Collection[Feature]) -> frozenset[str]:
    """The events that `features` need."""
    return frozenset(event for feature in features for event in feature.events)


def works(feature: Feature, granted: Collection[str]) -> bool:
    """Whether the app may do what `feature` needs."""
    return scopes_of((feature,)) <= frozenset(granted)
