"""`storybot serve` killed while it puts right what was told, or tells what readers wait for."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.ports.messages import Reader
from bot.ports.notices import Subscription
from bot.ports.records import Retention
from bot.records.opening import open_records
from tests.adapters.discord.running import ask
from tests.page.ferry import STORY
from tests.paths import REPOSITORY
from tests.servers.discord_objects import CHANNEL_ID, GUILD_ID, READER
from tests.servers.discord_server import DiscordServer
from tests.waiting import eventually

pytestmark = pytest.mark.slow

KEY = "a key that only tests have"
COST = "The ferry cost 48 million crowns, Mara Quill of the North Quay Company said."
NOW = "The ferry cost 50 million crowns."
CLAIMED = 100.0
"""Seconds within which the next process goes on: a claim holds for a minute."""


@asynccontextmanager
async def serving(
    server: DiscordServer, folder: Path, end: signal.Signals
) -> AsyncIterator[asyncio.subprocess.Process]:
    """One process on the database and the file in `folder`, ended by that signal."""
    environ = {
        "DISCORD_TOKEN": server.token,
        "DISCORD_API_URL": server.api_url,
        "STORYBOT_DATABASE": str(folder / "records.sqlite3"),
        "STORYBOT_HASH_KEY": KEY,
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    before = len(server.gateway.sessions)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve", "--knowledge", str(folder / "ferry.yaml")),
        env={**os.environ, **environ},
        cwd=REPOSITORY,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await eventually(lambda: len(server.gateway.sessions) > before)
        yield process
    finally:
        process.send_signal(end)
        await process.wait()


async def test_a_correction_is_carried_on_by_the_next_process(tmp_path: Path) -> None:
    path = tmp_path / "ferry.yaml"
    path.write_text(STORY, encoding="utf-8")
    async with DiscordServer() as server:
        async with serving(server, tmp_path, signal.SIGTERM):
            said = [await ask(server, "how much did the ferry cost") for _ in range(4)]
            answers = [await server.reply_to(one) for one in said]
        corrected = f"{NOW}\n    correction: It said 48.\n    revised: 2031-04-09"
        path.write_text(STORY.replace(COST, corrected), encoding="utf-8")

        def right() -> int:
            return sum(NOW in it["content"] for it in answers)

        async with serving(server, tmp_path, signal.SIGKILL):
            await server.until(lambda: right() >= 2)
        assert right() < 4
        async with serving(server, tmp_path, signal.SIGTERM):
            await server.until(lambda: right() == 4, CLAIMED)
        edits = [it.path for it in server.requests if it.method == "PATCH"]
    assert len(set(edits)) == 4
    assert len(edits) <= 5  # the one that was under way may be said again


async def test_a_notice_never_comes_twice(tmp_path: Path) -> None:
    path, database = tmp_path / "ferry.yaml", str(tmp_path / "records.sqlite3")
    path.write_text(STORY.replace("status: unknown\n", "status: established\n"), encoding="utf-8")
    wishes = ("what food is served on board", "is there a restaurant on board", "the menu")
    async with open_records(database, KEY, Retention(365, 90, None), {}) as records:
        for text in wishes:
            reader = Reader("discord", str(READER.id), str(GUILD_ID))
            about = (str(CHANNEL_ID), text, "https://courier.example/ferry")
            fact = "no-menu" if text == "the menu" else None
            await records.notices.keep(Subscription(reader, *about, fact))
    async with DiscordServer() as server:

        def told() -> list[str]:
            return [it["content"] for it in server.messages if "wanted to hear" in it["content"]]

        async with serving(server, tmp_path, signal.SIGKILL):
            await server.until(lambda: len(told()) >= 1)
        async with serving(server, tmp_path, signal.SIGTERM):
            await server.until(lambda: len(told()) >= 2)
            await asyncio.sleep(4)
        assert len(told()) == len(set(told())) <= 3
