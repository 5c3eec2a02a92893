"""What one run measures with, and what its systems do with a public set."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from bot.compose.stories import service_for
from bot.core.model import Story
from bot.core.service import QuestionService
from tests.benchmarks.baselines import (
    SYSTEMS,
    Floats,
    Ints,
    System,
    Unavailable,
    semantic_service,
)
from tests.benchmarks.datasets import (
    HINT3_BOTS,
    SEED,
    Absent,
    Benchmark,
    few,
    read_banking,
    read_clinc,
    read_hint3,
    story_of,
)
from tests.benchmarks.measures import DRAWS, Bools

SEEDS = (0, 1, 2)
"""Few-shot draws, of which the mean is shown."""

QUICK_QUESTIONS = 300
Build = Callable[[Story], QuestionService]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Places of best facts and top scores. Shapes: best (seeds, questions, 3), top (seeds,
    questions), outside (seeds, questions without an entry), truth (questions,)."""

    best: Ints
    top: Floats
    outside: Floats
    guesses: Ints
    truth: Ints

    @property
    def right(self) -> Bools:
        """Where the first is the right one, shape (seeds, questions)."""
        return np.asarray(self.best[:, :, 0] == self.truth)

    @property
    def among(self) -> Bools:
        """Where the right one is among the first three."""
        return np.asarray((self.best == self.truth[None, :, None]).any(axis=2))


def outcome(
    system: System, benchmark: Benchmark, phrasings: int | None, seeds: Sequence[int]
) -> Outcome:
    """`system` on every question of `benchmark`, once for each few-shot draw."""
    texts = [*(text for text, _ in benchmark.asked), *benchmark.outside]
    rankings = []
    for seed in seeds if phrasings is not None else (SEED,):
        story = story_of(few(benchmark.train, phrasings, seed))
        rankings.append(system(story)(texts))
    places = {fact.id: place for place, fact in enumerate(story.facts)}
    count = len(benchmark.asked)
    best = np.array([ranking.best for ranking in rankings])
    top = np.array([ranking.top for ranking in rankings])
    truth = np.array([places.get(label, len(places)) for _, label in benchmark.asked])
    return Outcome(best[:, :count], top[:, :count], top[:, count:], best[:, count:, 0], truth)


@dataclass(frozen=True)
class Run:
    """What this run measures with."""

    systems: dict[str, System]
    services: dict[str, Build]
    quick: bool

    @property
    def seeds(self) -> tuple[int, ...]:
        return SEEDS[:1] if self.quick else SEEDS

    @property
    def draws(self) -> int:
        return DRAWS // 5 if self.quick else DRAWS

    @property
    def shots(self) -> tuple[int | None, ...]:
        return (5, 10) if self.quick else (5, 10, None)

    def outcomes(self, benchmark: Benchmark, phrasings: int | None) -> dict[str, Outcome]:
        """Every system on one set."""
        found = {}
        for name, system in self.systems.items():
            say(f"{benchmark.name}, {phrasings or 'all'} phrasings: {name}")
            found[name] = outcome(system, benchmark, phrasings, self.seeds)
        return found


def say(line: str) -> None:
    """Progress, apart from the report."""
    sys.stderr.write(f"{datetime.now(UTC):%H:%M:%S} {line}\n")


def usable() -> tuple[dict[str, System], dict[str, Build], list[str]]:
    """The systems and services that run here, and a sentence for each that does not."""
    tiny = story_of([("where is the harbour", "place"), ("when does it open", "time")])
    systems: dict[str, System] = {}
    services: dict[str, Build] = {"storybot": service_for}
    skipped = []
    for name, system in SYSTEMS.items():
        try:
            system(tiny)
        except (Unavailable, ImportError) as error:
            skipped.append(f"{name}, because {error}")
        else:
            systems[name] = system
    if "storybot, semantic" in systems:
        services["storybot, semantic"] = semantic_service
    return systems, services, skipped


def present(data: Path | None) -> tuple[list[Benchmark], list[str]]:
    """The public sets under `data`, and a sentence for each that is not there."""
    if data is None:
        return [], ["the public sets, because no folder was named with --data"]
    found: list[Benchmark] = []
    skipped = []
    bots = (partial(read_hint3, bot=bot) for bot in HINT3_BOTS)
    readers: list[Callable[[Path], Benchmark]] = [read_clinc, read_banking, *bots]
    for read in readers:
        try:
            found.append(read(data))
        except Absent as error:
            skipped.append(str(error))
    return found, skipped
