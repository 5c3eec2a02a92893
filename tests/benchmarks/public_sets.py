"""The public sets: the right entry first, telling apart what has none, and typing mistakes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bot.core.model import Answered, Question
from tests.benchmarks.baselines import NO_REPAIR, Ints, storybot, under
from tests.benchmarks.datasets import SEED, Benchmark, mistyped, story_of
from tests.benchmarks.markdown import table
from tests.benchmarks.measures import (
    NONE,
    Bools,
    auroc_figure,
    best_threshold,
    difference,
    mcc_figure,
    share,
)
from tests.benchmarks.runs import QUICK_QUESTIONS, Build, Run, outcome, say


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
