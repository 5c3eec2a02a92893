"""Whether memory stays flat over very many questions.

    python -m tests.benchmarks.soak --questions 100000

One process of storybot for each platform, the shipped story, every text spelt anew. It ends with 1
where memory grew by more than a tenth after the warm-up, or a promise to a reader was broken.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence

from tests.benchmarks import load_discord, load_slack
from tests.benchmarks.faulty import Place, Row, sqlite_files
from tests.benchmarks.load import at_once, questions
from tests.benchmarks.load_setup import Setup, Stage, resident

WARM_UP = 0.2
"""The share of the questions after which memory must not grow any more: the caches are full."""

MOST_GROWTH = 0.10
STEPS = 20


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
        f"{growth:+.1%}, {warm:.0f} MB then and {held[-1]:.0f} MB at the end; {counted(faults)}",
    )


def counted(faults: Sequence[str]) -> str:
    """How many, and of which kinds."""
    kinds = sorted({fault.partition(":")[0] for fault in faults})
    return f"{len(faults)} faults" + (f" ({', '.join(kinds)})" if kinds else "")


async def _step(stage: Stage, count: int) -> float:
    await at_once(stage, questions(count, distinct=True))
    stage.forget()
    return max(resident(pid) for pid in stage.pids)


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
