"""Answers that are announced first and given later, by another process where that one is killed."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import discord

from bot.adapters.discord.delivery import Kind, respond
from bot.adapters.discord.replies import report
from bot.adapters.discord.visit import PLATFORM
from bot.ports.inbox import Inbox, InHand
from bot.ports.messages import Post
from bot.rendering.discord.components import Payload


@dataclass(frozen=True, slots=True)
class Later:
    """What an announced answer is given by.

    `interaction` is its place, `way` reaches the response for a quarter of an hour, `about` is what
    the deed wants to know, and `again` says that it may have been done before.
    """

    interaction: Post
    way: discord.Webhook
    about: str = ""
    again: bool = False


Deed = Callable[[Later], Awaitable[bool]]
"""Gives the answer; whether it arrived. Twice must not show."""


class Deferring:
    """Deeds by name. What is announced is in the inbox from before until it is done."""

    def __init__(self, client: discord.Client, inbox: Inbox) -> None:
        self._client = client
        self._inbox = inbox
        self._deeds: dict[str, Deed] = {}

    def add(self, name: str, deed: Deed) -> None:
        """Let `name` stand for `deed`, also in what another process left."""
        self._deeds[name] = deed

    async def defer(
        self,
        interaction: discord.Interaction[Any],
        kind: Kind,
        name: str,
        *,
        data: Payload | None = None,
        about: str = "",
    ) -> None:
        """Announce by `kind` that the deed `name` follows, and do it."""
        space = str(interaction.guild_id) if interaction.guild_id else None
        place = Post(PLATFORM, space, str(interaction.channel_id or 0), str(interaction.id))
        told = (name, interaction.application_id, interaction.token, about)
        await self._inbox.take(place, json.dumps(told, separators=(",", ":")))
        await respond(interaction, kind, data)
        await self._deeds[name](Later(place, interaction.followup, about))
        self._inbox.done(place)

    async def take_over(self, left: InHand) -> None:
        """Do what a process that was killed announced, or count it."""
        if await self._was_done(left):
            self._inbox.done(left.question)
        else:
            self._inbox.lost(left.question)

    async def _was_done(self, left: InHand) -> bool:
        try:
            name, application, token, about = json.loads(left.words)
            way = discord.Webhook.partial(application, token, client=self._client)
            return await self._deeds[name](Later(left.question, way, about, again=True))
        except Exception as error:  # what one process left must not keep another from serving
            report("what was announced before could not be done", error)
            return False
