"""Our own story: what is decided, what is found, and what the score is worth."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from bot.core.model import Fact, Story
from bot.core.service import QuestionService
from bot.knowledge.loader import load
from bot.ops.evaluation import Case, JudgedCase, Share, case_of, judge, tally, tally_by_group
from tests.benchmarks.baselines import Floats, System
from tests.benchmarks.markdown import reliability_table, table
from tests.benchmarks.measures import Bools, Figure, auroc_figure, calibration_figure, share
from tests.benchmarks.provenance import ROOT
from tests.benchmarks.runs import Run, say

KNOWLEDGE = ROOT / "knowledge.yaml"
QUESTIONS = ROOT / "tests/questions"
NAMED = ("heldout", "tuning", "tuning-2")
"""The files of questions about it."""

NEAR = ("near-miss", "false-premise")
"""Kinds of unanswerable question that sound like the story."""


def cases_in(path: Path) -> list[Case]:
    """The questions of one file."""
    return [case_of(json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def judged(service: QuestionService, cases: Iterable[Case]) -> list[JudgedCase]:
    """What becomes of every case."""
    return [judge(service, case) for case in cases]


def shown(part: Share) -> Figure:
    """A share as a figure."""
    return Figure(part.value, *part.interval())


def together(shares: Iterable[Share]) -> Share:
    """Shares of questions of several kinds as one."""
    found = list(shares)
    return Share(sum(one.count for one in found), sum(one.total for one in found))


def of_kinds(results: Iterable[JudgedCase], name: str, *, near: bool) -> Share:
    """A share of the unanswerable questions that sound like the story, or of the others."""
    groups = tally_by_group(results, answerable=False)
    return together(tallied[name] for kind, tallied in groups.items() if (kind in NEAR) == near)


DECISIONS = (
    *("right", "right or told right", "a right one told or offered"),
    *("wrong", "wrong or told wrong", "false, near", "false, other"),
)
"""The heads of `decisions_of`."""


def decisions_of(results: Sequence[JudgedCase]) -> list[Figure]:
    """What is decided, a figure for each of `DECISIONS`."""
    found = tally(results, answerable=True)
    helped = found["right or told right"].count + found["offered right"].count
    false = [of_kinds(results, "false", near=near) for near in (True, False)]
    shares = [
        *(found["right"], found["right or told right"], Share(helped, found["right"].total)),
        *(found["wrong"], found["wrong or told wrong"], *false),
    ]
    return [shown(one) for one in shares]


def story_rights(system: System, story: Story, cases: Sequence[Case]) -> tuple[Bools, Floats]:
    """Whether the first fact's answer is right for each case, and its score."""
    ranking = system(story)([case.question for case in cases])
    first = [story.facts[place] if place >= 0 else None for place in ranking.best[:, 0]]
    return np.array([_meets(*pair) for pair in zip(cases, first, strict=True)]), ranking.top


def _meets(case: Case, fact: Fact | None) -> bool:
    return fact is not None and case.answerable and fact.is_known and case.is_met_by(fact)


def story_tables(run: Run) -> str:
    """The section of the report."""
    story = load(KNOWLEDGE)
    decided, found, errors = [], [], []
    curves = {}
    files = {name: cases_in(QUESTIONS / f"{name}.jsonl") for name in NAMED}
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
            table(("system", "file", *DECISIONS), decided),
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


def _probabilities(results: Iterable[JudgedCase]) -> tuple[Floats, Bools, Floats]:
    pairs = [
        (one.reply.candidates[0].score, _meets(one.case, one.reply.candidates[0].fact))
        for one in results
        if one.reply.candidates and one.reply.candidates[0].fact.is_known
    ]
    scores, right = zip(*pairs, strict=True)
    return np.array(scores), np.array(right, bool), np.ones(len(pairs))
