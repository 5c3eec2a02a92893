"""`/storybot`: what those who manage a server decide about the bot, and see of it, from chat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import discord

from bot.adapters.discord.incoming import PLATFORM, context_of_interaction
from bot.adapters.discord.interactions import Interactions
from bot.adapters.discord.permissions import check_server
from bot.adapters.discord.sender import ResponseType, edit_original, respond
from bot.application.application import Application
from bot.application.moderation import Moderation
from bot.ports.checks import Examination, Finding
from bot.rendering import texts
from bot.rendering.discord.message import EPHEMERAL, notice
from bot.rendering.findings import findings_in_words

Interaction = discord.Interaction[Any]


class ManagerCommands:
    """Changes the rules of a server for its managers, and shows them.

    `guild` is what the gateway told of a server. `examine_all` looks at everything but the
    servers; without it `examine` looks at those only.
    """

    def __init__(
        self,
        app: Application,
        interactions: Interactions,
        guild: Callable[[int], discord.Guild | None],
        examine_all: Examination | None = None,
    ) -> None:
        self._guild = guild
        self._moderation = app.moderation
        self._interactions = interactions
        self._examine_all = examine_all

    async def change(self, interaction: Interaction, words: str) -> None:
        """Make the change that `words` stand for, if there is one, and tell the rules now."""
        if await self._is_managed(interaction):
            room = context_of_interaction(interaction).room
            change = self._moderation.change(words)
            if change is not None:
                change(room)
            await self._moderation.recall(room, again=False)
            rules = self._moderation.in_words(room, _names(interaction))
            await self._interactions.hint(interaction, rules)

    async def examine(self, interaction: Interaction) -> None:
        """Tell what is wrong with the bot here, and in general; that takes some seconds."""
        if await self._is_managed(interaction):
            await respond(interaction, ResponseType.THINKING, {"flags": EPHEMERAL})
            findings = list(_of_server(self._guild(interaction.guild_id or 0), self._moderation))
            if self._examine_all is not None:
                findings += await self._examine_all()
            words = findings_in_words(findings, (PLATFORM, "clock"))
            await edit_original(interaction.followup, notice(words))

    async def _is_managed(self, interaction: Interaction) -> bool:
        """Whether it comes for the first time, from somebody who manages a server."""
        if not self._interactions.is_new(interaction):
            return False
        if context_of_interaction(interaction).room.server is None:
            await self._interactions.hint(interaction, texts.NO_SERVER)
            return False
        if not interaction.permissions.manage_guild:
            await self._interactions.hint(interaction, texts.NOT_A_MANAGER)
            return False
        return True


def _of_server(guild: discord.Guild | None, moderation: Moderation) -> Sequence[Finding]:
    """As far as the gateway told of the server: nothing of one that uses the commands only."""
    if guild is None or guild.me is None:
        return ()
    return check_server(guild.name, guild.channels, guild.me, moderation)


def _names(interaction: Interaction) -> Callable[[str], str]:
    """How channels are called; by their id where the bot cannot see them."""

    def name(channel_id: str) -> str:
        known = interaction.guild.get_channel(int(channel_id)) if interaction.guild else None
        return f"#{known.name}" if known is not None else channel_id

    return name
