"""What administrators decide: where the bot speaks, to whom, and how often it repeats itself."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from bot.application.rate_limit import Limits
from bot.application.remembered import Remembered
from bot.application.rules import Mode, Room, Rules, read, written
from bot.counting import counted
from bot.ports.clock import Clock
from bot.ports.shared_state import SharedState
from bot.rendering import texts, texts_managers
from bot.settings import LONGEST_COOLDOWN, CommunitySettings

MUTED_FOR = 60 * 60.0
"""Seconds that a mute lasts."""

CAPACITY = 10_000
"""Channels whose answers are remembered for the cooldown; beyond it the oldest is forgotten."""

SETTLING = 30.0
"""Seconds within which a change is written, unless the database is down."""

_COOLDOWN = re.compile(r"cooldown (\d{1,6})")
_MODE = re.compile(r"mode (asked|ask|forum|suggest|shadow)")
_MUTE, _TOLD = "mute", "told/"
"""What processes know of a channel: that it is muted, and which message told a fact."""


Change = Callable[[Room], None]


class Moderation:
    """The rules of each server. They begin as the environment says, or as they were `kept`.

    `keep` hears of every change of a server's rules, as text that `kept` may hold another time.
    """

    def __init__(
        self,
        settings: CommunitySettings,
        clock: Clock,
        shared: SharedState,
        kept: Mapping[str, str] | None = None,
        keep: Callable[[str, str], None] | None = None,
    ) -> None:
        self._first = Rules(settings.channels, frozenset(), settings.private, settings.cooldown)
        self._clock = clock
        self._keep = keep
        self._shared = shared
        self.limits = Limits(settings.person_limit, settings.channel_limit, shared)
        self._rules = {server: read(text) for server, text in (kept or {}).items()}
        self._changed: dict[str, float] = {}
        self._muted: dict[str, float] = {}
        self._told = Remembered[str, dict[str, tuple[float, str]]](CAPACITY)

    async def recall(self, room: Room, *, again: bool = True) -> None:
        """Know what all processes know of a place: mutes, and what was told there lately.

        Unless `again`, what this process remembers of the channel is taken for that.
        """
        if room.server is None or (not again and room.channel in self._told):
            return
        rooms = [it for it in (room.channel, room.parent) if it is not None]
        known = await asyncio.gather(*(self._shared.get(_key(it)) for it in rooms))
        for channel, items in zip(rooms, known, strict=True):
            self._know(channel, items)

    def adopt(self, kept: Mapping[str, str]) -> None:
        """Let the rules that are `kept` hold, which another process may have changed.

        But for what was changed here a moment ago, and may not be kept yet.
        """
        settled = self._clock.now() - SETTLING
        for server, text in kept.items():
            if self._changed.get(server, settled) <= settled:
                self._rules[server] = read(text)

    def rules(self, server: str | None) -> Rules:
        """The rules that hold in `server`; none in direct conversations."""
        return self._rules.get(server, self._first) if server is not None else Rules()

    def may_speak(self, room: Room) -> bool:
        """Whether the bot may say something there for all to see."""
        if room.server is None:
            return True
        rules = self.rules(room.server)
        here = {room.channel, room.parent}
        is_open = not rules.channels or here & rules.channels
        return bool(is_open) and not here & rules.silent and not self.is_muted(room)

    def mode(self, room: Room) -> Mode:
        """What it does there with messages that do not name it; of a thread, by its channel."""
        modes = self.rules(room.server).modes
        found = modes.get(room.channel) or modes.get(room.parent or "") or Mode.ASKED
        return found if found is Mode.SHADOW or self.may_speak(room) else Mode.ASKED

    def is_muted(self, room: Room) -> bool:
        """Whether the channel, or the one its thread hangs below, is muted."""
        now = self._clock.now()
        return any(self._muted.get(one or "", 0.0) > now for one in (room.channel, room.parent))

    def is_private(self, room: Room, wanted: bool | None = None) -> bool:
        """Whether only the asker shall see an answer who `wanted` it so, or did not say."""
        private = self.rules(room.server).private if wanted is None else wanted
        return private or not self.may_speak(room)

    def in_words(self, room: Room, name: Callable[[str], str]) -> str:
        """The rules that hold in a place; `name` says how a channel is called."""
        rules = self.rules(room.server)
        lines = [texts_managers.RULES_EVERYWHERE]
        if rules.channels:
            lines = [texts_managers.RULES_CHANNELS.format(channels=_names(rules.channels, name))]
        if rules.silent:
            lines.append(texts_managers.RULES_SILENT.format(channels=_names(rules.silent, name)))
        for mode in (Mode.ASK, Mode.FORUM, Mode.SUGGEST, Mode.SHADOW):
            if channels := [it for it, its_mode in rules.modes.items() if its_mode is mode]:
                lines.append(
                    texts_managers.RULES_MODES[mode].format(channels=_names(channels, name))
                )
        if self.is_muted(room):
            lines.append(texts_managers.RULES_MUTED)
        lines.append(texts_managers.RULES_PRIVATE if rules.private else texts_managers.RULES_PUBLIC)
        seconds = round(rules.cooldown)
        cooldown = texts_managers.RULES_COOLDOWN if seconds else texts_managers.RULES_NO_COOLDOWN
        lines.append(cooldown.format(seconds=counted(seconds, *texts.SECONDS)))
        return "\n".join((*lines, texts_managers.RULES_LAST))

    def change(self, words: str) -> Change | None:
        """What an administrator's words change in a room; None where they change nothing."""
        if seconds := _COOLDOWN.fullmatch(words):
            return lambda room: self.wait_between(room, float(seconds[1]))
        if mode := _MODE.fullmatch(words):
            return lambda room: self.set_mode(room, Mode(mode[1]))
        changes: dict[str, Change] = {
            "here": self.speak_here,
            "only-here": self.speak_only_here,
            "not-here": self.be_silent_here,
            "everywhere": self.speak_everywhere,
            "mute": self.mute,
            "unmute": self.unmute,
            "private on": lambda room: self.answer_privately(room, True),
            "private off": lambda room: self.answer_privately(room, False),
        }
        return changes.get(words)

    def mute(self, room: Room) -> None:
        """Say nothing in the channel for an hour."""
        self._muted[room.channel] = self._clock.now() + MUTED_FOR
        self._shared.put(_key(room.channel), _MUTE, "", MUTED_FOR)

    def unmute(self, room: Room) -> None:
        """Speak in the channel again."""
        for one in (room.channel, room.parent):
            if one is not None:
                self._muted.pop(one, None)
                self._shared.drop(_key(one), _MUTE)

    def speak_here(self, room: Room) -> None:
        """Speak in the channel too."""
        rules = self.rules(room.server)
        channels = rules.channels | {room.channel} if rules.channels else rules.channels
        self._set(room, replace(rules, channels=channels, silent=rules.silent - {room.channel}))

    def be_silent_here(self, room: Room) -> None:
        """Speak in the channel no more, whatever holds elsewhere."""
        rules = self.rules(room.server)
        self._set(room, replace(rules, silent=rules.silent | {room.channel}))

    def speak_only_here(self, room: Room) -> None:
        """Speak in the channel, and in no other."""
        only = frozenset({room.channel})
        self._set(room, replace(self.rules(room.server), channels=only, silent=frozenset()))

    def speak_everywhere(self, room: Room) -> None:
        """Speak in every channel."""
        everywhere: frozenset[str] = frozenset()
        rules = self.rules(room.server)
        self._set(room, replace(rules, channels=everywhere, silent=everywhere))

    def answer_privately(self, room: Room, private: bool) -> None:
        """Whether answers are for the asker alone unless they say otherwise."""
        self._set(room, replace(self.rules(room.server), private=private))

    def set_mode(self, room: Room, mode: Mode) -> None:
        """What to do in the channel with messages that do not name the bot."""
        rules = self.rules(room.server)
        others = {it: its_mode for it, its_mode in rules.modes.items() if it != room.channel}
        modes = others if mode is Mode.ASKED else {**others, room.channel: mode}
        self._set(room, replace(rules, modes=modes))

    def wait_between(self, room: Room, seconds: float) -> None:
        """Set the cooldown, to a day at most."""
        cooldown = min(max(seconds, 0.0), LONGEST_COOLDOWN)
        self._set(room, replace(self.rules(room.server), cooldown=cooldown))

    def told(self, room: Room, fact_id: str, message: str) -> None:
        """Remember that `message` told a fact there."""
        cooldown = self.rules(room.server).cooldown
        if cooldown:
            self._told_in(room.channel)[fact_id] = (self._clock.now(), message)
            self._shared.put(_key(room.channel), f"{_TOLD}{fact_id}", message, cooldown)

    def told_lately(self, room: Room, fact_id: str) -> str | None:
        """The message that told the fact there within the cooldown, if there is one."""
        at, message = self._told.get(room.channel, {}).get(fact_id, (0.0, ""))
        fresh = message and self._clock.now() - at < self.rules(room.server).cooldown
        return message if fresh else None

    def _told_in(self, channel: str) -> dict[str, tuple[float, str]]:
        told = self._told[channel] = self._told.get(channel, {})
        return told

    def _know(self, channel: str, items: Mapping[str, str]) -> None:
        """Of what was told or muted elsewhere the moment is not known: it counts as now."""
        now, told = self._clock.now(), self._told_in(channel)
        if _MUTE not in items:
            self._muted.pop(channel, None)
        elif self._muted.get(channel, 0.0) <= now:
            self._muted[channel] = now + MUTED_FOR
        known = {it.removeprefix(_TOLD): items[it] for it in items if it.startswith(_TOLD)}
        for fact in told.keys() - known.keys():
            del told[fact]
        for fact, message in known.items():
            if told.get(fact, (0.0, ""))[1] != message:
                told[fact] = (now, message)

    def _set(self, room: Room, rules: Rules) -> None:
        if room.server is not None:
            self._rules[room.server] = rules
            self._changed[room.server] = self._clock.now()
            if self._keep is not None:
                self._keep(room.server, written(rules))


def _key(channel: str) -> str:
    return f"room/{channel}"


def _names(channels: Iterable[str], name: Callable[[str], str]) -> str:
    return ", ".join(sorted(map(name, channels)))
