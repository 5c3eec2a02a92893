"""How many phrasings a fact needs, and how many known unknowns a file.

    python -m tests.benchmarks.fewer

Two stories with fewer of either, and what becomes of their questions.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot.compose.stories import service_for
from bot.core.model import Fact, Story
from bot.core.service import QuestionService
from bot.knowledge.loader import load
from tests.benchmarks.baselines import Unavailable, semantic_service
from tests.benchmarks.markdown import table
from tests.benchmarks.own_story import (
    DECISIONS,
    KNOWLEDGE,
    QUESTIONS,
    cases_in,
    decisions_of,
    judged,
)
from tests.benchmarks.provenance import ROOT

SIZES = (6, 10, 15, None)
"""Phrasings a fact; None for all."""

LISTED = (0.0, 0.1, 0.2, 0.35, None)
"""Shares of a file's facts that are known unknowns; None for as many as it has."""

SEED = 1

SECOND = ROOT / "tests/stories/second"
STORIES: tuple[tuple[str, Path, tuple[Path, ...]], ...] = (
    ("shipped", KNOWLEDGE, (QUESTIONS / "tuning.jsonl", QUESTIONS / "tuning-2.jsonl")),
    ("second", SECOND / "knowledge.yaml", (SECOND / "questions.jsonl",)),
)
BUILT: dict[str, Callable[[Story], QuestionService]] = {
    "as it is": lambda story: service_for(story, None),
    "with the extra": semantic_service,
}


def with_fewer(story: Story, most: int | None) -> Story:
    """`story` with at most so many phrasings a fact: the first, and others drawn by chance."""
    if most is None:
        return story
    draw = random.Random(SEED)

    def fewer(fact: Fact) -> Fact:
        first, *others = fact.questions
        return replace(fact, questions=(first, *draw.sample(others, min(most - 1, len(others)))))

    return replace(story, facts=tuple(map(fewer, story.facts)), digest=f"{story.digest}-{most}")


def with_listed(story: Story, share: float | None) -> Story:
    """`story` with so many known unknowns, drawn by chance, that they are `share` of its facts."""
    if share is None:
        return story
    unknown = [fact for fact in story.facts if not fact.is_known]
    told = len(story.facts) - len(unknown)
    listed = min(len(unknown), round(share * told / (1 - share)))
    kept = {fact.id for fact in random.Random(SEED).sample(unknown, listed)}
    facts = tuple(fact for fact in story.facts if fact.is_known or fact.id in kept)
    return replace(story, facts=facts, digest=f"{story.digest}-listed-{listed}")


def main() -> None:
    """Print the tables."""
    rows, listed = [], []
    for name, file, questions in STORIES:
        story = load(file)
        cases = [case for path in questions for case in cases_in(path)]
        for share in LISTED:
            thinned = with_listed(story, share)
            unknown = sum(not fact.is_known for fact in thinned.facts)
            decided = decisions_of(judged(service_for(thinned), cases))
            listed.append([name, f"{100 * unknown / len(thinned.facts):.0f}", *decided])
        for most in SIZES:
            thinned = with_fewer(story, most)
            mean = sum(len(fact.questions) for fact in thinned.facts) / len(thinned.facts)
            for how, build in BUILT.items():
                try:
                    decided = decisions_of(judged(build(thinned), cases))
                except Unavailable:
                    continue
                rows.append([name, f"{mean:.1f}", how, *decided])
    print(table(("story", "phrasings a fact", "", *DECISIONS), rows))
    print(table(("story", "known unknowns, % of the facts", *DECISIONS), listed))


if __name__ == "__main__":
    main()
