"""`storybot diff`: two files, or revisions of git, and what they reply."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from bot.cli import changes, revisions
from bot.cli.main import storybot
from tests.cli.conftest import STORY, Run

CHEAPER = STORY.replace("cost 48 million crowns.", "cost 38 million @crowns | *net*.")
CHEAPER = CHEAPER.replace("launched on 9 March", "launched on 8 March")
WORKFLOW = Path(__file__).parents[2] / "deploy" / "github-diff.yml"


@pytest.fixture
def new() -> str:
    """The file with another answer."""
    Path("new.yaml").write_text(CHEAPER, encoding="utf-8")
    return "new.yaml"


@pytest.fixture
def repository(ferry: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose HEAD has the story, changed since."""
    for name in ("GIT_AUTHOR", "GIT_COMMITTER"):
        monkeypatch.setenv(f"{name}_NAME", "Mara Quill")
        monkeypatch.setenv(f"{name}_EMAIL", "mara@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for line in ("init -q", f"add {ferry.name}", "commit -qm Story"):
        subprocess.run(["git", *line.split()], cwd=ferry.parent, check=True)
    ferry.write_text(CHEAPER, encoding="utf-8")
    return ferry


def test_the_same_file_ends_with_0(run: Run, ferry: Path) -> None:
    result = run("diff", str(ferry), str(ferry), known=False)
    assert result.exit_code == 0
    assert result.stdout.endswith(": 0 of 10 questions get another reply\n")


def test_replies_that_differ_are_stacked_and_end_with_1(run: Run, ferry: Path, new: str) -> None:
    result = run("diff", str(ferry), new, known=False)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert "5 of 10 questions get another reply: " in lines[0]
    assert "other text: “How much did the ferry cost?” (asks; 2 more like it)" in lines
    assert "  -   The ferry cost 48 million crowns." in lines
    assert "  +   The ferry cost 38 million @crowns | *net*." in lines


def test_markdown_shows_both_side_by_side_and_mentions_nobody(
    run: Run, ferry: Path, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = run("diff", str(ferry), new, "--markdown").stdout
    assert said.startswith("### What readers get: ")
    assert "| before | after |" in said
    [row] = [line for line in said.splitlines() if "38 million" in line][:1]
    assert row.count("|") == 3
    assert "@" not in said
    monkeypatch.setattr(changes, "SHOWN", 1)
    monkeypatch.setattr(changes, "LONGEST", 20)
    assert "\nAnd 1 more." in run("diff", str(ferry), new, "--markdown").stdout
    assert "and 1 more: --json lists them all" in run("diff", str(ferry), new).stdout


def test_json_has_every_change(run: Run, ferry: Path, new: str) -> None:
    result = run("diff", str(ferry), new, "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["asked"], found["changed"]) == (1, 10, 5)
    change = found["changes"][0]
    assert change["move"] == "other text"
    assert change["origin"] == "asks"
    assert {"outcome", "fact", "text", "score"} == set(change["before"])


def test_recorded_questions_are_asked_too(run: Run, ferry: Path) -> None:
    Path("asked.jsonl").write_text('{"question": "ferry sum"}\n{"q": "boat?"}\n', encoding="utf-8")
    found = json.loads(
        run("diff", str(ferry), str(ferry), "--questions", "asked.jsonl", "--json").stdout
    )
    assert found["asked"] == 12
    Path("asked.jsonl").write_text('{"question": "so"}\n{"text": "no"}\n', encoding="utf-8")
    result = run("diff", str(ferry), str(ferry), "--questions", "asked.jsonl")
    assert (result.exit_code, "asked.jsonl, line 2" in result.stderr) == (2, True)


@pytest.mark.parametrize("old", ["HEAD", "HEAD:ferry.yaml"])
def test_a_revision_may_stand_for_a_file(run: Run, repository: Path, old: str) -> None:
    result = run("diff", old, str(repository))
    assert result.exit_code == 1
    assert result.stdout.startswith("HEAD:ferry.yaml → ")
    assert run("diff", old, "HEAD").exit_code == 0


def test_a_revision_is_of_the_file_beside_it(run: Run, repository: Path) -> None:
    result = run("diff", "HEAD", str(repository), known=False)
    assert result.exit_code == 1
    assert "5 of 10 questions get another reply" in result.stdout


def test_says_that_there_is_no_repository(run: Run, ferry: Path) -> None:
    result = run("diff", "main", str(ferry))
    assert result.exit_code == 2
    assert "main is no file, and " in result.stderr
    assert "is in no git repository" in result.stderr


def test_a_revision_without_the_file_and_no_revision_end_with_2(
    run: Run, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = run("diff", "HEAD:no.yaml", str(repository))
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert "The revision HEAD has no file no.yaml: name one that has" in missing.stderr
    nowhere = run("diff", "no-branch", str(repository))
    assert (nowhere.exit_code, "neither a file nor a revision" in nowhere.stderr) == (2, True)
    option = run("diff", "--", "--output=x", str(repository))
    assert (option.exit_code, Path("x").exists()) == (2, False)
    monkeypatch.setenv("PATH", "")
    without = run("diff", "HEAD", str(repository))
    assert (without.exit_code, "git cannot be run" in without.stderr) == (2, True)


def test_a_file_with_problems_ends_with_2(run: Run, ferry: Path) -> None:
    Path("bad.yaml").write_text("version: 2", encoding="utf-8")
    result = run("diff", str(ferry), "bad.yaml")
    assert (result.exit_code, "bad.yaml:1:10: " in result.stderr) == (2, True)


def test_a_git_that_hangs_is_given_up(
    run: Run, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revisions, "SECONDS", 0.0)
    assert run("diff", "HEAD", str(repository)).exit_code == 2


def test_the_workflow_for_pull_requests_runs_what_there_is() -> None:
    workflow = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    steps = workflow["jobs"]["diff"]["steps"]
    runs = "\n".join(step["run"] for step in steps if "run" in step)
    subprocess.run(["bash", "-n", "-c", runs], check=True)
    for name, options in re.findall(r"storybot (\w+)(.*)", runs):
        command = storybot.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--\w+", options)) <= known
