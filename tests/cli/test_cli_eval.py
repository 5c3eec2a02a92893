"""`storybot eval` from a file of questions to its tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

COST = {
    "q": "How much did the ferry cost?",
    "must": ["48 MILLION"],
    "fact": "cost",
    "style": "plain",
    "answerable": True,
}
AMISS = {**COST, "q": "Who is the captain of the ferry?", "style": "terse"}
MENU = {"q": "What food is served on board?", "kind": "near-miss", "answerable": False}
FALSE = {"q": "When was the ferry launched?", "kind": "other", "answerable": False}

WIDEST_LINE = 100


def _file(*values: Any) -> str:
    Path("q.jsonl").write_text("\n".join(map(json.dumps, values)), encoding="utf-8")
    return "q.jsonl"


def test_counts_by_style_and_by_kind(run: Run) -> None:
    result = run("eval", _file(COST, AMISS, MENU, FALSE))
    assert result.exit_code == 0
    rows = {line.split()[0]: line for line in result.stdout.splitlines() if line}
    assert rows["plain"].split()[:3] == ["plain", "1", "100.0"]
    assert "(21-100)" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= WIDEST_LINE
    together = " ".join(result.stdout.split())
    assert " right or told right 1 50.0 9.5 to 90.5 wrong 1 50.0 " in together
    assert rows["AUROC"].endswith("(1 first right, 2 not answerable)")
    assert rows["near-miss"].split()[:3] == ["near-miss", "1", "0.0"]
    assert "wrong: Who is the captain of the ferry?" in result.stdout
    assert "expected cost; candidates: captain" in result.stdout
    assert "false: When was the ferry launched?" in result.stdout


def test_json_holds_shares_intervals_and_errors(run: Run) -> None:
    found = json.loads(run("eval", _file(COST, AMISS, MENU), "--json").stdout)
    assert found["answerable"]["asked"] == 2
    assert found["answerable"]["right"]["share"] == 0.5
    assert 0 < found["answerable"]["right"]["low"] < 0.5 < found["answerable"]["right"]["high"]
    assert found["styles"]["terse"]["wrong"]["count"] == 1
    assert found["kinds"]["near-miss"]["false"]["count"] == 0
    assert [(one["verdict"], one["outcome"]) for one in found["errors"]] == [("wrong", "answer")]


def test_json_holds_sums_and_auroc(run: Run) -> None:
    found = json.loads(run("eval", _file(COST, AMISS, MENU, FALSE), "--json").stdout)
    assert found["answerable"]["right_or_told_right"]["count"] == 1
    assert found["answerable"]["first_right"]["count"] == 1
    assert found["unanswerable"]["answered_or_told"]["count"] == 1
    assert (found["auroc"]["inside"], found["auroc"]["outside"]) == (1, 2)
    assert 0 <= found["auroc"]["low"] <= found["auroc"]["auroc"] <= found["auroc"]["high"] <= 1
    assert json.loads(run("eval", _file(COST), "--json").stdout)["auroc"] is None


def test_lists_as_many_errors_as_asked_for(run: Run) -> None:
    file = _file(AMISS, AMISS, AMISS)
    assert run("eval", file, "--errors", "2").stdout.count("wrong: ") == 2
    assert "went wrong" not in run("eval", file, "--errors", "0").stdout


@pytest.mark.parametrize(
    ("requirement", "status"),
    [
        ("right=50,wrong=50,false=0", 0),
        ("right=51", 1),
        ("wrong=49.9", 1),
        ("offered-right=0", 0),
        ("right-or-told-right=50,wrong-or-told-wrong=50,answered-or-told=0,first-right=50", 0),
        ("told-right=1", 1),
        ("told-wrong=0,told=0,auroc=0", 0),
        ("auroc=101", 2),
        ("right=best", 2),
        ("right=101", 2),
        ("luck=3", 2),
    ],
)
def test_ends_with_1_when_it_falls_short(run: Run, requirement: str, status: int) -> None:
    result = run("eval", _file(COST, AMISS, MENU), "--require", requirement)
    assert result.exit_code == status
    assert ("Falls short" in result.stderr) == (status == 1)


def test_no_questions_of_a_kind_fall_short_of_a_requirement(run: Run) -> None:
    result = run("eval", _file(COST), "--require", "false=5")
    assert (result.exit_code, "no question" in result.stderr) == (1, True)
    result = run("eval", _file(COST), "--require", "auroc=0")
    assert (result.exit_code, "no question" in result.stderr) == (1, True)


def test_asks_the_previous_question_first(run: Run) -> None:
    follow_up = {**COST, "prev": "Who is the captain of the ferry?", "q": "How much did it cost?"}
    found = json.loads(run("eval", _file(follow_up), "--json").stdout)
    assert found["answerable"]["asked"] == 1
    missed = {**AMISS, "prev": "hello"}
    shown = run("eval", _file(missed)).stdout
    assert "(after “hello”)" in shown


def test_a_bad_line_is_named(run: Run) -> None:
    result = run("eval", _file(COST, {"q": "x"}))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith('q.jsonl, line 2: "must"')


def test_a_file_without_questions_says_so(run: Run) -> None:
    assert "no question" in run("eval", _file()).stdout
