"""In a crowd those who came first are answered in time, and no answer is tried that is too late."""

from __future__ import annotations

import pytest

from bot.adapters.discord import client, waited
from tests.adapters.discord.running import Running, command
from tests.fakes.clock import FakeClock
from tests.fakes.discord_service import COST, answering
from tests.servers.discord_records import Asked
from tests.servers.discord_server import DiscordServer
from tests.waiting import eventually


async def test_first_come_first_served_and_who_waited_too_long_is_not_answered_late(
    server: DiscordServer, storybot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "AT_ONCE", 2)
    clock = FakeClock()
    monkeypatch.setattr(waited, "perf_counter", clock.now)
    waits: list[float] = []
    talk = answering()
    monkeypatch.setattr(talk.meter, "acknowledged", lambda _, seconds: waits.append(seconds))
    async with storybot(talk):

        async def crowd() -> list[Asked]:
            server.takes.clear()
            asked = [await server.use_command("ask", question="cost?") for _ in range(4)]
            await eventually(lambda: server.held == 2)
            return asked

        in_time = await crowd()
        clock.advance(waited.TOO_LATE - 0.1)
        server.takes.set()
        for one in in_time:
            assert COST.answer in (await server.answer_to(one))["content"]
        too_late = await crowd()
        clock.advance(waited.TOO_LATE + 0.1)
        server.takes.set()
        await command(server, "cost?")
        assert [bool(one.responses) for one in too_late] == [True, True, False, False]
    assert server.violations == []
    assert len(waits) == 9  # those that were given up, too
    assert sum(seconds > waited.TOO_LATE for seconds in waits) >= 2


async def test_buttons_and_completions_wait_for_their_turn_too(
    server: DiscordServer, storybot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "AT_ONCE", 1)
    async with storybot():
        answer = await command(server, "cost")
        pressed = [await server.press(answer, "👍") for _ in range(5)]
        choices = await server.type_in("ask", "ferry")
        for one in pressed:
            await server.answer_to(one)
    assert choices
    assert server.violations == []
