"""How well storybot finds the right entry, and when it declines, beside other systems.

    python -m tests.benchmarks.quality --data DIR [--quick] [--ablation] [--write]

DIR holds public question sets (`tests.benchmarks.datasets` says how they lie); one that is absent
is named and passed over, and nobody needs any of them to use storybot. Every figure has its 95 %
interval: Wilson's for a share, the bootstrap's otherwise. Of the questions kept aside
(`heldout.jsonl`) only figures are shown.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.compose import service_for
from bot.core.model import Answered, Fact, Question, Reply, Story, Suggested
from bot.core.service import QuestionService
from bot.knowledge.loader import load
from bot.ops.evaluation import (
    Case,
    Judged,
    Share,
    Verdict,
    case_of,
    tally,
    tally_by_group,
    verdict,
)
from tests.benchmarks.baselines import (
    ABLATIONS,
    NO_REPAIR,
    SYSTEMS,
    Floats,
    Ints,
    Patch,
    System,
    Unavailable,
    patched,
    semantic_service,
    storybot,
    under,
)
from tests.benchmarks.datasets import (
    HINT3_BOTS,
    SEED,
    Absent,
    Benchmark,
    few,
    mistyped,
    read_banking,
    read_clinc,
    read_hint3,
    story_of,
    thinned,
)

ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "tests/questions"
REPORT = ROOT / "docs/matching-quality.md"

SEEDS = (0, 1, 2)
"""Few-shot draws, of which the mean is shown."""

DRAWS = 1_000
"""Resamples of a bootstrap."""

QUICK_QUESTIONS = 300
BINS = 10

OUTSIDE_SHARE = 0.2
"""The share of questions without an entry that calibration is also measured at."""

NEAR = ("near-miss", "false-premise")
"""Kinds of unanswerable question that sound like the story."""

NONE = -1
"""The place of no fact."""

Bools = npt.NDArray[np.bool_]
Rng = np.random.Generator
Build = Callable[[Story], QuestionService]


# Measures


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with its 95 % interval; `scale` is 100 for what is shown in per cent."""

    value: float
    low: float
    high: float
    scale: int = 100

    def __str__(self) -> str:
        digits = 1 if self.scale == 100 else 3
        value, low, high = (
            f"{self.scale * x:z.{digits}f}" for x in (self.value, self.low, self.high)
        )
        return f"{value} ({low} to {high})".replace("-", "−")


def share(right: Bools) -> Figure:
    """The share of True in `right`, shape (..., questions); the interval is that of one draw."""
    total = right.shape[-1]
    low, high = Share(round(float(right.mean()) * total), total).interval()
    return Figure(float(right.mean()), low, high)


def bootstrap(
    value: float, statistic: Callable[[Rng], float], draws: int = DRAWS, scale: int = 100
) -> Figure:
    """`value` with the middle 95 % of `statistic`, which resamples with the generator it gets."""
    rng = np.random.default_rng(SEED)
    low, high = np.quantile([statistic(rng) for _ in range(draws)], (0.025, 0.975))
    return Figure(value, float(low), float(high), scale)


def redrawn(rng: Rng, count: int) -> Ints:
    """As many places as there are, drawn with replacement."""
    return rng.integers(0, count, (count,), np.intp)


def difference(one: Bools, other: Bools, draws: int) -> Figure:
    """How much larger the share of `other` is, over the same questions (a paired bootstrap)."""
    gain = np.atleast_2d(other.astype(float) - one.astype(float)).mean(axis=0)
    count = len(gain)
    return bootstrap(float(gain.mean()), lambda rng: float(gain[redrawn(rng, count)].mean()), draws)


def auroc(inside: Floats, outside: Floats) -> float:
    """How often a score of `inside` is above one of `outside`; a tie counts half."""
    ordered = np.sort(outside)
    below = np.searchsorted(ordered, inside, "left") + np.searchsorted(ordered, inside, "right")
    return float(below.mean() / (2 * len(outside)))


def auroc_figure(
    inside: Floats, outside: Floats, draws: int, less: tuple[Floats, Floats] | None = None
) -> Figure:
    """The mean over the first axis, less that of another pair where one is given.

    The same questions are resampled in every row.
    """
    rows = list(zip(np.atleast_2d(inside), np.atleast_2d(outside), strict=True))
    other = list(zip(*map(np.atleast_2d, less), strict=True)) if less else []
    ours, theirs = (len(part) for part in rows[0])

    def mean(some: Ints, others: Ints) -> float:
        values, lost = ([auroc(x[some], y[others]) for x, y in pairs] for pairs in (rows, other))
        return float(np.mean(values)) - (float(np.mean(lost)) if lost else 0.0)

    return bootstrap(
        mean(np.arange(ours), np.arange(theirs)),
        lambda rng: mean(redrawn(rng, ours), redrawn(rng, theirs)),
        draws,
    )


