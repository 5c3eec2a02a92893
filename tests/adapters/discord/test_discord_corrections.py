"""What was told on Discord is put right where it stands, once, whoever restarts."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.application import corrections
from bot.core.model import Fact
from bot.ports.messages import Post
from tests.adapters.discord.running import Running, reply_with
from tests.adapters.editors_room import EditorsRoom, editors_room
from tests.records.conftest import Open
from tests.records.reading import count
from tests.servers.discord_objects import CHANNEL_ID, GUILD_ID, Data
from tests.servers.discord_server import DiscordServer
from tests.waiting import eventually

COST = "The ferry cost 48 million crowns, Mara Quill of the North Quay Company said."
NOW = COST.replace("48", "50")
WAS = "An earlier version said 48 million."


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corrections, "EVERY", 0.02)
    monkeypatch.setattr(corrections, "AGAIN", 0.1)
    monkeypatch.setattr(corrections, "PAUSE", 0.0)


def correct(room: EditorsRoom) -> None:
    """The editors correct the fact."""
    room.rewrite(COST, f"{NOW}\n    correction: {WAS}\n    revised: 2031-04-09")


def edits(server: DiscordServer) -> int:
    return sum(request[0] == "PATCH" for request in server.requests)


async def test_a_correction_reaches_what_was_told_and_its_buttons_stay(
    server: DiscordServer, storybot: Running, opened: Open, tmp_path: Path
) -> None:
    async with (
        opened() as records,
        editors_room(records, tmp_path, "discord", "77") as room,
        storybot(room.answering, unasked=room.unasked),
    ):
        answer = await reply_with(server, "how much did the ferry cost")
        other = await reply_with(server, "when was the ferry launched")
        buttons, launched = answer["components"], other["content"]
        room.rewrite("The ferry was launched on 9", "The ferry was put to sea on 9")
        correct(room)
        await server.until(lambda: NOW in answer["content"])
        assert WAS in answer["content"]
        assert "9 April 2031" in answer["content"]
        assert answer["components"] == buttons
        assert other["content"] == launched  # a change of wording is no correction
        await asyncio.sleep(0.2)
        assert edits(server) == 1
    assert server.violations == []


async def test_the_next_process_goes_on_and_two_change_a_message_once(
    server: DiscordServer, storybot: Running, opened: Open, tmp_path: Path
) -> None:
    async with opened() as records, editors_room(records, tmp_path, "discord", "77") as room:
        async with storybot(room.answering):
            answer = await reply_with(server, "how much did the ferry cost")
        await records.writer.flush()
        correct(room)
    async with (
        opened() as one,
        opened() as two,
        editors_room(one, tmp_path, "discord", "77") as first,
        editors_room(two, tmp_path, "discord", "77") as second,
        storybot(first.answering, unasked=first.unasked),
        storybot(second.answering, unasked=second.unasked),
    ):
        await server.until(lambda: NOW in answer["content"])
        await asyncio.sleep(0.3)
        assert edits(server) == 1


async def test_what_a_killed_process_had_claimed_is_done_by_the_next(
    server: DiscordServer,
    storybot: Running,
    opened: Open,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(corrections, "CLAIM", 0.3)
    async with opened() as records, editors_room(records, tmp_path, "discord", "77") as room:
        async with storybot(room.answering):
            answer = await reply_with(server, "how much did the ferry cost")
        await records.writer.flush()
        correct(room)
        name = f"correct/discord/{answer['channel_id']}/{answer['id']}"
        assert await records.shared.claim(name, 0.3)
    async with (
        opened() as records,
        editors_room(records, tmp_path, "discord", "77") as room,
        storybot(room.answering, unasked=room.unasked),
    ):
        await server.until(lambda: NOW in answer["content"])
    assert edits(server) == 1


async def test_messages_and_channels_that_are_gone_are_forgotten(
    server: DiscordServer, storybot: Running, opened: Open, address: str, tmp_path: Path
) -> None:
    async with (
        opened() as records,
        editors_room(records, tmp_path, "discord", "77") as room,
        storybot(room.answering, unasked=room.unasked),
    ):
        answer = await reply_with(server, "how much did the ferry cost")
        await records.writer.flush()
        server.messages.remove(answer)
        correct(room)
        await eventually(lambda: count(address, "posts") == 0)
    assert server.violations == []


async def test_another_story_with_the_same_ids_changes_nothing(
    server: DiscordServer, storybot: Running, opened: Open, tmp_path: Path
) -> None:
    async with (
        opened() as records,
        editors_room(records, tmp_path, "discord", "77") as room,
        storybot(room.answering, unasked=room.unasked),
    ):
        await reply_with(server, "how much did the ferry cost")
        await records.writer.flush()
        room.rewrite("https://courier.example/ferry", "https://courier.example/bridge")
        correct(room)
        await eventually(lambda: room.answering.story.key.endswith("bridge"))
        await asyncio.sleep(0.4)
        assert edits(server) == 0


async def test_a_fact_that_is_gone_is_withdrawn(
    server: DiscordServer,
    storybot: Running,
    opened: Open,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(corrections, "MISSING", 0.1)
    async with (
        opened() as records,
        editors_room(records, tmp_path, "discord", "77") as room,
        storybot(room.answering, unasked=room.unasked),
    ):
        answer = await reply_with(server, "how much did the ferry cost")
        await reply_with(server, "when was the ferry launched")
        room.rewrite("- id: cost\n", "- id: price\n")
        await server.until(lambda: "withdrawn" in answer["content"])
        assert answer["components"] == []


async def test_a_thousand_messages_are_put_right_while_questions_are_answered(
    server: DiscordServer, storybot: Running, opened: Open, tmp_path: Path
) -> None:
    async with (
        opened() as records,
        editors_room(records, tmp_path, "discord", "77") as room,
        storybot(room.answering, unasked=room.unasked),
    ):
        answer = await reply_with(server, "how much did the ferry cost")
        cost = _fact(room, "cost")
        said = [_copy(server, answer, number) for number in range(1_000)]
        for one in said:
            place = ("discord", str(GUILD_ID), str(CHANNEL_ID), one["id"])
            records.store.posted(cost, Post(*place), room.answering.story.key)
        await records.writer.flush()
        correct(room)
        await server.until(lambda: any(NOW in it["content"] for it in said))
        asked = await reply_with(server, "when was the ferry launched")
        assert "9 March" in asked["content"]
        await server.until(lambda: all(NOW in it["content"] for it in said), 60)
    assert server.violations == []


def _fact(room: EditorsRoom, name: str) -> Fact:
    return next(it for it in room.answering.story.facts if it.id == name)


def _copy(server: DiscordServer, message: Data, number: int) -> Data:
    made: Data = {**message, "id": str(int(message["id"]) + 1 + number)}
    server.messages.append(made)
    return made
