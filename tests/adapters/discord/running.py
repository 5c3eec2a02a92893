"""What the fixtures `storybot`, `broken` and `process` are, and how somebody asks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import discord

from bot.records.opening import OpenRecords
from tests.servers.discord_objects import THE_BOT, Data
from tests.servers.discord_server import DiscordServer

MENTION = f"<@{THE_BOT.id}>"

Running = Callable[..., AbstractAsyncContextManager["asyncio.Task[None]"]]
Broken = Callable[[discord.Client], AbstractAsyncContextManager[None]]
Process = Callable[[], AbstractAsyncContextManager[OpenRecords]]


async def ask(server: DiscordServer, words: str = "cost?") -> Data:
    """Somebody asks in a channel."""
    return await server.say(f"{MENTION} {words}", pings=(THE_BOT,))


async def reply_with(server: DiscordServer, words: str = "cost?") -> Data:
    """The reply to somebody who asks in a channel."""
    return await server.reply_to(await ask(server, words))


async def command(server: DiscordServer, question: str, **options: Any) -> Data:
    """The answer to `/ask`."""
    asked = await server.use_command("ask", question=question, **options)
    return await server.answer_to(asked)
