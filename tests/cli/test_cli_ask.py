"""`storybot ask` for a person: one question, one reply."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from bot.cli.main import storybot
from tests.cli.conftest import Run

ANSWER = "Mara Quill is the captain of the ferry."


def test_prints_the_answer_first_and_then_the_source(run: Run) -> None:
    result = run("ask", "Who is the captain of the ferry?")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == ANSWER
    assert result.stdout.splitlines()[-1].startswith("The Halm Courier")


def test_joins_words_without_quotes(run: Run) -> None:
    assert ANSWER in run("ask", "who", "is", "the", "captain", "of", "the", "ferry").stdout


def test_reads_the_question_from_standard_input(run: Run) -> None:
    for arguments in ((), ("-",)):
        assert ANSWER in run("ask", *arguments, stdin="Who is the captain of the ferry?\n").stdout


def test_standard_input_that_is_not_utf_8_is_named(run: Run) -> None:
    result = run("ask", stdin=b"caf\xe9?")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "byte 4" in result.stderr


def test_an_empty_question_gets_a_reply(run: Run) -> None:
    result = run("ask", "")
    assert (result.exit_code, "Please ask me" in result.stdout) == (0, True)


def test_json_is_one_object_that_may_hold_any_text(run: Run) -> None:
    result = run("ask", "--json", "Who is the captain of the ferry? ☃\udcff")
    found = json.loads(result.stdout)
    assert (found["id"], found["outcome"], found["answer"]) == (None, "answer", ANSWER)
    assert found["question"].endswith("☃\udcff")
    assert "explanation" not in found


def test_explains_how_the_reply_came_about(run: Run) -> None:
    result = run("ask", "--explain", "Who is the captain of the ferry?")
    for part in ("read as", "candidate", "captain", "evidence", "thresholds", "decision"):
        assert part in result.stdout
    found = json.loads(run("ask", "--json", "--explain", "captain of the ferry").stdout)
    assert found["explanation"]["normalised"]


def test_the_knowledge_file_is_named_before_or_behind_the_command(ferry: Path) -> None:
    for arguments in (
        ["--knowledge", str(ferry), "ask", "name of the captain"],
        ["ask", "--knowledge", str(ferry), "name of the captain"],
        ["--knowledge", "nowhere.yaml", "ask", "name of the captain", "--knowledge", str(ferry)],
    ):
        assert ANSWER in CliRunner().invoke(storybot, arguments).stdout


def test_the_env_file_names_it_and_the_environment_wins(ferry: Path) -> None:
    Path(".env").write_text(f"STORYBOT_KNOWLEDGE={ferry}\n", encoding="utf-8")
    runner = CliRunner()
    assert ANSWER in runner.invoke(storybot, ["ask", "name of the captain"]).stdout
    elsewhere = {"STORYBOT_KNOWLEDGE": "nowhere.yaml"}
    result = runner.invoke(storybot, ["ask", "name of the captain"], env=elsewhere)
    assert (result.exit_code, "nowhere.yaml" in result.stderr) == (2, True)


def test_a_bad_env_file_is_one_sentence(run: Run) -> None:
    for content in (b"not a variable\n", b"A=\xff\n"):
        Path(".env").write_bytes(content)
        result = run("ask", "hello")
        assert (result.exit_code, result.stdout) == (2, "")
        assert ".env" in result.stderr
        assert "Traceback" not in result.stderr


def test_problems_of_the_file_end_with_2_and_name_their_places(run: Run, ferry: Path) -> None:
    ferry.write_text("version: 1\nfacts: []\n", encoding="utf-8")
    result = run("ask", "hello")
    assert result.exit_code == 2
    assert f"{ferry}:1:1: " in result.stderr


def test_starts_without_what_only_other_commands_need(ferry: Path) -> None:
    root = Path(__file__).parents[2]
    code = (
        "import sys; from bot.cli.main import storybot\n"
        f"storybot(['--knowledge', {str(ferry)!r}, 'ask', 'hello'], standalone_mode=False)\n"
        "heavy = {'discord', 'slack_bolt', 'slack_sdk', 'aiohttp', 'rich', 'prompt_toolkit',"
        " 'asyncio', 'logging', 'bot.adapters', 'bot.ops', 'bot.cli.serve', 'bot.cli.chat'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_command_is_also_the_module() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--version"], cwd=root, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "storybot 0.1.0\n")


def test_every_command_teaches_with_an_example() -> None:
    for command in ("ask", "chat", "check", "eval", "serve", "doctor"):
        result = CliRunner().invoke(storybot, [command, "--help"])
        assert (result.exit_code, f"storybot {command}" in result.stdout) == (0, True)
        assert "For example" in result.stdout
