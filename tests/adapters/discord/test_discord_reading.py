"""The question may stand in a message that is forwarded, or replied to."""

from __future__ import annotations

from bot.rendering import texts
from tests.adapters.discord.running import MENTION, Running, command
from tests.fakes.discord_service import COST, LAUNCH
from tests.servers.discord_objects import OTHER_READER, READER, THE_BOT, Data, forwarding, replying
from tests.servers.discord_server import DiscordServer
from tests.waiting import eventually

HERE = READER.direct_channel


async def said(server: DiscordServer, message: Data) -> str:
    content: str = (await server.reply_to(message))["content"]
    return content


async def test_a_message_that_is_forwarded_to_the_bot_is_read(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        forwarded = await server.say("", channel_id=HERE, **forwarding("what did it cost?"))
        assert COST.answer in await said(server, forwarded)
        asked = await server.answer_to(await server.use_on("Ask about this", forwarded))
        assert COST.answer in asked["content"]
    assert server.violations == []


async def test_words_beside_what_is_forwarded_come_first(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        both = {"channel_id": HERE, **forwarding("ferry " * 300)}
        assert LAUNCH.answer in await said(server, await server.say("launch?", **both))


async def test_a_mention_alone_asks_what_it_replies_to(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        question = await server.say("what did it cost?", author=OTHER_READER, channel_id=HERE)
        alone = await server.say(MENTION, channel_id=HERE, **replying(question))
        assert COST.answer in await said(server, alone)
        asked = await server.say(
            f"{MENTION} what did it cost?", author=OTHER_READER, pings=(THE_BOT,)
        )
        again = await server.say(MENTION, pings=(THE_BOT,), **replying(asked))
        assert COST.answer in await said(server, again)


async def test_it_says_so_where_it_may_not_read_what_is_replied_to(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        hidden = await server.say("what did it cost?", author=OTHER_READER)
        for replied in (hidden, None):
            alone = await server.say(MENTION, pings=(THE_BOT,), **replying(replied))
            assert texts.CANNOT_READ in await said(server, alone)
            rewritten = await server.rewrite(alone, f"{MENTION} launch?")
            [reply] = server.replies_to(rewritten)
            await eventually(lambda it=reply: LAUNCH.answer in it["content"])  # type: ignore[misc]
    assert server.violations == []


async def test_a_mention_alone_below_an_answer_asks_nothing(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        answer = await command(server, "hello")
        alone = await server.say(MENTION, pings=(THE_BOT,), **replying(answer))
        assert "What would you like to know" in await said(server, alone)
