"""Who asks too much waits, and hears so once; the others are answered as if nothing was."""

from __future__ import annotations

import asyncio

from tests.adapters.discord.running import MENTION, Running, ask, command
from tests.adapters.surface import TOO_FAST
from tests.fakes.discord_service import COST, answering, moderation
from tests.servers.discord_objects import OTHER_READER, THE_BOT
from tests.servers.discord_server import DiscordServer


async def test_a_flood_of_messages_is_told_once_and_kindly_and_slows_nobody(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot(answering(), rules=moderation(person_limit=6)):
        for _ in range(20):
            await ask(server)
        other = await server.say(f"{MENTION} cost?", author=OTHER_READER, pings=(THE_BOT,))
        assert COST.answer in (await server.reply_to(other))["content"]
        await server.until(lambda: len(server.messages) == 5)
        await asyncio.sleep(0.1)
    told = [message["content"] for message in server.messages]
    assert len(told) == 5
    assert sum(words.startswith(TOO_FAST) for words in told) == 1


async def test_an_edit_counts_as_a_question_and_a_flood_of_them_is_told_once(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot(answering(), rules=moderation(person_limit=6)):
        said = await ask(server)
        first = await server.reply_to(said)
        for number in range(9):
            said = await server.rewrite(said, f"{MENTION} launch {number}?")
            await server.rewrite(said, said["content"], embeds=[{"type": "link"}])
        await server.until(lambda: len(server.messages) == 2)
        other = await server.say(f"{MENTION} cost?", author=OTHER_READER, pings=(THE_BOT,))
        await server.reply_to(other)
    assert [message_id for message_id, _ in server.edits] == [first["id"]] * 2
    assert len(server.messages) == 3
    assert server.messages[1]["content"].startswith(TOO_FAST)
    assert [kind for kind, _ in server.violations] == ["answered-twice"]  # by that word, once


async def test_every_command_and_press_that_comes_too_fast_gets_a_private_word(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot(answering(), rules=moderation(person_limit=6)):
        first = await command(server, "cost?")
        for _ in range(2):
            await command(server, "cost?")
        late = await command(server, "cost?")
        pressed = await server.answer_to(await server.press(first, "👍"))
    for told in (late, pressed):
        assert told["content"].startswith(TOO_FAST)
        assert told["flags"] & 64