def mcc(truth: Ints, guess: Ints) -> float:
    """Matthews' correlation for many classes (Gorodkin 2004); 0 where it is undefined."""
    classes = int(max(truth.max(), guess.max())) + 2
    true, guessed = (np.bincount(x + 1, minlength=classes).astype(float) for x in (truth, guess))
    total = float(len(truth))
    spread = (total**2 - guessed @ guessed) * (total**2 - true @ true)
    if spread <= 0:
        return 0.0
    return float(((truth == guess).sum() * total - true @ guessed) / np.sqrt(spread))


def best_threshold(truth: Ints, guess: Ints, top: Floats) -> float:
    """The score below which to answer nothing, for the highest correlation on these questions."""
    tried = np.append(np.unique(top), np.inf)
    reached = [mcc(truth, np.where(top >= threshold, guess, NONE)) for threshold in tried]
    return float(tried[int(np.argmax(reached))])


def mcc_figure(truth: Ints, guess: Ints, draws: int) -> Figure:
    """The correlation with its interval."""
    count = len(truth)

    def resampled(rng: Rng) -> float:
        some = redrawn(rng, count)
        return mcc(truth[some], guess[some])

    return bootstrap(mcc(truth, guess), resampled, draws, scale=1)


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of like score: their weight, their mean score and the share that is right."""

    weight: float
    score: float
    right: float


def reliability(scores: Floats, right: Bools, weights: Floats) -> list[Bin | None]:
    """`BINS` bins of equal width from 0 to 1; None where no question lies."""
    places = np.minimum((scores * BINS).astype(int), BINS - 1)
    found: list[Bin | None] = []
    for place in range(BINS):
        inside = places == place
        weight = float(weights[inside].sum())
        shares = [float((x[inside] * weights[inside]).sum()) for x in (scores, right)]
        found.append(Bin(weight, shares[0] / weight, shares[1] / weight) if weight else None)
    return found


def calibration_error(scores: Floats, right: Bools, weights: Floats) -> float:
    """The mean distance, over bins by weight, of score from share right (Naeini et al. 2015)."""
    bins = [one for one in reliability(scores, right, weights) if one is not None]
    return sum(one.weight * abs(one.score - one.right) for one in bins) / float(weights.sum())


# What the systems do with a public set


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


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines) + "\n"


def about(benchmark: Benchmark, run: Run, few_shot: bool = True) -> str:
    """What was asked of whom."""
    facts = len({label for _, label in benchmark.train})
    asked = f"{benchmark.split}, n = {len(benchmark.asked):,} with an entry"
    outside = f" and {len(benchmark.outside):,} without" if benchmark.outside else ""
    kept = f" ({QUICK_QUESTIONS} sampled, seed {SEED})" if run.quick else ""
    seeds = ", ".join(map(str, run.seeds))
    drawn = f"few-shot: mean over draws with seeds {seeds}" if few_shot else "all phrasings"
    return f"{facts} entries; {asked}{outside}{kept}; {drawn}.\n"


def set_tables(benchmark: Benchmark, run: Run) -> str:
    """Accuracy when forced to answer, the first three, and AUROC where the set allows it."""
    columns: dict[str, dict[str, list[object]]] = {"First": {}, "Three": {}, "AUROC": {}}
    for phrasings in run.shots:
        for name, one in run.outcomes(benchmark, phrasings).items():
            columns["First"].setdefault(name, []).append(share(one.right))
            columns["Three"].setdefault(name, []).append(share(one.among))
            if benchmark.outside:
                figure = auroc_figure(one.top, one.outside, run.draws)
                columns["AUROC"].setdefault(name, []).append(figure)
    titles = {
        "First": "Forced to answer, the first is right, %",
        "Three": "The right entry is among the first three, %",
        "AUROC": "AUROC of the top score, questions with an entry against those without, %",
    }
    head = ["system", *(f"{shot or 'all'} phrasings an entry" for shot in run.shots)]
    parts = [f"## {benchmark.name}\n", about(benchmark, run)]
    for key, rows in columns.items():
        if rows:
            cells = ([name, *row] for name, row in rows.items())
            parts += [f"### {titles[key]}\n", table(head, cells)]
    return "\n".join(parts)


def hint3_table(benchmark: Benchmark, run: Run) -> str:
    """Correlation by the service's own decision, and by the best threshold in hindsight."""
    answered = {name: own_guesses(build, benchmark) for name, build in run.services.items()}
    rows = []
    for name, one in run.outcomes(benchmark, None).items():
        truth = np.append(one.truth, np.full(len(benchmark.outside), NONE))
        guess = np.append(one.best[0, :, 0], one.guesses[0])
        top = np.append(one.top[0], one.outside[0])
        swept = np.where(top >= best_threshold(truth, guess, top), guess, NONE)
        own = mcc_figure(truth, answered[name], run.draws) if name in answered else "–"
        best = mcc_figure(truth, swept, run.draws)
        separates = auroc_figure(one.top, one.outside, run.draws)
        rows.append([name, share(one.right), share(one.among), separates, own, best])
    head = ["system", "first right, %", "among three, %", "AUROC, %"]
    head += ["MCC, threshold from the file alone", "MCC, threshold swept on the test set"]
    return "\n".join(
        [f"## {benchmark.name}\n", about(benchmark, run, few_shot=False), table(head, rows)]
    )


