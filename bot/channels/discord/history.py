"""Finds what was asked while no process ran: in the channels where the bot was asked lately."""

from __future__ import annotations

from collections.abc import AsyncIterator, Container

import discord

from bot.channels.discord.delivery import LOST, say_why
from bot.core.ports import Shared

LATELY = 24 * 60 * 60.0
"""Seconds for which a channel is looked at after somebody asked there."""

LATEST = 100
"""Messages of a channel that are looked at: one request to Discord."""

_ASKED = "discord/asked"


class History:
    """The last question seen in each channel of a server, for the process that comes next."""

    def __init__(self, client: discord.Client, shared: Shared) -> None:
        self._client = client
        self._shared = shared

    def note(self, message: discord.Message) -> None:
        """`message` is a question that has been seen. Returns at once."""
        if message.guild is not None:
            place = f"{message.guild.id}/{message.channel.id}"
            self._shared.put(_ASKED, place, str(message.id), LATELY)

    async def forget(self, server: int) -> None:
        """Know no channel of `server` any more."""
        for place in await self._shared.get(_ASKED):
            if place.startswith(f"{server}/"):
                self._shared.drop(_ASKED, place)

    async def missed(self, shards: Container[int]) -> AsyncIterator[discord.Message]:
        """Messages after the last question seen, on servers of `shards`, each channel's in order.

        Only what Discord shows without privileged intents: messages that mention the bot have
        their words, others do not.
        """
        for place, last in (await self._shared.get(_ASKED)).items():
            server, channel = map(int, place.split("/"))
            guild = self._client.get_guild(server)
            if self._client.is_closed():  # the next process does it
                return
            if guild is None or guild.shard_id not in shards:
                continue
            for message in await _after(guild, channel, int(last)):
                yield message


async def _after(guild: discord.Guild, channel: int, last: int) -> list[discord.Message]:
    """The latest messages after `last`, oldest first; none where the bot may not read them."""
    try:
        room = guild.get_channel_or_thread(channel) or await guild.fetch_channel(channel)
        if not isinstance(room, discord.abc.Messageable):
            return []
        after = discord.Object(last)
        latest = room.history(limit=LATEST, after=after, oldest_first=False)
        return [message async for message in latest][::-1]
    except LOST as error:
        say_why(error)
        return []
