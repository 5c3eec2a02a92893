"""The channel of the editors on Discord, from a reader's question to the next reader's answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.rendering import texts_editors
from tests.adapters.discord.running import Running, reply_with
from tests.adapters.editors_room import ANSWER, QUESTION, editors_room
from tests.records.conftest import Open
from tests.servers.discord_objects import CHANNEL_ID, EPHEMERAL, OTHER_READER, Data
from tests.servers.discord_server import DiscordServer
from tests.waiting import eventually

HERE = str(CHANNEL_ID)


async def _told(server: DiscordServer, words: str) -> Data:
    """The message of the bot's that has these words."""
    await server.until(lambda: any(words in it["content"] for it in server.messages))
    return next(it for it in server.messages if words in it["content"])


async def test_a_miss_becomes_the_next_readers_answer(
    server: DiscordServer,
    storybot: Running,
    opened: Open,
    tmp_path: Path,
) -> None:
    async with opened() as records, editors_room(records, tmp_path, "discord", HERE) as room:
        await room.sends()
        async with storybot(room.answering, unasked=room.unasked):
            matter = await _told(server, QUESTION)
            assert "1 reader asked the editors" in matter["content"]
            form = await server.press(matter, texts_editors.ANSWER_LABEL)
            done = await server.answer_to(await server.fill_in(form, ANSWER))
            assert done["flags"] & EPHEMERAL
            await eventually(lambda: bool(room.facts(QUESTION)))
            answer = await reply_with(server, "who painted the hull")
            assert ANSWER in answer["content"]
            await server.until(lambda: "→ Now answered" in matter["content"])
            assert matter["components"] == []
        [decision] = (await records.editors.feedback(0.0)).decisions
        assert decision.text == ANSWER
        assert decision.editor.startswith("discord/")
        assert decision.patch is not None
        assert f"+    answer: {ANSWER}" in decision.patch or ANSWER in decision.patch
    assert server.violations == []


async def test_words_become_a_phrasing_of_the_fact_that_is_chosen(
    server: DiscordServer,
    storybot: Running,
    opened: Open,
    tmp_path: Path,
) -> None:
    words = "what did they shell out for the ferry"
    async with opened() as records, editors_room(records, tmp_path, "discord", HERE) as room:
        await room.sends(words)
        async with storybot(room.answering, unasked=room.unasked):
            matter = await _told(server, words)
            done = await server.answer_to(await server.choose(matter, "How much did the ferry"))
            assert "Now a phrasing of" in done["content"]
            await eventually(lambda: room.facts(words) == ["cost"])
    assert server.violations == []


async def test_where_two_must_agree_one_alone_changes_nothing(
    server: DiscordServer, storybot: Running, opened: Open, tmp_path: Path
) -> None:
    async with (
        opened() as records,
        editors_room(records, tmp_path, "discord", HERE, needs_two=True) as room,
    ):
        await room.sends()
        before = room.path.read_bytes()
        async with storybot(room.answering, unasked=room.unasked):
            matter = await _told(server, QUESTION)
            form = await server.press(matter, texts_editors.ANSWER_LABEL)
            waits = await server.answer_to(await server.fill_in(form, ANSWER))
            assert waits["content"] == texts_editors.WAITS
            await server.until(lambda: ANSWER in matter["content"])
            own = await server.answer_to(await server.press(matter, texts_editors.AGREE))
            assert own["content"] == texts_editors.NOT_YOURS
            assert room.path.read_bytes() == before
            agreed = await server.press(matter, texts_editors.AGREE, person=OTHER_READER)
            assert "Now answered" in (await server.answer_to(agreed))["content"]
            await eventually(lambda: bool(room.facts(QUESTION)))
            await server.until(lambda: matter["components"] == [])
    assert server.violations == []


@pytest.mark.parametrize("verb", ["adopt", "answer", "open", "agree", "dismiss"])
async def test_elsewhere_nobody_is_an_editor(
    server: DiscordServer,
    storybot: Running,
    opened: Open,
    tmp_path: Path,
    verb: str,
) -> None:
    async with opened() as records, editors_room(records, tmp_path, "discord", "77") as room:
        await room.sends()
        [matter] = await room.desk.matters(())
        before = room.path.read_bytes()
        async with storybot(room.answering, unasked=room.unasked):
            reply = await reply_with(server, "price of the new ferry")
            pressed = await server.touch(reply, f"storybot:{verb}:{matter.id}")
            assert (await server.answer_to(pressed))["content"] == texts_editors.ALONE
        assert room.path.read_bytes() == before
