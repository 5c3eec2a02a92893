"""Logging in, staying connected, and leaving."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
from pathlib import Path

import pytest
import yarl
from discord.gateway import DiscordWebSocket

from bot.adapters import waiting
from bot.adapters.discord.incoming import Seen
from bot.adapters.discord.serving import serve_discord
from bot.adapters.discord.syncing import same_commands
from bot.application.request_context import RequestContext
from bot.core.errors import RefusedTokenError
from bot.core.model import Context, Question, Reply
from bot.settings import DiscordSettings
from tests.adapters.discord.running import Running, ask, reply_with
from tests.fakes.discord_service import COST, FakeService, answering, moderation
from tests.fakes.records import FakeRecords
from tests.servers.discord_gateway import PRIVILEGED
from tests.servers.discord_objects import (
    APPLICATION_ID,
    GUILD_ID,
    READ_HISTORY,
    SEND,
    SEND_IN_THREADS,
    VIEW,
    registered,
)
from tests.servers.discord_server import DiscordServer
from tests.waiting import HANG, eventually


@pytest.mark.asyncio
async def test_a_refused_token_ends_with_a_sentence_that_names_the_remedy(
    server: DiscordServer,
) -> None:
    with pytest.raises(RefusedTokenError) as refused:
        await serve_discord(
            answering(), DiscordSettings("wrong.token", server.api_url), moderation()
        )
    assert "DISCORD_TOKEN" in str(refused.value)
    assert "wrong.token" not in str(refused.value)
    assert {violation.kind for violation in server.violations} == {"wrong-auth"}


@pytest.mark.asyncio
async def test_a_token_refused_at_the_gateway_ends_the_same_way(server: DiscordServer) -> None:
    server.gateway.token = "another.token"
    with pytest.raises(RefusedTokenError):
        await serve_discord(
            answering(), DiscordSettings(server.token, server.api_url), moderation()
        )


@pytest.mark.asyncio
async def test_cancelling_closes_the_connection_and_leaves_nothing_behind(
    server: DiscordServer, storybot: Running
) -> None:
    before = asyncio.all_tasks()
    async with storybot() as task:
        session = server.gateway.live
        assert session is not None
        assert session.socket is not None
        assert not session.socket.ws.closed
    assert task.cancelled()
    socket = session.socket.ws
    await eventually(lambda: socket.closed)
    assert session.socket.ws.close_code == 1000
    left = {one for one in asyncio.all_tasks() - before if "discord" in repr(one.get_coro())}
    assert left == set()
    assert server.violations == []


@pytest.mark.asyncio
async def test_cancelling_ends_it_also_while_it_connects_anew(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot() as task:
        server.gateway.heartbeat_interval = 600  # the library leaves a thread behind that beats
        await server.gateway.forget_session()
        await asyncio.sleep(0.5)  # the library waits five seconds before it identifies again
        task.cancel()
        await asyncio.wait((task,), timeout=HANG)
        assert task.cancelled()


@pytest.mark.asyncio
async def test_a_reply_under_way_is_finished_before_closing(
    server: DiscordServer, storybot: Running
) -> None:
    class Closing(FakeService):
        def ask(self, question: Question, context: Context | None = None) -> tuple[Reply, Context]:
            running.cancel()
            return super().ask(question, context)

    async with storybot(answering(Closing())) as running:
        assert COST.answer in (await reply_with(server))["content"]
    assert running.cancelled()


@pytest.mark.asyncio
async def test_commands_are_registered_once_over_reconnects_and_restarts(
    server: DiscordServer, storybot: Running
) -> None:
    calls: list[None] = []
    async with storybot(calls=calls):
        await server.gateway.ask_to_reconnect()
        await server.gateway.until(lambda gateway: gateway.resumed == 1)
        await server.gateway.forget_session()
        await server.gateway.until(lambda gateway: len(gateway.identified) == 2)
        assert COST.answer in (await reply_with(server))["content"]
    assert len(calls) == 3
    async with storybot():
        pass
    assert server.count("GET", "/commands") == 2
    assert server.count("PUT", "/commands") == 1
    names = sorted(command["name"] for command in server.commands)
    assert names == ["Ask about this", "ask", "privacy", "story", "storybot"]
    assert server.violations == []


@pytest.mark.asyncio
async def test_commands_that_changed_are_registered_anew(
    server: DiscordServer, storybot: Running
) -> None:
    server.commands = [registered({"name": "ask", "description": "Of an older version"})]
    async with storybot():
        pass
    assert server.count("PUT", "/commands") == 1
    ask = next(command for command in server.commands if command["name"] == "ask")
    assert [option["name"] for option in ask["options"]] == ["question", "private"]


@pytest.mark.asyncio
async def test_what_was_asked_during_a_reconnect_is_answered_once(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        first = await ask(server)
        await server.reply_to(first)
        session = server.gateway.live
        assert session is not None
        await server.gateway.ask_to_reconnect()
        session.socket = None
        missed = await ask(server, "launch?")
        await server.reply_to(missed)
    assert len(server.replies_to(first)) == len(server.replies_to(missed)) == 1
    assert server.violations == []


@pytest.mark.asyncio
async def test_it_beats_and_asks_for_no_privileged_intent(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        await server.gateway.until(lambda gateway: gateway.heartbeats >= 2)
    intents = server.gateway.identified[0]["intents"]
    assert intents & PRIVILEGED == 0
    assert intents == (1 << 0) | (1 << 9) | (1 << 12)


@pytest.mark.asyncio
async def test_it_waits_while_discord_cannot_be_reached(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(waiting, "FIRST_PAUSE", 0.01)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}/api/v10"
    settings = DiscordSettings("a.token", url)
    serving = asyncio.create_task(serve_discord(answering(), settings, moderation()))
    await eventually(lambda: "cannot be reached" in caplog.text)
    await asyncio.sleep(0.1)
    serving.cancel()
    await asyncio.wait((serving,))
    assert caplog.text.count("cannot be reached") == 1
    assert "a.token" not in caplog.text


@pytest.mark.asyncio
async def test_the_gateway_is_taken_from_the_api(server: DiscordServer, storybot: Running) -> None:
    async with storybot():
        pass
    assert yarl.URL(f"ws://127.0.0.1:{server.port}/gateway") == DiscordWebSocket.DEFAULT_GATEWAY


def test_defaults_that_discord_adds_are_no_change() -> None:
    ours = {"name": "ask", "type": 1, "options": [{"name": "q", "required": False}], "nsfw": False}
    assert same_commands([ours], [registered(ours)])
    assert not same_commands([ours], [registered({**ours, "description": "Else"})])
    assert not same_commands([ours], [registered(ours), registered({"name": "old"})])
    assert not same_commands([ours], [])


def test_ids_are_remembered_up_to_a_bound() -> None:
    seen = Seen(capacity=2)
    assert [seen.is_new(one) for one in (1, 1, 2, 3, 1)] == [True, False, True, True, True]


def test_conversations_of_two_people_never_share_a_key() -> None:
    keys = {
        RequestContext("discord", None, place, person, splits=True, is_private=private).conversation
        for place in ("1", "11")
        for person in ("1", "11")
        for private in (False, True)
    }
    assert len(keys) == 8


@pytest.mark.asyncio
async def test_a_process_may_serve_one_shard_of_several(
    server: DiscordServer, storybot: Running
) -> None:
    home = (GUILD_ID >> 22) % 4
    async with storybot(shard_ids=(home,), shard_count=4):
        await reply_with(server)
    assert [one["shard"] for one in server.gateway.identified] == [[home, 4]]
    assert server.count("PUT", "/commands") == (1 if home == 0 else 0)
    other = next(number for number in range(4) if number not in (0, home))
    server.gateway.sessions.clear()
    async with storybot(shard_ids=(other,), shard_count=4):
        missed = await ask(server)
        await asyncio.sleep(0.05)
    assert server.replies_to(missed) == []
    assert server.violations == []


@pytest.mark.asyncio
async def test_the_number_of_shards_is_discords_where_it_is_not_set(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        pass
    assert server.count("GET", "/gateway/bot") == 1
    assert [one["shard"] for one in server.gateway.identified] == [[0, 1]]


@pytest.mark.asyncio
async def test_a_server_that_recommends_nothing_gets_one_shard(
    server: DiscordServer, storybot: Running
) -> None:
    server.recommends_shards = False
    async with storybot():
        await reply_with(server)
    assert [one["shard"] for one in server.gateway.identified] == [[0, 1]]


@pytest.mark.asyncio
async def test_the_install_link_asks_for_what_is_needed_and_no_more(
    server: DiscordServer, storybot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        async with storybot():
            pass
    [link] = re.findall(r"https://discord\.com/oauth2/authorize\S+", caplog.text)
    query = yarl.URL(link).query
    assert query["client_id"] == str(APPLICATION_ID)
    assert query["scope"] == "bot applications.commands"
    assert int(query["permissions"]) == VIEW | SEND | READ_HISTORY | SEND_IN_THREADS
    page = (Path(__file__).parents[3] / "docs" / "discord.md").read_text(encoding="utf-8")
    assert f"permissions={query['permissions']}" in page


@pytest.mark.asyncio
async def test_what_is_kept_of_a_server_ends_with_its_leaving(
    server: DiscordServer, storybot: Running
) -> None:
    records = FakeRecords()
    async with storybot(answering(records=records)):
        session = server.gateway.live
        assert session is not None
        await session.dispatch("GUILD_DELETE", {"id": str(GUILD_ID), "unavailable": True})
        await session.dispatch("GUILD_DELETE", {"id": str(GUILD_ID)})
        await eventually(lambda: records.forgotten_spaces == [("discord", str(GUILD_ID))])


@pytest.mark.asyncio
async def test_a_server_that_cannot_be_forgotten_is_noted(
    server: DiscordServer, storybot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    records = FakeRecords()
    records.down = True
    async with storybot(answering(records=records)):
        session = server.gateway.live
        assert session is not None
        await session.dispatch("GUILD_DELETE", {"id": str(GUILD_ID)})
        await eventually(lambda: "could not be deleted" in caplog.text)
