"""`storybot doctor` says what is wrong, to people and to scripts, and ends with 1 if a thing is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_a_set_up_without_problems_is_well(run: Run) -> None:
    result = run("doctor")
    assert result.exit_code == 0
    assert "ok       knowledge:" in result.stdout
    assert "ok       database:" in result.stdout
    assert (
        "warning  settings: no channel has a token\n         → set DISCORD_TOKEN" in result.stdout
    )


def test_every_problem_is_listed_with_its_remedy(
    run: Run, ferry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ferry.write_text(ferry.read_text(encoding="utf-8").replace("answer:", "anwser:"))
    for name in ("DISCORD_TOKEN", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.setenv(name, "sesame")
    monkeypatch.setenv("DISCORD_API_URL", "http://127.0.0.1:1/api/v10")
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:1/api/")
    monkeypatch.setenv("DATABASE_URL", "postgres://u:sesame@127.0.0.1:1/x")
    result = run("doctor", "--json")
    assert result.exit_code == 1
    assert "sesame" not in result.output
    told = json.loads(result.stdout)
    assert told["well"] is False
    problems = [it for it in told["findings"] if it["level"] == "problem"]
    assert {it["part"] for it in problems} == {"knowledge", "database", "discord", "slack"}
    assert all(it["remedy"] for it in problems)


def test_settings_that_make_no_sense_are_a_finding(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    result = run("doctor")
    assert result.exit_code == 1
    assert "PROBLEM  settings: SLACK_BOT_TOKEN is not set" in result.stdout
    assert "ok       knowledge:" in result.stdout


def test_no_knowledge_file_at_all_is_a_finding(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("doctor", "--knowledge", "none.yaml")
    assert result.exit_code == 1
    assert "PROBLEM  knowledge:" in result.stdout
