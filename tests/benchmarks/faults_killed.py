"""Ends `storybot serve` on Discord, and counts what became of the questions around its end."""

from __future__ import annotations

import asyncio
import random
import signal
import time
from collections import Counter
from collections.abc import Iterable

from tests.adapters.discord.running import MENTION
from tests.benchmarks.faults_discord import QUIET, question_of
from tests.benchmarks.faulty import Place, Row
from tests.benchmarks.rig import SECOND_STORY, came_to_pass, python
from tests.records.conftest import KEY
from tests.records.reading import count, rows
from tests.servers.discord_objects import THE_BOT, Data
from tests.servers.discord_server import DiscordServer

ENOUGH = 15.0
"""Seconds in which what was left is answered after a start."""


async def killed_while_answering(place: Place, kills: int, stop: signal.Signals) -> Row:
    """`storybot serve` on Discord, ended under load, started again, over and over."""
    asked: list[object] = []
    in_hand: set[object] = set()
    seconds, bad_ends = 0.0, 0
    async with DiscordServer("d1sc0rd") as server:
        for number in range(kills):
            process = await _serve(server, place)
            await _connected(server, number + 1)
            flood = asyncio.create_task(_flood(server, asked))
            await asyncio.sleep(random.uniform(0.2, 0.8))
            began = time.monotonic()
            process.send_signal(stop)
            flood.cancel()
            await process.communicate()
            seconds = max(seconds, time.monotonic() - began)
            in_hand |= {message for (message,) in rows(place.address, "SELECT message FROM inbox")}
            bad_ends += stop is signal.SIGTERM and process.returncode != 0
        await _let_catch_up(server, place, kills + 1, asked)
        answered = _answers(server)
    is_kill = stop is signal.SIGKILL
    seen = _outcome(answered, asked)
    if is_kill:
        forgotten = len(in_hand - answered.keys())
        seen += f"; {len(in_hand)} were noted as in hand, {forgotten} of them forgotten"
    else:
        seen += f"; at most {seconds:.1f} s to end, {bad_ends} exits but 0; "
        seen += f"{len(answered) - count(place.address, 'replies')} records lost"
    return Row(
        f"{'kill -9' if is_kill else 'SIGTERM'} while questions come in on Discord",
        place,
        f"{kills} times, {len(asked):,} questions",
        "each answered once, by it or by the next"
        if is_kill
        else "each answered once, by it or by the next; ends within 10 s, records written",
        seen,
    )


async def asked_while_none_runs(place: Place, times: int) -> Row:
    """Questions in a server's channel between the end of a process and the next one's start.

    One that is to be killed hangs first, and is told of questions that it does not read.
    """
    asked: list[object] = []
    async with DiscordServer("d1sc0rd") as server:
        for number in range(times):
            process = await _serve(server, place)
            await _connected(server, number + 1)
            asked.append((await _ask(server))["id"])
            await _all_answered(server, asked)
            await asyncio.sleep(0.5)  # it is noted by then which message answers which
            if number % 2:
                process.terminate()
            else:
                process.send_signal(signal.SIGSTOP)
                asked += [(await _ask(server))["id"] for _ in range(10)]
                process.kill()
            await process.communicate()
            asked += [(await _ask(server))["id"] for _ in range(10)]
        await _let_catch_up(server, place, times + 1, asked)
        answered = _answers(server)
    return Row(
        "questions in a Discord channel while no process runs, or hangs",
        place,
        f"{times} times around kill -9 and SIGTERM in turn, {len(asked)} questions",
        "each is answered once by the next",
        _outcome(answered, asked),
    )


def _answers(server: DiscordServer) -> Counter[object]:
    """How often each question was answered."""
    return Counter(question_of(message) for message in server.messages)


def _outcome(answered: Counter[object], asked: list[object]) -> str:
    """How many were answered twice or not at all."""
    twice = sum(times > 1 for times in answered.values())
    return f"{twice} answered twice, {len(asked) - len(answered)} not at all"


async def _all_answered(server: DiscordServer, asked: Iterable[object]) -> None:
    """Wait until all are, or it is no use."""
    due = set(asked)
    await came_to_pass(lambda: len(_answers(server)) >= len(due), ENOUGH)


async def _let_catch_up(
    server: DiscordServer, place: Place, times: int, asked: Iterable[object]
) -> None:
    """One more start, and a quiet end."""
    process = await _serve(server, place)
    await _connected(server, times)
    await asyncio.sleep(3)  # the library takes two seconds to learn of its servers
    await _all_answered(server, asked)
    await asyncio.sleep(QUIET)
    process.terminate()
    await process.communicate()


async def _ask(server: DiscordServer) -> Data:
    return await server.say(f"{MENTION} who is this about?", pings=(THE_BOT,))


async def _flood(server: DiscordServer, asked: list[object]) -> None:
    while True:
        asked.append((await _ask(server))["id"])
        await asyncio.sleep(0.01)


async def _serve(server: DiscordServer, place: Place) -> asyncio.subprocess.Process:
    return await python(
        *("-m", "bot", "serve", "discord", "--knowledge", str(SECOND_STORY)),
        DISCORD_TOKEN=server.token,
        DISCORD_API_URL=server.api_url,
        STORYBOT_DATABASE=place.address,
        STORYBOT_HASH_KEY=KEY,
        STORYBOT_PERSON_LIMIT="0",
        STORYBOT_CHANNEL_LIMIT="0",
    )


async def _connected(server: DiscordServer, times: int) -> None:
    await server.gateway.until(lambda gateway: len(gateway.identified) >= times, 30)
    await asyncio.sleep(0.2)