def own_guesses(build: Build, benchmark: Benchmark) -> Ints:
    """The places of the facts that the service answers with, `NONE` for any other reply."""
    story = story_of(benchmark.train)
    places = {fact.id: place for place, fact in enumerate(story.facts)}
    service = build(story)
    texts = [*(text for text, _ in benchmark.asked), *benchmark.outside]
    replies = [service.ask(Question(text))[0] for text in texts]
    return np.array([places[x.fact.id] if isinstance(x, Answered) else NONE for x in replies])


def typo_table(benchmark: Benchmark, run: Run) -> str:
    """What one typing mistake in each question costs, and what repair does to clean ones."""
    wrong = tuple((mistyped(text, f"{SEED} {text}"), label) for text, label in benchmark.asked)
    spoilt = replace(benchmark, asked=wrong, outside=())
    clean = replace(benchmark, outside=())
    systems = {"storybot": storybot, "storybot, no spelling repair": under(NO_REPAIR, storybot)}
    rows = []
    right: dict[str, tuple[Bools, Bools]] = {}
    for name, system in {**systems, **run.systems}.items():
        say(f"typing mistakes: {name}")
        before, after = (outcome(system, one, 10, run.seeds).right for one in (clean, spoilt))
        right[name] = before, after
        lost = difference(after, before, run.draws)
        rows.append([name, share(before), share(after), lost])
    with_repair, without = (right[name] for name in systems)
    harm, gain = (difference(without[i], with_repair[i], run.draws) for i in (0, 1))
    return "\n".join(
        [
            f"## Typing mistakes: {benchmark.name}, 10 phrasings an entry\n",
            about(clean, run)
            + f"One mistake (letters swapped, dropped, doubled, or a near key) in "
            f"one word of every question, seed {SEED}; first right, in %.\n",
            table(["system", "clean", "with mistakes", "lost, points"], rows),
            f"What spelling repair changes, in points: clean questions {harm}, questions with "
            f"mistakes {gain}.\n",
        ]
    )


# Calibration and decisions on the public sets


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


def calibration_figure(data: tuple[Floats, Bools, Floats], draws: int) -> Figure:
    """The calibration error with its interval."""
    scores, right, weights = data
    count = len(scores)

    def resampled(rng: Rng) -> float:
        some = redrawn(rng, count)
        return calibration_error(scores[some], right[some], weights[some])

    return bootstrap(calibration_error(*data), resampled, draws)


def reliability_table(cases: dict[str, tuple[Floats, Bools, Floats]]) -> str:
    """Mean score and share right of every bin, side by side."""
    bins = [reliability(*data) for data in cases.values()]
    head = ["score", *(f"{name}: share of all, mean score, right" for name in cases)]
    rows = []
    for place in range(BINS):
        row = [f"{place / BINS:.1f} to {(place + 1) / BINS:.1f}"]
        for of_case, (_, _, weights) in zip(bins, cases.values(), strict=True):
            one = of_case[place]
            part = f"{100 * one.weight / weights.sum():.1f} %, {one.score:.2f}" if one else ""
            row.append(f"{part}, {one.right:.2f}" if one else "–")
        rows.append(row)
    return table(head, rows)


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


# Our own story


