"""Answers one interaction: Discord takes one response, within three seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import discord

from bot.adapters.discord.permissions import check_server
from bot.adapters.discord.sender import ResponseType, arrived, respond
from bot.adapters.discord.waited import left
from bot.application.moderation import Moderation
from bot.ports.checks import Finding
from bot.ports.responder import Delivered, Responder
from bot.rendering import texts_managers
from bot.rendering.discord.components import form
from bot.rendering.discord.message import EPHEMERAL
from bot.rendering.discord.pages import PAGE_SIZE, drafted
from bot.rendering.draft import Draft
from bot.rendering.forms import Form


class InteractionResponder(Responder[Draft, Form, Moderation]):
    """The port `Responder`; pressed in a message, as private as that unless `wanted` otherwise."""

    page_size = PAGE_SIZE
    forms_are_apart = False
    must_answer = True
    has_forums = True

    def __init__(self, interaction: discord.Interaction[Any], wanted: bool | None = None) -> None:
        message = interaction.message
        self._interaction = interaction
        self._is_of_one = message is not None and message.flags.ephemeral
        self._is_answered = self._is_awaited = False
        self.message = str(message.id) if message is not None else None
        self.is_wanted_private = wanted if message is None else self._is_of_one

    @property
    def hears_all(self) -> bool:  # type: ignore[override]
        """Whether the operator allowed it."""
        return bool(self._interaction.client.intents.message_content)

    @property
    def within(self) -> float:
        """Seconds until Discord takes no answer any more."""
        return left(self._interaction)

    async def refusal(self) -> str | None:
        """None for those who manage the server."""
        return None if self._interaction.permissions.manage_guild else texts_managers.NOT_A_MANAGER

    def name_of(self, channel: str) -> str:
        """By its id where the bot cannot see it."""
        guild = self._interaction.guild
        known = guild.get_channel(int(channel)) if guild else None
        return f"#{known.name}" if known is not None else channel

    def findings(self, rules: Moderation, /) -> Sequence[Finding]:
        """Nothing of a server that uses the commands only: the gateway tells nothing of it."""
        guild = self._interaction.client.get_guild(self._interaction.guild_id or 0)
        if guild is None or guild.me is None:
            return ()
        return check_server(guild.name, guild.channels, guild.me, rules)

    async def wait(self) -> None:
        """Discord shows that the bot is thinking, to who asked alone."""
        await respond(
            self._interaction, ResponseType.deferred_channel_message, {"flags": EPHEMERAL}
        )
        self._is_awaited = True

    async def reply(self, draft: Draft) -> Delivered:
        """The response; after it, one more message, of words alone."""
        if self._is_awaited:
            edit = self._interaction.edit_original_response
            return Delivered(await arrived(edit(content=drafted(draft)["content"], embed=None)))
        payload = drafted(draft, str(self._interaction.user.id))
        if self._is_answered:
            send, content = self._interaction.followup.send, payload["content"]
            sending = send(content, ephemeral=draft.is_private, suppress_embeds=True)
            return Delivered(await arrived(sending))
        return Delivered(
            True, await respond(self._interaction, ResponseType.channel_message, payload)
        )

    share = reply

    async def update(self, draft: Draft) -> Delivered:
        """Change the message that was pressed, if only its reader sees it."""
        if not self._is_of_one:
            return await self.reply(draft)
        payload = drafted(replace(draft, is_private=False))
        await respond(self._interaction, ResponseType.message_update, payload)
        return Delivered(True)

    async def open_form(self, form_of: Form) -> bool:
        """A modal."""
        shown = form(form_of.title, form_of.field, form_of.action)
        await respond(self._interaction, ResponseType.modal, shown)
        return True

    async def take_back(self) -> bool:
        """Discord takes it only once the interaction has its response."""
        await respond(self._interaction, ResponseType.deferred_message_update)
        self._is_answered = True
        return await arrived(self._interaction.delete_original_response())
