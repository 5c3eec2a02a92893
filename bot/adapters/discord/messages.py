"""Mentions and direct messages: which of them ask, and what was asked while nobody listened."""

from __future__ import annotations

from collections.abc import Container, Sequence

import discord

from bot.adapters.discord import sender
from bot.adapters.discord.history import History
from bot.adapters.discord.incoming import Seen, is_just_edited, is_question
from bot.adapters.discord.messenger import AskedMessage, DiscordMessenger, asked_message
from bot.application.application import Application
from bot.ports.messages import Post


class Messages:
    """Hands messages on, each once."""

    def __init__(
        self,
        client: discord.Client,
        app: Application,
        messenger: DiscordMessenger,
        history: History,
    ) -> None:
        self._client = client
        self._inbox = app.answering.inbox
        self._drafts = app.drafts
        self._questions = app.questions(messenger)
        self._history = history
        self._seen = Seen()
        self._again: set[int] = set()

    async def said(self, message: discord.Message) -> None:
        """Answer `message` if it is a question to the bot."""
        if self._is_question(message) and self._seen.is_new(message.id):
            await self._ask(asked_message(message))

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

    async def deleted(self, messages: Sequence[Post]) -> None:
        """Take back the replies to questions that were deleted; forget replies that were."""
        await self._questions.deleted(messages)

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
