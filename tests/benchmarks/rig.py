"""The bot with its real libraries, records and story, in this process or one of its own.

What throws things at it needs a loopback server and a database beside it.
"""

from __future__ import annotations

import asyncio
import functools
import os
import random
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.adapters.discord.serving import serve_discord
from bot.adapters.slack import serve_slack
from bot.application.ask import Answering
from bot.application.moderation import Moderation
from bot.compose.serving import build_answering, build_moderation
from bot.compose.stories import build_service
from bot.core.service import QuestionService
from bot.records.opening import open_records
from bot.settings import CommunitySettings, DiscordSettings
from tests.adapters.slack.slack_bot import settings_for
from tests.benchmarks.faulty import Place
from tests.records.conftest import KEY, RETENTION
from tests.servers.discord_server import DiscordServer
from tests.servers.slack_server import SlackServer

ROOT = Path(__file__).parents[2]
SECOND_STORY = ROOT / "tests/stories/second/knowledge.yaml"
QUESTION = "What was stolen from the Brackwen Museum?"
TOKEN = "d1sc0rd"
START, END = 30.0, 15.0

It = TypeVar("It")


@functools.cache
def service() -> QuestionService:
    """Answers from the second story, whose facts no bot knows by heart."""
    return build_service(SECOND_STORY, os.environ)


@asynccontextmanager
async def parts(place: Place) -> AsyncIterator[tuple[Answering, Moderation]]:
    """What a channel answers with, its records at `place`."""
    async with open_records(place.address, KEY, RETENTION, {}) as records:
        moderation = await build_moderation(CommunitySettings(), records.store, records.shared)
        ports = (records.store, records.inbox, records.shared, records.reply_index)
        yield build_answering(service(), *ports), moderation


@asynccontextmanager
async def on_discord(place: Place, server: DiscordServer) -> AsyncIterator[asyncio.Task[None]]:
    """The bot connected to `server`."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    settings = DiscordSettings(server.token, server.api_url)
    try:
        async with parts(place) as (answering, moderation):
            ready = asyncio.Event()
            serving = serve_discord(answering, settings, moderation, ready=ready.set)
            async with _running(serving, ready) as task:
                yield task
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@asynccontextmanager
async def on_slack(place: Place, slack: SlackServer, mode: str) -> AsyncIterator[None]:
    """The bot connected to `slack` by "socket" or "http"."""
    settings = settings_for(slack, mode)
    slack.events_url = f"http://127.0.0.1:{settings.port}/slack/events" if mode == "http" else None
    async with parts(place) as (answering, moderation):
        ready = asyncio.Event()
        async with _running(serve_slack(answering, settings, moderation, ready=ready.set), ready):
            yield


@asynccontextmanager
async def _running(
    serving: Coroutine[Any, Any, None], ready: asyncio.Event
) -> AsyncIterator[asyncio.Task[None]]:
    task, waiting = asyncio.create_task(serving), asyncio.create_task(ready.wait())
    await asyncio.wait((task, waiting), timeout=START, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if task.done():
        task.result()
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.wait_for(task, END)


@asynccontextmanager
async def process_of(place: Place, *arguments: str, **environ: str) -> AsyncIterator[int]:
    """`storybot serve` with these arguments and variables, from the second story; its pid."""
    process = await python(
        *("-m", "bot", "serve", *arguments, "--knowledge", str(SECOND_STORY)),
        STORYBOT_DATABASE=place.address,
        STORYBOT_HASH_KEY=KEY,
        **environ,
    )
    try:
        yield process.pid
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.communicate(), END)


async def python(*arguments: str, **environ: str) -> asyncio.subprocess.Process:
    """A process of this Python at the root of the repository."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=ROOT,
        env={**os.environ, **environ},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )


def over_and_over(items: Iterable[It]) -> list[It]:
    """Each of `items` one to four times, in any order."""
    often = [it for it in items for _ in range(random.randint(1, 4))]
    random.shuffle(often)
    return often


async def came_to_pass(holds: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether `holds()` within `seconds`."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not holds():
                await asyncio.sleep(0.01)
            return True
    return False
