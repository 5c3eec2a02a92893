"""Breaks things and counts what became of them: `python -m tests.benchmarks.faults --write`.

The libraries run unpatched against a loopback Discord and Slack, and real databases. Without
PostgreSQL's programs its rows are left out.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.core.errors import NotRecordedError
from bot.core.model import Answered
from bot.ports.messages import Reader
from bot.ports.records import Exchange
from bot.records.opening import OpenRecords, open_records
from bot.records.pseudonyms import Pseudonyms
from tests.benchmarks import faults_all, faults_killed
from tests.benchmarks.faults_all import Fresh, Work
from tests.benchmarks.faults_shared import killed_behind_a_balancer
from tests.benchmarks.faulty import HEAD, Place, Row, postgresql_databases, sqlite_files
from tests.benchmarks.markdown import table
from tests.benchmarks.provenance import commit, versions
from tests.benchmarks.rig import ROOT, python
from tests.fakes.discord_service import COST
from tests.records.conftest import KEY, RETENTION
from tests.records.postgres import binaries
from tests.records.reading import count, rows

LIBRARIES = ("discord.py", "slack-bolt", "sqlalchemy", "psycopg")
REPORT = ROOT / "docs" / "reliability.md"


async def killed_while_voting(place: Place, kills: int) -> Row:
    """`kill -9` of a process that records and takes votes, at random moments."""
    acknowledged: list[str] = []
    for number in range(kills):
        process = await python("-m", "tests.records.worker", place.address, f"k{number}", "100000")
        assert process.stdout is not None
        acknowledged.append((await process.stdout.readline()).decode().strip())
        await asyncio.sleep(random.uniform(0, 0.3))
        process.kill()
        rest, _ = await process.communicate()
        acknowledged += rest.decode().split("\n")[:-1]
    kept = Counter(person for person, up in rows(place.address, "SELECT person, up FROM votes"))
    downs = {person for person, up in rows(place.address, "SELECT person, up FROM votes") if not up}
    people = Pseudonyms(KEY)
    lost = sum(people.hash(Reader("discord", name)) not in downs for name in acknowledged)
    twice = sum(times > 1 for times in kept.values())
    return Row(
        "kill -9 while votes come in",
        place,
        f"{kills} kills, {len(acknowledged):,} votes acknowledged",
        "no vote lost or counted twice",
        f"{lost} lost, {twice} counted twice",
    )


async def started_at_once(place: Place, processes: int) -> Row:
    """Processes that all find a database without tables."""
    started = [
        await python("-m", "tests.records.worker", place.address, f"s{number}", "20")
        for number in range(processes)
    ]
    failed = 0
    for process in started:
        await process.communicate()
        failed += process.returncode != 0
    return Row(
        "all start at once on a new database",
        place,
        f"{processes} processes, {20 * processes} replies",
        "one schema, nothing lost",
        f"{failed} failed, {count(place.address, 'replies')} replies kept",
    )


async def gone_for_a_while(place: Place, replies: int) -> Row:
    """A database that is down, or locked, and comes back."""
    slowest, refused = 0.0, 0
    async with open_records(place.address, KEY, RETENTION, {}) as records:
        await records.store.vote(Reader("discord", "0"), COST, up=True)
        await asyncio.sleep(0.5)  # for what is written at the start: the lock holds up this loop
        place.take_away()
        for number in range(replies):
            began = time.perf_counter()
            reader = Reader("discord", f"{number}")
            records.store.replied(Exchange("What did it cost?", Answered(COST), reader))
            slowest = max(slowest, time.perf_counter() - began)
            if number % (replies // 3) == 0:
                refused += await _is_refused(records)
            await asyncio.sleep(0.001)
        place.bring_back()
        while records.writer.waiting:
            await asyncio.sleep(0.1)
    return Row(
        "the database is gone for some seconds",
        place,
        f"{replies:,} replies, {refused} votes meanwhile",
        "no reply waits, records catch up, votes are refused in words",
        f"{replies - count(place.address, 'replies')} records lost; recording took "
        f"{1000 * slowest:.1f} ms at most; {refused} votes refused, "
        f"{count(place.address, 'votes') - 1} kept",
    )


async def _is_refused(records: OpenRecords) -> bool:
    try:
        await records.store.vote(Reader("discord", "late"), COST, up=True)
    except NotRecordedError:
        return True
    return False


async def measure(fresh: Fresh, scale: int, only: str = "") -> list[Row]:
    """Every fault on one kind of database, `scale` times over; those whose name holds `only`."""
    work = [
        started_at_once(fresh(), 3 + scale),
        killed_while_voting(fresh(), 2 * scale),
        gone_for_a_while(fresh(), 300 * scale),
        faults_killed.killed_while_answering(fresh(), 2 * scale, signal.SIGKILL),
        faults_killed.killed_while_answering(fresh(), 2 * scale, signal.SIGTERM),
        faults_killed.asked_while_none_runs(fresh(), 2 * scale),
        *faults_all.on_both_platforms(fresh, scale),
        killed_behind_a_balancer(fresh(), scale, can_look=True),
        killed_behind_a_balancer(fresh(), scale, can_look=False),
        *faults_all.while_pressing(fresh, scale),
    ]
    beside = _chosen(faults_all.meanwhile(fresh), only)
    waiting = asyncio.gather(*(_told(one, fresh()) for one in beside))
    found = [await _told(one, fresh()) for one in _chosen(work, only)]
    found += await waiting
    masses = _chosen(faults_all.of_masses(fresh, scale), only)
    return found + [await _told(one, fresh()) for one in masses]


def _chosen(work: Sequence[Work], only: str) -> list[Work]:
    """Those whose function's name holds `only`; the others never start."""
    chosen = [one for one in work if only in _name(one)]
    for one in work:
        if one not in chosen:
            one.close()
    return chosen


