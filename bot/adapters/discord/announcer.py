"""Says something in a channel on Discord that nobody asked for there."""

from __future__ import annotations

import discord

from bot.adapters.discord import sender
from bot.ports.editors import Announcer
from bot.rendering.discord.pages import drafted
from bot.rendering.draft import Draft


class DiscordAnnouncer(Announcer[Draft]):
    """The port `Announcer`."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def announce(self, channel: str, draft: Draft) -> str | None:
        try:
            return await sender.post(self._client, int(channel), drafted(draft))
        except sender.LOST as error:
            sender.say_why(error)
            return None

    async def amend(self, channel: str, message: str, draft: Draft) -> bool:
        return await sender.edit(self._client, int(channel), message, drafted(draft))