def cases_in(path: Path) -> list[Case]:
    """The questions of one file."""
    return [case_of(json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def judged(service: QuestionService, cases: Iterable[Case]) -> list[Judged]:
    """What becomes of every case, each in a conversation of its own."""
    found = []
    for case in cases:
        context = None
        if case.previous is not None:
            _, context = service.ask(Question(case.previous))
        reply, _ = service.ask(Question(case.question), context)
        found.append(Judged(case, reply, verdict(case, reply)))
    return found


def shown(part: Share) -> Figure:
    """A share as a figure."""
    return Figure(part.value, *part.interval())


def decisions_of(results: Sequence[Judged]) -> list[Figure]:
    """Right, right or offered, wrong, false near, false other."""
    found = tally(results, answerable=True)
    right, offered = found["right"], found["offered right"]
    groups = tally_by_group(results, answerable=False)
    false = []
    for near in (True, False):
        shares = [tallied["false"] for kind, tallied in groups.items() if (kind in NEAR) == near]
        false.append(Share(sum(x.count for x in shares), sum(x.total for x in shares)))
    both = Share(right.count + offered.count, right.total)
    return [shown(one) for one in (right, both, found["wrong"], *false)]


def story_rights(system: System, story: Story, cases: Sequence[Case]) -> tuple[Bools, Floats]:
    """Whether the first fact's answer is right for each case, and its score."""
    ranking = system(story)([case.question for case in cases])
    first = [story.facts[place] if place >= 0 else None for place in ranking.best[:, 0]]
    return np.array([_meets(*pair) for pair in zip(cases, first, strict=True)]), ranking.top


def _meets(case: Case, fact: Fact | None) -> bool:
    return fact is not None and case.answerable and fact.is_known and case.is_met_by(fact)


def story_tables(run: Run) -> str:
    """Our own story: what is decided, what is found, and what the score is worth."""
    story = load(ROOT / "knowledge.yaml")
    decided, found, errors = [], [], []
    curves = {}
    files = {path.stem: cases_in(path) for path in sorted(QUESTIONS.glob("*.jsonl"))}
    for file, cases in files.items():
        for name, build in run.services.items():
            say(f"our own story, {file}: {name}")
            results = judged(build(story), cases)
            decided.append([name, file, *decisions_of(results)])
            data = _probabilities(results)
            errors.append([name, file, len(data[0]), calibration_figure(data, run.draws)])
            if name == "storybot":
                curves[file] = data
        alone = [case for case in cases if case.previous is None]
        answerable = np.array([case.answerable for case in alone])
        near = np.array([case.group in NEAR and not case.answerable for case in alone])
        for name, system in run.systems.items():
            right, top = story_rights(system, story, alone)
            ours = top[answerable]
            apart = [top[near], top[~answerable & ~near]]
            separates = [auroc_figure(ours, other, run.draws) for other in apart]
            found.append([name, file, share(right[answerable]), *separates])
    phrasings = sum(len(fact.questions) for fact in story.facts)
    return "\n".join(
        [
            "## Our own story\n",
            f"`knowledge.yaml`, {len(story.facts)} facts with {phrasings:,} phrasings; "
            f"{'; '.join(_counts(name, cases) for name, cases in files.items())}. "
            "“Near” are near misses and false premises.\n",
            "### What is decided, %\n",
            table(
                (
                    "system",
                    "file",
                    "right",
                    "right or offered",
                    "wrong",
                    "false, near",
                    "false, other",
                ),
                decided,
            ),
            "### Forced to answer, questions that stand alone\n",
            table(
                (
                    "system",
                    "file",
                    "first right, %",
                    "AUROC against near, %",
                    "AUROC against other, %",
                ),
                found,
            ),
            "### Does the score mean what it says?\n",
            "Calibration error in points over all questions, answerable or not, whose first "
            "candidate is a fact that the story tells.\n",
            table(["system", "file", "n", "calibration error"], errors),
            reliability_table(curves),
        ]
    )


def _counts(name: str, cases: Sequence[Case]) -> str:
    answerable = sum(case.answerable for case in cases)
    near = sum(case.group in NEAR for case in cases if not case.answerable)
    other = len(cases) - answerable - near
    return f"`{name}`: n = {answerable} answerable, {near} near, {other} other"


def _probabilities(results: Iterable[Judged]) -> tuple[Floats, Bools, Floats]:
    pairs = [
        (one.reply.candidates[0].score, _meets(one.case, one.reply.candidates[0].fact))
        for one in results
        if one.reply.candidates and one.reply.candidates[0].fact.is_known
    ]
    scores, right = zip(*pairs, strict=True)
    return np.array(scores), np.array(right, bool), np.ones(len(pairs))


# What each part is worth


@dataclass(frozen=True, slots=True)
class Parts:
    """What storybot reaches on the few-shot sets, and whether it is right on our own story."""

    sets: tuple[Outcome, ...]
    story: tuple[Bools, ...]

    def figures(self, draws: int, whole: Parts | None = None) -> list[Figure]:
        """Every column, or what it changed by against `whole`."""
        found = []
        for place, one in enumerate(self.sets):
            other = whole.sets[place] if whole else None
            found.append(difference(other.right, one.right, draws) if other else share(one.right))
            if one.outside.size:
                less = (other.top, other.outside) if other else None
                found.append(auroc_figure(one.top, one.outside, draws, less))
        for place, right in enumerate(self.story):
            found.append(difference(whole.story[place], right, draws) if whole else share(right))
        return found


def ablation_table(benchmarks: Sequence[Benchmark], run: Run) -> str:
    """Storybot with one part taken away at a time, on few-shot sets and the tuning questions."""
    story = load(ROOT / "knowledge.yaml")
    cases = cases_in(QUESTIONS / "tuning.jsonl")
    whole = _parts((), benchmarks, story, cases, run)
    rows: list[list[object]] = [["everything", *whole.figures(run.draws)]]
    notes = []
    for name, patches in ABLATIONS.items():
        say(f"ablation: {name}")
        try:
            without = _parts(patches, benchmarks, story, cases, run)
        except Unavailable as error:
            notes.append(f"Not measured, “{name}”: {error}.\n")
            continue
        rows.append([name, *map(_signed, without.figures(run.draws, whole))])
    head = [""]
    for one in benchmarks:
        measures = ("first right", "AUROC") if one.outside else ("first right",)
        head += [f"{one.name}, 10 phrasings: {measure}" for measure in measures]
    head += [f"our own story: {what}" for what in ("first right", "answered right", "misled")]
    return "\n".join(
        [
            "## What each part is worth\n",
            "The first line in %, the others the change in points when one part is taken away, in "
            "matching and in the guards that stand on it; the fitted weights of the policy stay. "
            f"Few-shot draws with seeds {', '.join(map(str, run.seeds))}; our own story with the "
            "tuning questions; “misled” is answered though wrong or not told, of all questions.\n",
            table(head, rows),
            *notes,
        ]
    )


def _signed(change: Figure) -> str:
    return str(change) if change.value < 0 else f"+{change}"


def _parts(
    patches: Sequence[Patch],
    benchmarks: Sequence[Benchmark],
    story: Story,
    cases: Sequence[Case],
    run: Run,
) -> Parts:
    """Storybot with `patches`."""
    system = under(patches, storybot)
    sets = tuple(outcome(system, one, 10, run.seeds) for one in benchmarks)
    tell = [case for case in cases if case.answerable and case.previous is None]
    with patched(patches):
        results = judged(service_for(story), cases)
    right = [one.verdict is Verdict.RIGHT for one in results if one.case.answerable]
    misled = [one.verdict in (Verdict.WRONG, Verdict.FALSE) for one in results]
    first = story_rights(system, story, tell)[0]
    return Parts(sets, (first, np.array(right, bool), np.array(misled, bool)))


# The report

PUBLISHED = """## Published figures to read against

They stand on the test splits; where ours stand on another, its heading says so. USE, ConveRT and
BERT come trained on large collections of text; nothing of that kind is in storybot's default.

CLINC150, all phrasings: accuracy on questions with an entry, and share of the questions without
one that were recognised, by a threshold chosen on validation data *with* such questions (Larson et
al., “An Evaluation Dataset for Intent Classification and Out-of-Scope Prediction”, EMNLP 2019,
aclanthology.org/D19-1131, Table 2, “oos-threshold”):

| system | accuracy, % | recognised, % |
| --- | --- | --- |
| FastText | 88.6 | 28.3 |
| SVM | 88.2 | 18.0 |
| CNN | 90.9 | 30.9 |
| DialogFlow | 90.8 | 26.7 |
| Rasa | 90.9 | 31.2 |
| MLP | 93.4 | 49.1 |
| BERT | 96.2 | 52.3 |

Accuracy in % by phrasings an entry (Casanueva et al., “Efficient Intent Detection with Dual
Sentence Encoders”, NLP4ConvAI 2020, arXiv 2003.04807):

| system | CLINC150, 5 | CLINC150, 10 | BANKING77, 5 | BANKING77, 10 | BANKING77, all |
| --- | --- | --- | --- | --- | --- |
| USE | 87.8 | 90.9 | 76.3 | 84.2 | – |
| ConveRT | 89.2 | 92.6 | 75.3 | 83.3 | – |
| USE + ConveRT | 90.5 | 93.3 | 77.8 | 85.2 | 93.4 |
| BERT, tuned | – | – | – | – | 93.7 |

HINT3 v1, all phrasings: best MCC with the threshold swept on the test set (Arora et al., “HINT3:
Raising the bar for Intent Detection in the Wild”, 2020, arXiv 2009.13833):

| system | SOFMattress | Curekart | Powerplay11 |
| --- | --- | --- | --- |
| Rasa | .526 | .511 | .340 |
| Dialogflow | .638 | .578 | .353 |
| LUIS | .581 | .539 | .359 |
| Haptik | .588 | .603 | .425 |
| BERT | .617 | .553 | .347 |
"""

DISTRIBUTIONS = ("numpy", "rapidfuzz", "PyStemmer", "bm25s", "scikit-learn", "scipy")


def conditions(arguments: Sequence[str], skipped: Iterable[str], draws: int) -> str:
    """When, with what and how the figures came about."""
    commit = _output("git", "rev-parse", "--short", "HEAD")
    changed = " with changes" if _output("git", "status", "--porcelain", "bot") else ""
    versions = ", ".join(f"{name} {_version(name)}" for name in DISTRIBUTIONS)
    lines = [
        "# How well storybot matches\n",
        f"Measured {datetime.now(UTC):%Y-%m-%d} by `python -m tests.benchmarks.quality "
        f"{' '.join(arguments)}` at commit {commit or 'unknown'}{changed}, in one run, on a "
        f"machine of {os.cpu_count()} cores that was shared with other work (which changes times, "
        f"not these figures).\nPython {platform.python_version()}; {versions}.\n",
        "In brackets stand 95 % intervals: Wilson's for shares (for a mean over draws, that of one "
        f"draw's questions), of {draws:,} bootstrap resamples with seed {SEED} otherwise. "
        "Resampling raises a calibration error, so its intervals lie high. “Forced to answer” "
        "takes the first candidate whatever its score. storybot and LinearSVC learn from the "
        "phrasings what tells entries apart; BM25 and rapidfuzz do not. The rows for BM25 differ "
        "in what a document is: a phrasing, or all phrasings of a fact. An MCC “swept on the test "
        "set” uses the best threshold in hindsight, as published figures do; “from the file alone” "
        "is what storybot decides (an offer counts as no answer).\n",
        "".join(f"- Not run: {sentence}.\n" for sentence in skipped),
    ]
    return "\n".join(lines)


def _output(*command: str) -> str:
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


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


def report(data: Path | None, quick: bool, ablation: bool, arguments: Sequence[str]) -> str:
    """Everything that can be measured here, as Markdown."""
    systems, services, without = usable()
    benchmarks, absent = present(data)
    run = Run(systems, services, quick)
    if quick:
        benchmarks = [thinned(one, QUICK_QUESTIONS) for one in benchmarks]
    parts = [conditions(arguments, [*absent, *without], run.draws), story_tables(run)]
    large = [one for one in benchmarks if "HINT3" not in one.name]
    parts += [set_tables(one, run) for one in large]
    parts += [hint3_table(one, run) for one in benchmarks if one not in large]
    parts += [typo_table(one, run) for one in large if one.name == "CLINC150"]
    if benchmarks:
        parts.append(calibration_tables(benchmarks, run))
    if ablation:
        parts.append(ablation_table(large, run))
    return "\n".join([*parts, PUBLISHED])


def main(arguments: Sequence[str]) -> int:
    """Measure, show, and with --write keep."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.quality")
    parser.add_argument("--data", type=Path, help="folder of the public sets")
    parser.add_argument("--quick", action="store_true", help="300 questions a set, no slow rows")
    parser.add_argument("--ablation", action="store_true", help="also what each part is worth")
    parser.add_argument("--write", action="store_true", help=f"write {REPORT.relative_to(ROOT)}")
    options = parser.parse_args(arguments)
    text = report(options.data, options.quick, options.ablation, arguments)
    sys.stdout.write(text)
    if options.write:
        REPORT.parent.mkdir(exist_ok=True)
        REPORT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
