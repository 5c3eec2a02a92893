"""What nobody was connected for is answered by the next process, in channels of its servers."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.adapters.discord import history, serving
from bot.core.errors import SettingsError
from bot.ports.memory_state import MemoryState
from tests.adapters.discord.running import MENTION, Process, Running, ask, command, reply_with
from tests.fakes.discord_service import COST, LAUNCH, answering
from tests.fakes.records import FakeRecords
from tests.servers.discord_objects import GUILD_ID, OTHER_CHANNEL_ID, READ_HISTORY, READER, THE_BOT
from tests.servers.discord_server import DiscordServer
from tests.waiting import eventually

pytestmark = [pytest.mark.asyncio, pytest.mark.timeout(40)]


async def test_what_is_asked_while_no_process_runs_is_answered_once(
    server: DiscordServer, process: Process
) -> None:
    async with process():
        await reply_with(server)
    missed, deleted = await ask(server, "launch?"), await ask(server)
    await server.take_back(deleted)
    late = await ask(server, "launch?")
    late = await server.rewrite(late, f"{MENTION} cost?")
    await server.say("among ourselves")
    for _ in range(2):
        async with process():
            assert LAUNCH.answer in (await server.reply_to(missed))["content"]
            assert COST.answer in (await server.reply_to(late))["content"]
            await asyncio.sleep(0.1)
    assert len(server.messages) == 3
    assert server.violations == []


async def test_a_process_that_ended_before_it_read_on_leaves_that_to_the_next(
    server: DiscordServer, process: Process
) -> None:
    async with process():
        await reply_with(server)
    missed = await ask(server, "launch?")
    async with process():
        await reply_with(server)
    async with process():
        assert LAUNCH.answer in (await server.reply_to(missed))["content"]
    assert len(server.messages) == 3
    assert server.violations == []


async def test_what_is_asked_while_discord_cannot_be_reached_is_answered(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot(answering(shared=MemoryState())):
        await reply_with(server)
        await server.unplug()
        server.gateway.sessions.clear()
        said = await ask(server, "launch?")
        await server.plug_in()
        await server.reply_to(said, 20)
    assert server.violations == []


async def test_only_channels_of_servers_where_somebody_asked_lately_are_looked_at(
    server: DiscordServer, storybot: Running
) -> None:
    now = 0.0
    shared = MemoryState(lambda: now)
    async with storybot(answering(shared=shared)):
        await reply_with(server)
        await server.reply_to(await server.say("cost?", channel_id=READER.direct_channel))
    await server.say("launch?", channel_id=READER.direct_channel)
    await server.say(f"{MENTION} cost?", pings=(THE_BOT,), channel_id=OTHER_CHANNEL_ID)
    async with storybot(answering(shared=shared)):
        await server.until(lambda: server.count("GET", "/messages") == 1)
    await ask(server)
    now = history.LATELY + 1
    async with storybot(answering(shared=shared)):
        await reply_with(server, "launch?")
    assert server.count("GET", "/messages") == 1
    assert len(server.messages) == 3


async def test_a_channel_that_cannot_be_read_costs_nothing(
    server: DiscordServer, storybot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    shared = MemoryState()
    async with storybot(answering(shared=shared)):
        await reply_with(server)
    await ask(server)
    server.permissions &= ~READ_HISTORY
    with caplog.at_level(logging.ERROR):
        async with storybot(answering(shared=shared)):
            await server.until(lambda: server.count("GET", "/messages") == 1)
            await command(server, "cost?")
    assert caplog.records == []
    assert len(server.messages) == 1


async def test_where_it_was_asked_is_forgotten_with_the_server(
    server: DiscordServer, storybot: Running
) -> None:
    shared, records = MemoryState(), FakeRecords()
    async with storybot(answering(None, records, shared=shared)):
        await reply_with(server)
        assert len(await shared.get("discord/asked")) == 1
        session = server.gateway.live
        assert session is not None
        await session.dispatch("GUILD_DELETE", {"id": str(GUILD_ID)})
        await eventually(lambda: not shared._known.get("discord/asked"))


async def test_a_second_process_says_so_and_ends_and_the_first_goes_on(
    server: DiscordServer, process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "BEAT", 0.1)
    monkeypatch.setattr(serving, "PATIENCE", 0.5)
    async with process():
        with pytest.raises(SettingsError, match="DISCORD_SHARD_IDS"):
            async with process():
                await asyncio.sleep(5)
        assert COST.answer in (await reply_with(server))["content"]
