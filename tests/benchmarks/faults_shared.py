"""Breaks one of two processes that share a database, and counts what became of the questions."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO

from bot.ports.shared_state import LEASE
from tests.adapters.slack.slack_bot import FULL_SCOPES, MINIMAL_SCOPES
from tests.benchmarks.faulty import Place, Row
from tests.benchmarks.rig import ROOT, SECOND_STORY
from tests.records.conftest import KEY
from tests.servers.slack_objects import Payload, fresh, mention
from tests.servers.slack_server import SlackServer

LOST = b"a question may be unanswered"
SLOW = 0.05
"""Seconds that Slack takes for a message here, so that kills meet answers on their way."""


class Balanced(SlackServer):
    """A Slack whose requests a load balancer hands to each of `workers` in turn."""

    def __init__(self) -> None:
        super().__init__()
        self.workers: list[str] = []
        self._turn = 0

    @property
    def events_url(self) -> str | None:
        """The worker whose turn it is."""
        self._turn += 1
        return self.workers[self._turn % len(self.workers)]

    @events_url.setter
    def events_url(self, _: str | None) -> None:
        """Where to send is for the balancer to say."""


class Workers:
    """`storybot serve slack` by HTTP, several times, on one database."""

    def __init__(self, server: Balanced, place: Place, folder: str) -> None:
        self._server = server
        self._place = place
        self._log = Path(folder) / "log"
        self._processes: list[asyncio.subprocess.Process] = []

    @property
    def lost(self) -> int:
        """How many questions the processes said may be unanswered."""
        return self._log.read_bytes().count(LOST)

    async def start(self, number: int) -> None:
        """Start worker `number`, anew if it was killed."""
        port = self._port(number)
        with self._log.open("ab") as log:
            process = await self._serve(port, log)
        self._processes[number:] = [process, *self._processes[number + 1 :]]
        async with asyncio.timeout(30):
            while not _listens(port):
                await asyncio.sleep(0.05)

    async def kill(self, number: int) -> None:
        """End it as the kernel does."""
        self._processes[number].kill()
        await self._processes[number].wait()

    async def stop(self) -> None:
        """End all as an operator does."""
        for process in self._processes:
            if process.returncode is None:
                process.terminate()
            await process.wait()

    def _port(self, number: int) -> int:
        if number == len(self._server.workers):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
            self._server.workers.append(f"http://127.0.0.1:{port}/slack/events")
        return int(self._server.workers[number].split(":")[2].split("/")[0])

    async def _serve(self, port: int, log: BinaryIO) -> asyncio.subprocess.Process:
        server = self._server
        environ = {
            "SLACK_BOT_TOKEN": server.bot_token,
            "SLACK_SIGNING_SECRET": server.secret,
            "SLACK_API_URL": server.api_url,
            "PORT": str(port),
            "STORYBOT_DATABASE": self._place.address,
            "STORYBOT_HASH_KEY": KEY,
        }
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "serve", "slack", "--knowledge", str(SECOND_STORY)),
            cwd=ROOT,
            env={**os.environ, **environ},
            stderr=log,
        )


@asynccontextmanager
async def two_workers(place: Place, scopes: str) -> AsyncIterator[tuple[Balanced, Workers]]:
    """Two processes behind a balancer, on one database."""
    with tempfile.TemporaryDirectory() as folder:
        async with Balanced() as server:
            server.scopes, server.slowness = scopes, SLOW
            workers = Workers(server, place, folder)
            try:
                for number in range(2):
                    await workers.start(number)
                yield server, workers
            finally:
                await workers.stop()


async def killed_behind_a_balancer(place: Place, kills: int, *, can_look: bool) -> Row:
    """One of two Slack workers, over and over, while their questions come to either of them."""
    scopes = FULL_SCOPES if can_look else MINIMAL_SCOPES
    acknowledged, seen = await kill_behind_a_balancer(place, kills, scopes)
    manifest, promised = "with the fewest scopes", "those not answered are counted"
    if can_look:
        manifest, promised = "with all scopes", "none acknowledged is forgotten"
    return Row(
        f"kill -9 of one of two Slack workers behind a balancer, {manifest}",
        place,
        f"{kills} kills, {acknowledged:,} questions acknowledged",
        f"answered at most once; {promised}",
        seen,
    )


async def kill_behind_a_balancer(place: Place, kills: int, scopes: str) -> tuple[int, str]:
    """How many questions were acknowledged, and what became of them, in words."""
    acknowledged: list[str] = []
    async with two_workers(place, scopes) as (server, workers):
        for number in range(kills):
            flood = asyncio.create_task(_flood(server, acknowledged))
            await asyncio.sleep(random.uniform(0.5, 1.5))
            await workers.kill(number % 2)
            await asyncio.sleep(0.5)  # its retries go to the other
            flood.cancel()
            await asyncio.gather(flood, return_exceptions=True)
            await workers.start(number % 2)
        for _ in range(int(LEASE) + 6):  # what it had in hand is somebody's by then
            await asyncio.sleep(1)
            answers = Counter(sent.thread_ts for sent in server.sent)
            if answers.keys() >= set(acknowledged):
                break
        lost = workers.lost
    twice = sum(times > 1 for times in answers.values())
    silent = sum(ts not in answers for ts in acknowledged)
    return len(acknowledged), f"{twice} answered twice, {silent} not at all, {lost} counted as such"


async def _flood(server: Balanced, acknowledged: list[str]) -> None:
    """Questions of many people in many channels, each delivered until it is acknowledged."""
    under_way: set[asyncio.Task[None]] = set()
    try:
        while True:
            event = mention("who is this about?", channel=fresh("C"), user=fresh("U"))
            task = asyncio.create_task(_deliver(server, event, acknowledged))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
            await asyncio.sleep(0.02)
    finally:
        await asyncio.gather(*under_way)


async def _deliver(server: Balanced, event: Payload, acknowledged: list[str]) -> None:
    if (await server.event(event)).status == 200:
        acknowledged.append(event["ts"])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
