"""Closing waits for answers under way, but not for ever."""

from __future__ import annotations

import asyncio

import pytest

from bot.application.background_tasks import BackgroundTasks
from tests.waiting import HANG


async def test_closing_waits_for_work_and_for_what_that_starts() -> None:
    done: list[str] = []

    async with BackgroundTasks() as underway:

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
    ended = asyncio.Event()

    async def endless() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async with BackgroundTasks(grace=0.05) as underway:
        underway.start(endless())
        await asyncio.sleep(0)
    assert ended.is_set()
    assert "1 answer was not sent" in caplog.text


async def test_a_task_that_runs_anyway_is_waited_for() -> None:
    underway = BackgroundTasks()
    done: list[str] = []
    let_go = asyncio.Event()

    async def reply() -> None:
        underway.adopt()
        await let_go.wait()
        done.append("replied")

    replying = asyncio.create_task(reply())
    await asyncio.sleep(0)
    assert not await underway.finish(0.001)
    let_go.set()
    assert await underway.finish(HANG)
    assert done == ["replied"]
    await replying
