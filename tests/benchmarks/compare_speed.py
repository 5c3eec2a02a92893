"""How quick and how large storybot is beside other ways to find a phrasing, in one run.

    python -m tests.benchmarks.compare_speed [--data DIR] [--rounds N] [--write]

Every system is built and asked in a process of its own, on one thread, over the same phrasings:
those of the public sets under DIR, else those of the second story, ten to a fact, and copies of
them with a word of their own where they do not suffice. storybot does all that a question takes
(reads it, repairs it, ranks, guards, decides); the others only rank. Single times on a shared
machine say little, so rounds alternate between systems and ratios are shown.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.core.model import Fact, Story
from bot.knowledge.loader import load
from tests.benchmarks.datasets import SEED, Absent, by_label, read_banking, read_clinc
from tests.benchmarks.provenance import ROOT, command, commit, versions
from tests.benchmarks.searches import SYSTEMS

SECOND = ROOT / "tests/stories/second"
REPORT = ROOT / "docs/matching-speed.md"

SIZES = (1_000, 10_000, 100_000)
PHRASINGS = 10
"""Phrasings a fact, as in a curated file."""

ASKED, WARMING = 500, 50
"""Questions that are timed, and other ones asked before them."""

ONE_THREAD = ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "RAYON")


def material(data: Path | None) -> tuple[list[tuple[str, ...]], list[str], str]:
    """Phrasings in groups of `PHRASINGS`, questions, and where both come from."""
    groups: list[tuple[str, ...]] = []
    questions: list[str] = []
    names = []
    for read in (read_clinc, read_banking) if data else ():
        assert data is not None
        try:
            found = read(data)
        except Absent:
            continue
        names.append(found.name)
        questions += [text for text, _ in found.asked]
        for texts in by_label(found.train).values():
            groups += [
                tuple(texts[start : start + PHRASINGS]) for start in range(0, len(texts), PHRASINGS)
            ]
    if not groups:
        names = ["the second story of the tests"]
        groups = [fact.questions for fact in load(SECOND / "knowledge.yaml").facts]
        lines = (SECOND / "questions.jsonl").read_text("utf-8").splitlines()
        questions = [json.loads(line)["q"] for line in lines]
    draw = random.Random(SEED)
    draw.shuffle(groups)
    draw.shuffle(questions)
    return groups, questions, " and ".join(names)


def grown(groups: Sequence[tuple[str, ...]], phrasings: int) -> Story:
    """A story of so many phrasings: past the first pass, each gets a word of its pass."""
    facts: list[Fact] = []
    count = 0
    while count < phrasings:
        turn, place = divmod(len(facts), len(groups))
        mark = f" number{turn}" if turn else ""
        texts = tuple(text + mark for text in groups[place][: phrasings - count])
        facts.append(Fact(f"fact-{len(facts)}", texts, ""))
        count += len(texts)
    return Story("speed", tuple(facts))


def measured(name: str, size: int, data: Path | None) -> dict[str, float]:
    """Milliseconds a question, seconds to build, and memory in MB, of one system in here."""
    groups, questions, _ = material(data)
    story = grown(groups, size)
    before = peak_memory()
    started = time.perf_counter()
    ask = SYSTEMS[name](story)
    built = time.perf_counter() - started
    for text in questions[-WARMING:]:
        ask(text)
    took, busy = [], []
    for text in questions[: min(ASKED, len(questions) - WARMING)]:
        started, ran = time.perf_counter(), time.thread_time_ns()
        ask(text)
        busy.append((time.thread_time_ns() - ran) / 1e6)
        took.append(1000 * (time.perf_counter() - started))
    return {
        "median": statistics.median(took),
        "p99": percentile(took),
        "p99 of work": percentile(busy),
        "build": built,
        "peak": peak_memory(),
        "own": peak_memory() - before,
        "questions": len(took),
    }


def percentile(times: Sequence[float]) -> float:
    """The 99th."""
    return sorted(times)[int(0.99 * len(times))]


def peak_memory() -> float:
    """The most memory that this process has held, in MB.

    From /proc where there is one: `getrusage` of a child starts from its parent's peak.
    """
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        if found:
            return int(found.group(1)) / 1024
    scale = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def in_process_of_its_own(name: str, size: int, data: Path | None) -> dict[str, float]:
    """`measured`, on one thread, in a fresh interpreter."""
    threads = {f"{library}_NUM_THREADS": "1" for library in ONE_THREAD}
    command = [sys.executable, "-m", __spec__.name, "--one", name, "--size", str(size)]
    command += ["--data", str(data)] if data else []
    done = subprocess.run(
        command, env={**os.environ, **threads}, cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


Results = dict[tuple[int, str], dict[str, float]]


def compare(data: Path | None, sizes: Sequence[int], rounds: int) -> Results:
    """The median over rounds of every figure, for each size and system."""
    found: Results = {}
    for size in sizes:
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in SYSTEMS}
        for turn in range(rounds):
            for name, of_system in runs.items():
                sys.stderr.write(f"{size:,} phrasings, round {turn + 1}: {name}\n")
                of_system.append(in_process_of_its_own(name, size, data))
        for name, of_system in runs.items():
            found[size, name] = {
                key: statistics.median(run[key] for run in of_system) for key in of_system[0]
            }
    return found


def tables(results: Results) -> str:
    """One table for each size, with ratios to storybot."""
    parts = []
    for size in dict.fromkeys(size for size, _ in results):
        own = results[size, "storybot"]
        parts.append(f"## {size:,} phrasings, {own['questions']:.0f} questions\n")
        parts.append(
            "| system | median, ms | × storybot | p99, ms | p99 of work, ms | × storybot "
            "| build, s | × storybot | peak memory, MB | of it for the system, MB |\n|"
            + " --- |"
            * 10
        )
        for name in SYSTEMS:
            one = results[size, name]
            cells = [
                name,
                f"{one['median']:.3f}",
                f"{one['median'] / own['median']:.2f}",
                f"{one['p99']:.3f}",
                f"{one['p99 of work']:.3f}",
                f"{one['p99 of work'] / own['p99 of work']:.2f}",
                f"{one['build']:.2f}",
                f"{one['build'] / own['build']:.2f}",
                f"{one['peak']:.0f}",
                f"{one['own']:.0f}",
            ]
            parts.append("| " + " | ".join(cells) + " |")
        parts.append("")
    return "\n".join(parts)


def conditions(data: Path | None, rounds: int, arguments: Sequence[str]) -> str:
    """When, with what and how the figures came about."""
    names = ("numpy", "rapidfuzz", "bm25s", "tantivy", "PyStemmer")
    measured_by = command("tests.benchmarks.compare_speed", arguments)
    return (
        "# Matching speed compared with rapidfuzz, bm25s and tantivy\n\n"
        f"Measured {datetime.now(UTC):%Y-%m-%d} by `{measured_by}` at commit {commit()}, on a "
        f"machine of {os.cpu_count()} cores that was shared with other work: read the ratios, "
        f"not the times. Python {platform.python_version()}; {versions(names)}.\n\n"
        f"Phrasings and questions are those of {material(data)[2]}, about {PHRASINGS} phrasings a "
        "fact; past the first pass over them every phrasing carries a further word. Each system "
        f"runs in a process of its own on one thread; figures are medians of {rounds} alternating "
        "rounds. storybot does all that a question takes (reads it, repairs its spelling, ranks, "
        "guards, decides) and builds all that this takes; the others only rank. rapidfuzz is "
        "`extractOne` with `token_set_ratio`; bm25s and tantivy rank stemmed words by BM25. "
        "“p99 of work” counts only the time that the processor spent on it, so that other work on "
        "the machine does not count. “Peak memory” is the process's, with interpreter, libraries "
        "and the phrasings themselves; “of it for the system” is what it grew by from the building "
        "on.\n\n"
    )


def main(arguments: Sequence[str]) -> int:
    """Compare, show, and with --write keep."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.compare_speed")
    parser.add_argument("--data", type=Path, help="folder of the public sets")
    parser.add_argument("--rounds", type=int, default=3, help="whose median is shown")
    parser.add_argument("--write", action="store_true", help=f"write {REPORT.relative_to(ROOT)}")
    parser.add_argument("--size", type=int, action="append", help="phrasings, instead of all three")
    parser.add_argument("--one", choices=SYSTEMS, help="measure one system here, print JSON")
    options = parser.parse_args(arguments)
    sizes = options.size or SIZES
    if options.one:
        sys.stdout.write(json.dumps(measured(options.one, sizes[0], options.data)))
        return 0
    results = compare(options.data, sizes, options.rounds)
    text = conditions(options.data, options.rounds, arguments) + tables(results)
    sys.stdout.write(text)
    if options.write:
        REPORT.parent.mkdir(exist_ok=True)
        REPORT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
