"""How quick storybot is: one question in process, a batch, and the start of `storybot ask`.

    python -m tests.benchmarks.speed

Single times on a shared machine say little; each table gives ratios within the same run. Questions
are those of the second story, on it as it is and on copies of it with ever more facts.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from bot.compose.stories import service_for
from bot.core.model import Fact, Question, Story
from bot.knowledge.loader import load

ROOT = Path(__file__).parent.parent.parent
SECOND = ROOT / "tests/stories/second"
SIZES = (1_000, 10_000)
STARTS = 7
IMPORTS = "import numpy, yaml, rapidfuzz"


def grown(story: Story, phrasings: int) -> Story:
    """`story` with about `phrasings` phrasings: the rest are copies with a word of their own."""
    facts: list[Fact] = []
    count = copy = 0
    while count < phrasings:
        for fact in story.facts:
            if count >= phrasings:
                break
            mark = f"number{copy}" if copy else ""
            questions = tuple(f"{text} {mark}".strip() for text in fact.questions)
            facts.append(replace(fact, id=f"{fact.id}-{copy}", questions=questions, see_also=()))
            count += len(questions)
        copy += 1
    return replace(story, facts=tuple(facts))


def asked() -> list[str]:
    """The questions of the second story."""
    lines = (SECOND / "questions.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["q"] for line in lines]


def in_process() -> None:
    """Median and 99th percentile of one question, and what building costs."""
    story, questions = load(SECOND / "knowledge.yaml"), asked()
    for size in SIZES:
        big = grown(story, size)
        before = time.perf_counter()
        service = service_for(big)
        built = time.perf_counter() - before
        for text in questions:
            service.ask(Question(text))
        took = []
        for text in questions * 3:
            before = time.perf_counter()
            service.ask(Question(text))
            took.append(1000 * (time.perf_counter() - before))
        took.sort()
        print(
            f"{size:>6} phrasings, {len(big.facts)} facts: "
            f"median {statistics.median(took):.2f} ms, "
            f"p99 {took[int(0.99 * len(took))]:.2f} ms, built in {built:.2f} s"
        )


def start_up() -> None:
    """How long `storybot ask` takes beside a bare interpreter that imports what it stands on."""
    with tempfile.TemporaryDirectory() as caches:
        environ = {**os.environ, "XDG_CACHE_HOME": caches}
        ask = [sys.executable, "-m", "bot", "ask", "When is it due?"]
        own = Path(caches) / "knowledge.yaml"
        own.write_text((SECOND / "knowledge.yaml").read_text("utf-8") + "\n# mine\n", "utf-8")
        other = [*ask, "--knowledge", str(own)]
        first = timed(other, environ)
        rows: dict[str, list[float]] = {"imports": [], "shipped story": [], "own story, cached": []}
        for _ in range(STARTS):
            rows["imports"].append(timed([sys.executable, "-c", IMPORTS], environ))
            rows["shipped story"].append(timed(ask, environ))
            rows["own story, cached"].append(timed(other, environ))
    base = statistics.median(rows["imports"])
    print(f'python -c "{IMPORTS}": {base:.3f} s')
    phrasings = sum(len(fact.questions) for fact in load(SECOND / "knowledge.yaml").facts)
    print(f"own story of {phrasings} phrasings, first time: {first / base:.1f} times that")
    for name in ("shipped story", "own story, cached"):
        print(f"{name}: {statistics.median(rows[name]) / base:.1f} times that")


def batch() -> None:
    """Questions a second through `ask --json --batch` on the shipped story, start included."""
    lines = [json.dumps({"id": str(n), "question": text}) for n, text in enumerate(asked() * 25)]
    before = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--json", "--batch", "-"],
        input="\n".join(lines),
        text=True,
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=ROOT,
    )
    print(f"batch: {len(lines) / (time.perf_counter() - before):.0f} questions a second")


def timed(command: list[str], environ: dict[str, str]) -> float:
    """Seconds that `command` takes."""
    before = time.perf_counter()
    subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - before


def main() -> int:
    """All three tables."""
    print(f"{os.cpu_count()} cores, shared with whatever else runs")
    in_process()
    start_up()
    batch()
    return 0


if __name__ == "__main__":
    sys.exit(main())
