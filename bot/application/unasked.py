"""What the bot says and changes without being asked."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Protocol

from bot.application.corrections import Corrections
from bot.application.editors import EditorsChannel
from bot.application.notifications import Notifications
from bot.ports.corrections import Corrector
from bot.ports.editors import Announcer
from bot.ports.notices import Notifier
from bot.rendering.card import Card
from bot.rendering.draft import Draft


class Speaker(Announcer[Draft], Corrector[Card], Notifier[Draft], Protocol):
    """What a platform needs to do for that."""


@dataclass(frozen=True, slots=True)
class Unasked:
    """The channel of the editors, if there is one on that platform; corrections, if any are made;
    and notifications, if readers may wish for them."""

    platform: str
    editors: EditorsChannel | None = None
    corrections: Corrections | None = None
    notifications: Notifications | None = None

    async def run(self, speaker: Speaker) -> None:
        """Do it until cancelled."""
        async with asyncio.TaskGroup() as group:
            if self.editors is not None:
                group.create_task(self.editors.run(speaker))
            if self.corrections is not None:
                group.create_task(self.corrections.run(self.platform, speaker))
            if self.notifications is not None:
                group.create_task(self.notifications.run(self.platform, speaker))


NOTHING = Unasked("")
"""Where it says nothing without being asked."""
