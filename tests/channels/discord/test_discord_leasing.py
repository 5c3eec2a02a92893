"""Shards have one owner each: a process takes its share, and what a dead one had."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.channels.discord import leasing
from bot.channels.discord.leasing import Leases, Tell, agreed_count
from bot.core.errors import RefusedTokenError
from bot.records.local import LocalState
from bot.records.opening import Opened, open_records
from bot.records.shared import SharedState
from bot.settings import DiscordSettings
from tests.channels.discord.running import Running
from tests.fakes.discord_service import COST, answering
from tests.records.conftest import KEY, RETENTION
from tests.servers.discord_objects import THE_BOT
from tests.servers.discord_server import DiscordServer
from tests.waiting import eventually

TWO = DiscordSettings("d1sc0rd", shard_count=2)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in (("LEASE", 0.6), ("BEAT", 0.1), ("IDENTIFY", 0.05)):
        monkeypatch.setattr(leasing, name, seconds)


class Process:
    """One process that shares, the shards that it serves, and what it told of itself."""

    def __init__(self, records: Opened) -> None:
        self.serving: set[int] = set()
        self.told: list[str] = []
        self._shared = records.shared
        self._leases = Leases(records.shared, records.inbox.owner, TWO, self._serve)
        told = self.told
        running = self._leases.run(lambda: told.append("ready"), lambda: told.append("lost"))
        self._task = asyncio.create_task(running)

    async def stop(self) -> None:
        self._task.cancel()
        await asyncio.wait((self._task,))

    async def kill(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """End without a word to the others."""
        with monkeypatch.context() as patch:
            patch.setattr(SharedState, "release", _say_nothing)
            await self.stop()

    async def _serve(self, settings: DiscordSettings, up: Tell, down: Tell) -> None:
        assert settings.shard_count == 2
        assert settings.shard_ids is not None
        [shard] = settings.shard_ids
        self.serving.add(shard)
        up()
        try:
            await asyncio.sleep(60)
        finally:
            self.serving.remove(shard)


async def _say_nothing(*_: object) -> None:
    """The database hears nothing."""


@asynccontextmanager
async def two(tmp_path: Path) -> AsyncIterator[tuple[Process, Process]]:
    path = str(tmp_path / "records.sqlite3")
    async with (
        open_records(path, KEY, RETENTION, {}) as a,
        open_records(path, KEY, RETENTION, {}) as b,
    ):
        first = Process(a)
        await eventually(lambda: first.serving == {0, 1})
        second = Process(b)
        yield first, second
        await first.stop()
        await second.stop()
        assert await agreed_count(a.shared) == 2


async def test_who_is_alone_serves_all_and_who_comes_later_gets_a_share(tmp_path: Path) -> None:
    async with two(tmp_path) as (first, second):
        for _ in range(20):
            assert not first.serving & second.serving
            await asyncio.sleep(0.05)
        assert len(first.serving) == len(second.serving) == 1
        assert first.told[-1] == second.told[-1] == "ready"


async def test_what_a_killed_process_served_another_serves_when_the_lease_has_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with two(tmp_path) as (first, second):
        await eventually(lambda: len(second.serving) == 1)
        await first.kill(monkeypatch)
        await eventually(lambda: second.serving == {0, 1})


async def test_who_stops_leaves_its_shards_at_once(tmp_path: Path) -> None:
    async with two(tmp_path) as (first, second):
        await eventually(lambda: len(second.serving) == 1)
        await second.stop()
        await eventually(lambda: first.serving == {0, 1})


async def test_what_serving_a_shard_raises_ends_it_all() -> None:
    async def refused(_: DiscordSettings, __: Tell, ___: Tell) -> None:
        raise RefusedTokenError("no")

    with pytest.raises(RefusedTokenError, match="no"):
        await Leases(LocalState(), "me", TWO, refused).run(None, None)


async def test_a_leased_shard_answers_and_discord_is_asked_how_many_there_are(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot(answering(shared=LocalState()), owner="me"):
        said = await server.say(f"<@{THE_BOT.id}> cost?", pings=(THE_BOT,))
        assert COST.answer in (await server.reply_to(said))["content"]
    assert [one["shard"] for one in server.gateway.identified] == [[0, 1]]
    assert server.count("GET", "/gateway/bot") >= 1
    assert server.violations == []


async def test_shards_that_the_environment_gives_are_not_leased(
    server: DiscordServer, storybot: Running
) -> None:
    shared = LocalState()
    async with storybot(answering(shared=shared), owner="me", shard_ids=(0,), shard_count=1):
        assert await agreed_count(shared) is None
