"""How much a channel carries, next to a bot on the same library that answers a constant.

    python -m tests.benchmarks.load discord
    python -m tests.benchmarks.load slack-http --processes 2 --postgresql
    python -m tests.benchmarks.load --write

Both bots run in turns, in as many processes of their own, against loopback servers in this process.
The questions repeat, as they do where many people ask of one story, unless `--distinct` is given.
Single numbers on a shared machine say little; the ratios within the run do. It ends with 1 where a
promise is not kept. `--write` measures every channel on both databases, in one process and two.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.benchmarks.faulty import Place, postgresql_databases, sqlite_files
from tests.benchmarks.load_setup import CHANNELS, ROOT, TITLES, Setup, Stage
from tests.benchmarks.markdown import table
from tests.benchmarks.provenance import commit, versions
from tests.records.postgres import binaries

QUESTIONS = ROOT / "tests/questions/tuning.jsonl"
REPORT = ROOT / "docs" / "load.md"
AT_ONCE = 16
RATE = 100.0
ROUNDS = 4
LEAST = {"discord": 0.5, "slack": 0.6, "slack-http": 0.6}
"""The share of the constant bot's throughput that is promised."""

MOST_P50, MOST_P99 = 2.0, 10.0
"""Milliseconds above the constant bot at a steady rate."""

HEAD = (
    *("channel", "database", "processes", "a second", "constant bot", "ratio"),
    *("p50 ms above", "p99 ms above", "faults"),
)


@dataclass(frozen=True)
class Load:
    """What one bot managed."""

    throughput: float
    p50: float
    p99: float


def questions(count: int, *, distinct: bool = False) -> list[str]:
    """`count` questions, those of the tuning set over and over; `distinct`: each spelt anew."""
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["q"] for line in lines if line.strip()]
    found = (texts[number % len(texts)] for number in range(count))
    return [_spelt(text) if distinct else text for text in found]


def _spelt(text: str) -> str:
    """`text` with capitals strewn in: another text for a memory, the same for the engine."""
    return "".join(random.choice((letter.lower(), letter.upper())) for letter in text)


async def at_once(stage: Stage, texts: Sequence[str]) -> float:
    """Questions a second, with `AT_ONCE` of them under way at any time."""
    waiting = iter(texts)

    async def ask_on() -> None:
        for text in waiting:
            await stage.ask(text)

    loop = asyncio.get_running_loop()
    began = loop.time()
    await asyncio.gather(*(ask_on() for _ in range(AT_ONCE)))
    return len(texts) / (loop.time() - began)


