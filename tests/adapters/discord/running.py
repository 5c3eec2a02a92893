"""What the fixtures `storybot` and `broken` are: functions that run a bot against the server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import discord

from tests.servers.discord_objects import THE_BOT, Data
from tests.servers.discord_server import DiscordServer

MENTION = f"<@{THE_BOT.id}>"

Running = Callable[..., AbstractAsyncContextManager["asyncio.Task[None]"]]
Broken = Callable[[discord.Client], AbstractAsyncContextManager[None]]


async def ask(server: DiscordServer, words: str = "cost?") -> Data:
    """Somebody asks in a channel."""
    return await server.say(f"{MENTION} {words}", pings=(THE_BOT,))
