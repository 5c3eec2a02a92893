"""Answers that are announced first and given later, by another process where that one is killed."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import discord

from bot.adapters.discord.context import post_of_interaction
from bot.adapters.discord.delivery import Kind, respond
from bot.application.drafts import report
from bot.ports.inbox import Inbox, InHand
from bot.ports.messages import Post
from bot.rendering.discord.components import Payload

Deed = Callable[[Post, discord.Webhook, str], Awaitable[bool]]
"""Gives an answer that another process announced: the place of the interaction, what reaches the
response for a quarter of an hour, and what it is about. Whether it arrived; twice must not show."""


class Deferring:
    """Deeds by name. What is announced is in the inbox from before until it is done."""

    def __init__(self, client: discord.Client, inbox: Inbox) -> None:
        self._client = client
        self._inbox = inbox
        self._deeds: dict[str, Deed] = {}

    def add(self, name: str, deed: Deed) -> None:
        """Let `name` stand for `deed` in what another process left."""
        self._deeds[name] = deed

    @asynccontextmanager
    async def deferred(
        self,
        interaction: discord.Interaction[Any],
        kind: Kind,
        name: str,
        *,
        data: Payload | None = None,
        about: str = "",
    ) -> AsyncIterator[None]:
        """Announce by `kind` that `name` follows; it is done when this is left."""
        place = post_of_interaction(interaction)
        told = (name, interaction.application_id, interaction.token, about)
        await self._inbox.take(place, json.dumps(told, separators=(",", ":")))
        await respond(interaction, kind, data)
        yield
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
            return await self._deeds[name](left.question, way, about)
        except Exception as error:  # what one process left must not keep another from serving
            report("What was announced before could not be done", error)
            return False
