"""What nobody was connected for is answered by the next process, once, and never twice."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.channels.discord import client, continuity, leasing
from bot.channels.discord.continuity import Continuity
from bot.channels.discord.messages import Messages
from bot.channels.discord.resuming import LIFE, Position
from bot.records.local import LocalState
from bot.records.opening import open_records
from bot.records.shared import SharedState
from tests.channels.discord.running import MENTION, Running, ask
from tests.channels.discord.test_discord_inbox import post_of
from tests.fakes.discord_service import COST, LAUNCH, answering
from tests.fakes.inbox import FakeInbox
from tests.fakes.records import FakeRecords
from tests.records.conftest import KEY, RETENTION
from tests.servers.discord_objects import GUILD_ID, READER, THE_BOT
from tests.servers.discord_server import DiscordServer
from tests.waiting import eventually

NAME = "discord/session/0"


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes end without a word about how far they read."""
    leave = Continuity.leave

    async def say_nothing(self: Continuity) -> dict[int, Position]:
        await leave(self)
        return {}

    monkeypatch.setattr(Continuity, "leave", say_nothing)


async def test_what_is_asked_while_no_process_runs_is_answered_once(
    server: DiscordServer, storybot: Running
) -> None:
    shared = LocalState()
    calls: list[None] = []
    async with storybot(answering(shared=shared)):
        pass
    said = await ask(server)
    direct = await server.say("launch?", channel_id=READER.direct_channel)
    await server.say("among ourselves")
    async with storybot(answering(shared=shared), calls):
        assert COST.answer in (await server.reply_to(said))["content"]
        assert LAUNCH.answer in (await server.reply_to(direct))["content"]
        await eventually(lambda: len(shared._known[f"{NAME}"]) == 1)
    assert len(server.messages) == 2
    assert (len(server.gateway.identified), server.gateway.resumed, len(calls)) == (2, 1, 1)
    assert server.violations == []


