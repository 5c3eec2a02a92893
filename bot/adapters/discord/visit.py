"""Who asks where on Discord: for the records, the rules of the place, and the conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord

from bot.application.moderation import Room
from bot.ports.messages import Post, Reader
from bot.rendering.buttons import Audience

PLATFORM = "discord"


@dataclass(frozen=True, slots=True)
class Visit:
    """One person in one place; with `private` only they see what is said.

    Replies to a message cannot be private, those to an interaction can.
    """

    user: str
    place: Room
    private: bool = False
    can_be_private: bool = True

    @property
    def reader(self) -> Reader:
        """The person, for the records."""
        return Reader(PLATFORM, self.user, self.place.server)

    @property
    def audience(self) -> Audience:
        """Who sees the reply, for its buttons."""
        return Audience(self.user, self.private)

    @property
    def conversation(self) -> str:
        """The key of what this person says here; what was asked in private stays apart.

        Channel ids are unique over all servers, so the server needs no place in the key.
        """
        return f"{PLATFORM}:{self.place.channel}:{self.user}{':private' if self.private else ''}"

    def owns(self, conversation: str) -> bool:
        """Whether `conversation` is the key of one of this person's, in whatever place."""
        return conversation.split(":")[:1] + conversation.split(":")[2:3] == [PLATFORM, self.user]

    def post(self, message_id: str) -> Post:
        """A message here, for the records."""
        return Post(PLATFORM, self.place.server, self.place.channel, message_id)


def visit_of_message(message: discord.Message) -> Visit:
    """The visit in which `message` was written."""
    server = str(message.guild.id) if message.guild else None
    parent = getattr(message.channel, "parent_id", None)
    place = Room(server, str(message.channel.id), str(parent) if parent else None)
    return Visit(str(message.author.id), place, can_be_private=False)


def place_of_interaction(interaction: discord.Interaction[Any]) -> Room:
    """Where something was pressed or a command was used."""
    server = str(interaction.guild_id) if interaction.guild_id else None
    parent = getattr(interaction.channel, "parent_id", None)
    channel = str(interaction.channel_id or 0)
    return Room(server, channel, str(parent) if parent else None)
