"""What a chat platform does with the messages that answer questions."""

from __future__ import annotations

from typing import Protocol, TypeVar

from bot.ports.messages import Post
from bot.ports.responder import Delivered, Draft

Asked = TypeVar("Asked", contravariant=True)
"""A message that asks."""


class Messenger(Protocol[Asked, Draft]):
    """Sends, changes and deletes messages. None of its methods raises what the platform refuses."""

    async def words_of(self, question: Asked) -> str | None:
        """What it asks; None where that cannot be read."""

    async def take(self, question: Asked) -> None:
        """It will be answered now, and is in hand until that is done."""

    async def answer(self, question: Asked, draft: Draft) -> Delivered:
        """Say `draft` where it was asked, once however often that is tried."""

    async def say(self, question: Asked, draft: Draft) -> Delivered:
        """Say something that is no answer."""

    async def change(self, question: Asked, message: str, draft: Draft) -> bool:
        """Let the answer `message` say `draft`; whether that worked."""

    async def take_away(self, message: Post) -> bool:
        """Delete an answer; whether it is gone."""
