"""`/storybot`: what those who manage a server decide about the bot, from chat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord

from bot.channels.controls import Controls, Place
from bot.channels.discord.interactions import Interactions
from bot.channels.discord.visit import place_of_interaction
from bot.rendering import texts

Change = Callable[[Place], None]


class Managing:
    """Changes the rules of a server for its managers, and shows them."""

    def __init__(self, controls: Controls, interactions: Interactions) -> None:
        self.controls = controls
        self._interactions = interactions

    async def change(self, interaction: discord.Interaction[Any], change: Change | None) -> None:
        """Make the change, if there is one, and tell the rules that hold now."""
        if not self._interactions.is_new(interaction):
            return
        place = place_of_interaction(interaction)
        if place.server is None:
            await self._interactions.hint(interaction, texts.NO_SERVER)
        elif not interaction.permissions.manage_guild:
            await self._interactions.hint(interaction, texts.NOT_A_MANAGER)
        else:
            if change is not None:
                change(place)
            await self.controls.recall(place, again=False)
            rules = self.controls.in_words(place, _names(interaction))
            await self._interactions.hint(interaction, rules)

    def where(self, chosen: str) -> Change:
        """What choosing one of `texts.PLACES` does."""
        return {
            "here": self.controls.speak_here,
            "only-here": self.controls.speak_only_here,
            "not-here": self.controls.be_silent_here,
            "everywhere": self.controls.speak_everywhere,
        }[chosen]


def _names(interaction: discord.Interaction[Any]) -> Callable[[str], str]:
    """How channels are called; by their id where the bot cannot see them."""

    def name(channel_id: str) -> str:
        known = interaction.guild.get_channel(int(channel_id)) if interaction.guild else None
        return f"#{known.name}" if known is not None else channel_id

    return name
