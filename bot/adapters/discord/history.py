"""Finds what was asked while no process ran: in the channels where the bot was asked lately."""

from __future__ import annotations

from collections.abc import AsyncIterator, Container
from datetime import timedelta

import discord

from bot.adapters.discord.sender import LOST, say_why
from bot.ports.shared_state import SharedState

LATELY = 24 * 60 * 60.0
"""Seconds for which a channel is looked at after somebody asked there."""

LATEST = 100
"""Messages of a channel that are looked at: one request to Discord."""

_ASKED = "discord/asked"


class History:
    """The last question seen in each channel of a server, for the process that comes next.

    A channel's mark is held, and does not move, until what came after it has been read.
    """

    def __init__(self, client: discord.Client, shared: SharedState) -> None:
        self._client = client
        self._shared = shared
        self._marks: dict[str, int] = {}
        self._held: set[str] = set()

    async def start(self) -> None:
        """Before the first session begins: know the marks of the process before."""
        known = await self._shared.get(_ASKED)
        self._marks = {place: int(last) for place, last in known.items()}
        self._held = set(self._marks)

    def hold(self, shard: int, shards: int) -> None:
        """A session of `shard` begins: hold the marks of its servers that are of the last day."""
        oldest = discord.utils.time_snowflake(discord.utils.utcnow() - timedelta(seconds=LATELY))
        for place, last in self._marks.items():
            if (_server(place) >> 22) % shards == shard and last > oldest:
                self._held.add(place)

    def note(self, message: discord.Message) -> None:
        """`message` is a question that has been seen. Returns at once."""
        if message.guild is not None:
            self._mark(f"{message.guild.id}/{message.channel.id}", message.id)

    async def forget(self, server: int) -> None:
        """Know no channel of `server` any more."""
        for place in {*self._marks, *await self._shared.get(_ASKED)}:
            if _server(place) == server:
                self._marks.pop(place, None)
                self._shared.drop(_ASKED, place)

    async def missed(self, shards: Container[int]) -> AsyncIterator[discord.Message]:
        """Messages after the marks held, on servers of `shards`, each channel's in order.

        Only what Discord shows without privileged intents: messages that mention the bot have
        their words, others do not.
        """
        for place in tuple(self._held):
            guild, last = self._client.get_guild(_server(place)), self._marks.get(place)
            if self._client.is_closed():  # the next process does it
                return
            if guild is None or last is None or guild.shard_id not in shards:
                continue
            for message in await _after(guild, int(place.partition("/")[2]), last):
                yield message
                last = message.id
            self._held.discard(place)
            self._mark(place, last)

    def _mark(self, place: str, last: int) -> None:
        if place not in self._held and last > self._marks.get(place, 0):
            self._marks[place] = last
            self._shared.put(_ASKED, place, str(last), LATELY)


def _server(place: str) -> int:
    return int(place.partition("/")[0])


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
