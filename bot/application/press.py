"""An action that somebody does: a button pressed, something chosen, a form sent off."""

from __future__ import annotations

from dataclasses import dataclass

from bot.application.drafts import whisper
from bot.application.moderation import Moderation
from bot.application.request_context import RequestContext
from bot.ports.responder import Responder
from bot.rendering.actions import Action
from bot.rendering.draft import Draft
from bot.rendering.forms import Form

Responding = Responder[Draft, Form, Moderation]


@dataclass(frozen=True, slots=True)
class Press:
    """An action, who does it where, and how they are answered."""

    action: Action
    context: RequestContext
    by: Responding

    async def reply(self, draft: Draft) -> bool:
        """Say what only the reader sees; whether it reached them."""
        return (await self.by.reply(draft)).served

    async def whisper(self, words: str) -> bool:
        """A word to the reader alone."""
        return await self.reply(whisper(words))
