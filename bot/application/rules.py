"""What administrators decided of a server, as it holds and as it is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Mode(StrEnum):
    """What the bot does in a channel with messages that do not name it."""

    ASKED = "asked"
    """Nothing: it speaks when it is asked."""
    ASK = "ask"
    """It answers the questions that it is sure of."""
    FORUM = "forum"
    """It answers the first post of a new thread, with doubt too."""
    SUGGEST = "suggest"
    """It tells the editors what it would say, and says it once one of them wants it."""
    SHADOW = "shadow"
    """It counts what it would have said."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Of one server: in which channels the bot speaks (empty: in all but the silent ones).

    Where it is `private`, answers are for the asker alone. A fact told in a channel is not told
    there again for `cooldown` seconds (0: at once). `modes` has the channels of another mode than
    the usual one.
    """

    channels: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()
    private: bool = False
    cooldown: float = 0.0
    modes: Mapping[str, Mode] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Room:
    """Where somebody asks: the server, the channel, and the channel a thread hangs below.

    Direct conversations have no server, and no rules.
    """

    server: str | None
    channel: str
    parent: str | None = None


def written(rules: Rules) -> str:
    """Rules as text, for the records."""
    return json.dumps(
        {
            "channels": sorted(rules.channels),
            "silent": sorted(rules.silent),
            "private": rules.private,
            "cooldown": rules.cooldown,
            "modes": rules.modes,
        }
    )


def read(text: str) -> Rules:
    """What `written` made of rules; of what an earlier version wrote, too."""
    found = json.loads(text)
    channels, silent = frozenset(found["channels"]), frozenset(found["silent"])
    modes = {it: Mode(mode) for it, mode in found.get("modes", {}).items()}
    return Rules(channels, silent, found["private"], found["cooldown"], modes)
