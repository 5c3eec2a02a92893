"""Fits the weights of `bot.core.policy.calibration` on questions of two stories, and says how well.

    python -m tests.benchmarks.fit [--semantic]

For every question, the evidence for the best candidate in units of its file, and whether that
candidate is right. Logistic regression with a ridge, fitted by Newton's method; weights learnt on
one story alone are tried on the other to show that they carry over. The questions kept aside
(`heldout.jsonl`) are never read here.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.compose.stories import find_embedder, matcher_for
from bot.core.model import Fact
from bot.core.policy.calibration import learn_calibration
from bot.core.policy.evidence import FIELDS, evidence_for
from bot.core.ports import Embedder
from bot.knowledge.loader import load

ROOT = Path(__file__).parent.parent.parent
STORIES: tuple[tuple[Path, tuple[Path, ...]], ...] = (
    (
        ROOT / "knowledge.yaml",
        (ROOT / "tests/questions/tuning.jsonl", ROOT / "tests/questions/tuning-2.jsonl"),
    ),
    (
        ROOT / "tests/stories/second/knowledge.yaml",
        (ROOT / "tests/stories/second/questions.jsonl",),
    ),
)
RIDGE = 3.0
THRESHOLDS = (0.5, 0.6, 0.65, 0.7, 0.75, 0.8)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """Questions of one story. Shapes: evidence (questions, fields), the others (questions,)."""

    evidence: Floats
    right: npt.NDArray[np.bool_]
    answerable: npt.NDArray[np.bool_]
    near: npt.NDArray[np.bool_]
    known: npt.NDArray[np.bool_]


def is_right(question: dict[str, Any], fact: Fact) -> bool:
    """Whether the answer of `fact` is a right one."""
    patterns = question.get("must", ())
    return (
        bool(question["answerable"])
        and fact.is_known
        and all(re.search(pattern, fact.answer, re.IGNORECASE) for pattern in patterns)
    )


def sample(knowledge: Path, files: tuple[Path, ...], embedder: Embedder | None) -> Sample:
    """The evidence of all questions in `files` that stand alone."""
    story = load(knowledge)
    matcher = matcher_for(story, embedder)
    calibration = learn_calibration(matcher)
    evidence, rows = [], []
    for line in (line for file in files for line in file.read_text("utf-8").splitlines()):
        question = json.loads(line)
        match = matcher.match(question["q"])
        if "prev" in question or not match.analysis.words:
            continue
        fact = story.facts[match.order[0]]
        near = question.get("kind") in ("near-miss", "false-premise")
        evidence.append(calibration.scaled(evidence_for(match, match.order[0], matcher.index)))
        rows.append((is_right(question, fact), question["answerable"], near, fact.is_known))
    flags = np.array(rows, bool).T
    return Sample(np.array(evidence), *flags)


def fit(samples: list[Sample]) -> Floats:
    """Intercept and weights, shape (1 + fields,), of where the best candidate is a known fact."""
    inputs = np.concatenate([one.evidence[one.known] for one in samples])
    design = np.column_stack([np.ones(len(inputs)), inputs])
    target = np.concatenate([one.right[one.known] for one in samples]).astype(float)
    penalty = RIDGE * np.eye(design.shape[1])
    penalty[0, 0] = 0.0
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ weights))
        curvature = (design.T * (chance * (1 - chance))) @ design + penalty
        slope = design.T @ (target - chance) - penalty @ weights
        weights = weights + np.linalg.solve(curvature, slope)
    return weights


def report(name: str, weights: Floats, one: Sample) -> None:
    """Shares of right, wrong and false answers at several thresholds, before any guard."""
    chance = 1 / (1 + np.exp(-(weights[0] + one.evidence @ weights[1:])))
    other = ~one.answerable & ~one.near
    print(f"{name}: best candidate right {one.right[one.answerable].mean():.3f}")
    for threshold in THRESHOLDS:
        said = one.known & (chance >= threshold)
        print(
            f"  from {threshold:.2f}: right {said[one.right].sum() / one.answerable.sum():.3f}"
            f"  wrong {(said & one.answerable & ~one.right).sum() / one.answerable.sum():.3f}"
            f"  false, near {said[one.near].mean():.3f}  false, other {said[other].mean():.3f}"
        )


def main(arguments: Sequence[str]) -> int:
    """Fit, report, print what to put into the module."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.fit")
    parser.add_argument("--semantic", action="store_true", help="with the semantic extra")
    options = parser.parse_args(arguments)
    embedder = find_embedder(os.environ) if options.semantic else None
    first, second = (sample(*one, embedder) for one in STORIES)
    both = fit([first, second])
    report("first story, weights of both", both, first)
    report("second story, weights of both", both, second)
    report("second story, weights of the first", fit([first]), second)
    report("first story, weights of the second", fit([second]), first)
    print(f"INTERCEPT = {both[0]:.3f}")
    print("WEIGHTS = (")
    for name, weight in zip(FIELDS, both[1:], strict=True):
        print(f"    {weight:.3f},  # {name}")
    print(")")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
