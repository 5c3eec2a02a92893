"""What is announced is done after a kill too, by the next process, and shows once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest

from bot.core.checks import Finding, Level
from bot.ports.inbox import InHand
from bot.ports.messages import Post
from bot.records.opening import OpenRecords, open_records
from bot.rendering import texts
from tests.adapters.discord.running import Running
from tests.fakes.discord_service import answering
from tests.fakes.examination import examining
from tests.fakes.inbox import FakeInbox
from tests.records.conftest import KEY, RETENTION
from tests.records.reading import count
from tests.servers.discord_objects import CHANNEL_ID, GUILD_ID, MANAGER, THE_BOT, Data
from tests.servers.discord_records import Asked
from tests.servers.discord_server import DiscordServer
from tests.waiting import eventually

WRONG = "the clock is wrong by an hour"
Process = Callable[[], AbstractAsyncContextManager[OpenRecords]]


class Watching(FakeInbox):
    """Notes how many requests there were when something was taken in hand."""

    def __init__(self, server: DiscordServer) -> None:
        super().__init__()
        self._server = server
        self.requests = 0

    async def take(self, question: Post, words: str = "") -> None:
        await super().take(question, words)
        if words:
            self.requests = len(self._server.requests)


wrong = examining((Finding("clock", Level.PROBLEM, WRONG, "set it"),))


async def never() -> tuple[Finding, ...]:
    await asyncio.Event().wait()
    return ()


async def answered(server: DiscordServer) -> Data:
    said = await server.say(f"<@{THE_BOT.id}> cost?", pings=(THE_BOT,))
    return await server.reply_to(said)


def place(asked: Asked) -> Post:
    return Post("discord", str(GUILD_ID), str(CHANNEL_ID), asked.data["id"])


def words(asked: Asked, deed: str, about: str = "") -> str:
    token: str = asked.data["token"]
    return json.dumps([deed, int(asked.data["application_id"]), token, about])


async def announced(server: DiscordServer, storybot: Running) -> Asked:
    """`/storybot doctor`, to a process that ends before it is done."""
    async with storybot(examine_all=never):
        asked = await server.use_command("storybot doctor", person=MANAGER)
        await server.until(lambda: bool(asked.responses))
    assert server.never_finished() == [asked]
    return asked


async def test_what_is_announced_is_in_hand_from_before_until_it_is_done(
    server: DiscordServer, storybot: Running
) -> None:
    inbox = Watching(server)
    async with storybot(answering(inbox=inbox), examine_all=wrong):
        asked = await server.use_command("storybot doctor", person=MANAGER)
        assert WRONG in (await server.answer_to(asked))["content"]
        await eventually(lambda: inbox.in_hand == [])
        assert inbox.taken == [place(asked)]
        assert json.loads(inbox.words) == json.loads(words(asked, "examine"))
        callback = server.requests[inbox.requests]
        assert callback.path.endswith(f"{asked.data['token']}/callback")
        reply = await answered(server)
        pressed = await server.press(reply, texts.DELETE_LABEL)
        await eventually(lambda: len(inbox.taken) == 3 and inbox.in_hand == [])
        assert json.loads(inbox.words) == json.loads(words(pressed, "delete", reply["id"]))
    assert server.violations == []


async def test_what_is_answered_at_once_is_not_noted(
    server: DiscordServer, storybot: Running
) -> None:
    inbox = Watching(server)
    async with storybot(answering(inbox=inbox)):
        asked = await server.use_command("ask", question="cost?")
        await server.press(await server.answer_to(asked), texts.UP_LABEL)
        await server.until(lambda: server.never_answered() == [])
    assert inbox.taken == []


async def test_what_was_announced_is_said_by_the_next_process_once(
    server: DiscordServer, storybot: Running
) -> None:
    asked = await announced(server, storybot)

    async def restart() -> None:
        inbox = FakeInbox(InHand(place(asked), words(asked, "examine")))
        async with storybot(answering(inbox=inbox), examine_all=wrong):
            await eventually(lambda: inbox.in_hand == [])
        assert inbox.lost_ones == []

    await restart()
    await restart()
    [said] = asked.messages
    assert WRONG in said["content"]
    assert server.violations == []


async def test_a_reply_is_taken_away_by_the_next_process_however_far_that_had_come(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        reply = await answered(server)
        pressed = await server.press(reply, texts.DELETE_LABEL)
        await server.until(lambda: server.deleted == [reply["id"]])
    inbox = FakeInbox(InHand(place(pressed), words(pressed, "delete", reply["id"])))
    async with storybot(answering(inbox=inbox)):
        await eventually(lambda: inbox.in_hand == [])
    assert pressed.messages == []
    assert inbox.lost_ones == []


@pytest.mark.parametrize("left", ["[]", '["dance",1,"x",""]', '["examine",1,"unknown",""]'])
async def test_what_can_be_done_no_more_is_counted_and_stops_nothing(
    left: str, server: DiscordServer, storybot: Running
) -> None:
    question = Post("discord", str(GUILD_ID), str(CHANNEL_ID), "17")
    inbox = FakeInbox(InHand(question, left))
    async with storybot(answering(inbox=inbox)):
        await eventually(lambda: inbox.in_hand == [])
        await answered(server)
    assert inbox.lost_ones == [question]


async def test_the_token_is_durable_before_the_announcement_and_gone_after_the_answer(
    server: DiscordServer, storybot: Running, tmp_path: Path
) -> None:
    path = str(tmp_path / "records.sqlite3")
    running: Process = partial(open_records, path, KEY, RETENTION, {})
    async with running() as records:
        given = answering(None, records.store, records.inbox)
        async with storybot(given, examine_all=never):
            asked = await server.use_command("storybot doctor", person=MANAGER)
            await server.until(lambda: bool(asked.responses))
            assert count(path, "inbox") == 1
    assert count(path, "inbox") == 1
    async with running() as records:
        given = answering(None, records.store, records.inbox)
        async with storybot(given, examine_all=wrong):
            assert WRONG in (await server.answer_to(asked))["content"]
    assert count(path, "inbox") == 0
    assert server.violations == []
