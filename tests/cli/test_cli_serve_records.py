"""`storybot serve` keeps records: opened at the start, written before the end, never in the way."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
from pathlib import Path
from typing import Any

import pytest

import bot.cli.serve
from bot.cli.operating import Operation
from tests.cli.conftest import Run
from tests.fakes.records import ADA

pytestmark = pytest.mark.usefixtures("signals_and_logs")


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A channel on which one reader asks a hundred questions, and which then is told to stop."""
    replies: list[str] = []

    def channels(_names: Any, _settings: Any, operation: Operation) -> dict[str, Any]:
        async def ask() -> None:
            for number in range(100):
                reply = await operation.answering.ask(
                    "How much did the ferry cost?", f"{number}", ADA
                )
                replies.append(type(reply).__name__)
            os.kill(os.getpid(), signal.SIGTERM)

        return {"discord": ask}

    monkeypatch.setattr(bot.cli.serve, "_channels", channels)
    monkeypatch.setenv("DISCORD_TOKEN", "sesame")
    return replies


def test_every_reply_is_in_the_records_when_it_has_stopped(run: Run, tmp_path: Path) -> None:
    assert run("serve").exit_code == 0
    folder = tmp_path / "data" / "storybot"
    assert {it.name for it in folder.iterdir()} == {"hash-key", "records.sqlite3"}
    database = sqlite3.connect(folder / "records.sqlite3")
    found = database.execute("SELECT outcome, fact, count(*) FROM replies GROUP BY 1, 2").fetchall()
    assert found == [("answer", "cost", 100)]


@pytest.mark.impatient
def test_a_database_that_is_down_costs_no_reply(
    run: Run, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://storybot:open-sesame@127.0.0.1:1/records")
    result = run("serve")
    assert (result.exit_code, len(asked)) == (0, 100)
    assert "the database is down" in result.stderr
    assert "100 records were lost" in result.stderr
    assert "sesame" not in result.stderr


@pytest.mark.impatient
def test_a_database_that_never_answers_does_not_hold_up_the_end(
    run: Run, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        monkeypatch.setenv("DATABASE_URL", f"postgres://storybot@127.0.0.1:{port}/records")
        result = run("serve")
    assert (result.exit_code, len(asked)) == (0, 100)
    assert "100 records were lost" in result.stderr


def test_a_database_that_makes_no_sense_is_said_in_a_sentence(
    run: Run, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYBOT_DATABASE", "mysql://storybot:open-sesame@db/records")
    result = run("serve")
    assert (result.exit_code, asked) == (2, [])
    assert "STORYBOT_DATABASE" in result.stderr.splitlines()[-1]
    assert "sesame" not in result.stderr
