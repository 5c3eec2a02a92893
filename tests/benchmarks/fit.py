"""Fits the verifier's weights on the questions of many stories, and says how well they carry over.

    python -m tests.benchmarks.fit --data DIR [--semantic]

For every question: the evidence for the first candidate of the ranking that the story tells (by
today's weights, each fit would change the next), and whether its answer is right. Logistic
regression with a ridge, fitted by Newton's method; every story counts the same but for our own
(`OWN_WEIGHT`), and other topics count more (`OTHER_WEIGHT`). A second set of weights is added the
more phrasings a fact has (`backing`). Each strangers' story is left out once, to see how weights of
the others serve it. Stories and questions that honesty is measured on are never read here.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.compose.stories import find_embedder, ranker_for
from bot.core.model import Story
from bot.knowledge.loader import load
from bot.matching.engine import Engine
from bot.matching.verification.figures import FIELDS
from bot.ops.evaluation import Case
from bot.ops.separation import auroc
from bot.ports.embedder import Embedder
from tests.benchmarks.datasets import Absent
from tests.benchmarks.fewer import with_fewer
from tests.benchmarks.own_story import KNOWLEDGE, NEAR, QUESTIONS, cases_in
from tests.benchmarks.provenance import ROOT
from tests.benchmarks.runs import say
from tests.benchmarks.squad import cases_about

TRAINING = ROOT / "tests/stories/training"
ARTICLES = {
    "construction": "Construction",
    "fresno": "Fresno,_California",
    "geology": "Geology",
    "jacksonville": "Jacksonville,_Florida",
    "normans": "Normans",
    "packet_switching": "Packet_switching",
    "pharmacy": "Pharmacy",
    "southern_california": "Southern_California",
    "university_of_chicago": "University_of_Chicago",
    "victoria": "Victoria_(Australia)",
}
"""The strangers' stories to learn from, and what SQuAD 2.0 calls their articles."""

TUNING = tuple(QUESTIONS / f"{name}.jsonl" for name in ("tuning", "tuning-2"))
SECOND = ROOT / "tests/stories/second"

OWN_WEIGHT = 0.7
"""What our own stories count for beside a stranger's: more helps them and costs the others."""

OTHER_WEIGHT = 6.0
"""What a question on another topic counts for beside one about the story: an answer to it is the
worst of all, and there are few of them to learn from."""

RIDGE, RIDGE_BACKED = 20.0, 5.0
THRESHOLDS = (0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.55, 0.56, 0.6, 0.65)

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Sample:
    """The questions of one story.

    Shapes: evidence (questions, 2 · fields + 1), the second half and the last times the backing of
    the fact; the others (questions,); `is_near` marks near misses and
    false premises among the questions without an answer.
    """

    name: str
    evidence: Floats
    right: Bools
    answerable: Bools
    is_near: Bools
    is_own: bool

    @property
    def weights(self) -> Floats:
        """What each question counts for."""
        one = (OWN_WEIGHT if self.is_own else 1.0) * 200 / len(self.right)
        return np.where(self.answerable | self.is_near, one, one * OTHER_WEIGHT)


def sample(
    name: str, story: Story, cases: Iterable[Case], embedder: Embedder | None, is_own: bool
) -> Sample:
    """The evidence of all questions that stand alone."""
    say(f"{name}: asking")
    engine = Engine(story, ranker_for(story, embedder))
    evidence, flags = [], []
    for case in cases:
        read = engine.read(case.question)
        if case.previous is not None or not read.normalised:
            continue
        told = next((one for one in read.find().facts if one.fact.is_known), None)
        if told is not None:
            backed = np.array([*told.figures, 1.0]) * told.backing
            evidence.append(np.concatenate([told.figures, backed]))
            is_right = case.answerable and case.is_met_by(told.fact)
            flags.append((is_right, case.answerable, case.group in NEAR))
    right, answerable, is_near = np.array(flags, bool).T
    return Sample(name, np.array(evidence), right, answerable, is_near, is_own)


def samples(data: Path, embedder: Embedder | None) -> list[Sample]:
    """The stories to learn from; raises `Absent` where there are no questions under `data`."""
    found = [
        sample(name, load(TRAINING / f"{name}.yaml"), cases_about(data, article), embedder, False)
        for name, article in ARTICLES.items()
    ]
    shipped, tuning = load(KNOWLEDGE), [case for file in TUNING for case in cases_in(file)]
    second = load(SECOND / "knowledge.yaml"), cases_in(SECOND / "questions.jsonl")
    found.append(sample("shipped", shipped, tuning, embedder, True))
    found.append(sample("shipped, six", with_fewer(shipped, 6), tuning, embedder, True))
    found.append(sample("second", *second, embedder, True))
    return found


