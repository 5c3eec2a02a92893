"""Mentions, replies and direct messages, end to end with unpatched discord.py."""

from __future__ import annotations

import asyncio

from bot.core.model import Context, Question, Reply
from bot.rendering import texts
from tests.adapters.discord.running import MENTION, Running, ask, reply_with
from tests.fakes.discord_service import COST, HOSTILE, STORY, FakeService, answering
from tests.servers.discord_objects import OTHER_BOT, READ_HISTORY, READER, THE_BOT
from tests.servers.discord_server import DiscordServer


async def test_a_mention_is_answered_with_a_reply(server: DiscordServer, storybot: Running) -> None:
    async with storybot():
        said = await ask(server, "what did it cost?")
        reply = await server.reply_to(said)
    assert COST.answer in reply["content"]
    sent = next(request.body for request in server.requests if request.path.endswith("/messages"))
    assert sent["message_reference"]["message_id"] == said["id"]
    assert sent["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert server.violations == []


async def test_a_reply_that_pings_the_bot_is_a_question(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        first = await reply_with(server)
        reference = {"message_id": first["id"], "channel_id": first["channel_id"]}
        said = await server.say(
            "again please", pings=(THE_BOT,), type=19, message_reference=reference
        )
        assert COST.answer in (await server.reply_to(said))["content"]
    assert server.violations == []


async def test_a_reply_that_arrived_is_not_sent_twice_when_discord_says_it_failed(
    server: DiscordServer, storybot: Running
) -> None:
    server.lost_answers = 1
    async with storybot():
        said = await ask(server, "what did it cost?")
        await server.until(lambda: server.count("POST", "/messages") == 2, 15)
        reply = await server.reply_to(said)
    assert server.messages == [reply]
    assert server.violations == []


async def test_a_direct_message_is_a_question(server: DiscordServer, storybot: Running) -> None:
    async with storybot():
        said = await server.say("what did it cost?", channel_id=READER.direct_channel)
        assert COST.answer in (await server.reply_to(said))["content"]
    assert server.violations == []


async def test_a_mention_without_words_is_asked_back(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        content = (await reply_with(server, f"<@!{READER.id}>"))["content"]
    assert content == texts.ASK_WITH_WORDS.format(title=STORY.title)


async def test_talk_bots_webhooks_and_system_messages_are_left_alone(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        ignored = [
            await server.say("what did it cost?"),
            await server.say("@everyone cost?", mention_everyone=True),
            await server.say(f"{MENTION} cost?", author=OTHER_BOT, pings=(THE_BOT,)),
            await server.say(f"{MENTION} cost?", author=THE_BOT, pings=(THE_BOT,)),
            await server.say(f"{MENTION} cost?", pings=(THE_BOT,), webhook_id="5"),
            await server.say(f"{MENTION} cost?", pings=(THE_BOT,), type=6),
        ]
        await reply_with(server)
        await asyncio.sleep(0.05)
    assert [server.replies_to(message) for message in ignored] == [[]] * len(ignored)
    assert len(server.messages) == 1


async def test_an_event_that_comes_twice_is_answered_once(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        said = await ask(server)
        await server.deliver(said)
        await server.reply_to(said)
        await server.deliver(said)
        await reply_with(server, "launch?")
    assert len(server.replies_to(said)) == 1
    assert server.violations == []


async def test_hostile_mentions_ping_nobody(server: DiscordServer, storybot: Running) -> None:
    async with storybot():
        content = (await reply_with(server, f"sign {HOSTILE}"))["content"]
    assert "@everyone" not in content
    assert "<@123>" not in content
    assert server.violations == []


async def test_without_leave_to_read_back_the_answer_comes_as_a_plain_message(
    server: DiscordServer, storybot: Running
) -> None:
    server.permissions &= ~READ_HISTORY
    async with storybot():
        await ask(server)
        await server.until(lambda: len(server.messages) == 1)
    assert COST.answer in server.messages[0]["content"]
    assert server.violations == []


async def test_an_error_leaves_the_bot_answering(server: DiscordServer, storybot: Running) -> None:
    async with storybot():
        assert (await reply_with(server, "break"))["content"] == texts.TROUBLE
        assert COST.answer in (await reply_with(server, "cost"))["content"]


async def test_only_the_words_reach_the_service(server: DiscordServer, storybot: Running) -> None:
    heard: list[str] = []

    class Listening(FakeService):
        def ask(self, question: Question, context: Context | None = None) -> tuple[Reply, Context]:
            heard.append(question.text)
            return super().ask(question, context)

    async with storybot(answering(Listening())):
        said = await server.say(f"Hey {MENTION},  what <@&7> did\nit <#8> cost?", pings=(THE_BOT,))
        await server.reply_to(said)
    assert heard == ["Hey , what did\nit cost?"]
