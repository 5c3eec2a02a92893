"""What becomes of faults of the machine: a full disk, a clock that steps."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import event
from sqlalchemy.pool import Pool

from bot.rendering import texts
from tests.benchmarks.faults_discord import QUIET, all_answered, outcome, person, question
from tests.benchmarks.faulty import Place, Row
from tests.benchmarks.rig import QUESTION, TOKEN, came_to_pass, on_discord
from tests.records.reading import count, rows
from tests.servers.discord_objects import Data
from tests.servers.discord_server import DiscordServer

PAUSE = 0.2
"""Seconds between questions while the database is gone."""

HOUR, DAY = 3600.0, 86400.0
STEPS = (-400 * DAY, -DAY, -HOUR, -1.0, 1.0, HOUR, DAY, 400 * DAY)
"""Seconds by which a clock is found to be wrong."""


async def disk_full(place: Place, questions: int) -> Row:
    """No page can be added to the file for a while; for SQLite only."""
    async with DiscordServer(TOKEN) as server:
        with _full_disk() as fill:
            async with on_discord(place, server):
                said = [await _asked(server, number) for number in range(3)]
                fill(True)
                said += [await _asked(server, number) for number in range(questions)]
                told = [await _vote(server, said[0], number, "up") for number in range(200)]
                fill(False)
                said.append(await _asked(server, 0))
                await came_to_pass(lambda: count(place.address, "replies") == len(said), 30)
        await asyncio.sleep(QUIET)
        lost = len(said) - count(place.address, "replies")
        unkept = told.count(texts.THANKS_UP) - count(place.address, "votes")
        seen = f"{outcome(server, said)}; {lost} records lost; "
        seen += f"{told.count(texts.NOT_KEPT)} votes refused, {unkept} thanked for and not kept"
    return Row(
        "the disk is full",
        place,
        f"{len(said)} questions, {len(told)} votes",
        "each answered once, records catch up, votes are kept or refused in words",
        seen,
    )


async def database_gone(place: Place, seconds: float) -> Row:
    """The database goes and comes back while people ask and vote on Discord."""
    async with DiscordServer(TOKEN) as server, on_discord(place, server):
        said = [await _asked(server, 0)]
        place.take_away()
        began, slowest, told = time.monotonic(), 0.0, []
        while time.monotonic() - began < seconds:
            asked = time.monotonic()
            said.append(await _asked(server, len(said)))
            slowest = max(slowest, time.monotonic() - asked)
            if len(said) % 10 == 0:
                told.append(await _vote(server, said[0], len(said), "up"))
            await asyncio.sleep(PAUSE)
        place.bring_back()
        await came_to_pass(lambda: _kept(place, "replies") == len(said), 60)
        await asyncio.sleep(QUIET)
        lost = len(said) - _kept(place, "replies")
        unkept = told.count(texts.THANKS_UP) - _kept(place, "votes")
        seen = f"{outcome(server, said)}, {slowest:.1f} s at most; {lost} records lost; "
        seen += f"{told.count(texts.NOT_KEPT)} votes refused, {unkept} thanked for and not kept"
    return Row(
        "the database is gone while people ask on Discord",
        place,
        f"for {seconds:.0f} s, {len(said)} questions, {len(told)} votes",
        "replies go on, records catch up, votes are refused in words",
        seen,
    )


def _kept(place: Place, table: str) -> int:
    """How many rows; none while the database is not there."""
    try:
        return count(place.address, table)
    except (sqlite3.Error, psycopg.Error):
        return 0


async def clock_steps(place: Place, times: int) -> Row:
    """The calendar jumps to and fro while people ask and vote."""
    async with DiscordServer(TOKEN) as server, on_discord(place, server):
        said, votes = [], {}
        with _stepping_clock() as step:
            for number in range(times):
                step(random.choice(STEPS))
                said.append(await _asked(server, number))
                for verb in random.sample(("up", "down", "up", "down"), 3):
                    votes[number] = verb
                    await _vote(server, said[0], number, verb)
        await came_to_pass(lambda: count(place.address, "replies") == times)
        await asyncio.sleep(QUIET)
        kept = [up for (up,) in rows(place.address, "SELECT up FROM votes")]
        lost = times - count(place.address, "replies")
        wrong = abs(sum(map(bool, kept)) - list(votes.values()).count("up"))
        seen = f"{outcome(server, said)}; {lost} records lost; "
        seen += f"{times - len(kept)} votes lost or counted twice, {wrong} not the last one"
    return Row(
        "the clock steps, up to 400 days to and fro",
        place,
        f"{times} steps, {3 * times} votes",
        "each answered once, nothing is lost, the last vote counts",
        seen,
    )


async def _asked(server: DiscordServer, number: int) -> Data:
    said = await question(server, number, QUESTION)
    await server.deliver(said)
    await came_to_pass(lambda: all_answered(server, [said]))
    return said


async def _vote(server: DiscordServer, said: Data, number: int, verb: str) -> str:
    """Press a thumb of the reply to `said`; what the voter is told."""
    [reply] = server.replies_to(said)
    parts = [part for row in reply["components"] for part in row["components"]]
    thumb = next(it["custom_id"] for it in parts if f":{verb}:" in it.get("custom_id", ""))
    pressed = await server.touch(reply, thumb, person=person(number))
    await came_to_pass(lambda: bool(pressed.responses))
    return str(pressed.responses[0].get("data", {}).get("content", "")) if pressed.responses else ""


@contextmanager
def _full_disk() -> Iterator[Callable[[bool], None]]:
    """Yields what says whether SQLite's files may take one more page."""
    is_full = False

    def fill(full: bool) -> None:
        nonlocal is_full
        is_full = full

    def limit(connection: Any, _record: Any, _proxy: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0] if is_full else 1 << 30
        connection.execute(f"PRAGMA max_page_count={pages}")

    event.listen(Pool, "checkout", limit)
    try:
        yield fill
    finally:
        event.remove(Pool, "checkout", limit)


@contextmanager
def _stepping_clock() -> Iterator[Callable[[float], None]]:
    """Yields what sets this process's calendar wrong by some seconds."""
    right, wrong = time.time, 0.0

    def step(seconds: float) -> None:
        nonlocal wrong
        wrong = seconds

    time.time = lambda: right() + wrong
    try:
        yield step
    finally:
        time.time = right
