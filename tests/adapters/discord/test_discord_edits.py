"""Edited and deleted questions, and missing permissions, end to end with unpatched discord.py."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from discord.utils import utcnow

from bot.adapters.discord import sender
from bot.application import posts
from tests.adapters.discord.running import MENTION, Running, ask, reply_with
from tests.fakes.discord_service import COST, LAUNCH, answering
from tests.fakes.records import FakeRecords
from tests.servers.discord_objects import (
    CHANNEL_ID,
    READ_HISTORY,
    READER,
    SEND,
    SEND_IN_THREADS,
    THE_BOT,
    THREAD_ID,
    VIEW,
)
from tests.servers.discord_server import DiscordServer
from tests.waiting import eventually


async def test_an_edited_question_is_answered_anew_in_the_same_reply(
    server: DiscordServer, storybot: Running
) -> None:
    records = FakeRecords()
    async with storybot(answering(records=records)):
        said = await ask(server)
        reply = await server.reply_to(said)
        await server.rewrite(said, f"{MENTION} launch?")
        await server.until(lambda: len(server.edits) == 1)
        await eventually(lambda: [fact.id for fact in records.posts.values()] == ["launch"])
        await server.rewrite(said, f"{MENTION} zebra?")
        await server.until(lambda: len(server.edits) == 2)
        await eventually(lambda: records.posts == {})
    assert LAUNCH.answer in server.edits[0][1]["content"]
    assert {message_id for message_id, _ in server.edits} == {reply["id"]}
    assert len(server.messages) == 1
    assert server.violations == []


async def test_an_edit_that_leaves_the_words_is_no_question(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        said = await ask(server)
        await server.reply_to(said)
        for _ in range(3):
            await server.rewrite(said, said["content"], embeds=[{"type": "link"}])
        await server.rewrite(said, f"{MENTION}  cost?")
        edited = await server.rewrite(said, f"{MENTION} launch?")
        await server.until(lambda: len(server.edits) == 1)
        await server.deliver(edited, "MESSAGE_UPDATE")
        await reply_with(server, "launch?")
    assert len(server.edits) == 1
    assert server.violations == []


async def test_edits_that_do_not_concern_it_are_left_alone(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        talk = await server.say("what did it cost?")
        named = {"mentions": [THE_BOT.data()]}
        for stamp in (None, "2031-04-03T12:00:00.000000+00:00"):  # a link that unfolds
            await server.rewrite(talk, f"{MENTION} cost?", edited_timestamp=stamp, **named)
        said = await ask(server)
        await server.reply_to(said)
        await server.rewrite(said, "no longer a question", mentions=[])
        await reply_with(server, "launch?")
    assert server.edits == []
    assert len(server.messages) == 2
    assert server.violations == []


async def test_a_mention_added_by_an_edit_is_answered_once(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        talk = await server.say("what did it cost?")
        now = {"edited_timestamp": utcnow().isoformat(), "mentions": [THE_BOT.data()]}
        edited = await server.rewrite(talk, f"{MENTION} what did it cost?", **now)
        reply = await server.reply_to(talk)
        for _ in range(2):
            await server.deliver(edited, "MESSAGE_UPDATE")
        await server.rewrite(edited, f"{MENTION} launch?")
        await server.until(lambda: len(server.edits) == 1)
    assert COST.answer in reply["content"] or LAUNCH.answer in reply["content"]
    assert len(server.messages) == 1
    assert server.violations == []


async def test_a_direct_question_may_be_edited_too(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        said = await server.say("cost?", channel_id=READER.direct_channel)
        await server.reply_to(said)
        await server.rewrite(said, "launch?")
        await server.until(lambda: len(server.edits) == 1)
    assert LAUNCH.answer in server.edits[0][1]["content"]
    assert server.violations == []


async def test_a_deleted_question_takes_its_reply_away(
    server: DiscordServer, storybot: Running
) -> None:
    records = FakeRecords()
    async with storybot(answering(records=records)):
        first = await ask(server)
        reply = await server.reply_to(first)
        await reply_with(server, "launch?")
        await server.take_back(await server.say("talk"))
        await server.take_back(first)
        await server.until(lambda: bool(server.deleted))
        await eventually(lambda: len(records.posts) == 1)
        await server.take_back(first)
        await server.rewrite(first, f"{MENTION} launch?")
        await asyncio.sleep(0.05)
    assert server.deleted == [reply["id"]]
    assert len(server.messages) == 1
    assert server.violations == []


async def test_a_reply_that_was_deleted_is_not_edited_any_more(
    server: DiscordServer, storybot: Running
) -> None:
    records = FakeRecords()
    async with storybot(answering(records=records)):
        said = await ask(server)
        reply = await server.reply_to(said)
        await server.press(reply, "Delete")
        await server.until(lambda: bool(server.deleted))
        await eventually(lambda: records.posts == {})
        await server.rewrite(said, f"{MENTION} launch?")
        await reply_with(server, "launch?")
    assert server.edits == []
    assert server.violations == []


async def test_a_question_deleted_before_it_is_answered_leaves_nothing(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        said = await ask(server)
        await server.take_back(said)
        await server.until(lambda: bool(server.deleted))
    assert server.messages == []
    assert server.violations == []


async def test_many_deleted_at_once_take_their_replies_away(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        asked = [await ask(server) for _ in range(3)]
        await server.until(lambda: len(server.messages) == 3)
        session = server.gateway.live
        assert session is not None
        place = {key: asked[0][key] for key in ("channel_id", "guild_id")}
        ids = [one["id"] for one in asked]
        await session.dispatch("MESSAGE_DELETE_BULK", {**place, "ids": ids})
        await server.until(lambda: len(server.deleted) == 3)
    assert server.violations == []


async def test_old_questions_are_forgotten_beyond_a_bound(
    server: DiscordServer, storybot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posts, "REMEMBERED", 1)
    async with storybot():
        first = await ask(server)
        await server.reply_to(first)
        await reply_with(server, "launch?")
        await server.take_back(first)
        await asyncio.sleep(0.05)
    assert server.deleted == []
    assert server.violations == []


@pytest.mark.parametrize(
    ("lacking", "channel", "named"),
    [
        (SEND, CHANNEL_ID, "Send Messages."),
        (VIEW, CHANNEL_ID, "View Channel, Send Messages, Read Message History."),
        (SEND | READ_HISTORY, CHANNEL_ID, "Send Messages, Read Message History."),
        (SEND_IN_THREADS, THREAD_ID, "Send Messages in Threads."),
    ],
)
async def test_where_it_may_not_speak_the_asker_gets_the_answer_and_the_reason_directly(
    server: DiscordServer, storybot: Running, lacking: int, channel: int, named: str
) -> None:
    server.permissions &= ~lacking
    async with storybot():
        await server.say(f"{MENTION} cost?", pings=(THE_BOT,), channel_id=channel)
        await server.until(lambda: bool(server.messages))
    [told] = server.messages
    assert told["channel_id"] == str(READER.direct_channel)
    assert COST.answer in told["content"]
    assert f"these permissions: {named}" in told["content"]
    assert "Anyone who manages the server can grant them." in told["content"]
    assert server.violations == []
    assert server.unanswered() == []
    assert all(request.status < 400 for request in server.requests), "it tried without leave"


async def test_in_a_locked_thread_the_asker_is_told_what_it_takes(
    server: DiscordServer, storybot: Running
) -> None:
    server.locks_threads = True
    async with storybot():
        await server.say(f"{MENTION} cost?", pings=(THE_BOT,), channel_id=THREAD_ID)
        await server.until(lambda: bool(server.messages))
    assert "these permissions: Manage Threads." in server.messages[0]["content"]
    assert server.messages[0]["channel_id"] == str(READER.direct_channel)
    assert server.violations == []


async def test_without_leave_to_read_back_the_plain_answer_says_what_is_missing(
    server: DiscordServer, storybot: Running
) -> None:
    server.permissions &= ~READ_HISTORY
    async with storybot():
        await ask(server)
        await server.until(lambda: bool(server.messages))
    assert "this permission: Read Message History." in server.messages[0]["content"]
    assert COST.answer in server.messages[0]["content"]
    assert server.violations == []


async def test_who_takes_no_direct_messages_is_noted_in_the_log(
    server: DiscordServer, storybot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    server.permissions &= ~SEND
    server.takes_direct_messages = False
    async with storybot():
        await ask(server)
        await eventually(lambda: "takes no direct messages" in caplog.text)
    assert "cost?" not in caplog.text
    assert server.violations == []


async def test_threads_are_answered_in_the_thread(server: DiscordServer, storybot: Running) -> None:
    async with storybot():
        said = await server.say(f"{MENTION} cost?", pings=(THE_BOT,), channel_id=THREAD_ID)
        assert (await server.reply_to(said))["channel_id"] == str(THREAD_ID)
    assert server.violations == []


def _refusal(code: int) -> discord.HTTPException:
    response: Any = SimpleNamespace(status=404, reason="Not Found")
    return discord.HTTPException(response, {"code": code, "message": "no"})


@pytest.mark.parametrize(
    ("error", "is_gone"),
    [(None, True), (OSError("cut"), False), (_refusal(50013), False), (_refusal(10008), True)],
    ids=["done", "lost", "forbidden", "gone already"],
)
async def test_says_whether_a_reply_was_changed_and_is_gone(
    error: Exception | None, is_gone: bool
) -> None:
    async def call(*_: object, **__: object) -> None:
        if error is not None:
            raise error

    client: Any = SimpleNamespace(http=SimpleNamespace(request=call, delete_message=call))
    assert await sender.edit(client, 1, "2", {}) is (error is None)
    assert await sender.delete(client, 1, "2") is is_gone
