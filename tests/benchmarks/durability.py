"""What it costs that a power cut forgets nothing in hand: `python -m tests.benchmarks.durability`.

A question's part of the inbox on SQLite: noted before it is acknowledged, begun, done. With and
without waiting for the disk, in turn.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from bot.ports.inbox import InHand
from bot.ports.messages import Post
from bot.records.database import Database
from bot.records.opening import OpenRecords, open_records
from tests.benchmarks.markdown import table
from tests.records.conftest import KEY, RETENTION

RUNS, QUESTIONS = 5, 400
HEAD = ("at once", "waits for the disk", "CPU µs a question", "noted, p50 ms", "noted, p95 ms")


@contextmanager
def never_waiting() -> Iterator[None]:
    """Commits that do not wait for the disk."""
    run = Database.run

    def soon(database: Database, work: Any, *, durable: bool = True, **how: Any) -> Any:
        return run(database, work, durable=False, **how)

    with mock.patch.object(Database, "run", soon):
        yield


async def _run(at_once: int) -> tuple[float, float, float]:
    """Microseconds of CPU a question; milliseconds until one was noted, median and 95 %."""
    took: list[float] = []
    slots = asyncio.Semaphore(at_once)

    async def ask(records: OpenRecords, number: int) -> None:
        question = Post("slack", "T1", "C1", str(number))
        async with slots:
            began = time.perf_counter()
            await records.shared.claim(str(number), 60, InHand(question, "x" * 200))
            took.append(1000 * (time.perf_counter() - began))
            await records.inbox.begin(question)
            records.inbox.done(question)

    with tempfile.TemporaryDirectory() as folder:
        async with open_records(str(Path(folder) / "r.sqlite3"), KEY, RETENTION, {}) as records:
            await asyncio.sleep(0.2)
            began = time.process_time()
            await asyncio.gather(*(ask(records, number) for number in range(QUESTIONS)))
            cpu = 1e6 * (time.process_time() - began) / QUESTIONS
    return cpu, statistics.median(took), statistics.quantiles(took, n=20)[-1]


def main() -> None:
    """Print the medians of the runs."""
    lines = []
    for at_once in (1, 16):
        with_disk, without = [], []
        for _ in range(RUNS):
            with_disk.append(asyncio.run(_run(at_once)))
            with never_waiting():
                without.append(asyncio.run(_run(at_once)))
        for name, runs in (("yes", with_disk), ("no", without)):
            cpu, middle, late = (statistics.median(it) for it in zip(*runs, strict=True))
            lines.append((at_once, name, f"{cpu:.0f}", f"{middle:.2f}", f"{late:.2f}"))
    print(table(HEAD, lines))


if __name__ == "__main__":
    main()