async def steadily(stage: Stage, texts: Sequence[str]) -> list[float]:
    """Milliseconds until each answer, at a steady rate, whatever is still under way."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    asked = []
    for number, text in enumerate(texts):
        await asyncio.sleep(max(0.0, began + number / RATE - loop.time()))
        asked.append(asyncio.ensure_future(stage.ask(text)))
    return [1000 * seconds for seconds in await asyncio.gather(*asked)]


async def measured(
    stages: dict[str, Stage], count: int, *, distinct: bool = False
) -> dict[str, Load]:
    """Both bots in turns, so that what else the machine does falls on both."""
    rates: dict[str, list[float]] = {name: [] for name in stages}
    times: dict[str, list[float]] = {name: [] for name in stages}
    share = count // (2 * ROUNDS)
    for _ in range(ROUNDS):
        for name, stage in stages.items():
            rates[name].append(await at_once(stage, questions(share, distinct=distinct)))
            times[name] += await steadily(stage, questions(share, distinct=distinct))
    return {
        name: Load(
            statistics.median(rates[name]), _quantile(times[name], 50), _quantile(times[name], 99)
        )
        for name in stages
    }


def _quantile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1]


async def loads(
    setup: Setup, count: int, *, distinct: bool = False
) -> tuple[dict[str, Load], list[str]]:
    """What both bots managed, and what storybot did wrong."""
    from tests.benchmarks import load_discord, load_slack

    stage = load_discord.stage if setup.channel == "discord" else load_slack.stage
    async with AsyncExitStack() as stack:
        stages: dict[str, Stage] = {
            name: await stack.enter_async_context(stage(name, setup))
            for name in ("constant", "storybot")
        }
        found = await measured(stages, count, distinct=distinct)
        return found, stages["storybot"].faults()


def report(found: Mapping[str, Load], least: float, faults: list[str]) -> bool:
    """Print what was measured; whether every promise is kept."""
    ours, constant = found["storybot"], found["constant"]
    head = ("bot", "a second, 16 at once", "p50 ms at 100 a second", "p99 ms")
    print(
        table(
            head,
            [
                (name, f"{it.throughput:.0f}", f"{it.p50:.1f}", f"{it.p99:.1f}")
                for name, it in found.items()
            ],
        )
    )
    ratio = ours.throughput / constant.throughput
    p50, p99 = ours.p50 - constant.p50, ours.p99 - constant.p99
    promises = {
        f"throughput {ratio:.2f} of the constant bot's, at least {least}": ratio >= least,
        f"p50 {p50:.1f} ms above it, at most {MOST_P50}": p50 <= MOST_P50,
        f"p99 {p99:.1f} ms above it, at most {MOST_P99}": p99 <= MOST_P99,
        f"{len(faults)} questions unanswered or limits broken": not faults,
    }
    for promise, is_kept in promises.items():
        print(f"{'kept  ' if is_kept else 'BROKEN'}  {promise}")
    for fault in faults[:10]:
        print(f"        {fault}")
    return all(promises.values())


def line(setup: Setup, found: Mapping[str, Load], faults: list[str]) -> tuple[str, ...]:
    """One of the table, in the order of HEAD."""
    ours, constant = found["storybot"], found["constant"]
    return (
        TITLES[setup.channel],
        setup.database,
        str(setup.processes),
        f"{ours.throughput:.0f}",
        f"{constant.throughput:.0f}",
        f"{ours.throughput / constant.throughput:.2f}",
        f"{ours.p50 - constant.p50:.1f}",
        f"{ours.p99 - constant.p99:.1f}",
        str(len(faults)),
    )


async def document(count: int, *, distinct: bool) -> str:
    """Every channel on both databases, in one process and two, and how that came about."""
    rows = []
    async with _places() as places:
        for fresh in places:
            for channel in CHANNELS:
                for processes in (1, 2):
                    place = fresh()
                    setup = Setup(channel, place.kind, place.address, processes)
                    rows.append(line(setup, *await loads(setup, count, distinct=distinct)))
                    print(*rows[-1], sep="  ")
    command = f"python -m tests.benchmarks.load --questions {count}"
    command += " --distinct --write" if distinct else " --write"
    return (
        "# Load test: questions a second and latency\n\n"
        f"Measured {datetime.now(UTC).date()} with `{command}` at commit {commit()}, with Python "
        f"{sys.version.split()[0]} and {versions(('discord.py', 'slack-bolt', 'aiohttp'))}, "
        "unpatched, against loopback servers that take part of the same machine's time. `/ask` by "
        f"10,000 people, {AT_ONCE} at once, then {RATE:.0f} a second; the bot that answers a "
        "constant runs in turns with storybot, on the same library, in as many processes, without "
        "a database. “Above” is the time to the answer less that bot's. Ratios say more than "
        "figures of a machine.\n\n"
        f"{table(HEAD, rows)}"
    )


@asynccontextmanager
async def _places() -> AsyncIterator[list[Callable[[], Place]]]:
    """What makes fresh databases: files, and a PostgreSQL where its programs are installed."""
    async with AsyncExitStack() as stack:
        found = [await stack.enter_async_context(sqlite_files())]
        programs = binaries()
        if programs is not None:
            found.append(await stack.enter_async_context(postgresql_databases(programs)))
        yield found


async def single(
    channel: str, processes: int, count: int, *, distinct: bool, postgresql: bool
) -> bool:
    """Measure one; whether every promise is kept."""
    async with _places() as places:
        place = places[-1 if postgresql else 0]()
        setup = Setup(channel, place.kind, place.address, processes)
        found, faults = await loads(setup, count, distinct=distinct)
        return report(found, LEAST[channel], faults)


def main() -> None:
    """Run the load of one channel, or write the table of all."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.load",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("channel", nargs="?", choices=CHANNELS, default="discord")
    parser.add_argument("--questions", type=int, default=10_000, help="for each bot")
    parser.add_argument("--distinct", action="store_true", help="no text is asked twice")
    parser.add_argument("--processes", type=int, default=1, help="of each bot")
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite")
    parser.add_argument("--write", action="store_true", help=f"all, to {REPORT.relative_to(ROOT)}")
    given = parser.parse_args()
    if given.write:
        text = asyncio.run(document(given.questions, distinct=given.distinct))
        REPORT.write_text(text, encoding="utf-8")
        return
    work = single(
        *(given.channel, given.processes, given.questions),
        distinct=given.distinct,
        postgresql=given.postgresql,
    )
    sys.exit(0 if asyncio.run(work) else 1)


if __name__ == "__main__":
    main()
