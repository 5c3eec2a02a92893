"""Calibration and decisions on the public sets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.model import Answered, Question, Reply, Suggested
from tests.benchmarks.baselines import Floats
from tests.benchmarks.datasets import Benchmark, few, story_of
from tests.benchmarks.markdown import reliability_table, table
from tests.benchmarks.measures import BINS, Bools, auroc_figure, calibration_figure, share
from tests.benchmarks.runs import SEEDS, Build, Run, say

OUTSIDE_SHARE = 0.2
"""The share of questions without an entry that calibration is also measured at."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores of the first candidates, whether each is right, and of questions without an entry."""

    scores: Floats
    right: Bools
    outside: Floats
    replies: tuple[Reply, ...]
    apart: tuple[Reply, ...]

    def mixed(self, outside_share: float | None) -> tuple[Floats, Bools, Floats]:
        """Scores, right and weights, with questions without an entry at a share (None: theirs)."""
        scores = np.append(self.scores, self.outside)
        right = np.append(self.right, np.zeros(len(self.outside), bool))
        weight = 1.0
        if outside_share is not None and len(self.outside):
            weight = outside_share / (1 - outside_share) * len(self.scores) / len(self.outside)
        weights = np.append(np.ones(len(self.scores)), np.full(len(self.outside), weight))
        return scores, right, weights


def scored(build: Build, benchmark: Benchmark, phrasings: int | None) -> Scored:
    """The service, taught one few-shot draw, on every question."""
    service = build(story_of(few(benchmark.train, phrasings, SEEDS[0])))
    replies = tuple(service.ask(Question(text))[0] for text, _ in benchmark.asked)
    apart = tuple(service.ask(Question(text))[0] for text in benchmark.outside)
    first = [reply.candidates[0].fact.id if reply.candidates else None for reply in replies]
    right = [guess == label for guess, (_, label) in zip(first, benchmark.asked, strict=True)]
    return Scored(_tops(replies), np.array(right, bool), _tops(apart), replies, apart)


def _tops(replies: Iterable[Reply]) -> Floats:
    return np.array([x.candidates[0].score if x.candidates else 0.0 for x in replies], float)


def calibration_tables(benchmarks: Sequence[Benchmark], run: Run) -> str:
    """Whether `score` means what it says, and what the service decides with it."""
    errors, decisions = [], []
    curves: dict[str, tuple[Floats, Bools, Floats]] = {}
    percent = f"{100 * OUTSIDE_SHARE:.0f} %"
    for label, build in run.services.items():
        for benchmark in benchmarks:
            shots = (None,) if "HINT3" in benchmark.name else run.shots
            for shot in shots:
                name = f"{benchmark.name}, {shot or 'all'} phrasings"
                say(f"calibration: {label}, {name}")
                one = scored(build, benchmark, shot)
                inside = one.mixed(None) if not benchmark.outside else _inside(one)
                mixed = one.mixed(OUTSIDE_SHARE) if benchmark.outside else None
                errors.append(
                    [
                        label,
                        name,
                        calibration_figure(inside, run.draws),
                        calibration_figure(mixed, run.draws) if mixed else "–",
                        auroc_figure(one.scores, one.outside, run.draws) if mixed else "–",
                    ]
                )
                decisions.append([label, name, *_decided(one, benchmark)])
                if label == "storybot" and mixed and shot == 10:
                    curves[f"{name}, all with an entry"] = inside
                    curves[f"{name}, {percent} without"] = mixed
    return "\n".join(
        [
            "## Does the score mean what it says?\n",
            f"Expected calibration error of `score` ({BINS} bins of equal width) against the first "
            f"candidate being right, in points; few-shot draw with seed {SEEDS[0]}. Questions "
            f"without an entry are never right; they are weighted to make {percent} of all.\n",
            table(
                ["system", "set", "all with an entry", f"{percent} without", "AUROC of `score`, %"],
                errors,
            ),
            *([reliability_table(curves)] if curves else []),
            "### What is decided\n",
            "By the thresholds that storybot ships and what it learns from the file alone, in %.\n",
            table(
                ("system", "set", "right", "right or offered", "wrong", "answered without entry"),
                decisions,
            ),
        ]
    )


def _inside(one: Scored) -> tuple[Floats, Bools, Floats]:
    return one.scores, one.right, np.ones(len(one.scores))


def _decided(one: Scored, benchmark: Benchmark) -> list[object]:
    labels = [label for _, label in benchmark.asked]
    pairs = list(zip(one.replies, labels, strict=True))
    answered = np.array([isinstance(reply, Answered) for reply in one.replies])
    offered = np.array([_offers(reply, label) for reply, label in pairs])
    false = np.array([isinstance(reply, Answered) for reply in one.apart])
    right, wrong = answered & one.right, answered & ~one.right
    return [*map(share, (right, right | offered, wrong)), share(false) if len(false) else "–"]


def _offers(reply: Reply, label: str) -> bool:
    return isinstance(reply, Suggested) and label in [fact.id for fact in reply.suggestions]
