"""Edits and deletions reach a reply that a process before this one made, on a real database."""

from __future__ import annotations

import asyncio

from discord.utils import utcnow

from tests.adapters.discord.running import MENTION, Process, ask
from tests.fakes.discord_service import COST, LAUNCH
from tests.records.reading import count
from tests.servers.discord_objects import READER, Data
from tests.servers.discord_server import DiscordServer
from tests.waiting import eventually


async def asked(server: DiscordServer) -> tuple[Data, Data]:
    """A question and its reply."""
    said = await ask(server)
    return said, await server.reply_to(said)


async def test_an_edit_after_a_restart_is_answered_in_the_same_reply(
    server: DiscordServer, process: Process
) -> None:
    async with process():
        said, reply = await asked(server)
    async with process():
        await server.rewrite(said, f"{MENTION} launch?")
        await server.until(lambda: len(server.edits) == 1)
        await server.rewrite(said, f"{MENTION} cost?")
        await server.until(lambda: len(server.edits) == 2)
    assert {message_id for message_id, _ in server.edits} == {reply["id"]}
    assert LAUNCH.answer in server.edits[0][1]["content"]
    assert COST.answer in server.edits[1][1]["content"]
    assert len(server.messages) == 1
    assert server.violations == []


async def test_a_direct_question_is_found_again_too(
    server: DiscordServer, process: Process
) -> None:
    async with process():
        said = await server.say("cost?", channel_id=READER.direct_channel)
        await server.reply_to(said)
    async with process():
        await server.rewrite(said, "launch?")
        await server.until(lambda: len(server.edits) == 1)
    assert server.violations == []


async def test_a_link_that_unfolds_after_a_restart_is_no_edit(
    server: DiscordServer, process: Process
) -> None:
    async with process():
        said, _ = await asked(server)
        said = await server.rewrite(said, f"{MENTION} launch?")
        await server.until(lambda: len(server.edits) == 1)
    async with process():
        await server.rewrite(said, said["content"], embeds=[{"type": "link"}])
        await server.rewrite(said, f"{MENTION}   launch?")
        await asked(server)
        await asyncio.sleep(0.05)
    assert len(server.edits) == 1
    assert server.violations == []


async def test_a_question_deleted_after_a_restart_takes_its_reply_away(
    server: DiscordServer, process: Process, path: str
) -> None:
    async with process():
        first, reply = await asked(server)
        await asked(server)
    async with process():
        await server.take_back(await server.say("talk"))
        await server.take_back(first)
        await server.until(lambda: bool(server.deleted))
        await server.take_back(first)
        await asyncio.sleep(0.05)
    assert server.deleted == [reply["id"]]
    assert server.violations == []
    assert (count(path, "answers"), count(path, "posts")) == (1, 1)


async def test_a_reply_deleted_after_a_restart_is_forgotten_and_not_made_again(
    server: DiscordServer, process: Process, path: str
) -> None:
    async with process():
        said, reply = await asked(server)
    async with process() as records:
        server.messages.remove(reply)
        await server.note_deleted(reply)
        await eventually(lambda: records.writer.waiting > 0)
        now = {"edited_timestamp": utcnow().isoformat()}
        await server.rewrite(said, f"{MENTION} launch?", **now)
        await asyncio.sleep(0.05)
    assert (server.edits, server.messages) == ([], [])
    assert count(path, "posts") == 0
    assert server.violations == []


async def test_many_questions_deleted_at_once_after_a_restart_take_their_replies_away(
    server: DiscordServer, process: Process
) -> None:
    async with process():
        questions = [(await asked(server))[0] for _ in range(3)]
    async with process():
        session = server.gateway.live
        assert session is not None
        place = {key: questions[0][key] for key in ("channel_id", "guild_id")}
        ids = [one["id"] for one in questions]
        await session.dispatch("MESSAGE_DELETE_BULK", {**place, "ids": ids})
        await server.until(lambda: len(server.deleted) == 3)
    assert server.messages == []
    assert server.violations == []
