"""Mentions and direct messages: answered in place, again when edited, taken back when deleted."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import discord

from bot.channels.controls import Controls
from bot.channels.discord import delivery
from bot.channels.discord.incoming import Seen, fact_replied_to, is_question, question_in
from bot.channels.discord.permissions import missing_permissions
from bot.channels.discord.posts import Posts
from bot.channels.discord.replies import Replies, Said
from bot.channels.discord.visit import PLATFORM, Visit, visit_of_message
from bot.core.ports import Inbox
from bot.rendering import texts
from bot.rendering.discord.message import replying_to, with_line

REMEMBERED = 4096
"""Questions whose replies can be changed and taken back; older ones stay as they are."""


@dataclass(slots=True)
class _Question:
    """A question that was answered. Of its words only a hash is kept, to see that they changed."""

    visit: Visit
    words: bytes
    about: str | None
    reply: str | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Messages:
    """Answers messages with replies, each once."""

    def __init__(
        self,
        client: discord.Client,
        replies: Replies,
        posts: Posts,
        controls: Controls,
        inbox: Inbox,
    ) -> None:
        self._inbox = inbox
        self._client = client
        self._replies = replies
        self._posts = posts
        self._controls = controls
        self._seen = Seen()
        self._questions: OrderedDict[int, _Question] = OrderedDict()

    async def said(self, message: discord.Message) -> None:
        """Answer `message` if it is a question to the bot, and the bot may speak there."""
        if not self._is_question(message) or not self._seen.is_new(message.id):
            return
        visit, words = visit_of_message(message), question_in(message.content)
        question = _Question(visit, _digest(words), fact_replied_to(message))
        self._remember(message.id, question)
        in_hand = visit.post(str(message.id))
        async with question.lock:
            await self._replies.recall(visit)
            if not self._controls.may_speak(visit.place):
                self._questions.pop(message.id, None)
                return
            refusal = await self._controls.limits.refusal(visit.reader, visit.place.channel)
            if refusal is not None:
                self._questions.pop(message.id, None)
                if refusal.is_news:
                    await self._send(message, self._replies.note(refusal.words, visit))
                return
            await self._inbox.take(in_hand)
            said = self._replies.to_question(words, visit, question.about)
            question.reply = await self._send(message, said)
            self._posts.stands(said.fact, visit, question.reply)
            self._inbox.done(in_hand)

    async def catch_up(self) -> None:
        """Answer what a process that was killed had in hand; what it did answer stays as it is."""
        for in_hand in await self._inbox.left(PLATFORM):
            left = in_hand.question
            try:
                channel = await self._client.fetch_channel(int(left.channel))
                if isinstance(channel, discord.abc.Messageable):
                    await self.said(await channel.fetch_message(int(left.message)))
            except delivery.LOST as error:
                delivery.say_why(error)
            self._inbox.done(left)

    async def edited(self, message: discord.Message) -> None:
        """Answer anew in the same reply, if the words of an answered question changed."""
        question = self._questions.get(message.id)
        if question is None or not self._concerns(message):
            return
        async with question.lock:
            words = question_in(message.content)
            if question.reply is None or question.words == _digest(words):
                return
            question.words = _digest(words)
            said = self._replies.to_question(words, question.visit, question.about)
            channel = message.channel.id
            await delivery.edit(self._client, channel, question.reply, said.payload)
            if said.fact is None:
                self._posts.gone(question.visit, question.reply)
            self._posts.stands(said.fact, question.visit, question.reply)

    async def deleted(self, message_ids: Iterable[int]) -> None:
        """Take back the replies to questions that were deleted; forget replies that were."""
        for message_id in message_ids:
            question = self._questions.pop(message_id, None)
            if question is not None:
                await self._take_back(question)
            else:
                self._forget_reply(str(message_id))

    async def _take_back(self, question: _Question) -> None:
        async with question.lock:
            if question.reply is not None:
                channel = int(question.visit.place.channel)
                await delivery.delete(self._client, channel, question.reply)
                self._posts.gone(question.visit, question.reply)

    def _forget_reply(self, message_id: str) -> None:
        for asked, question in self._questions.items():
            if question.reply == message_id:
                del self._questions[asked]
                self._posts.gone(question.visit, message_id)
                return

    def _is_question(self, message: discord.Message) -> bool:
        bot = self._client.user
        return bot is not None and is_question(message, bot.id)

    def _concerns(self, message: discord.Message) -> bool:
        """Whether it is a question where the bot may speak."""
        place = visit_of_message(message).place
        return self._is_question(message) and self._controls.may_speak(place)

    def _remember(self, message_id: int, question: _Question) -> None:
        self._questions[message_id] = question
        if len(self._questions) > REMEMBERED:
            self._questions.popitem(last=False)

    async def _send(self, message: discord.Message, said: Said) -> str | None:
        """The id of the reply; None when none can stand in the channel."""
        try:
            return await self._reply(message, said)
        except delivery.LOST as error:
            if getattr(error, "code", 0) in delivery.FORBIDDEN:
                await self._tell_directly(message, said)
            else:
                delivery.say_why(error)
            return None

    async def _reply(self, message: discord.Message, said: Said) -> str:
        """As a reply; as a plain message that says so where the bot may not read back."""
        channel = message.channel.id
        try:
            payload = replying_to(said.payload, message.id)
            return await delivery.post(self._client, channel, payload, once=message.id)
        except discord.HTTPException as error:
            if error.code != delivery.NO_HISTORY:
                raise
        lacking = texts.MAY_NOT_REPLY.format(permissions=texts.PERMISSIONS["read_message_history"])
        payload = with_line(said.payload, lacking)
        return await delivery.post(self._client, channel, payload, once=message.id)

    async def _tell_directly(self, message: discord.Message, said: Said) -> None:
        """The answer as a direct message, with what is missing and who can grant it."""
        lacking = texts.MAY_NOT_SPEAK.format(
            channel=getattr(message.channel, "name", message.channel.id),
            permissions=", ".join(missing_permissions(message)),
        )
        payload: dict[str, Any] = with_line(said.payload, lacking)
        try:
            await delivery.post_directly(self._client, message.author.id, payload)
        except delivery.LOST as error:
            delivery.say_why(error)


def _digest(words: str) -> bytes:
    return blake2b(words.encode("utf-8", "replace"), digest_size=16).digest()
