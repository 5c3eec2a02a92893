"""Closing waits for answers under way, but not for ever."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.channels.slack.underway import Underway

pytestmark = [pytest.mark.asyncio, pytest.mark.timeout(30)]


async def test_closing_waits_for_work_and_for_what_that_starts() -> None:
    done: list[str] = []

    async with Underway() as underway:

        async def second() -> None:
            await asyncio.sleep(0.02)
            done.append("second")

        async def first() -> None:
            await asyncio.sleep(0.02)
            underway.start(second())
            done.append("first")

        underway.start(first())
    assert done == ["first", "second"]


async def test_closing_gives_up_after_its_grace(caplog: pytest.LogCaptureFixture) -> None:
    started, ended = time.monotonic(), asyncio.Event()

    async def endless() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    async with Underway(grace=0.05) as underway:
        underway.start(endless())
        await asyncio.sleep(0)
    assert ended.is_set()
    assert time.monotonic() - started < 1
    assert "1 answers were not sent" in caplog.text
