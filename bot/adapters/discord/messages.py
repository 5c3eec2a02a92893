"""Mentions and direct messages: answered in place, again when edited, taken back when deleted."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

import discord

from bot.adapters.discord import delivery
from bot.adapters.discord.history import History
from bot.adapters.discord.incoming import (
    Seen,
    asked_in,
    fact_replied_to,
    is_just_edited,
    is_question,
)
from bot.adapters.discord.permissions import is_silenced, missing_permissions
from bot.adapters.discord.posts import Posts
from bot.adapters.discord.replies import Replies, Said
from bot.adapters.discord.visit import Visit, visit_of_message
from bot.application.ask import Answering
from bot.application.moderation import Controls
from bot.ports.messages import Post
from bot.rendering import texts
from bot.rendering.discord.message import replying_to, with_line

REMEMBERED = 4096
"""Questions whose replies this process knows by itself; the records know the others."""


@dataclass(slots=True)
class _Question:
    """A question that was answered. Of its words only a hash is kept, to see that they changed."""

    post: Post
    words: bytes
    about: str | None
    reply: str | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Messages:
    """Answers messages with replies, each once."""

    def __init__(
        self,
        client: discord.Client,
        answering: Answering,
        replies: Replies,
        posts: Posts,
        controls: Controls,
        history: History,
    ) -> None:
        self._history = history
        self._inbox = answering.inbox
        self._answers = answering.answers
        self._client = client
        self._replies = replies
        self._posts = posts
        self._controls = controls
        self._seen = Seen()
        self._again: set[int] = set()
        self._questions: OrderedDict[str, _Question] = OrderedDict()

    async def said(self, message: discord.Message) -> None:
        """Answer `message` if it is a question to the bot, and the bot may speak there."""
        if not self._is_question(message) or not self._seen.is_new(message.id):
            return
        visit, words = visit_of_message(message), asked_in(message)
        post = visit.post(str(message.id))
        question = self._remember(_Question(post, _digest(words or ""), fact_replied_to(message)))
        async with question.lock:
            if message.id in self._again and await self._recall(question, words):
                return
            await self._replies.recall(visit)
            if not self._controls.may_speak(visit.place):
                self._questions.pop(post.message, None)
                return
            refusal = await self._controls.limits.refusal(visit.reader, visit.place.channel)
            if refusal is not None:
                self._questions.pop(post.message, None)
                self._history.note(message)
                if refusal.is_news:
                    await self._send(message, self._replies.note(refusal.words, visit))
                return
            await self._inbox.take(post)
            self._history.note(message)
            said = await self._say(words, visit, question.about)
            question.reply = await self._send(message, said)
            self._posts.stands(said.fact, visit, question.reply)
            if question.reply is not None:
                self._answers.answered(post, words or "", question.reply)
            self._inbox.done(post)

    async def catch_up(self, questions: Sequence[Post]) -> None:
        """Answer what a process that was killed had in hand; what it did answer stays as it is."""
        for left in questions:
            self._again.add(int(left.message))
            try:
                channel = await self._client.fetch_channel(int(left.channel))
                if isinstance(channel, discord.abc.Messageable):
                    await self.said(await channel.fetch_message(int(left.message)))
            except delivery.LOST as error:
                delivery.say_why(error)
            self._inbox.done(left)

    async def read_on(self, shards: Container[int]) -> None:
        """Answer what was asked on the servers of `shards` while nobody was connected."""
        async for message in self._history.missed(shards):
            if self._is_question(message):
                self._again.add(message.id)
                await self.said(message)

    async def edited(self, message: discord.Message) -> None:
        """Answer anew in the same reply, if the words of an answered question changed."""
        if not self._concerns(message):
            return
        question = self._questions.get(str(message.id)) or await self._recalled(message)
        if question is None:
            if is_just_edited(message):
                await self.said(message)  # it may be a question only now that it mentions the bot
            return
        visit, words = visit_of_message(message), asked_in(message)
        async with question.lock:
            if question.reply is None or question.words == _digest(words or ""):
                return
            refusal = await self._controls.limits.refusal(visit.reader, visit.place.channel)
            if refusal is not None:
                if refusal.is_news:  # with the nonce of the reply it would be taken for that
                    note = self._replies.note(refusal.words, visit)
                    await self._send(message, note, is_reply=False)
                return
            question.words = _digest(words or "")
            said = await self._say(words, visit, question.about)
            await delivery.edit(self._client, message.channel.id, question.reply, said.payload)
            if said.fact is None:
                self._posts.states_nothing(visit.post(question.reply))
            self._posts.stands(said.fact, visit, question.reply)
            self._answers.answered(question.post, words or "", question.reply)

    async def deleted(self, messages: Sequence[Post]) -> None:
        """Take back the replies to questions that were deleted; forget replies that were."""
        unknown = []
        for message in messages:
            question = self._questions.pop(message.message, None)
            if question is not None:
                await self._take_back(question)
            elif not self._forget_reply(message):
                unknown.append(message)
        gone = {message.message for message in unknown}
        for standing in await self._answers.find(unknown):
            if standing.question.message in gone:
                await self._delete(standing.question, standing.reply)
            elif standing.reply is not None:
                self._posts.gone(standing.reply)

    async def _say(self, words: str | None, visit: Visit, about: str | None) -> Said:
        if words is None:
            return self._replies.note(texts.CANNOT_READ, visit)
        return await self._replies.to_question(words, visit, about)

    async def _recalled(self, message: discord.Message) -> _Question | None:
        """A question that another process answered, or this one long ago; None if it is none.

        Where the reply was taken away there is nothing to change, and nothing to say again.
        """
        post, words = visit_of_message(message).post(str(message.id)), asked_in(message)
        question = _Question(post, b"", fact_replied_to(message))
        return self._remember(question) if await self._recall(question, words) else None

    async def _recall(self, question: _Question, words: str | None) -> bool:
        """Whether it was answered; then `question` knows how, and whether for these words."""
        post = question.post
        for standing in await self._answers.find([post]):
            if standing.question.message == post.message:
                is_same = standing.words == self._answers.fingerprint(post, words or "")
                question.words = _digest(words or "") if is_same else b""
                question.reply = standing.reply.message if standing.reply is not None else None
                return True
        return False

    async def _take_back(self, question: _Question) -> None:
        async with question.lock:
            reply = question.reply
            await self._delete(
                question.post, replace(question.post, message=reply) if reply else None
            )

    async def _delete(self, question: Post, reply: Post | None) -> None:
        self._answers.gone(question)  # first: the same event may come again meanwhile
        if reply is not None:
            await delivery.delete(self._client, int(reply.channel), reply.message)
            self._posts.gone(reply)

    def _forget_reply(self, message: Post) -> bool:
        """Whether `message` was a reply that is remembered."""
        for asked, question in self._questions.items():
            if question.reply == message.message:
                del self._questions[asked]
                self._posts.gone(message)
                return True
        return False

    def _is_question(self, message: discord.Message) -> bool:
        bot = self._client.user
        return bot is not None and is_question(message, bot.id)

    def _concerns(self, message: discord.Message) -> bool:
        """Whether it is a question where the bot may speak."""
        place = visit_of_message(message).place
        return self._is_question(message) and self._controls.may_speak(place)

    def _remember(self, question: _Question) -> _Question:
        """`question`, or the same one where it is remembered already."""
        known = self._questions.setdefault(question.post.message, question)
        if len(self._questions) > REMEMBERED:
            self._questions.popitem(last=False)
        return known

    async def _send(
        self, message: discord.Message, said: Said, *, is_reply: bool = True
    ) -> str | None:
        """The id of the reply; None when none can stand in the channel.

        Of those that are the reply to a question Discord makes one, of other words each.
        """
        if is_silenced(message):
            await self._tell_directly(message, said)
            return None
        try:
            return await self._reply(message, said, message.id if is_reply else None)
        except delivery.LOST as error:
            if getattr(error, "code", 0) in delivery.FORBIDDEN:
                await self._tell_directly(message, said)
            else:
                delivery.say_why(error)
            return None

    async def _reply(self, message: discord.Message, said: Said, once: int | None) -> str:
        """As a reply; as a plain message that says so where the bot may not read back."""
        channel = message.channel.id
        try:
            payload = replying_to(said.payload, message.id)
            return await delivery.post(self._client, channel, payload, once=once)
        except discord.HTTPException as error:
            if error.code != delivery.NO_HISTORY:
                raise
        lacking = texts.MAY_NOT_REPLY.format(permissions=texts.PERMISSIONS["read_message_history"])
        payload = with_line(said.payload, lacking)
        return await delivery.post(self._client, channel, payload, once=once)

    async def _tell_directly(self, message: discord.Message, said: Said) -> None:
        """The answer as a direct message, with what is missing and who can grant it."""
        lacking = texts.MAY_NOT_SPEAK.format(
            channel=getattr(message.channel, "name", message.channel.id),
            permissions=", ".join(missing_permissions(message)),
        )
        payload: dict[str, Any] = with_line(said.payload, lacking)
        try:
            await delivery.post_directly(self._client, message.author.id, payload, message.id)
        except delivery.LOST as error:
            delivery.say_why(error)


def _digest(words: str) -> bytes:
    return blake2b(words.encode("utf-8", "replace"), digest_size=16).digest()
