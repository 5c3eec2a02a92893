"""Whether memory stays flat over very many questions, and crowds are answered.

    python -m tests.benchmarks.soak --questions 100000

One process of storybot for each platform, the shipped story, every text spelt anew. It ends with 1
where memory grew by more than a tenth after the warm-up, or a promise to a reader was broken.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from tests.benchmarks import load_discord, load_slack
from tests.benchmarks.faulty import Place, Row, sqlite_files
from tests.benchmarks.load import at_once, questions
from tests.benchmarks.load_setup import TITLES, Setup, Stage, resident
from tests.benchmarks.rig import came_to_pass
from tests.servers.discord_objects import CHANNEL_ID, Person
from tests.servers.slack_objects import Delivery

WARM_UP = 0.2
"""The share of the questions after which memory must not grow any more: the caches are full."""

MOST_GROWTH = 0.10
STEPS = 20
NEVER = 99.0
"""Seconds told where nothing came."""

LINE = 120.0
"""Seconds in which the last of a crowd is answered."""

PATIENCE = 3.0
"""Seconds in which both platforms want to hear from a bot."""


@dataclass(frozen=True, slots=True)
class Held:
    """Megabytes before and after a crowd, and whether the process goes on answering."""

    before: float
    after: float
    goes_on: bool


async def memory(place: Place, channel: str, count: int) -> Row:
    """Megabytes of the process after each twentieth of the questions."""
    setup = Setup(channel, place.kind, place.address)
    stage = load_discord.stage if channel == "discord" else load_slack.stage
    async with stage("storybot", setup) as there:
        try:
            held = [await _step(there, count // STEPS) for _ in range(STEPS)]
        except TimeoutError:
            raise TimeoutError(f"a question was not answered: {there.faults()[:3]}") from None
        faults = there.faults()
    warm = held[int(WARM_UP * STEPS) - 1]
    growth = max(held[int(WARM_UP * STEPS) :]) / warm - 1
    return Row(
        f"very many questions ({channel})",
        place,
        f"{count:,} questions",
        f"memory grows by less than {MOST_GROWTH:.0%} after the first {WARM_UP:.0%}",
        f"{growth:+.1%}, {warm:.0f} MB then and {held[-1]:.0f} MB at the end; {_counted(faults)}",
    )


def _counted(faults: Sequence[str]) -> str:
    """How many, and of which kinds."""
    kinds = sorted({fault.partition(":")[0] for fault in faults})
    return f"{len(faults)} faults" + (f" ({', '.join(kinds)})" if kinds else "")


async def _step(stage: Stage, count: int) -> float:
    await at_once(stage, questions(count, distinct=True))
    stage.forget()
    return max(resident(pid) for pid in stage.pids)


async def crowd_on_discord(place: Place, people: int, seconds: float) -> Row:
    """So many people use `/ask` within `seconds`."""
    setup = Setup("discord", place.kind, place.address)
    async with load_discord.stage("storybot", setup) as stage:
        server, asked, before = stage.server, [], resident(stage.pids[0])
        async for number, text in _one_by_one(people, seconds):
            person = Person(992000000000000000 + 2 * number, "reader")
            asked.append(
                await server.use_command("ask", person=person, channel_id=CHANNEL_ID, question=text)
            )
        await came_to_pass(lambda: all(one.after is not None for one in asked), 30)
        times = [one.after if one.after is not None else NEVER for one in asked]
        faults = stage.faults()
        held = Held(before, resident(stage.pids[0]), await _goes_on(stage))
    return _crowd("Discord", place, (people, seconds), times, faults, held)


async def crowd_on_slack(place: Place, people: int, seconds: float, channel: str = "slack") -> Row:
    """So many people type `/ask` within `seconds`; `channel` may be "slack-http"."""
    setup = Setup(channel, place.kind, place.address)
    async with load_slack.stage("storybot", setup) as stage:
        server, before = stage.server, resident(stage.pids[0])
        typing: list[asyncio.Task[Delivery]] = []
        async for number, text in _one_by_one(people, seconds):
            typing.append(asyncio.create_task(stage.type(text, f"U{number}")))
        times = [done.seconds or NEVER for done in await asyncio.gather(*typing)]
        await came_to_pass(lambda: not server.watch.unanswered, LINE)
        faults = stage.faults()
        held = Held(before, resident(stage.pids[0]), await _goes_on(stage))
    return _crowd(TITLES[channel], place, (people, seconds), times, faults, held)


async def _goes_on(stage: Stage) -> bool:
    """Whether more questions are answered; the first may meet a connection that is being made."""
    for text in questions(3):
        with suppress(TimeoutError):
            await stage.ask(text)
            return True
    return False


async def _one_by_one(people: int, seconds: float) -> AsyncIterator[tuple[int, str]]:
    """Numbers and texts, spread evenly over `seconds`."""
    began = time.monotonic()
    for number, text in enumerate(questions(people)):
        await asyncio.sleep(max(0.0, began + number * seconds / people - time.monotonic()))
        yield number, text


def _crowd(
    platform: str,
    place: Place,
    size: tuple[int, float],
    times: Sequence[float],
    faults: list[str],
    held: Held,
) -> Row:
    people, seconds = size
    late = sum(it > PATIENCE for it in times)
    return Row(
        f"a crowd on {platform}",
        place,
        f"{people:,} people " + (f"within {seconds:g} s" if seconds else "at the same moment"),
        f"each answered once, acknowledged within {PATIENCE:g} s",
        f"{late} late, {_counted(faults)}; {max(times):.1f} s at most; "
        f"from {held.before:.0f} to {held.after:.0f} MB; "
        f"{'goes on' if held.goes_on else 'does not go on'} answering",
    )


async def soak(count: int) -> bool:
    """Print a row for each platform; whether memory stayed flat."""
    kept = True
    async with sqlite_files() as fresh:
        for channel in ("discord", "slack"):
            row = await memory(fresh(), channel, count)
            print(": ".join((row.fault, row.seen)))
            kept = kept and float(row.seen.split("%")[0]) <= 100 * MOST_GROWTH
            kept = kept and row.seen.endswith("; 0 faults")
    return kept


def main() -> None:
    """Ask, and tell."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.soak",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--questions", type=int, default=100_000, help="for each platform")
    sys.exit(0 if asyncio.run(soak(parser.parse_args().questions)) else 1)


if __name__ == "__main__":
    main()
