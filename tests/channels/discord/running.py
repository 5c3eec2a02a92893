"""What the fixtures `storybot` and `broken` are: functions that run a bot against the server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import discord

Running = Callable[..., AbstractAsyncContextManager["asyncio.Task[None]"]]
Broken = Callable[[discord.Client], AbstractAsyncContextManager[None]]
