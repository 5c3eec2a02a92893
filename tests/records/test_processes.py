"""Several processes on one database, and one that is killed: no vote is lost or counted twice."""

from __future__ import annotations

import asyncio
import os
import sys

import pytest

from bot.ports.messages import Reader
from bot.records.pseudonyms import Pseudonyms
from tests.paths import REPOSITORY
from tests.records.conftest import KEY
from tests.records.reading import count, rows

pytestmark = pytest.mark.slow


async def start(address: str, name: str, times: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.records.worker", address, name, str(times)),
        cwd=REPOSITORY,
        env=dict(os.environ),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_processes_that_start_at_once_share_a_new_database(address: str) -> None:
    started = [await start(address, f"p{number}", 10) for number in range(5)]
    for process in started:
        _, errors = await process.communicate()
        assert process.returncode == 0, errors.decode()
        assert errors == b""
    assert count(address, "replies") == 50
    assert rows(address, "SELECT count(*), count(DISTINCT person) FROM votes") == [(50, 50)]
    assert count(address, "storybot_schema") == 1


async def test_a_vote_that_was_acknowledged_survives_kill_9(address: str) -> None:
    acknowledged: list[str] = []
    for round_ in range(3):
        process = await start(address, f"r{round_}", 100_000)
        assert process.stdout is not None
        for _ in range(10 + 7 * round_):
            acknowledged.append((await process.stdout.readline()).decode().strip())
        process.kill()
        await process.communicate()
    people = Pseudonyms(KEY)
    expected = {people.hash(Reader("discord", name)) for name in acknowledged}
    kept = rows(address, "SELECT person, up FROM votes")
    assert len(kept) == len({person for person, _ in kept})
    assert expected <= {person for person, up in kept if not up}
