"""What the speed comparison is made from: stories of a given size, tables with ratios."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.compare_speed import grown, material, peak_memory, percentile, tables
from tests.benchmarks.searches import SYSTEMS


def test_story_grows_to_the_size_by_marked_copies() -> None:
    story = grown([("one", "two"), ("three",)], 5)
    assert [fact.questions for fact in story.facts] == [
        ("one", "two"),
        ("three",),
        ("one number1", "two number1"),
    ]
    assert len({fact.id for fact in story.facts}) == 3


def test_last_fact_is_cut_to_the_size() -> None:
    assert sum(len(fact.questions) for fact in grown([("a", "b", "c")], 4).facts) == 4


def test_second_story_serves_where_no_public_set_lies(tmp_path: Path) -> None:
    groups, questions, name = material(tmp_path)
    assert "second story" in name
    assert len(groups) > 10
    assert len(questions) > 100
    assert material(None) == (groups, questions, name)


def test_ratios_are_to_storybot() -> None:
    one = dict.fromkeys(("median", "p99", "p99 of work", "build", "peak", "own", "questions"), 2.0)
    results = {(10, name): {key: 2 * value for key, value in one.items()} for name in SYSTEMS}
    results[10, "storybot"] = one
    text = tables(results)
    assert "| rapidfuzz | 4.000 | 2.00 | 4.000 | 4.000 | 2.00 | 4.00 | 2.00 | 4 | 4 |" in text
    assert "| storybot | 2.000 | 1.00 |" in text


def test_percentile_of_few_is_the_largest() -> None:
    assert percentile([3.0, 1.0, 2.0]) == 3.0


def test_memory_is_some() -> None:
    assert peak_memory() > 1
