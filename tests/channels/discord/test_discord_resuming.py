"""A session before is read on where Discord and the database allow it, and costs nothing else."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import pytest

from bot.channels.discord import continuity, resuming
from bot.channels.discord.replaying import settled
from bot.channels.discord.resuming import LIFE, Event, Position
from bot.records.local import LocalState
from tests.channels.discord.running import Running, ask
from tests.channels.slack.slack_bot import free_port
from tests.fakes.discord_service import answering
from tests.servers.discord_gateway import INVALID_SESSION, RECONNECT
from tests.servers.discord_server import DiscordServer
from tests.waiting import eventually

NAME = "discord/session/0"


@pytest.mark.parametrize("how", ["forgotten", "over"])
async def test_a_session_that_is_gone_costs_nothing(
    how: str, server: DiscordServer, storybot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    shared = LocalState()
    async with storybot(answering(shared=shared)):
        pass
    if how == "forgotten":
        server.gateway.sessions.clear()
    server.gateway.session_life = 0.0
    async with storybot(answering(shared=shared)):
        await eventually(lambda: len(shared._known[NAME]) == 1)
        await server.reply_to(await ask(server))
    assert [one.getMessage() for one in caplog.records] == []
    assert server.gateway.resumed == 0
    assert server.violations == []


async def test_a_session_that_is_too_old_is_not_tried(
    server: DiscordServer, storybot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(continuity, "TICK", 0.05)
    now = 0.0
    shared = LocalState(lambda: now)
    async with storybot(answering(shared=shared)):
        pass
    said, now = await ask(server), LIFE + 1
    async with storybot(answering(shared=shared)):
        await asyncio.sleep(2.5)
    assert server.gateway.resumed == 0
    assert server.replies_to(said) == []


@pytest.mark.parametrize(
    "interruption",
    [{"op": RECONNECT, "d": None}, {"op": INVALID_SESSION, "d": True}],
    ids=["asked to reconnect", "told to try again"],
)
async def test_reading_on_is_tried_again_where_discord_says_so(
    interruption: dict[str, Any],
    server: DiscordServer,
    storybot: Running,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(resuming, "PAUSE", 0.01)
    shared = LocalState()
    async with storybot(answering(shared=shared)):
        pass
    said = await ask(server)
    server.gateway.interruptions = [interruption]
    async with storybot(answering(shared=shared)):
        await server.reply_to(said)
        await eventually(lambda: len(shared._known[NAME]) == 1)
    assert server.gateway.resumed == 1
    assert server.violations == []


async def test_what_is_asked_while_discord_cannot_be_reached_is_answered(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot(answering(shared=LocalState())):
        await server.unplug()
        said = await ask(server)
        await asyncio.sleep(0.5)
        await server.plug_in()
        await server.reply_to(said, 15)
    assert (len(server.gateway.identified), server.gateway.resumed) == (2, 1)
    assert server.violations == []


async def test_the_token_goes_to_no_other_server_whatever_the_database_says(
    server: DiscordServer, storybot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(continuity, "TICK", 0.05)
    shared = LocalState()
    async with storybot(answering(shared=shared)):
        [(session, told)] = (await shared.get(NAME)).items()
    elsewhere = f"ws://localhost:{server.port}/gateway"
    shared.put(NAME, session, json.dumps([json.loads(told)[0], elsewhere]), LIFE)
    said = await ask(server)
    async with storybot(answering(shared=shared)):
        await asyncio.sleep(2.5)
    assert server.gateway.resumed == 0
    assert server.replies_to(said) == []


async def test_a_database_that_is_slow_at_first_is_asked_again(
    server: DiscordServer, storybot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(LocalState):
        asked = 0

        async def get(self, name: str) -> dict[str, str]:
            self.asked += name == NAME
            return {} if name == NAME and self.asked == 1 else await super().get(name)

    monkeypatch.setattr(continuity, "TICK", 0.05)
    shared = Slow()
    async with storybot(answering(shared=LocalState())):
        pass
    async with storybot(answering(shared=shared)):
        pass
    said = await ask(server)
    shared.asked = 0
    async with storybot(answering(shared=shared)):
        await server.reply_to(said)
    assert server.violations == []


async def test_the_session_stands_in_no_log() -> None:
    assert "secret" not in repr(Position("secret", 1, "wss://gateway.discord.gg"))


async def test_of_what_was_missed_only_the_end_is_handed_in() -> None:
    first, second = {"id": "1", "content": "a"}, {"id": "1", "content": "b"}
    gone, bulk = {"id": "2"}, {"ids": ["3", "4"]}
    events: list[Event] = [
        ("MESSAGE_CREATE", {"id": "1"}),
        ("MESSAGE_CREATE", {"id": "2"}),
        ("MESSAGE_UPDATE", first),
        ("MESSAGE_CREATE", {"id": "3"}),
        ("MESSAGE_UPDATE", second),
        ("MESSAGE_DELETE", gone),
        ("MESSAGE_UPDATE", {"id": "4"}),
        ("MESSAGE_DELETE_BULK", bulk),
    ]
    assert list(settled(events)) == [
        ("MESSAGE_CREATE", {"id": "1"}),
        ("MESSAGE_UPDATE", second),
        ("MESSAGE_DELETE", gone),
        ("MESSAGE_DELETE_BULK", bulk),
    ]


async def test_a_process_that_lives_on_goes_on_when_another_reads_its_session(
    server: DiscordServer, storybot: Running
) -> None:
    shared = LocalState()
    async with storybot(answering(shared=shared)), storybot(answering(shared=shared)):
        await server.gateway.until(lambda gateway: gateway.resumed == 2)
        assert server.gateway.sessions[0].left_at is None
        await server.reply_to(await ask(server))
        await asyncio.sleep(0.1)
    assert len(server.messages) == 1
    assert len(server.gateway.identified) == 2
    assert server.violations == []


async def test_where_discord_cannot_be_reached_the_session_is_left_to_the_next(
    server: DiscordServer, storybot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resuming, "PAUSE", 0.01)
    monkeypatch.setattr(continuity, "TICK", 0.05)
    shared = LocalState()
    async with storybot(answering(shared=shared)):
        [(session, told)] = (await shared.get(NAME)).items()
    nowhere = f"ws://127.0.0.1:{free_port()}/gateway"
    shared.put(NAME, session, json.dumps([json.loads(told)[0], nowhere]), LIFE)
    async with storybot(answering(shared=shared)):
        await asyncio.sleep(2.5)
        await server.reply_to(await ask(server))
    assert len(await shared.get(NAME)) == 2
    assert server.violations == []
