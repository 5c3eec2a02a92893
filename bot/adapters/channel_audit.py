"""In which channels the bot may speak and cannot, and in how many it can; for the doctor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.application.moderation import Moderation
from bot.application.rules import Room
from bot.counting import counted
from bot.ports.checks import Finding, Level

NAMED = 10
"""Channels that one finding names."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What keeps the bot from speaking in `{channels}`, and what to do about it."""

    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Audited:
    """A channel, how it is called, and its trouble; some matter only if the rules name them."""

    id: str
    name: str
    trouble: Trouble | None = None
    only_if_named: bool = False


def audit(
    part: str,
    where: str,
    server: str,
    channels: Iterable[Audited],
    moderation: Moderation,
    nowhere: str,
) -> list[Finding]:
    """What is wrong in channels of `server` where the rules let the bot speak.

    And in how many it can, as `where` has it; in none is a warning, with what to do: `nowhere`.
    """
    troubles: dict[tuple[Level, Trouble], list[str]] = {}
    named, fine = moderation.rules(server).channels, 0
    for it in channels:
        if not moderation.may_speak(Room(server, it.id)):
            continue
        if it.trouble is None:
            fine += 1
        elif it.id in named or not it.only_if_named:
            level = Level.PROBLEM if it.id in named else Level.WARNING
            troubles.setdefault((level, it.trouble), []).append(it.name)
    found = [
        Finding(part, level, it.what.replace("{channels}", _named(names)), it.remedy)
        for (level, it), names in troubles.items()
    ]
    if not fine:
        what = f"{where} there is no channel in which it may and can speak"
        return [*found, Finding(part, Level.WARNING, what, nowhere)]
    what = f"{where} it can speak in {counted(fine, 'channel')}"
    return [*found, Finding(part, Level.GOOD, what)]


def _named(channels: Sequence[str]) -> str:
    """The channels that one finding names, and how many it does not."""
    shown = ", ".join(channels[:NAMED])
    return f"{shown} and {len(channels) - NAMED} more" if len(channels) > NAMED else shown
