"""In the terminal the judge is heard only where that is asked for."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

import bot.cli.serve
from bot.cli.operating import Operation
from bot.core.model import Reply, outcome
from bot.judge import checks
from tests.adapters.slack.slack_bot import free_port
from tests.cli.conftest import Run
from tests.servers.judge_server import JudgeServer, late, naming, responding, saying
from tests.waiting import HANG

ASKED = "tell me how much the ferry cost"
OTHERS = (
    "how much money did the ferry cost",
    "who is the captain of this ferry",
    "who is the ferry captain",
)
KEY = "sk-sesame"


@contextmanager
def elsewhere() -> Iterator[JudgeServer]:
    """A server on a loop of its own, for the command runs another on this thread."""
    loop, server = asyncio.new_event_loop(), JudgeServer()
    thread = Thread(target=loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result(HANG)
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(server.__aexit__(None, None, None), loop).result(HANG)
        rest = asyncio.sleep(0.1)  # for what it cancels
        asyncio.run_coroutine_threadsafe(rest, loop).result(HANG)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(HANG)
        loop.close()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[JudgeServer]:
    with elsewhere() as running:
        monkeypatch.setenv("STORYBOT_JUDGE_URL", running.url + "/")
        monkeypatch.setenv("STORYBOT_JUDGE_MODEL", "small-model")
        monkeypatch.setenv("STORYBOT_JUDGE_KEY", KEY)
        yield running


def told(run: Run, *options: str) -> dict[str, Any]:
    result = run("ask", "--json", *options, ASKED)
    assert result.exit_code == 0
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_ask_hears_the_judge_only_with_its_option(run: Run, server: JudgeServer) -> None:
    assert told(run)["outcome"] == "answer"
    assert server.sent == []
    vetoed = told(run, "--judge")
    assert (vetoed["outcome"], vetoed["fact"], vetoed["answer"]) == ("decline", None, None)
    assert [sent.question for sent in server.sent] == [ASKED]
    server.answer = naming("48 million")
    assert told(run, "--judge")["answer"] == "The ferry cost 48 million crowns."
    server.answer = responding(status=500)
    doubtful = told(run, "--judge")
    assert (doubtful["outcome"], doubtful["fact"], doubtful["answer"]) == ("suggest", "cost", None)
    explained = run("ask", "--judge", "--explain", ASKED).stdout
    assert "the judge gave no answer" in explained


def test_a_batch_a_conversation_and_an_evaluation_hear_it_too(
    run: Run, server: JudgeServer
) -> None:
    lines = "".join(json.dumps({"id": it, "question": ASKED}) + "\n" for it in "ab")
    result = run("ask", "--json", "--judge", "--batch", "-", stdin=lines)
    assert [json.loads(line)["outcome"] for line in result.stdout.splitlines()] == ["decline"] * 2
    assert len(server.sent) == 1
    server.answer = naming("48 million")
    said = run("chat", "--judge", stdin=f"{ASKED}\n/topics 1\n1\n/why\n")
    assert "48 million crowns" in said.stdout
    assert "the fact was asked for by its id" in said.stdout
    case = {"q": ASKED, "must": ["48 million"], "fact": "cost", "style": "plain"}
    Path("q.jsonl").write_text(json.dumps(case), encoding="utf-8")
    assert json.loads(run("eval", "q.jsonl", "--judge", "--json").stdout)["answerable"]["right"][
        "share"
    ] == pytest.approx(1.0)
    assert len(server.sent) == 3


def test_without_an_address_there_is_no_judge(run: Run) -> None:
    result = run("ask", "--judge", ASKED)
    assert result.exit_code == 2
    assert "STORYBOT_JUDGE_URL is not set" in result.stderr


@pytest.mark.usefixtures("signals_and_logs")
def test_serve_hears_it_and_logs_neither_words_nor_key(
    run: Run, server: JudgeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    replies: list[Reply] = []

    def channels(_names: Any, _settings: Any, operation: Operation) -> dict[str, Any]:
        async def ask() -> None:
            for words in (ASKED, *OTHERS):
                replies.append(await operation.answering.ask(words))
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.Event().wait()

        return {"discord": ask}

    monkeypatch.setattr(bot.cli.serve, "_channels", channels)
    monkeypatch.setenv("DISCORD_TOKEN", "xyz")
    server.answer = responding(status=500, text=KEY)
    result = run("serve", "--log-level", "debug", "--health-port", str(free_port()))
    assert result.exit_code == 0
    assert [outcome(reply) for reply in replies] == ["suggest"] * 4
    assert len(server.sent) == 3
    assert "the judge gave no verdict 3 times in a row" in result.stderr
    for secret in (ASKED, *OTHERS, KEY):
        assert secret not in result.output


def finding(run: Run) -> dict[str, Any]:
    """What `doctor` finds of the judge."""
    result = run("doctor", "--json")
    assert KEY not in result.output
    found = [it for it in json.loads(result.stdout)["findings"] if it["part"] == "judge"]
    return dict(found[0]) if found else {}


def test_doctor_says_which_model_answers_and_in_what_time(run: Run, server: JudgeServer) -> None:
    server.answer = naming("crack")
    found = finding(run)
    assert found["level"] == "good"
    assert found["what"].startswith("small-model answered in 0.")
    assert server.sent[0].question == checks.QUESTION


def test_doctor_finds_a_judge_that_is_no_use(
    run: Run, server: JudgeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answer = saying('{"fact": 0}')
    assert "did not find what is plain" in finding(run)["what"]
    server.answer = responding(status=401)
    found = finding(run)
    assert (found["level"], found["what"]) == ("problem", "it answers with HTTP 401")
    assert "STORYBOT_JUDGE_KEY" in found["remedy"]
    server.answer = late(0.2, naming("crack"))
    monkeypatch.setenv("STORYBOT_JUDGE_SECONDS", "0.1")
    assert finding(run)["what"].endswith("and is waited for 0.1")
    monkeypatch.setattr(checks, "PATIENCE", 0.1)
    assert finding(run)["what"] == "it gave no verdict within 0.1 seconds"


def test_doctor_says_nothing_of_a_judge_that_is_off(run: Run) -> None:
    assert finding(run) == {}
