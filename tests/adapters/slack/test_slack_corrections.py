"""What was told in Slack is put right where it stands, within its limits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from bot.application import corrections
from bot.rendering import texts
from tests.adapters.editors_room import EditorsRoom, editors_room
from tests.adapters.slack.slack_bot import in_both_modes, serving, told
from tests.records.conftest import Open
from tests.records.reading import count
from tests.servers.slack_objects import mention
from tests.servers.slack_server import SlackServer
from tests.waiting import eventually

COST = "The ferry cost 48 million crowns, Mara Quill of the North Quay Company said."
NOW = COST.replace("48", "50")
WAS = "An earlier version said 48 million."


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corrections, "EVERY", 0.02)
    monkeypatch.setattr(corrections, "AGAIN", 0.1)
    monkeypatch.setattr(corrections, "PAUSE", 0.0)


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
        assert set(slack.kinds) <= {"updated unasked"}


def correct(room: EditorsRoom) -> None:
    room.rewrite(COST, f"{NOW}\n    correction: {WAS}\n    revised: 2031-04-09")


@in_both_modes
async def test_a_correction_reaches_what_was_told(mode: str, opened: Open, tmp_path: Path) -> None:
    async with answering(mode, opened, tmp_path) as (slack, room):
        answer = await told(slack, slack.event(mention("how much did the ferry cost?")))
        assert "48 million" in answer.text
        correct(room)
        await slack.until(lambda: NOW in slack.shown[answer.ts].text)
        now = slack.shown[answer.ts]
        assert WAS in now.text
        assert "9 April 2031" in now.text
        assert now.offers(":up:")
        assert now.offers(":proof:")


async def test_what_is_told_with_doubt_stays_in_doubt(opened: Open, tmp_path: Path) -> None:
    async with answering("socket", opened, tmp_path) as (slack, room):
        question = "was the ferry worth the money it cost?"
        answer = await told(slack, slack.event(mention(question)))
        assert answer.text.startswith(texts.DOUBT.format(answer=COST)[:30])
        correct(room)
        await slack.until(lambda: NOW in slack.shown[answer.ts].text)
        assert slack.shown[answer.ts].text.startswith(texts.DOUBT.format(answer=NOW))


async def test_a_rate_limit_is_waited_for(opened: Open, tmp_path: Path) -> None:
    async with answering("socket", opened, tmp_path) as (slack, room):
        answer = await told(slack, slack.event(mention("how much did the ferry cost?")))
        slack.refuse.append((429, "1"))
        correct(room)
        await slack.until(lambda: NOW in slack.shown[answer.ts].text)


@pytest.mark.parametrize("error", ["channel_not_found", "cant_update_message"])
async def test_what_cannot_be_changed_is_let_go(
    error: str, opened: Open, address: str, tmp_path: Path
) -> None:
    async with answering("socket", opened, tmp_path) as (slack, room):
        await told(slack, slack.event(mention("how much did the ferry cost?")))
        slack.failing["chat.update"] = error
        await room.records.writer.flush()
        correct(room)
        await eventually(lambda: count(address, "posts") == 0)


async def test_what_slack_has_trouble_with_is_tried_again(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corrections, "CLAIM", 0.2)
    async with answering("socket", opened, tmp_path) as (slack, room):
        answer = await told(slack, slack.event(mention("how much did the ferry cost?")))
        slack.failing["chat.update"] = "internal_error"
        correct(room)
        await eventually(lambda: sum(it.method == "chat.update" for it in slack.calls) > 1)
        del slack.failing["chat.update"]
        await slack.until(lambda: NOW in slack.shown[answer.ts].text)
