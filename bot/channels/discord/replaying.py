"""Hands in what a session was sent while nobody listened, as if it came now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any

import discord

from bot.channels.discord.messages import Messages
from bot.channels.discord.resuming import Event
from bot.channels.discord.visit import PLATFORM
from bot.core.ports import Inbox, Post

_WRITTEN = ("MESSAGE_CREATE", "MESSAGE_UPDATE")
_DELETED = ("MESSAGE_DELETE", "MESSAGE_DELETE_BULK")
_ASKING = (
    discord.InteractionType.application_command.value,
    discord.InteractionType.component.value,
    discord.InteractionType.modal_submit.value,
)


class Replaying:
    """What becomes of each event; `forget` hears of servers that the bot was removed from."""

    def __init__(
        self,
        client: discord.Client,
        messages: Messages,
        inbox: Inbox,
        forget: Callable[[int], Awaitable[None]],
    ) -> None:
        self._client = client
        self._messages = messages
        self._inbox = inbox
        self._forget = forget

    async def hand_in(self, events: Sequence[Event]) -> None:
        """Let each take its way; what was answered before is not answered again."""
        for kind, data in settled(events):
            if kind == "GUILD_DELETE":
                await self._leave(data)
            elif kind == "INTERACTION_CREATE":
                self._give_up(data)
            elif self._is_here(data):
                self._messages.come_again(_ids(data))
                self._client._connection.parsers[kind](data)

    def _is_here(self, data: dict[str, Any]) -> bool:
        """Whether it is from a direct conversation, or a server that this client serves."""
        server = data.get("guild_id")
        return server is None or self._client.get_guild(int(server)) is not None

    async def _leave(self, data: dict[str, Any]) -> None:
        """Removed from a server, and not added again; one that is only down is known still."""
        if self._client.get_guild(int(data["id"])) is None and not data.get("unavailable"):
            await self._forget(int(data["id"]))

    def _give_up(self, data: dict[str, Any]) -> None:
        """Discord takes an answer for three seconds only, and these are over."""
        if data["type"] in _ASKING:
            channel = str(data.get("channel_id", 0))
            self._inbox.lost(Post(PLATFORM, data.get("guild_id"), channel, str(data["id"])))


def settled(events: Sequence[Event]) -> Iterator[Event]:
    """What is left to do: of a message's changes the last, of a deleted one only to take back."""
    last = {data["id"]: data for kind, data in events if kind == "MESSAGE_UPDATE"}
    gone = {it for kind, data in events if kind in _DELETED for it in _ids(data)}
    for kind, data in events:
        if kind in _WRITTEN and int(data["id"]) in gone:
            continue
        if kind != "MESSAGE_UPDATE" or data is last[data["id"]]:
            yield kind, data


def _ids(data: dict[str, Any]) -> list[int]:
    """The messages that an event is about."""
    return [int(message) for message in data.get("ids", (data.get("id", 0),))]
