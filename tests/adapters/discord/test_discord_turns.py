"""In a crowd those who came first are answered in time, and no answer is tried that is too late."""

from __future__ import annotations

import asyncio

import pytest

from bot.adapters.discord import turns
from tests.adapters.discord.running import Running
from tests.fakes.discord_service import COST, answering
from tests.servers.discord_server import DiscordServer

pytestmark = [pytest.mark.asyncio, pytest.mark.timeout(30)]


async def test_first_come_first_served_and_who_waited_too_long_is_not_answered_late(
    server: DiscordServer, storybot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "AT_ONCE", 2)
    monkeypatch.setattr(turns, "TOO_LATE", 0.3)
    waits: list[float] = []
    talk = answering()
    talk.acknowledged = lambda _, seconds: waits.append(seconds)
    async with storybot(talk):
        server.slowness = 0.2
        asked = [await server.use_command("ask", question="cost?") for _ in range(8)]
        await asyncio.sleep(1.2)
        assert [bool(one.responses) for one in asked] == 4 * [True] + 4 * [False]
        server.slowness = 0.0
        after = await server.answer_to(await server.use_command("ask", question="cost?"))
        assert COST.answer in after["content"]
    assert server.violations == []
    assert len(waits) == 9  # those that were given up, too
    assert sum(seconds > turns.TOO_LATE for seconds in waits) >= 4


async def test_buttons_and_completions_wait_for_their_turn_too(
    server: DiscordServer, storybot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "AT_ONCE", 1)
    async with storybot():
        answer = await server.answer_to(await server.use_command("ask", question="cost"))
        pressed = [await server.press(answer, "👍") for _ in range(5)]
        choices = await server.type_in("ask", "ferry")
        for one in pressed:
            await server.answer_to(one)
    assert choices
    assert server.violations == []
