"""`storybot corrections`: what was corrected, and what still stands as it was."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from bot.knowledge.loader import load
from bot.ports.messages import Post
from bot.ports.records import Retention
from bot.records.opening import open_records
from tests.cli.conftest import Run

WAS = "An earlier version said 38 million."


@pytest.fixture
def told(ferry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cost was told twice in public, and is another one since."""
    path = tmp_path / "records.sqlite3"
    monkeypatch.setenv("STORYBOT_DATABASE", str(path))

    async def tell() -> None:
        keep, fact = Retention(365, 90, None), load(ferry).facts[1]
        async with open_records(str(path), "a key that only tests have", keep, {}) as opened:
            for message in ("1", "2"):
                opened.store.posted(fact, Post("discord", "9", "10", message), load(ferry).key)

    asyncio.run(tell())
    return ferry


def correct(ferry: Path) -> None:
    fact = load(ferry).facts[1]
    text = ferry.read_text("utf-8")
    assert text.count(fact.answer) == 1
    new = f"It was more.\n    correction: {WAS}\n    revised: 2031-04-09"
    ferry.write_text(text.replace(fact.answer, new), encoding="utf-8")


def test_nothing_is_corrected(run: Run, told: Path) -> None:
    result = run("corrections")
    assert result.stdout.endswith("\n0 messages are still to be changed.\n")


def test_names_the_messages_that_are_to_be_changed(run: Run, told: Path) -> None:
    correct(told)
    shown = run("corrections").stdout
    assert shown.startswith(f"2031-04-09  captain: {WAS}\n")
    assert "\n2 messages are still to be changed.\n  captain, corrected: 2 messages\n" in shown
    assert "discord 10" not in shown
    assert "    discord 10 1\n" in run("corrections", "--dry-run").stdout
    found = json.loads(run("corrections", "--json").stdout)
    assert [it["fact"] for it in found["corrections"]] == ["cost", "captain"]
    [waiting] = found["waiting"]
    assert (waiting["change"], len(waiting["messages"])) == ("correct", 2)


def test_without_records_it_tells_what_the_file_has(run: Run, tmp_path: Path) -> None:
    result = run("corrections")
    assert result.exit_code == 0
    assert "no day  cost: An earlier version said 38 million." in result.stdout
    assert "which messages wait is not known" in result.stderr
