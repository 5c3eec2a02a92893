"""Mentions and direct messages: which of them ask, how they are answered, and what was missed."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import ClassVar

import discord

from bot.adapters.discord import sender
from bot.adapters.discord.history import History
from bot.adapters.discord.incoming import (
    Seen,
    asked_in,
    context_of_message,
    fact_replied_to,
    is_first_post,
    is_just_edited,
    is_question,
    is_talk,
)
from bot.adapters.discord.permissions import is_silenced, missing_permissions
from bot.application.application import Application
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
    """A message that asks, and its words, as far as they can be read.

    A reply to it cannot be private.
    """

    message: discord.Message
    context: RequestContext
    text: str
    post: Post
    about: str | None
    is_perhaps: ClassVar[bool] = False
    is_wanted_private: ClassVar[bool] = False


def asked_message(message: discord.Message) -> AskedMessage:
    """What `message` asks."""
    context, text = context_of_message(message), asked_in(message) or ""
    post = context.post(str(message.id))
    return AskedMessage(message, context, text, post, fact_replied_to(message))


class DiscordMessenger:
    """The port `Messenger`."""

    def __init__(self, client: discord.Client, inbox: Inbox, history: History) -> None:
        self._client = client
        self._inbox = inbox
        self._history = history

    async def words_of(self, question: AskedMessage) -> str | None:
        """Discord shows few messages to a bot."""
        return asked_in(question.message)

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
        return await sender.edit(self._client, channel, message, payload)

    async def take_away(self, message: Post) -> bool:
        """Delete the reply."""
        return await sender.delete(self._client, int(message.channel), message.message)

    async def _send(self, asked: AskedMessage, draft: Draft, once: int | None) -> Delivered:
        """With the id of the reply; with none where none can stand in the channel."""
        message, payload = asked.message, drafted(draft, asked.context.user)
        try:
            if not is_silenced(message):
                return Delivered(True, await self._reply(message, payload, once))
        except sender.LOST as error:
            if getattr(error, "code", 0) not in sender.FORBIDDEN:
                sender.say_why(error)
                return Delivered(True)
        await self._tell_directly(message, payload)
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
            permissions=missing_permissions(message),
        )
        told, author = with_line(payload, lacking), message.author.id
        await sender.arrived(sender.post_directly(self._client, author, told, message.id))


class Messages:
    """Hands messages on, each once."""

    def __init__(self, client: discord.Client, app: Application, history: History) -> None:
        self._client = client
        self._inbox = app.answering.inbox
        self._drafts = app.drafts
        self._questions = app.questions(DiscordMessenger(client, self._inbox, history))
        self._history = history
        self._seen = Seen()
        self._again: set[int] = set()
        self.deleted = self._questions.deleted

    async def said(self, message: discord.Message) -> None:
        """Answer `message` if it is a question to the bot."""
        if self._is_question(message):
            if self._seen.is_new(message.id):
                await self._ask(asked_message(message))
        elif self._client.intents.message_content and is_talk(message):
            asked, is_first = asked_message(message), is_first_post(message)
            is_new = self._seen.is_new(message.id) and asked.text
            if is_new and self._questions.is_for_the_bot(asked, is_first_post=is_first):
                await self._ask(asked)

    async def catch_up(self, questions: Sequence[Post]) -> None:
        """Answer what a process that was killed had in hand; what it did answer stays as it is."""
        for left in questions:
            self._again.add(int(left.message))
            try:
                channel = await self._client.fetch_channel(int(left.channel))
                if isinstance(channel, discord.abc.Messageable):
                    await self.said(await channel.fetch_message(int(left.message)))
            except sender.LOST as error:
                sender.say_why(error)
            self._inbox.done(left)

    async def read_on(self, shards: Container[int]) -> None:
        """Answer what was asked on the servers of `shards` while nobody was connected."""
        async for message in self._history.missed(shards):
            if self._is_question(message):
                self._again.add(message.id)
                await self.said(message)

    async def edited(self, message: discord.Message) -> None:
        """Answer anew in the same reply; it may be a question only now that it mentions the bot."""
        if self._is_question(message):
            or_ask = self._ask_once if is_just_edited(message) else None
            await self._questions.edited(asked_message(message), or_ask=or_ask)
        elif self._client.intents.message_content and is_talk(message):
            await self._questions.edited(asked_message(message))

    async def _ask_once(self, asked: AskedMessage) -> None:
        if self._seen.is_new(asked.message.id):
            await self._ask(asked)

    async def _ask(self, asked: AskedMessage) -> None:
        recalling = self._drafts.recall(asked.context, again=False)
        again = asked.message.id in self._again
        await self._questions.asked(asked, again=again, recalling=recalling)
        self._inbox.done(asked.post)

    def _is_question(self, message: discord.Message) -> bool:
        bot = self._client.user
        return bot is not None and is_question(message, bot.id)
