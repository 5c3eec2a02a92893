"""Readers on Discord hear once of what they wished for, and nothing is kept without their yes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.application import notifications
from bot.ports.messages import Reader
from bot.rendering import texts
from tests.adapters.discord.running import Running, command, reply_with
from tests.adapters.editors_room import EditorsRoom, editors_room
from tests.records.conftest import Open
from tests.records.reading import count, execute
from tests.servers.discord_objects import GUILD_ID, READER, Data
from tests.servers.discord_server import DiscordServer
from tests.waiting import eventually

HULL = """  - id: hull
    questions: [Who painted the hull?, painters of the hull]
    answer: Two brothers from Halm painted the hull.
"""
MENU = "Soup and fish are served on board."


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifications, "EVERY", 0.02)
    monkeypatch.setattr(notifications, "PAUSE", 0.0)


def tell_of_the_hull(room: EditorsRoom) -> None:
    room.rewrite("  - id: captain\n", f"{HULL}  - id: captain\n")


def tell_of_the_menu(room: EditorsRoom) -> None:
    room.rewrite("status: unknown\n", "status: established\n")
    room.rewrite("The story does not say what food is served on board.", MENU)


def told(server: DiscordServer, words: str) -> list[Data]:
    return [it for it in server.messages if words in it["content"]]


async def wish(server: DiscordServer, message: Data) -> Data:
    """The reader asks to be told, and agrees; the last word."""
    explained = await server.answer_to(await server.press(message, texts.NOTIFY_LABEL))
    assert "30 days" in explained["content"]
    return await server.answer_to(await server.press(explained, texts.AGREE_LABEL))


async def test_a_decline_is_made_up_for_once_in_a_direct_message(
    server: DiscordServer, storybot: Running, opened: Open, address: str, tmp_path: Path
) -> None:
    async with (
        opened() as records,
        editors_room(records, tmp_path, "discord", "77") as room,
        storybot(room.answering, unasked=room.unasked),
    ):
        decline = await reply_with(server, "who painted the hull?")
        explained = await server.answer_to(await server.press(decline, texts.NOTIFY_LABEL))
        assert count(address, "notices") == 0  # nothing is kept before the yes
        kept = await server.answer_to(await server.press(explained, texts.AGREE_LABEL))
        assert kept["content"] == texts.NOTIFY_KEPT.format(text="who painted the hull?")
        assert count(address, "notices") == 1
        room.rewrite("The ferry was launched on 9", "The ferry was put to sea on 9")
        await asyncio.sleep(0.4)
        assert told(server, "You wanted to hear") == []
        tell_of_the_hull(room)
        await eventually(lambda: bool(told(server, "Two brothers")))
        [notice] = told(server, "Two brothers")
        assert notice["channel_id"] == str(READER.direct_channel)
        assert texts.NOTIFIED.format(text="who painted the hull?") in notice["content"]
        assert texts.NOTIFIED_ONCE in notice["content"]
        assert count(address, "notices") == 0
    assert server.violations == []


async def test_of_two_processes_one_tells_it_and_a_restart_tells_it_no_more(
    server: DiscordServer, storybot: Running, opened: Open, tmp_path: Path
) -> None:
    async with opened() as records, editors_room(records, tmp_path, "discord", "77") as room:
        async with storybot(room.answering, unasked=room.unasked):
            await wish(server, await reply_with(server, "what food is served on board?"))
        tell_of_the_menu(room)
    for _ in range(2):
        async with (
            opened() as one,
            opened() as two,
            editors_room(one, tmp_path, "discord", "77") as first,
            editors_room(two, tmp_path, "discord", "77") as second,
            storybot(first.answering, unasked=first.unasked),
            storybot(second.answering, unasked=second.unasked),
        ):
            await eventually(lambda: bool(told(server, MENU)))
            await asyncio.sleep(0.3)
    assert len(told(server, MENU)) == 1


async def test_who_takes_no_direct_messages_is_named_where_they_asked(
    server: DiscordServer, storybot: Running, opened: Open, tmp_path: Path
) -> None:
    async with (
        opened() as records,
        editors_room(records, tmp_path, "discord", "77") as room,
        storybot(room.answering, unasked=room.unasked),
    ):
        decline = await reply_with(server, "who painted the hull?")
        await wish(server, decline)
        server.takes_direct_messages = False
        tell_of_the_hull(room)
        await eventually(lambda: bool(told(server, "Two brothers")))
        [notice] = told(server, "Two brothers")
        assert notice["channel_id"] == decline["channel_id"]
        assert notice["content"].startswith(f"<@{READER.id}> ")


async def test_a_report_leads_to_word_of_the_correction(
    server: DiscordServer, storybot: Running, opened: Open, tmp_path: Path
) -> None:
    async with (
        opened() as records,
        editors_room(records, tmp_path, "discord", "77") as room,
        storybot(room.answering, unasked=room.unasked),
    ):
        answer = await reply_with(server, "how much did the ferry cost?")
        form = await server.press(answer, "👎")
        thanks = await server.answer_to(await server.fill_in(form, "It was 50 million."))
        await wish(server, thanks)
        cost = "The ferry cost 48 million crowns, Mara Quill"
        room.rewrite(cost, cost.replace("48", "49"))  # no correction: nobody is told
        await asyncio.sleep(0.4)
        assert told(server, "You wanted to hear") == []
        room.rewrite(
            cost.replace("48", "49") + " of the North Quay Company said.",
            "It cost 50 million crowns.\n    revised: 2031-04-09\n    correction: It said 48.",
        )
        await eventually(lambda: bool(told(server, "You wanted to hear")))
        [notice] = told(server, "You wanted to hear")
        assert "50 million crowns" in notice["content"]
        assert "It said 48." in notice["content"]


async def test_what_is_kept_is_shown_and_goes(
    server: DiscordServer, storybot: Running, opened: Open, address: str, tmp_path: Path
) -> None:
    async with (
        opened() as records,
        editors_room(records, tmp_path, "discord", "77") as room,
        storybot(room.answering, unasked=room.unasked),
    ):
        await wish(server, await reply_with(server, "who painted the hull?"))
        shown = await server.answer_to(await server.use_command("privacy"))
        assert "you want to hear of “who painted the hull?”" in shown["content"]
        gone = await server.press(shown, texts.FORGET_LABEL)
        await server.until(lambda: bool(gone.responses))
        assert count(address, "notices") == 0
        await wish(server, await reply_with(server, "who painted the hull?"))
        execute(address, "UPDATE notices SET story = 'another'")
        tell_of_the_hull(room)
        await asyncio.sleep(0.4)
        assert told(server, "Two brothers") == []
        await records.store.forget_space("discord", str(GUILD_ID))
        assert count(address, "notices") == 0
    assert server.violations == []


async def test_words_that_are_not_remembered_are_asked_for(
    server: DiscordServer, storybot: Running, opened: Open, tmp_path: Path
) -> None:
    async with opened() as records, editors_room(records, tmp_path, "discord", "77") as room:
        async with storybot(room.answering, unasked=room.unasked):
            decline = await command(server, "who painted the hull?")
            explained = await server.answer_to(await server.press(decline, texts.NOTIFY_LABEL))
            room.answering.forget(lambda _: True)
            form = await server.press(explained, texts.AGREE_LABEL)
            kept = await server.answer_to(await server.fill_in(form, "Who painted the hull?"))
            assert kept["content"] == texts.NOTIFY_KEPT.format(text="Who painted the hull?")
        [notice] = await records.notices.waiting("discord")
        assert notice.reader == Reader("discord", str(READER.id), notice.reader.space)


async def test_without_leave_of_the_operator_there_is_no_button(
    server: DiscordServer, storybot: Running, opened: Open, tmp_path: Path
) -> None:
    async with (
        opened() as records,
        editors_room(records, tmp_path, "discord", "77") as room,
        storybot(room.answering),
    ):
        decline = await reply_with(server, "who painted the hull?")
        labels = [it["label"] for row in decline["components"] for it in row["components"]]
        assert texts.NOTIFY_LABEL not in labels
