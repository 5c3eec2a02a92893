"""`storybot ask --json --batch`: lines in, lines out, and what happens when one is bad."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bot.cli.batch import answer_lines
from bot.cli.jsonlines import objects
from bot.core.errors import UnusableInputError
from bot.core.service import QuestionService
from tests.cli.conftest import Run
from tests.paths import REPOSITORY

CAPTAIN = {"id": "a", "question": "Who is the captain of the ferry?"}


def _lines(*values: dict[str, Any]) -> str:
    return "".join(json.dumps(value) + "\n" for value in values)


def test_answers_each_line_in_order(run: Run) -> None:
    Path("questions.jsonl").write_text(
        _lines(CAPTAIN, {"id": "b", "question": "hello"}), encoding="utf-8"
    )
    result = run("ask", "--json", "--batch", "questions.jsonl")
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [(one["id"], one["outcome"]) for one in found] == [("a", "answer"), ("b", "chat")]


def test_reads_standard_input_and_a_last_line_without_its_end(run: Run) -> None:
    result = run("ask", "--json", "--batch", "-", stdin="\ufeff" + _lines(CAPTAIN).rstrip())
    assert json.loads(result.stdout)["id"] == "a"


def test_skips_blank_lines_but_counts_them(run: Run) -> None:
    result = run("ask", "--json", "--batch", "-", stdin=f"\n{_lines(CAPTAIN)} \r\n[]\n")
    assert (result.exit_code, len(result.stdout.splitlines())) == (2, 1)
    assert "line 4: not an object" in result.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"id": "x", "question": ', "not JSON"),
        (b"[1]", "not an object"),
        (b'{"question": "x"}', '"id" is missing'),
        (b'{"id": "x"}', '"question" is missing'),
        (b'{"id": 1, "question": "x"}', '"id" is not text'),
        (b'{"id": "x", "question": null}', '"question" is not text'),
        (b'{"id": "x", "question": "x", "conversation": 1}', '"conversation" is not text'),
        (b'{"id": "x", "question": "\xff"}', "not UTF-8"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"id": ' + b"1" * 5000 + b"}", "number too long"),
    ],
)
def test_a_bad_line_ends_the_run_and_the_lines_before_it_stand(
    run: Run, line: bytes, said: str
) -> None:
    result = run("ask", "--json", "--batch", "-", stdin=_lines(CAPTAIN).encode() + line + b"\n{}\n")
    assert result.exit_code == 2
    assert [json.loads(it)["id"] for it in result.stdout.splitlines()] == ["a"]
    assert result.stderr.startswith("standard input, line 2: ")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_file_that_is_not_there_is_one_sentence(run: Run) -> None:
    result = run("ask", "--json", "--batch", "nowhere.jsonl")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "nowhere.jsonl cannot be read" in result.stderr


@pytest.mark.parametrize("arguments", [("--batch", "-"), ("--json", "--batch", "-", "why")])
def test_a_batch_needs_json_and_no_question(run: Run, arguments: tuple[str, ...]) -> None:
    result = run("ask", *arguments, stdin="")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


def test_lines_of_one_conversation_follow_each_other(
    service: QuestionService, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    ask = service.ask

    def spy(question: Any, context: Any = None) -> Any:
        seen.append((question.conversation, context.question if context else None))
        return ask(question, context)

    monkeypatch.setattr(service, "ask", spy)
    turns = [
        (key, f"Who is the captain of the ferry {number}?") for number, key in enumerate("xyx")
    ]
    stream = BytesIO(
        _lines(
            *({"id": "1", "question": text, "conversation": key} for key, text in turns), CAPTAIN
        ).encode()
    )
    answer_lines(service, stream, "it", BytesIO(), explain=False)
    assert [key for key, _ in seen] == ["x", "y", "x", None]
    assert [before is not None for _, before in seen] == [False, False, True, False]


def test_explanations_are_added_when_asked_for(service: QuestionService) -> None:
    out = BytesIO()
    answer_lines(service, BytesIO(_lines(CAPTAIN).encode()), "it", out, explain=True)
    assert json.loads(out.getvalue())["explanation"]["decision"]


def test_half_a_character_does_not_stop_the_run(run: Run) -> None:
    line = '{"id": "\\ud800", "question": "hello"}\n'
    result = run("ask", "--json", "--batch", "-", stdin=line)
    assert json.loads(result.stdout)["id"] == "\ud800"


def test_flushes_before_each_read_and_not_for_each_line(service: QuestionService) -> None:
    flushes = []

    class Out(BytesIO):
        def flush(self) -> None:
            flushes.append(self.getvalue().count(b"\n"))

    answer_lines(service, BytesIO(_lines(CAPTAIN).encode() * 50), "it", Out(), explain=False)
    assert flushes == [0, 50, 50]


def test_lines_come_whole_from_any_pieces() -> None:
    data = _lines({"n": "é" * 5}, {"n": "b"}).encode()

    class Drops(BytesIO):
        def read1(self, size: int | None = -1, /) -> bytes:
            return super().read1(1)

    assert [value["n"] for _, value in objects(Drops(data), "it")] == ["é" * 5, "b"]
    with pytest.raises(UnusableInputError, match="it, line 1"):
        list(objects(BytesIO(b"nonsense"), "it"))


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_partner_that_waits_for_each_reply_gets_it(ferry: Path, unbuffered: str) -> None:
    command = [sys.executable, "-m", "bot", "ask", "--json", "--batch", "-"]
    with subprocess.Popen(
        [*command, "--knowledge", str(ferry)],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for name in ("1", "2"):
            process.stdin.write(_lines({"id": name, "question": "hello"}).encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == name
        process.stdin.close()
    assert process.returncode == 0


def test_ends_quietly_when_nobody_reads_on(ferry: Path) -> None:
    Path("many.jsonl").write_text(_lines(CAPTAIN) * 2000, encoding="utf-8")
    many = Path("many.jsonl").resolve()
    command = [sys.executable, "-m", "bot", "ask", "--json", "--batch", str(many)]
    with subprocess.Popen(
        [*command, "--knowledge", str(ferry)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