async def test_what_a_killed_process_was_told_and_had_not_noted_is_answered_once(
    server: DiscordServer, storybot: Running, killed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = LocalState()
    with monkeypatch.context() as stuck:
        stuck.setattr(client, "DRAIN", 0.0)
        stuck.setattr(Messages, "said", _never)
        async with storybot(answering(shared=shared)):
            said = await ask(server)
            await asyncio.sleep(0.1)
    async with storybot(answering(shared=shared)):
        assert COST.answer in (await server.reply_to(said))["content"]
    assert len(server.messages) == 1
    assert server.violations == []


async def test_what_a_killed_process_answered_is_told_again_and_not_answered_again(
    server: DiscordServer, storybot: Running, killed: None
) -> None:
    shared, inbox = LocalState(), FakeInbox()
    async with storybot(answering(shared=shared)):
        said = await ask(server)
        await server.reply_to(said)
    async with storybot(answering(inbox=inbox, shared=shared)):
        await eventually(lambda: bool(inbox.taken) and not inbox.in_hand)
    assert len(server.messages) == 1
    assert server.violations == []


async def test_what_is_in_the_inbox_and_told_again_is_answered_once(
    server: DiscordServer, storybot: Running
) -> None:
    shared = LocalState()
    async with storybot(answering(shared=shared)):
        pass
    said = await ask(server)
    inbox = FakeInbox(post_of(said))
    async with storybot(answering(inbox=inbox, shared=shared)):
        await server.reply_to(said)
        await server.gateway.until(lambda gateway: gateway.resumed == 1)
        await eventually(lambda: inbox.in_hand == [])
        await asyncio.sleep(0.1)
    assert inbox.taken == [post_of(said)]
    assert server.violations == []


async def test_how_far_it_read_is_kept_once_it_is_dealt_with(
    server: DiscordServer, storybot: Running, monkeypatch: pytest.MonkeyPatch, killed: None
) -> None:
    monkeypatch.setattr(continuity, "TICK", 0.05)
    shared = LocalState()

    async def sequence() -> int:
        [told] = (await shared.get(NAME)).values()
        return int(json.loads(told)[0])

    async with storybot(answering(shared=shared)):
        assert await sequence() == 1
        server.slowness = 0.5
        said = await ask(server)
        await asyncio.sleep(0.3)
        assert await sequence() < 3
        await server.reply_to(said)
        await asyncio.sleep(0.3)
        session = server.gateway.live
        assert session is not None
        assert await sequence() == len(session.events)


async def test_edits_and_deletions_while_no_process_runs_reach_the_replies(
    server: DiscordServer, storybot: Running, tmp_path: Path
) -> None:
    path = str(tmp_path / "records.sqlite3")
    async with open_records(path, KEY, RETENTION, {}) as records:
        ports = (None, records.store, records.inbox, records.shared, records.answers)
        async with storybot(answering(*ports)):
            edited, deleted = await ask(server), await ask(server, "launch?")
            for one in (edited, deleted):
                await server.reply_to(one)
    await server.rewrite(edited, f"{MENTION} launch?")
    await server.take_back(deleted)
    late = await ask(server, "launch?")
    await server.rewrite(late, f"{MENTION} cost?")
    await server.take_back(await ask(server, "launch?"))
    async with open_records(path, KEY, RETENTION, {}) as records:
        ports = (None, records.store, records.inbox, records.shared, records.answers)
        async with storybot(answering(*ports)):
            await server.until(lambda: len(server.edits) == 2 and len(server.deleted) == 1)
            await asyncio.sleep(0.1)
    assert server.count("POST", "/messages") == 3
    assert LAUNCH.answer in server.replies_to(edited)[0]["content"]
    assert COST.answer in server.replies_to(late)[0]["content"]
    assert (len(server.messages), len(server.edits), len(server.deleted)) == (2, 2, 1)
    assert server.violations == []


async def test_a_mention_added_while_no_process_runs_is_answered(
    server: DiscordServer, storybot: Running
) -> None:
    shared = LocalState()
    async with storybot(answering(shared=shared)):
        said = await server.say("cost?")
    then = discord.utils.utcnow() - timedelta(seconds=LIFE)
    mentions = [{**THE_BOT.data(), "member": THE_BOT.member()}]
    now = {"mentions": mentions, "edited_timestamp": then.isoformat()}
    await server.rewrite(said, f"{MENTION} cost?", **now)
    async with storybot(answering(shared=shared)):
        await server.reply_to(said)
    assert server.violations == []


async def test_each_of_several_shards_reads_on(
    server: DiscordServer, storybot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discord.Client, "before_identify_hook", _at_once)
    shared = LocalState()
    shards = {"shard_ids": (0, 1), "shard_count": 2}
    async with storybot(answering(shared=shared), **shards):
        await eventually(lambda: len(shared._known) == 2)
    assert (GUILD_ID >> 22) % 2 == 1
    said = await ask(server)
    direct = await server.say("launch?", channel_id=READER.direct_channel)
    async with storybot(answering(shared=shared), **shards):
        await server.reply_to(said)
        await server.reply_to(direct)
    assert (len(server.gateway.identified), server.gateway.resumed) == (4, 2)
    assert server.violations == []


async def _never(*_: Any) -> None:
    """As if the process hung."""
    await asyncio.sleep(60)


async def _at_once(*_: Any, **__: Any) -> None:
    """As if five seconds had passed."""


async def test_who_takes_a_shard_over_reads_on_where_its_owner_was_killed(
    server: DiscordServer,
    storybot: Running,
    killed: None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    for name, seconds in (("LEASE", 0.6), ("BEAT", 0.1), ("IDENTIFY", 0.05)):
        monkeypatch.setattr(leasing, name, seconds)
    path = str(tmp_path / "records.sqlite3")
    async with (
        open_records(path, KEY, RETENTION, {}) as a,
        open_records(path, KEY, RETENTION, {}) as b,
    ):
        with monkeypatch.context() as patch:
            async with storybot(answering(shared=a.shared), owner=a.inbox.owner):
                patch.setattr(SharedState, "release", _at_once)
        said = await ask(server)
        async with storybot(answering(shared=b.shared), owner=b.inbox.owner):
            await server.reply_to(said)
    assert (len(server.gateway.identified), server.gateway.resumed) == (2, 1)
    assert server.violations == []


async def test_commands_that_nobody_was_connected_for_are_counted(
    server: DiscordServer, storybot: Running
) -> None:
    shared, inbox, records = LocalState(), FakeInbox(), FakeRecords()
    async with storybot(answering(shared=shared)):
        pass
    asked = await server.use_command("ask", question="cost?")
    for session in server.gateway.sessions_for(str(GUILD_ID)):
        await session.dispatch("GUILD_DELETE", {"id": "77"})
        await session.dispatch("GUILD_DELETE", {"id": str(GUILD_ID), "unavailable": True})
        await session.dispatch("INTERACTION_CREATE", {**asked.data, "type": 4})
        await session.dispatch("MESSAGE_DELETE", {"id": "1", "channel_id": "2", "guild_id": "77"})
    async with storybot(answering(None, records, inbox, shared)):
        await eventually(lambda: bool(inbox.lost_ones))
    assert [post.message for post in inbox.lost_ones] == [asked.data["id"]]
    assert records.forgotten_spaces == [("discord", "77")]
    assert asked.responses == []
    assert server.violations == []
