"""How much a channel carries, next to a bot on the same library that answers a constant.

    python -m tests.benchmarks.load discord
    python -m tests.benchmarks.load slack

Both bots run in turns, in processes of their own, against loopback servers in this process. The
questions repeat, as they do where many people ask of one story, unless `--distinct` is given.
Single numbers on a shared machine say little; the ratios within the run do. It ends with 1 where a
promise is not kept.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).parent.parent.parent
QUESTIONS = ROOT / "tests/questions/tuning.jsonl"
AT_ONCE = 16
RATE = 100.0
ROUNDS = 4
MOST_P50, MOST_P99 = 2.0, 10.0
"""Milliseconds above the constant bot at a steady rate."""


class Stage(Protocol):
    """A platform with a bot on it: asks one question, and says what went wrong."""

    async def ask(self, text: str) -> float:
        """Seconds until the answer was there."""
        ...

    def faults(self) -> list[str]:
        """What the bot did that the platform forbids, and what it left unanswered."""
        ...


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
    """`text` with capitals strewn in: another text for a memory, the same for the matcher."""
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


def report(loads: dict[str, Load], least: float, faults: list[str]) -> bool:
    """Print what was measured; whether every promise is kept."""
    ours, constant = loads["storybot"], loads["constant"]
    print("| bot | a second, 16 at once | p50 ms at 100 a second | p99 ms |")
    print("|---|---|---|---|")
    for name, load in loads.items():
        print(f"| {name} | {load.throughput:.0f} | {load.p50:.1f} | {load.p99:.1f} |")
    ratio = ours.throughput / constant.throughput
    promises = {
        f"throughput {ratio:.2f} of the constant bot's, at least {least}": ratio >= least,
        f"p50 {ours.p50 - constant.p50:.1f} ms above it, at most {MOST_P50}": ours.p50
        - constant.p50
        <= MOST_P50,
        f"p99 {ours.p99 - constant.p99:.1f} ms above it, at most {MOST_P99}": ours.p99
        - constant.p99
        <= MOST_P99,
        f"{len(faults)} questions unanswered or limits broken": not faults,
    }
    for promise, is_kept in promises.items():
        print(f"{'kept  ' if is_kept else 'BROKEN'}  {promise}")
    for fault in faults[:10]:
        print(f"        {fault}")
    return all(promises.values())


def main() -> None:
    """Run the load of one channel."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("channel", choices=["discord", "slack"])
    parser.add_argument("--questions", type=int, default=10_000, help="for each bot")
    parser.add_argument("--distinct", action="store_true", help="no text is asked twice")
    given = parser.parse_args()
    from tests.benchmarks import load_discord, load_slack

    run = load_discord.run if given.channel == "discord" else load_slack.run
    sys.exit(0 if asyncio.run(run(given.questions, distinct=given.distinct)) else 1)


if __name__ == "__main__":
    main()
