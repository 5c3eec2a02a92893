"""What the bot does on Discord with messages that do not name it: by default nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.adapters.discord.serving import NOT_ALLOWED
from bot.application import editors
from bot.application.ask import Answering
from bot.compose.stories import service_for
from bot.core.errors import SettingsError
from bot.knowledge.loader import parse
from bot.ops.metrics import CountingMeter
from bot.rendering import texts_editors, texts_managers
from tests.adapters.discord.running import Running, reply_with
from tests.adapters.discord.test_discord_rules import decide
from tests.adapters.editors_room import editors_room
from tests.fakes.answering import answering_of
from tests.page.ferry import STORY
from tests.records.conftest import Open
from tests.servers.discord_gateway import MESSAGE_CONTENT
from tests.servers.discord_objects import (
    GUILD_ID,
    OTHER_BOT,
    OTHER_CHANNEL_ID,
    OTHER_READER,
    READER,
    Data,
    message,
)
from tests.servers.discord_server import DiscordServer
from tests.waiting import eventually

FORUM = 990000000000000801
SURE = "How much did the ferry cost?"
UNSURE = "how much was the boat?"
CHAT = ("good morning all", "see you at lunch", "my train is late again", "lol", "thanks!")


@pytest.fixture
def ferry() -> Answering:
    return answering_of(service_for(parse(STORY.encode(), "ferry.yaml")))


@pytest.fixture(autouse=True)
def _allowed(server: DiscordServer) -> None:
    server.gateway.granted = MESSAGE_CONTENT


async def nothing(server: DiscordServer, *said: Data) -> None:
    await asyncio.sleep(0.2)
    assert [server.replies_to(one) for one in said] == [[] for _ in said]


async def test_an_ask_channel_answers_what_it_is_sure_of_and_nothing_else(
    server: DiscordServer, storybot: Running, ferry: Answering
) -> None:
    async with storybot(ferry, reads=True):
        await nothing(server, await server.say(SURE))
        assert "without a mention" in await decide(server, "mode", does="ask")
        said = await server.say(SURE)
        assert "48 million" in (await server.reply_to(said))["content"]
        others = [await server.say(it) for it in (*CHAT, UNSURE)]
        others.append(await server.say(SURE, author=OTHER_BOT))
        others.append(await server.say(SURE, channel_id=OTHER_CHANNEL_ID))
        others.append(await server.say(f"<@{OTHER_READER.id}> {SURE}", pings=(OTHER_READER,)))
        await nothing(server, *others)
        again = await server.rewrite(said, "When was the ferry launched?")
        await server.until(lambda: "9 March" in server.replies_to(again)[0]["content"])
        await decide(server, "mute")
        await nothing(server, await server.say(SURE))
        await decide(server, "unmute")
        await decide(server, "mode", does="asked")
        await nothing(server, await server.say(SURE))
        assert "48 million" in (await reply_with(server, SURE))["content"]
    assert server.violations == []


async def test_a_shadow_only_counts(
    server: DiscordServer, storybot: Running, ferry: Answering
) -> None:
    ferry.meter = counts = CountingMeter()
    async with storybot(ferry, reads=True):
        await decide(server, "mode", does="shadow")
        await nothing(server, await server.say(SURE), await server.say("good morning"))
    assert _count(counts, "yes") == _count(counts, "no") == 1


async def test_the_first_post_of_a_thread_in_a_forum_is_answered(
    server: DiscordServer, storybot: Running, ferry: Answering
) -> None:
    forum = {"id": str(FORUM), "type": 15, "guild_id": str(GUILD_ID), "name": "questions"}
    forum |= {"position": 3, "permission_overwrites": [], "nsfw": False, "parent_id": None}
    server.more_channels.append({**forum, "flags": 0, "available_tags": [], "topic": None})
    async with storybot(ferry, reads=True):
        await decide(server, "mode", does="forum", channel_id=FORUM)
        first = message(READER, 0, UNSURE)
        first["channel_id"] = first["id"]
        session = server.gateway.live
        assert session is not None
        await session.dispatch("THREAD_CREATE", _thread(first["id"]))
        await server.deliver(first)
        assert "48 million" in (await server.reply_to(first))["content"]
        second = message(READER, int(first["id"]), SURE)
        await server.deliver(second)
        await nothing(server, second)
    assert server.violations == []


async def test_without_leave_nothing_is_read_and_no_mode_is_taken(
    server: DiscordServer, storybot: Running, ferry: Answering
) -> None:
    async with storybot(ferry):
        refusal = await decide(server, "mode", does="ask")
        assert refusal.replace("\\", "") == texts_managers.MANAGE_CANNOT_HEAR
        await nothing(server, await server.say(SURE))
    assert server.gateway.identified[-1]["intents"] & MESSAGE_CONTENT == 0


async def test_an_intent_that_is_not_granted_is_named(
    server: DiscordServer, storybot: Running, ferry: Answering
) -> None:
    server.gateway.granted = 0
    with pytest.raises(SettingsError) as caught:
        async with storybot(ferry, reads=True):
            pass
    assert str(caught.value) == NOT_ALLOWED


def _count(counts: CountingMeter, would_answer: str) -> float:
    labels = {"platform": "discord", "would_answer": would_answer}
    return counts.registry.get_sample_value("storybot_overheard_total", labels) or 0.0


def _thread(thread_id: str) -> Data:
    details = {"archived": False, "auto_archive_duration": 60, "locked": False}
    return {
        "id": thread_id,
        "type": 11,
        "guild_id": str(GUILD_ID),
        "parent_id": str(FORUM),
        "owner_id": str(READER.id),
        "name": UNSURE,
        "message_count": 0,
        "member_count": 1,
        "rate_limit_per_user": 0,
        "thread_metadata": {**details, "archive_timestamp": "2031-04-03T10:00:00+00:00"},
        "flags": 0,
        "newly_created": True,
    }


async def test_what_it_suggests_is_said_once_an_editor_wants_it(
    server: DiscordServer,
    storybot: Running,
    opened: Open,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(editors, "EVERY", 0.05)
    async with (
        opened() as records,
        editors_room(records, tmp_path, "discord", str(OTHER_CHANNEL_ID)) as room,
        storybot(room.answering, unasked=room.unasked, reads=True),
    ):
        await decide(server, "mode", does="suggest")
        said = await server.say(UNSURE)
        await eventually(lambda: any(UNSURE in it["content"] for it in server.messages))
        [matter] = [it for it in server.messages if UNSURE in it["content"]]
        assert matter["channel_id"] == str(OTHER_CHANNEL_ID)
        assert "48 million" in matter["content"]
        await nothing(server, said)
        done = await server.answer_to(await server.press(matter, texts_editors.SAY_LABEL))
        assert done["content"] == texts_editors.SAID
        assert "48 million" in (await server.reply_to(said))["content"]
        await server.until(lambda: "→ Said." in matter["content"])
        [chat] = [await server.say("good morning")]
        await nothing(server, chat)
    assert server.violations == []


async def test_without_editors_there_is_nobody_to_suggest_it_to(
    server: DiscordServer, storybot: Running, ferry: Answering
) -> None:
    async with storybot(ferry, reads=True):
        assert "STORYBOT" in await decide(server, "mode", does="suggest")
