"""A knowledge file is good, or its first problems are findings, each with a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.checks import SHOWN, check_knowledge
from bot.ports.checks import Level
from tests.matching.built import BRIDGE, the_bridge

TODAY = "2031-05-02"


def test_a_file_that_can_be_answered_from_is_one_good_finding(tmp_path: Path) -> None:
    [found] = check_knowledge(the_bridge(tmp_path), TODAY)
    assert (found.part, found.level, found.remedy) == ("knowledge", Level.GOOD, None)
    assert "2 facts, version " in found.what


def test_a_file_that_is_not_there_is_a_problem_with_a_remedy(tmp_path: Path) -> None:
    [found] = check_knowledge(tmp_path / "none.yaml", TODAY)
    assert found.level is Level.PROBLEM
    assert "none.yaml" in found.what
    assert found.remedy


@pytest.mark.parametrize("wrong", [1, SHOWN, SHOWN + 2])
def test_only_the_first_problems_are_listed(tmp_path: Path, wrong: int) -> None:
    keys = "".join(f"odd-{number}: 1\n" for number in range(wrong))
    path = the_bridge(tmp_path, BRIDGE + keys)
    found = check_knowledge(path, TODAY)
    assert {one.level for one in found} == {Level.PROBLEM}
    assert all(one.remedy for one in found)
    shown = found[:SHOWN]
    assert all(one.what.startswith(f"{path}:") for one in shown)
    assert [one.what for one in found[SHOWN:]] == (
        [f"{wrong - SHOWN} more problems in {path}"] if wrong > SHOWN else []
    )


def test_drafts_are_not_counted_and_are_no_story_by_themselves(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    stub = "  - {id: stub, draft: true}\n"
    head = "version: 1\nstory: {title: The ferry}\nfacts:\n"
    path.write_text(head + "  - {id: a, questions: [Who?], answer: He.}\n" + stub)
    assert ": 1 fact, version" in check_knowledge(path, TODAY)[0].what
    path.write_text(head + stub)
    assert "every fact is a draft" in check_knowledge(path, TODAY)[0].what


def test_facts_past_their_date_are_a_warning_that_names_the_first(tmp_path: Path) -> None:
    expiring = BRIDGE.replace("answer: I", "expires: 2031-05-01\n    answer: I")
    story = "story: {title: The bridge on Elm Street"
    path = the_bridge(tmp_path, expiring.replace(story, f"{story}, expires: 2031-04-30"))
    good, found = check_knowledge(path, TODAY)
    assert (good.level, found.level) == (Level.GOOD, Level.WARNING)
    assert found.what == '2 of 2 facts expired: first "cost", sure to hold until 2031-04-30'
    assert "expires" in (found.remedy or "")
    [good] = check_knowledge(path, "2031-04-30")
    assert good.level is Level.GOOD
