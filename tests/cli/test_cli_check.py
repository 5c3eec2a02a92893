"""`storybot check`: what it finds, where, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import STORY, Run


def test_a_clean_file_ends_with_0_and_its_counts(run: Run, ferry: Path) -> None:
    result = run("check", str(ferry), known=False)
    assert result.exit_code == 0
    assert "4 facts, 3 known, 1 unknown, 10 phrasings, 1 quote, 0 names" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("no problems, ")
    assert f'{ferry}:14:16: advice: fact "cost": only 3 of at least 6 phrasings' in result.stdout


def test_days_that_have_passed_are_advice_with_their_place(run: Run, ferry: Path) -> None:
    past = STORY.replace("2031-04-03\n", "2001-04-03\n  expires: 2001-05-01\n")
    ferry.write_text(past, encoding="utf-8")
    result = run("check", str(ferry), known=False)
    assert result.exit_code == 0
    assert f"{ferry}:7:12: advice: the story expired on 2001-05-01" in result.stdout
    ferry.write_text(past.replace("answer: Mara", "anwser: Mara"), encoding="utf-8")
    result = run("check", str(ferry), known=False)
    assert "the story expired" in result.stdout


def test_the_file_may_be_named_by_the_option_too(run: Run) -> None:
    assert run("check").exit_code == 0


def test_every_problem_is_shown_with_its_place(run: Run, ferry: Path) -> None:
    text = STORY.replace("answer: Mara", "anwser: Mara").replace("2031-04-02", "yesterday")
    ferry.write_text(text, encoding="utf-8")
    result = run("check", str(ferry), known=False)
    assert result.exit_code == 1
    assert f"{ferry}:16:12: " in result.stdout
    assert 'did you mean "answer"?' in result.stdout
    assert result.stdout.splitlines()[-2:] == [
        "The facts that have problems, the phrasings and the tests are checked once these are "
        "mended.",
        "2 problems, 3 advice",
    ]


def test_a_file_that_cannot_be_read_ends_with_2(run: Run) -> None:
    result = run("check", "nowhere.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "nowhere.yaml" in result.stderr


def test_an_empty_name_is_not_taken_for_another_file(run: Run) -> None:
    for arguments in (("check", ""), ("check", "--knowledge", "")):
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "name is empty" in result.stderr


def test_tests_that_the_file_carries_are_run(run: Run, ferry: Path) -> None:
    text = STORY.replace(
        "asks: [How much did the ferry cost?]", "asks: [When was the ferry launched?]"
    ).replace("never: [Who is the captain of the ferry?]", "never: [How much did the ferry cost?]")
    ferry.write_text(text, encoding="utf-8")
    result = run("check", str(ferry), known=False)
    assert result.exit_code == 1
    assert f'{ferry}:19:12: fact "cost": "asks" fails: “When was the ferry launched?”' in (
        result.stdout
    )
    assert 'gets the fact "launch", not this fact' in result.stdout
    assert f'{ferry}:20:13: fact "cost": "never" fails' in result.stdout


def test_a_known_unknown_can_be_asked_for_too(run: Run, ferry: Path) -> None:
    text = STORY + "    asks: [What food is served on board?]\n"
    ferry.write_text(text, encoding="utf-8")
    assert run("check", str(ferry), known=False).exit_code == 0


def test_quotes_are_looked_up_in_the_article(run: Run) -> None:
    article = Path("article.txt")
    article.write_text(
        "\n" * 11 + "He said the ferry cost us 48 million crowns.\n", encoding="utf-8"
    )
    assert run("check", "--source", "article.txt").exit_code == 0
    article.write_text("Something else.", encoding="utf-8")
    result = run("check", "--source", "article.txt")
    assert (result.exit_code, "is not in the source" in result.stdout) == (1, True)
    assert run("check", "--source", "nowhere.txt").exit_code == 2


def test_json_lists_problems_and_advice_apart(run: Run, ferry: Path) -> None:
    found = json.loads(run("check", "--json").stdout)
    assert (found["problems"], found["counts"]["facts"]) == ([], 4)
    assert {"line", "column", "fact", "message", "remedy"} <= set(found["advice"][0])
    ferry.write_text("version: 2", encoding="utf-8")
    result = run("check", "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["counts"]) == (1, None)
    assert found["problems"][0]["line"] == 1


def test_the_schema_is_printed_without_a_file(run: Run) -> None:
    result = run("check", "--schema", known=False)
    assert (result.exit_code, json.loads(result.stdout)["type"]) == (0, "object")


BESIDE = STORY.replace("launched on 9 March 2031.", "launched on 9 March 2031, for 77 guests.")
BESIDE = BESIDE.replace(
    "date of the launch]", "date of the launch]\n    quotes: [{text: launched}]"
)


def test_what_sound_facts_show_is_told_in_the_same_round_as_problems(run: Run, ferry: Path) -> None:
    ferry.write_text(BESIDE.replace("answer: Mara", "anwser: Mara"), encoding="utf-8")
    result = run("check", "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, len(found["problems"]), found["counts"]) == (1, 1, None)
    assert [it["fact"] for it in found["advice"] if it["kind"] == "number-not-quoted"] == ["launch"]


def test_phrasings_are_asked_while_they_are_left_out(run: Run, ferry: Path) -> None:
    text = STORY.replace("who steers the ferry", "When is the ferry launched")
    ferry.write_text(text, encoding="utf-8")
    found = json.loads(run("check", "--json").stdout)
    struck = found["strike_out"]
    assert struck["asked"] == 10
    worst = struck["collisions"][0]
    assert {worst["fact"], worst["other_fact"]} == {"captain", "launch"}
    [advice] = [it for it in found["advice"] if it["kind"] == "collision"]
    assert advice["line"] == 23
    shown = run("check").stdout
    assert f"ferry.yaml:23:{advice['column']}: advice: fact" in shown
    assert "Each phrasing asked while it alone was left out (10): " in shown


def test_many_phrasings_show_how_far_it_is(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.environment.MANY", 10)
    monkeypatch.setattr("bot.matching.strike_out.PROGRESS", 5)
    assert run("check").stderr == ("5 of 10 phrasings are asked\n10 of 10 phrasings are asked\n")


def test_code_review_gets_every_remark_beside_its_line(run: Run, ferry: Path) -> None:
    ferry.write_text(BESIDE, encoding="utf-8")
    assert run("check", "--sarif", "check.sarif").exit_code == 0
    log = json.loads(Path("check.sarif").read_text(encoding="utf-8"))
    [run_] = log["runs"]
    rules = [rule["id"] for rule in run_["tool"]["driver"]["rules"]]
    assert log["version"] == "2.1.0"
    assert all(rules[it["ruleIndex"]] == it["ruleId"] for it in run_["results"])
    [number] = [it for it in run_["results"] if it["ruleId"] == "number-not-quoted"]
    assert number["level"] == "warning"
    assert 'says "9, 77"' in number["message"]["text"]
    [place] = number["locations"]
    assert place["physicalLocation"]["region"]["startLine"] == 28
    assert run("check", "--sarif", "no/such/folder").exit_code == 2


def test_fix_mends_the_file_and_checks_it(run: Run, ferry: Path) -> None:
    path = ferry.parent / "twice.yaml"
    text = (
        "version: 1\nstory: {title: The ferry}\nfacts:\n  - id: cost\n"
        "    questions: [What did it cost?, what did it cost]\n    answer: It cost 48 crowns.\n"
    )
    path.write_text(text, encoding="utf-8")
    shown = run("check", "twice.yaml", "--fix", "--dry-run", known=False)
    assert shown.exit_code == 0
    assert "-    questions: [What did it cost?, what did it cost]\n" in shown.stdout
    assert path.read_text(encoding="utf-8") == text
    result = run("check", "twice.yaml", "--fix", known=False)
    assert result.exit_code == 0
    assert 'twice.yaml: fact "cost": the question "what did it cost" stood twice' in result.stderr
    assert "1 fact, 1 known, 0 unknown, 1 phrasing," in result.stdout
    assert "questions: [What did it cost?]" in path.read_text(encoding="utf-8")


def test_a_dry_run_is_of_a_fix(run: Run) -> None:
    result = run("check", "--dry-run")
    assert result.exit_code == 2
    assert "--dry-run goes with --fix" in result.stderr
    assert run("check", "--fix", "--dry-run", "--json").exit_code == 2


def test_fix_of_a_file_that_does_not_load_says_why(run: Run, ferry: Path) -> None:
    ferry.write_text("version: 1\nstory: {titel: A}\nfacts: []\n", encoding="utf-8")
    result = run("check", "--fix", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["problems"]