def _name(work: Work) -> str:
    return str(getattr(work, "__name__", "a fault"))


async def _told(work: Work, place: Place) -> Row:
    """The row; also where it broke off, for the others count all the same."""
    try:
        row = await work
    except Exception as error:
        row = Row(_name(work).replace("_", " "), place, "", "", f"broke off: {error!r}")
    print(*row.cells(), sep=" | ", file=sys.stderr)
    return row


async def report(scale: int, only: str = "") -> str:
    """The table, and how it came about."""
    async with sqlite_files() as fresh:
        found = await measure(fresh, scale, only)
    programs = binaries()
    if programs is not None:
        async with postgresql_databases(programs) as fresh:
            found += await measure(fresh, scale, only)
    day = datetime.now(UTC).date()
    return (
        "# Fault-injection results: crashes, outages and redeliveries\n\n"
        f"Seen {day} with `python -m tests.benchmarks.faults --scale {scale} --write` at commit "
        f"{commit()}, with Python {sys.version.split()[0]} and "
        f"{versions(LIBRARIES)}, unpatched, against a Discord and a "
        "Slack on the same machine and real databases.\n\n"
        f"{table(HEAD, (row.cells() for row in found))}"
    )


def main() -> None:
    """Print the report, or write it where it belongs."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.faults",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--scale", type=int, default=5, help="how often, more or less")
    parser.add_argument(
        "--only",
        default="",
        metavar="WORD",
        help="faults whose function has it in its name",
    )
    parser.add_argument("--write", action="store_true", help=f"into {REPORT.relative_to(ROOT)}")
    arguments = parser.parse_args()
    if arguments.only and arguments.write:
        parser.error("a report tells of all faults: --write without --only")
    logging.disable(logging.CRITICAL)  # of the bot: what it says of the faults
    text = asyncio.run(report(arguments.scale, arguments.only))
    if arguments.write:
        REPORT.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
