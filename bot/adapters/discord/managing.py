"""`/storybot`: what those who manage a server decide about the bot, and see of it, from chat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import discord

from bot.adapters.discord.deferring import Deferring, Later
from bot.adapters.discord.delivery import Kind, edit_original
from bot.adapters.discord.interactions import Interactions
from bot.adapters.discord.servers import check_server
from bot.adapters.discord.visit import PLATFORM, place_of_interaction
from bot.application.moderation import Controls, Room
from bot.core.checks import Examination, Finding
from bot.rendering import texts
from bot.rendering.discord.message import EPHEMERAL, notice
from bot.rendering.findings import findings_in_words

Change = Callable[[Room], None]
Interaction = discord.Interaction[Any]

_EXAMINE = "examine"
"""The name of the deed that looks for what is wrong."""


class Managing:
    """Changes the rules of a server for its managers, and shows them.

    `guild` is what the gateway told of a server. `examine_all` looks at everything but the
    servers; without it `examine` looks at those only.
    """

    def __init__(
        self,
        controls: Controls,
        interactions: Interactions,
        deferring: Deferring,
        guild: Callable[[int], discord.Guild | None],
        examine_all: Examination | None = None,
    ) -> None:
        deferring.add(_EXAMINE, self._examined)
        self._deferring = deferring
        self._guild = guild
        self._controls = controls
        self._interactions = interactions
        self._examine_all = examine_all

    async def mute(self, interaction: Interaction) -> None:
        """Say nothing in the channel for an hour."""
        await self.change(interaction, self._controls.mute)

    async def unmute(self, interaction: Interaction) -> None:
        """Speak in the channel again."""
        await self.change(interaction, self._controls.unmute)

    async def speak(self, interaction: Interaction, where: str) -> None:
        """Do what choosing one of `texts.PLACES` means."""
        chosen = {
            "here": self._controls.speak_here,
            "only-here": self._controls.speak_only_here,
            "not-here": self._controls.be_silent_here,
            "everywhere": self._controls.speak_everywhere,
        }[where]
        await self.change(interaction, chosen)

    async def answer_privately(self, interaction: Interaction, on: bool) -> None:
        """Whether answers to `/ask` are for the asker alone."""
        await self.change(interaction, lambda place: self._controls.answer_privately(place, on))

    async def wait_between(self, interaction: Interaction, seconds: float) -> None:
        """Set the cooldown."""
        await self.change(interaction, lambda place: self._controls.wait_between(place, seconds))

    async def change(self, interaction: Interaction, change: Change | None) -> None:
        """Make the change, if there is one, and tell the rules that hold now."""
        if not await self._is_managed(interaction):
            return
        place = place_of_interaction(interaction)
        if change is not None:
            change(place)
        await self._controls.recall(place, again=False)
        rules = self._controls.in_words(place, _names(interaction))
        await self._interactions.hint(interaction, rules)

    async def examine(self, interaction: Interaction) -> None:
        """Tell what is wrong with the bot here, and in general; that takes some seconds."""
        if not await self._is_managed(interaction):
            return
        thinking = {"flags": EPHEMERAL}
        await self._deferring.defer(interaction, Kind.THINKING, _EXAMINE, data=thinking)

    async def _examined(self, later: Later) -> bool:
        guild = self._guild(int(later.interaction.space or 0))
        findings = list(_of_server(guild, self._controls))
        if self._examine_all is not None:
            findings += await self._examine_all()
        words = findings_in_words(findings, (PLATFORM, "clock"))
        return await edit_original(later.way, notice(words))

    async def _is_managed(self, interaction: Interaction) -> bool:
        """Whether it comes for the first time, from somebody who manages a server."""
        if not self._interactions.is_new(interaction):
            return False
        if place_of_interaction(interaction).server is None:
            await self._interactions.hint(interaction, texts.NO_SERVER)
            return False
        if not interaction.permissions.manage_guild:
            await self._interactions.hint(interaction, texts.NOT_A_MANAGER)
            return False
        return True


def _of_server(guild: discord.Guild | None, controls: Controls) -> Sequence[Finding]:
    """As far as the gateway told of the server: nothing of one that uses the commands only."""
    if guild is None or guild.me is None:
        return ()
    return check_server(guild.name, guild.channels, guild.me, controls)


def _names(interaction: Interaction) -> Callable[[str], str]:
    """How channels are called; by their id where the bot cannot see them."""

    def name(channel_id: str) -> str:
        known = interaction.guild.get_channel(int(channel_id)) if interaction.guild else None
        return f"#{known.name}" if known is not None else channel_id

    return name
