"""A loopback Discord, and the bot running against it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import discord
import pytest
import pytest_asyncio
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.adapters.discord import waited
from bot.adapters.discord.serving import serve_discord
from bot.application.ask import Answering
from bot.application.moderation import Moderation
from bot.application.unasked import NOTHING, Unasked
from bot.ports.checks import Examination
from bot.records.opening import OpenRecords, open_records
from bot.settings import DiscordSettings
from tests.adapters.discord.running import Broken, Process, Running
from tests.fakes.discord_service import answering, moderation
from tests.records.conftest import KEY, RETENTION
from tests.servers.discord_server import DiscordServer
from tests.waiting import HANG


@pytest.fixture(autouse=True)
def _where_discord_is() -> Iterator[None]:
    """discord.py keeps the addresses in classes: put back what a test changed."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    received_message = DiscordWebSocket.received_message
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway
    DiscordWebSocket.received_message = received_message  # type: ignore[method-assign]


@pytest_asyncio.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """A Discord that wants a heartbeat often."""
    async with DiscordServer(heartbeat_interval=0.2) as running:
        yield running


@pytest.fixture
def storybot(server: DiscordServer, monkeypatch: pytest.MonkeyPatch) -> Running:
    """`async with storybot():` runs the bot against `server`; `calls` counts its `ready`."""
    monkeypatch.setattr(waited, "TOO_LATE", HANG)

    @asynccontextmanager
    async def run(
        given: Answering | None = None,
        calls: list[None] | None = None,
        rules: Moderation | None = None,
        skips: list[None] | None = None,
        examine_all: Examination | None = None,
        unasked: Unasked = NOTHING,
        **shards: Any,
    ) -> AsyncIterator[asyncio.Task[None]]:
        ready = asyncio.Event()

        def announce() -> None:
            ready.set()
            if calls is not None:
                calls.append(None)

        settings = DiscordSettings(server.token, server.api_url, **shards)
        parts = (given or answering(), settings, rules or moderation())
        options: dict[str, Any] = {"examine_all": examine_all, "unasked": unasked}
        if skips is not None:
            options["skipped"] = lambda: skips.append(None)
        task = asyncio.create_task(serve_discord(*parts, ready=announce, **options))
        async with asyncio.timeout(HANG):
            await _first(ready.wait(), task)
        try:
            yield task
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    return run


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Where the records of `process` are."""
    return str(tmp_path / "records.sqlite3")


@pytest.fixture
def process(storybot: Running, path: str) -> Process:
    """`async with process():` is one process of the bot, with the records that they share."""

    @asynccontextmanager
    async def run() -> AsyncIterator[OpenRecords]:
        async with open_records(path, KEY, RETENTION, {}) as records:
            ports = (records.store, records.inbox, records.shared, records.reply_index)
            async with storybot(answering(None, *ports)):
                yield records

    return run


@pytest.fixture
def broken(server: DiscordServer) -> Broken:
    """`async with broken(client):` runs another bot, made with discord.py alone, against it."""

    @asynccontextmanager
    async def run(client: discord.Client) -> AsyncIterator[None]:
        Route.BASE = server.api_url
        async with client:
            await client.login(server.token)
            url = await client.http.request(Route("GET", "/gateway"))
            DiscordWebSocket.DEFAULT_GATEWAY = type(DiscordWebSocket.DEFAULT_GATEWAY)(url["url"])
            task = asyncio.create_task(client.connect())
            await server.gateway.until(lambda gateway: gateway.live is not None)
            yield
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    return run


async def _first(ready: Awaitable[object], task: asyncio.Task[None]) -> None:
    waiting = asyncio.ensure_future(ready)
    await asyncio.wait((waiting, task), return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if task.done():
        task.result()
