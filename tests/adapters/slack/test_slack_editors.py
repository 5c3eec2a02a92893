"""The channel of the editors in Slack, in both modes, and with two processes."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.application import editors
from bot.application.rules import Mode, Room
from bot.rendering import texts_editors
from tests.adapters.editors_room import QUESTION, editors_room
from tests.adapters.slack.slack_bot import FULL_SCOPES, in_both_modes, serving, told, typed
from tests.records.conftest import Open
from tests.servers.slack_objects import CHANNEL, READER, TEAM, mention, message
from tests.servers.slack_server import SlackServer
from tests.servers.slack_watch import place
from tests.waiting import eventually

ROOM = "C0EDITORS"


@in_both_modes
async def test_a_miss_becomes_the_next_readers_answer(
    mode: str,
    opened: Open,
    tmp_path: Path,
) -> None:
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(SlackServer())
        slack.watch.allow(place(ROOM, None))
        records = await stack.enter_async_context(opened())
        room = await stack.enter_async_context(editors_room(records, tmp_path, "slack", ROOM))
        await room.sends()
        await stack.enter_async_context(serving(slack, mode, room=room))
        [matter] = await slack.messages(1)
        assert (matter.channel, matter.private_to) == (ROOM, None)
        assert QUESTION in matter.text
        await slack.press(matter, matter.carrying(":open:"))
        await slack.until(lambda: bool(slack.modals))
        said = "The story does not say who painted the hull."
        done = await told(slack, slack.submit(slack.modals[-1], typed(said)))
        assert "not in the story" in done.text
        assert done.private_to == READER
        await eventually(lambda: bool(room.facts(QUESTION)))
        answer = await told(slack, slack.event(mention("who painted the hull?", CHANNEL)))
        assert said in answer.text
        assert slack.kinds == ["updated unasked"]  # the decision, where all editors see it


async def test_of_two_processes_one_says_it_and_either_does_it(
    opened: Open,
    tmp_path: Path,
) -> None:
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(SlackServer())
        slack.watch.allow(place(ROOM, None))
        for _ in range(2):
            records = await stack.enter_async_context(opened())
            room = await stack.enter_async_context(editors_room(records, tmp_path, "slack", ROOM))
            await room.sends(QUESTION, "first") if _ == 0 else None
            await stack.enter_async_context(serving(slack, "socket", room=room))
        [matter] = await slack.messages(1)
        await asyncio.sleep(0.3)
        assert len(slack.sent) == 1
        await told(slack, slack.press(matter, matter.carrying(":dismiss:")))
        await slack.until(lambda: texts_editors.DONE_DISMISSED in slack.shown[matter.ts].text)
        assert await room.desk.matters(()) == []
        gone = await told(slack, slack.press(matter, matter.carrying(":answer:")))
        assert gone.text == texts_editors.GONE


async def test_what_it_suggests_is_said_in_a_thread_once_an_editor_wants_it(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editors, "EVERY", 0.05)
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(SlackServer())
        slack.scopes = FULL_SCOPES
        records = await stack.enter_async_context(opened())
        room = await stack.enter_async_context(editors_room(records, tmp_path, "slack", ROOM))
        bot = await stack.enter_async_context(serving(slack, "socket", room=room))
        bot.moderation.set_mode(Room(TEAM, CHANNEL), Mode.SUGGEST)
        slack.watch.allow(place(ROOM, None))
        said = message("how much was the boat?", CHANNEL)
        await slack.event(said)
        [matter] = await slack.messages(1)
        assert (matter.channel, "48 million" in matter.text) == (ROOM, True)
        slack.watch.allow(place(CHANNEL, said["ts"]))
        await slack.press(matter, matter.carrying(":say:"))
        await slack.until(lambda: any("48 million" in it.text for it in slack.sent[1:]))
        answer = next(it for it in slack.sent[1:] if "48 million" in it.text)
        assert (answer.channel, answer.thread_ts) == (CHANNEL, said["ts"])
        await slack.until(lambda: "→ Said." in slack.shown[matter.ts].text)
