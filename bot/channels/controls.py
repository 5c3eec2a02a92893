"""What administrators decide: where the bot speaks, to whom, and how often it repeats itself."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from bot.core.ports import Clock
from bot.rendering import texts
from bot.settings import LONGEST_COOLDOWN, CommunitySettings

MUTED_FOR = 60 * 60.0
"""Seconds that a mute lasts."""

CAPACITY = 10_000
"""Answers that are remembered for the cooldown; beyond it the oldest are forgotten."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Of one server: in which channels the bot speaks (empty: in all but the silent ones).

    Where it is `private`, answers are for the asker alone. A fact told in a channel is not told
    there again for `cooldown` seconds (0: at once).
    """

    channels: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()
    private: bool = False
    cooldown: float = 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody asks: the server, the channel, and the channel a thread hangs below.

    Direct conversations have no server, and no rules.
    """

    server: str | None
    channel: str
    parent: str | None = None


class Controls:
    """The rules of each server. They begin as the environment says, or as they were `kept`.

    `keep` hears of every change of a server's rules, as text that `kept` may hold another time.
    """

    def __init__(
        self,
        settings: CommunitySettings,
        clock: Clock,
        kept: Mapping[str, str] | None = None,
        keep: Callable[[str, str], None] | None = None,
    ) -> None:
        self._first = Rules(settings.channels, frozenset(), settings.private, settings.cooldown)
        self._clock = clock
        self._keep = keep
        self._rules = {server: _read(text) for server, text in (kept or {}).items()}
        self._muted: dict[str, float] = {}
        self._told: OrderedDict[tuple[str, str], tuple[float, str]] = OrderedDict()

    def rules(self, server: str | None) -> Rules:
        """The rules that hold in `server`; none in direct conversations."""
        return self._rules.get(server, self._first) if server is not None else Rules()

    def may_speak(self, place: Place) -> bool:
        """Whether the bot may say something there for all to see."""
        if place.server is None:
            return True
        rules = self.rules(place.server)
        here = {place.channel, place.parent}
        is_open = not rules.channels or here & rules.channels
        return bool(is_open) and not here & rules.silent and not self.is_muted(place)

    def is_muted(self, place: Place) -> bool:
        """Whether the channel, or the one its thread hangs below, is muted."""
        now = self._clock.now()
        return any(self._muted.get(one or "", 0.0) > now for one in (place.channel, place.parent))

    def is_private(self, place: Place, wanted: bool | None = None) -> bool:
        """Whether only the asker shall see an answer who `wanted` it so, or did not say."""
        private = self.rules(place.server).private if wanted is None else wanted
        return private or not self.may_speak(place)

    def in_words(self, place: Place, name: Callable[[str], str]) -> str:
        """The rules that hold in a place; `name` says how a channel is called."""
        rules = self.rules(place.server)
        lines = [texts.RULES_EVERYWHERE]
        if rules.channels:
            lines = [texts.RULES_CHANNELS.format(channels=_names(rules.channels, name))]
        if rules.silent:
            lines.append(texts.RULES_SILENT.format(channels=_names(rules.silent, name)))
        if self.is_muted(place):
            lines.append(texts.RULES_MUTED)
        lines.append(texts.RULES_PRIVATE if rules.private else texts.RULES_PUBLIC)
        seconds = round(rules.cooldown)
        cooldown = texts.RULES_COOLDOWN if seconds else texts.RULES_NO_COOLDOWN
        return "\n".join((*lines, cooldown.format(seconds=seconds), texts.RULES_LAST))

    def mute(self, place: Place) -> None:
        """Say nothing in the channel for an hour."""
        self._muted[place.channel] = self._clock.now() + MUTED_FOR

    def unmute(self, place: Place) -> None:
        """Speak in the channel again."""
        for one in (place.channel, place.parent):
            self._muted.pop(one or "", None)

    def speak_here(self, place: Place) -> None:
        """Speak in the channel too."""
        rules = self.rules(place.server)
        channels = rules.channels | {place.channel} if rules.channels else rules.channels
        self._set(place, replace(rules, channels=channels, silent=rules.silent - {place.channel}))

    def be_silent_here(self, place: Place) -> None:
        """Speak in the channel no more, whatever holds elsewhere."""
        rules = self.rules(place.server)
        self._set(place, replace(rules, silent=rules.silent | {place.channel}))

    def speak_only_here(self, place: Place) -> None:
        """Speak in the channel, and in no other."""
        only = frozenset({place.channel})
        self._set(place, replace(self.rules(place.server), channels=only, silent=frozenset()))

    def speak_everywhere(self, place: Place) -> None:
        """Speak in every channel."""
        everywhere: frozenset[str] = frozenset()
        rules = self.rules(place.server)
        self._set(place, replace(rules, channels=everywhere, silent=everywhere))

    def answer_privately(self, place: Place, private: bool) -> None:
        """Whether answers are for the asker alone unless they say otherwise."""
        self._set(place, replace(self.rules(place.server), private=private))

    def wait_between(self, place: Place, seconds: float) -> None:
        """Set the cooldown, to a day at most."""
        cooldown = min(max(seconds, 0.0), LONGEST_COOLDOWN)
        self._set(place, replace(self.rules(place.server), cooldown=cooldown))

    def told(self, place: Place, fact_id: str, message: str) -> None:
        """Remember that `message` told a fact there."""
        if self.rules(place.server).cooldown:
            self._told[place.channel, fact_id] = (self._clock.now(), message)
            self._told.move_to_end((place.channel, fact_id))
            while len(self._told) > CAPACITY:
                self._told.popitem(last=False)

    def told_lately(self, place: Place, fact_id: str) -> str | None:
        """The message that told the fact there within the cooldown, if there is one."""
        at, message = self._told.get((place.channel, fact_id), (0.0, ""))
        fresh = message and self._clock.now() - at < self.rules(place.server).cooldown
        return message if fresh else None

    def _set(self, place: Place, rules: Rules) -> None:
        if place.server is not None:
            self._rules[place.server] = rules
            if self._keep is not None:
                self._keep(place.server, _written(rules))


def _written(rules: Rules) -> str:
    return json.dumps(
        {
            "channels": sorted(rules.channels),
            "silent": sorted(rules.silent),
            "private": rules.private,
            "cooldown": rules.cooldown,
        }
    )


def _read(text: str) -> Rules:
    found = json.loads(text)
    channels, silent = frozenset(found["channels"]), frozenset(found["silent"])
    return Rules(channels, silent, found["private"], found["cooldown"])


def _names(channels: Iterable[str], name: Callable[[str], str]) -> str:
    return ", ".join(sorted(map(name, channels)))
