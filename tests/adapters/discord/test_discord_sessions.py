"""A bot that is started over and over opens no more sessions than Discord allows in a day."""

from __future__ import annotations

import time

import pytest

from bot.adapters.discord.gateway import Limit, pause_before
from tests.adapters.discord.running import Running, reply_with
from tests.servers.discord_server import DiscordServer


@pytest.mark.asyncio
async def test_a_bot_that_is_started_over_and_over_waits_for_its_turn(
    server: DiscordServer, storybot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    server.sessions_left, server.sessions_reset = 1, 400
    began = time.monotonic()
    async with storybot():
        await reply_with(server)
    assert time.monotonic() - began > 0.4
    assert "Discord allows 1 more session today" in caplog.text


def test_the_sessions_of_a_day_are_spread_when_few_are_left() -> None:
    def pause(remaining: int, sessions: int = 1) -> float:
        limit = Limit(total=1000, remaining=remaining, reset_after=36_000_000)
        return pause_before(limit, sessions)

    assert pause(1000) == pause(101) == 0
    assert pause(100) == 36_000 / 99
    assert pause(100, sessions=10) == 36_000 * 10 / 90
    assert pause(1) == pause(0) == 36_000
