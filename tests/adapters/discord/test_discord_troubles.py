"""When Discord repeats itself, refuses, or cannot be reached: one answer, and never a crash."""

from __future__ import annotations

import pytest

from bot.rendering import texts
from tests.adapters.discord.running import MENTION, Running, ask, command, reply_with
from tests.fakes.discord_service import COST, answering
from tests.fakes.records import FakeRecords
from tests.servers.discord_objects import MANAGER, SEND, THE_BOT
from tests.servers.discord_records import Asked
from tests.servers.discord_rest import MOST_INVALID
from tests.servers.discord_server import DiscordServer
from tests.waiting import HANG, eventually


async def again(server: DiscordServer, asked: Asked) -> None:
    """The same interaction is delivered once more."""
    session = server.gateway.live
    assert session is not None
    await session.dispatch("INTERACTION_CREATE", asked.data)


async def test_an_interaction_that_comes_twice_is_answered_once(
    server: DiscordServer, storybot: Running
) -> None:
    records = FakeRecords()
    async with storybot(answering(records=records)):
        asked = await server.use_command("ask", question="cost")
        answer = await server.answer_to(asked)
        opened = await server.touch(answer, "storybot:follow:cost")
        sent = await server.fill_in(opened, "again")
        await server.answer_to(sent)
        said = await server.say("cost?")
        others = [
            await server.press(answer, "👍"),
            await server.use_command("story"),
            await server.use_command("privacy"),
            await server.use_command("storybot mute", person=MANAGER),
            await server.use_on("Ask about this", said),
            await server.use_command("retired"),
        ]
        for one in (asked, opened, sent, *others):
            await server.until(lambda one=one: bool(one.responses))  # type: ignore[misc]
            await again(server, one)
        await command(server, "cost")
    assert [len(one.responses) for one in (asked, opened, sent, *others)] == [1] * 9
    assert server.violations == []


async def test_an_answer_that_comes_too_late_is_noted_and_the_next_one_given(
    server: DiscordServer, storybot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    async with storybot():
        server.ack_limit = -1.0
        await server.use_command("ask", question="cost")
        await eventually(lambda: "answered too late" in caplog.text)
        server.ack_limit = HANG
        assert COST.answer in (await command(server, "cost"))["content"]
    assert {kind for kind, _ in server.violations} == {"late"}


async def test_a_refused_registration_leaves_mentions_answered(
    server: DiscordServer, storybot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    server.refuses_commands = True
    async with storybot():
        assert COST.answer in (await reply_with(server))["content"]
    assert "did not register" in caplog.text


async def test_a_reply_that_is_gone_cannot_be_edited_and_nothing_breaks(
    server: DiscordServer, storybot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    async with storybot():
        said = await ask(server)
        await server.reply_to(said)
        server.messages.clear()
        await server.rewrite(said, f"{MENTION} launch?")
        await eventually(lambda: caplog.text.count("did not take a reply") == 1)
        await server.take_back(said)
        await eventually(lambda: caplog.text.count("did not take a reply") == 2)
        await reply_with(server, "launch?")
    assert "cost?" not in caplog.text


async def test_a_message_without_words_is_asked_back_in_private(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        assert (await command(server, "   "))["content"].startswith("What would you like to know")
        told = await command(server, "zebra")
        assert told["content"] == texts.NOTHING_THERE
        opened = await server.press(told, "Send a question")
        await server.until(lambda: bool(opened.responses))
    assert server.violations == []


async def test_many_mentions_where_it_may_not_speak_get_it_shut_out_of_nothing(
    server: DiscordServer, storybot: Running
) -> None:
    server.permissions &= ~SEND
    async with storybot():
        for _ in range(MOST_INVALID + 2):
            await server.say(f"<@{THE_BOT.id}> cost?", pings=(THE_BOT,))
        await server.until(lambda: len(server.messages) == MOST_INVALID + 2)
    assert [it.kind for it in server.violations if it.kind == "shut-out"] == []