@dataclass(frozen=True)
class Weights:
    """Shapes: intercept (), weights (2 · fields + 1,)."""

    intercept: float
    weights: Floats

    def chance(self, one: Sample) -> Floats:
        """The likelihood of each question's candidate."""
        return np.asarray(1 / (1 + np.exp(-(self.intercept + one.evidence @ self.weights))))


def fit(stories: Sequence[Sample]) -> Weights:
    """The weights that tell right candidates from others, over standardised evidence."""
    evidence = np.concatenate([one.evidence for one in stories])
    target = np.concatenate([one.right for one in stories]).astype(float)
    counts = np.concatenate([one.weights for one in stories])
    centre, spread = evidence.mean(axis=0), np.maximum(evidence.std(axis=0), 1e-6)
    design = np.column_stack([np.ones(len(evidence)), (evidence - centre) / spread])
    few = 1 + len(FIELDS)
    penalty = np.diag(np.concatenate([[0.0], np.full(few - 1, RIDGE), np.full(few, RIDGE_BACKED)]))
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ weights))
        curvature = (design.T * (counts * chance * (1 - chance))) @ design + penalty
        slope = design.T @ (counts * (target - chance)) - penalty @ weights
        weights = weights + np.linalg.solve(curvature, slope)
    plain = weights[1:] / spread
    return Weights(float(weights[0] - plain @ centre), plain)


def figures(weights: Weights, one: Sample, threshold: float) -> tuple[float, float, float]:
    """Shares in %: right and wrong of the answerable questions, false of the others."""
    said = weights.chance(one) >= threshold
    of, others = one.answerable.sum(), np.maximum((~one.answerable).sum(), 1)
    right, wrong = said & one.right, said & one.answerable & ~one.right
    return (
        100 * float(right.sum() / of),
        100 * float(wrong.sum() / of),
        100 * float((said & ~one.answerable).sum() / others),
    )


def separation(weights: Weights, one: Sample) -> float:
    """The AUROC of right first candidates against questions without an answer."""
    chance = weights.chance(one)
    return auroc(chance[one.right], chance[~one.answerable])


def report(stories: Sequence[Sample]) -> None:
    """How the weights of all others serve each story."""
    left_out = []
    for one in stories:
        others = [other for other in stories if other.name.split(",")[0] != one.name.split(",")[0]]
        weights = fit(others)
        left_out.append((one, weights))
        first = one.right[one.answerable].mean()
        print(f"{one.name}: first right {first:.3f}, AUROC {separation(weights, one):.3f}")
    strangers = [(one, weights) for one, weights in left_out if not one.is_own]
    areas = [separation(weights, one) for one, weights in strangers]
    print(f"strangers' mean AUROC, each left out: {np.mean(areas):.3f}")
    for threshold in THRESHOLDS:
        shares = [figures(weights, one, threshold) for one, weights in strangers]
        right, wrong, false = np.mean(shares, axis=0)
        print(f"from {threshold:.2f}: right {right:.1f} wrong {wrong:.1f} false {false:.1f}")
        for one, weights in left_out:
            if one.is_own:
                own = figures(weights, one, threshold)
                print(f"    {one.name}:", *(f"{share:.1f}" for share in own))


def main(arguments: Sequence[str]) -> int:
    """Fit, report, print what to put into `bot.matching.verification.verifier`."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.fit")
    parser.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--semantic", action="store_true", help="with the semantic extra")
    options = parser.parse_args(arguments)
    embedder = find_embedder(os.environ) if options.semantic else None
    try:
        stories = samples(options.data, embedder)
    except Absent as error:
        print(f"Nothing to learn from: {error}", file=sys.stderr)
        return 2
    report(stories)
    found = fit(stories)
    print(f"INTERCEPT, BACKED_INTERCEPT = {found.intercept:.3f}, {found.weights[-1]:.3f}")
    print("WEIGHTS = (")
    for place, name in enumerate(FIELDS):
        few, many = found.weights[place], found.weights[len(FIELDS) + place]
        print(f"    ({few:.3f}, {many:.3f}),  # {name}")
    print(")")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
