"""Says something on Discord that nobody asked for there, and changes what was said."""

from __future__ import annotations

from secrets import randbits

import discord
from discord.http import Route

from bot.adapters.discord import sender
from bot.application.unasked import Speaker
from bot.ports.corrections import EditResult
from bot.ports.messages import Post, Reader
from bot.rendering.card import Card
from bot.rendering.discord.message import message as laid_out
from bot.rendering.discord.message import replying_to
from bot.rendering.discord.pages import drafted
from bot.rendering.draft import Draft

_MESSAGE = "/channels/{channel_id}/messages/{message_id}"


class DiscordSpeaker(Speaker):
    """The ports `Announcer`, `Corrector` and `Notifier`."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def announce(self, channel: str, draft: Draft) -> str | None:
        try:
            return await sender.post(self._client, int(channel), drafted(draft))
        except sender.LOST as error:
            sender.say_why(error)
            return None

    async def reply(self, channel: str, message: str, draft: Draft) -> str | None:
        payload = replying_to(drafted(draft), int(message))
        try:
            return await sender.post(self._client, int(channel), payload, once=int(message))
        except sender.LOST as error:
            sender.say_why(error)
            return None

    async def amend(self, channel: str, message: str, draft: Draft) -> bool:
        return await sender.edit(self._client, int(channel), message, drafted(draft))

    async def tell(self, reader: Reader, channel: str | None, draft: Draft) -> bool:
        """As a direct message, else as a mention where it was asked."""
        payload, user = drafted(draft), int(reader.id)
        once = randbits(63)  # the library tries again after an error, though it may have arrived
        try:
            await sender.post_directly(self._client, user, payload, once)
        except sender.LOST as error:
            if getattr(error, "code", 0) != sender.NO_DIRECT_MESSAGES or channel is None:
                sender.say_why(error)
                return False
            mention = {"parse": [], "users": [reader.id]}
            content = f"<@{reader.id}> {payload['content']}"[: sender.CONTENT_LIMIT]
            named = {**payload, "content": content, "allowed_mentions": mention}
            return await sender.arrived(sender.post(self._client, int(channel), named, once))
        return True

    async def correct(self, post: Post, card: Card) -> EditResult:
        """The buttons stay as they are, but for those below a fact that is gone."""
        said = laid_out(card)
        payload = {"content": said["content"], "allowed_mentions": said["allowed_mentions"]}
        if card.told is None:
            payload["components"] = []
        route = Route("PATCH", _MESSAGE, channel_id=int(post.channel), message_id=post.message)
        try:
            await self._client.http.request(route, json=payload)
        except sender.LOST as error:
            status = getattr(error, "status", 500)
            return EditResult.GONE if 400 <= status < 500 and status != 429 else EditResult.LATER
        return EditResult.DONE
