"""A process that is killed forgets no question it had in hand, and the next answers none twice."""

from __future__ import annotations

import pytest

from bot.application.moderation import Moderation
from bot.application.rules import Room
from bot.ports.memory_state import MemoryState
from bot.ports.messages import Post
from bot.settings import CommunitySettings
from tests.adapters.discord.running import MENTION, Running, ask, command
from tests.fakes.clock import FakeClock
from tests.fakes.discord_service import COST, answering
from tests.fakes.inbox import FakeInbox
from tests.servers.discord_objects import (
    CHANNEL_ID,
    READ_HISTORY,
    READER,
    THE_BOT,
    Data,
)
from tests.servers.discord_server import DiscordServer
from tests.waiting import eventually


def post_of(said: Data) -> Post:
    return Post("discord", said.get("guild_id"), said["channel_id"], said["id"])


async def test_a_question_is_in_hand_until_it_is_answered(
    server: DiscordServer, storybot: Running
) -> None:
    inbox = FakeInbox()
    async with storybot(answering(inbox=inbox)):
        said = await ask(server, "what did it cost?")
        await server.say("nothing to do with the bot")
        await server.reply_to(said)
        await eventually(lambda: inbox.in_hand == [])
    assert inbox.taken == [post_of(said)]


@pytest.mark.parametrize("channel_id", [CHANNEL_ID, READER.direct_channel])
async def test_what_was_left_in_hand_is_answered_by_the_next_process(
    channel_id: int, server: DiscordServer, storybot: Running
) -> None:
    pings = (THE_BOT,)
    said = await server.say(f"{MENTION} cost?", pings=pings, channel_id=channel_id)
    inbox = FakeInbox(post_of(said))
    async with storybot(answering(inbox=inbox)):
        assert COST.answer in (await server.reply_to(said))["content"]
        await eventually(lambda: inbox.in_hand == [])
    assert server.violations == []


async def test_what_was_answered_before_is_not_answered_again(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        said = await ask(server)
        await server.reply_to(said)
    inbox = FakeInbox(post_of(said))
    async with storybot(answering(inbox=inbox)):
        await eventually(lambda: inbox.in_hand == [])
        await server.gateway.forget_session()
        await server.gateway.until(lambda gateway: len(gateway.identified) == 3, 15)
    assert len(server.messages) == 1
    assert server.violations == []


async def test_what_cannot_be_read_any_more_is_given_up(
    server: DiscordServer, storybot: Running
) -> None:
    said = await ask(server)
    server.permissions &= ~READ_HISTORY
    inbox = FakeInbox(post_of(said), Post("discord", "900", str(CHANNEL_ID), "17"))
    async with storybot(answering(inbox=inbox)):
        await eventually(lambda: inbox.in_hand == [])
    assert server.messages == []


async def test_a_restart_forgets_neither_what_a_conversation_stands_on_nor_a_mute(
    server: DiscordServer, storybot: Running
) -> None:
    shared = MemoryState()
    async with storybot(answering(shared=shared)):
        await command(server, "what did it cost?")
    rules = Moderation(CommunitySettings(), FakeClock(), shared)
    async with storybot(answering(shared=shared), rules=rules):
        assert COST.answer in (await command(server, "again?"))["content"]
        rules.mute(Room("900", str(CHANNEL_ID)))
    rules = Moderation(CommunitySettings(), FakeClock(), shared)
    async with storybot(answering(shared=shared), rules=rules):
        await ask(server)
        direct = await server.say("cost?", channel_id=READER.direct_channel)
        await server.reply_to(direct)
    assert len(server.messages) == 1
