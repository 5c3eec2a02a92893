"""The words by which those who manage a server say where the bot speaks, and how often."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.application.moderation import Moderation, Room

_COOLDOWN = re.compile(r"cooldown (\d{1,6})")

Change = Callable[[Room], None]


class AdminCommands:
    """Changes the rules of a server."""

    def __init__(self, moderation: Moderation) -> None:
        self._moderation = moderation
        self._changes: dict[str, Change] = {
            "here": moderation.speak_here,
            "only-here": moderation.speak_only_here,
            "not-here": moderation.be_silent_here,
            "everywhere": moderation.speak_everywhere,
            "mute": moderation.mute,
            "unmute": moderation.unmute,
            "private on": lambda room: moderation.answer_privately(room, True),
            "private off": lambda room: moderation.answer_privately(room, False),
        }

    def change(self, words: str) -> Change | None:
        """What `words` change; None where they change nothing."""
        if seconds := _COOLDOWN.fullmatch(words):
            return lambda room: self._moderation.wait_between(room, float(seconds[1]))
        return self._changes.get(words)
