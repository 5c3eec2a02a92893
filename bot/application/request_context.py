"""Who asks where, on any platform: for the records, the rules and the conversation."""

from __future__ import annotations

from dataclasses import dataclass

from bot.application.conversations import PRIVATELY
from bot.application.rules import Room
from bot.ports.messages import Post, Reader
from bot.rendering.buttons import Audience


@dataclass(frozen=True, slots=True)
class RequestContext:
    """One person in one place; if it `is_private`, only they see what is said.

    `parent` is the channel that a thread hangs below. `strand` sets the conversations of one person
    in one channel apart, and so does privacy where it `splits` them. Where an answer cannot be
    private (`can_be_private`), others see it.
    """

    platform: str
    space: str | None
    channel: str
    user: str
    parent: str | None = None
    strand: str = "-"
    is_direct: bool = False
    is_private: bool = False
    can_be_private: bool = True
    splits: bool = False

    @property
    def reader(self) -> Reader:
        """The person, for the records."""
        return Reader(self.platform, self.user, self.space)

    @property
    def room(self) -> Room:
        """The place, for the rules of the server: none hold in direct conversations."""
        return Room(None if self.is_direct else self.space, self.channel, self.parent)

    @property
    def audience(self) -> Audience:
        """Who sees the reply, for its buttons."""
        return Audience(self.user, self.is_private)

    @property
    def conversation(self) -> str:
        """The key of what this person says here, shared with nobody else."""
        where = f"{self.platform}/{self.space or '-'}/{self.channel}/{self.strand}/{self.user}"
        return where + PRIVATELY if self.splits and self.is_private else where

    def owns(self, conversation: str) -> bool:
        """Whether `conversation` is the key of one of this person's, in whatever place."""
        parts = conversation.split("/")
        return parts[0] == self.platform and self.user in parts[4:5]

    def post(self, message: str) -> Post:
        """A message here, for the records."""
        return Post(self.platform, self.space, self.channel, message)
