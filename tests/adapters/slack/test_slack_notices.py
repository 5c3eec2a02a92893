"""Readers in Slack hear once of what they wished for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from bot.application import notifications
from bot.rendering import texts
from tests.adapters.editors_room import EditorsRoom, editors_room
from tests.adapters.slack.slack_bot import in_both_modes, serving, told
from tests.records.conftest import Open
from tests.records.reading import count
from tests.servers.slack_objects import CHANNEL, READER, mention
from tests.servers.slack_server import SlackServer
from tests.servers.slack_watch import Sent, place
from tests.waiting import eventually

MENU = "Soup and fish are served on board."
QUESTION = "what food is served on board?"


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifications, "EVERY", 0.02)
    monkeypatch.setattr(notifications, "PAUSE", 0.0)


@asynccontextmanager
async def answering(
    mode: str, opened: Open, folder: Path
) -> AsyncIterator[tuple[SlackServer, EditorsRoom]]:
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(SlackServer())
        records = await stack.enter_async_context(opened())
        room = await stack.enter_async_context(editors_room(records, folder, "slack", "C77"))
        await stack.enter_async_context(serving(slack, mode, room=room))
        yield slack, room


async def wish(slack: SlackServer) -> Sent:
    """A reader asks for what the story leaves open, and wishes to be told; the last word."""
    decline = await told(slack, slack.event(mention(QUESTION)))
    explained = await told(slack, slack.press(decline, decline.carrying(":notify:")))
    assert explained.private_to == READER
    kept = await told(slack, slack.press(explained, explained.carrying(":await:")))
    assert kept.text == texts.NOTIFY_KEPT.format(text="What food is served on board?")
    return decline


def tell(room: EditorsRoom) -> None:
    room.rewrite("status: unknown\n", "status: established\n")
    room.rewrite("The story does not say what food is served on board.", MENU)


@in_both_modes
async def test_a_known_unknown_is_told_once_it_is_known(
    mode: str, opened: Open, address: str, tmp_path: Path
) -> None:
    async with answering(mode, opened, tmp_path) as (slack, room):
        await wish(slack)
        slack.watch.allow(place(READER, None))
        before = len(slack.sent)
        tell(room)
        notice = (await slack.messages(before + 1))[-1]
        assert (notice.channel, notice.private_to) == (READER, None)
        assert MENU in notice.text
        assert texts.NOTIFIED_ONCE in notice.text
        await eventually(lambda: count(address, "notices") == 0)
        assert slack.kinds == []


async def test_who_cannot_be_written_to_is_named_where_they_asked(
    opened: Open, tmp_path: Path
) -> None:
    async with answering("socket", opened, tmp_path) as (slack, room):
        await wish(slack)
        slack.watch.allow(place(CHANNEL, None))
        slack.not_in[READER] = "messages_tab_disabled"
        before = len(slack.sent)
        tell(room)
        notice = (await slack.messages(before + 1))[-1]
        assert notice.channel == CHANNEL
        assert notice.text.startswith(f"<@{READER}> ")


async def test_a_rate_limit_is_waited_for(opened: Open, tmp_path: Path) -> None:
    async with answering("socket", opened, tmp_path) as (slack, room):
        await wish(slack)
        slack.refuse.append((429, "1"))
        before = len(slack.sent)
        tell(room)
        assert MENU in (await slack.messages(before + 1))[-1].text
