"""Sends, changes and deletes the messages that answer questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import discord

from bot.adapters.discord import sender
from bot.adapters.discord.context import context_of_message
from bot.adapters.discord.history import History
from bot.adapters.discord.incoming import asked_in, fact_replied_to
from bot.adapters.discord.permissions import is_silenced, missing_permissions
from bot.application.request_context import RequestContext
from bot.ports.inbox import Inbox
from bot.ports.messages import Post
from bot.ports.responder import Delivered
from bot.rendering import texts
from bot.rendering.discord.components import Payload
from bot.rendering.discord.message import replying_to, with_line
from bot.rendering.discord.pages import drafted
from bot.rendering.draft import Draft


@dataclass(frozen=True, slots=True)
class AskedMessage:
    """A message that asks; a reply to it cannot be private."""

    message: discord.Message
    context: RequestContext
    words: str | None
    about: str | None
    is_perhaps: ClassVar[bool] = False
    is_wanted_private: ClassVar[bool] = False

    @property
    def text(self) -> str:
        """Its words, as far as they can be read."""
        return self.words or ""

    @property
    def post(self) -> Post:
        """Its place."""
        return self.context.post(str(self.message.id))


def asked_message(message: discord.Message) -> AskedMessage:
    """What `message` asks."""
    about = fact_replied_to(message)
    return AskedMessage(message, context_of_message(message), asked_in(message), about)


class DiscordMessenger:
    """The port `Messenger`."""

    def __init__(self, client: discord.Client, inbox: Inbox, history: History) -> None:
        self._client = client
        self._inbox = inbox
        self._history = history

    async def words_of(self, question: AskedMessage) -> str | None:
        """Discord shows few messages to a bot."""
        return question.words

    async def take(self, question: AskedMessage) -> None:
        """For whichever process comes next."""
        await self._inbox.take(question.post)
        self._history.note(question.message)

    async def answer(self, question: AskedMessage, draft: Draft) -> Delivered:
        """As a reply: of those to one question Discord makes one, of other words each."""
        return await self._send(question, draft, question.message.id)

    async def say(self, question: AskedMessage, draft: Draft) -> Delivered:
        """The same, without the nonce of the reply: it would be taken for that."""
        self._history.note(question.message)
        return await self._send(question, draft, None)

    async def change(self, question: AskedMessage, message: str, draft: Draft) -> bool:
        """Edit the reply."""
        channel, payload = question.message.channel.id, drafted(draft, question.context.user)
        await sender.edit(self._client, channel, message, payload)
        return True

    async def take_away(self, message: Post) -> bool:
        """Delete the reply."""
        await sender.delete(self._client, int(message.channel), message.message)
        return True

    async def _send(self, asked: AskedMessage, draft: Draft, once: int | None) -> Delivered:
        """With the id of the reply; with none where none can stand in the channel."""
        message, payload = asked.message, drafted(draft, asked.context.user)
        if is_silenced(message):
            await self._tell_directly(message, payload)
            return Delivered(True)
        try:
            return Delivered(True, await self._reply(message, payload, once))
        except sender.LOST as error:
            if getattr(error, "code", 0) in sender.FORBIDDEN:
                await self._tell_directly(message, payload)
            else:
                sender.say_why(error)
            return Delivered(True)

    async def _reply(self, message: discord.Message, payload: Payload, once: int | None) -> str:
        """As a reply; as a plain message that says so where the bot may not read back."""
        channel = message.channel.id
        try:
            replying = replying_to(payload, message.id)
            return await sender.post(self._client, channel, replying, once=once)
        except discord.HTTPException as error:
            if error.code != sender.NO_HISTORY:
                raise
        lacking = texts.MAY_NOT_REPLY.format(permissions=texts.PERMISSIONS["read_message_history"])
        return await sender.post(self._client, channel, with_line(payload, lacking), once=once)

    async def _tell_directly(self, message: discord.Message, payload: Payload) -> None:
        """The answer as a direct message, with what is missing and who can grant it."""
        lacking = texts.MAY_NOT_SPEAK.format(
            channel=getattr(message.channel, "name", message.channel.id),
            permissions=", ".join(missing_permissions(message)),
        )
        told, author = with_line(payload, lacking), message.author.id
        try:
            await sender.post_directly(self._client, author, told, message.id)
        except sender.LOST as error:
            sender.say_why(error)
