"""What each part of storybot is worth: what changes when it is taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.compose.stories import service_for
from bot.core.model import Story
from bot.knowledge.loader import load
from bot.ops.evaluation import Case, CaseVerdict
from tests.benchmarks.baselines import ABLATIONS, Patch, Unavailable, patched, storybot, under
from tests.benchmarks.datasets import Benchmark
from tests.benchmarks.markdown import table
from tests.benchmarks.measures import Bools, Figure, auroc_figure, difference, share
from tests.benchmarks.own_story import KNOWLEDGE, QUESTIONS, cases_in, judged, story_rights
from tests.benchmarks.runs import Outcome, Run, outcome, say


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
    story = load(KNOWLEDGE)
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
    text = str(change)
    return text if text.startswith("−") else f"+{text}"


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
    right = [one.verdict is CaseVerdict.RIGHT for one in results if one.case.answerable]
    misled = [one.verdict in (CaseVerdict.WRONG, CaseVerdict.FALSE) for one in results]
    first = story_rights(system, story, tell)[0]
    return Parts(sets, (first, np.array(right, bool), np.array(misled, bool)))
