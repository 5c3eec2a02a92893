"""`storybot mcp`: an agent's own client asks it over pipes, with the official SDK."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli.main import storybot
from bot.compose.stories import service_for
from bot.knowledge.loader import parse
from bot.rendering.json_reply import record
from tests.cli.conftest import STORY, Run
from tests.paths import REPOSITORY
from tests.waiting import HANG

mcp = pytest.importorskip("mcp", reason="the extra “mcp” is not installed")
jsonschema = pytest.importorskip("jsonschema")

COMMAND = [sys.executable, "-m", "bot", "mcp", "--knowledge"]
DRAFT = """\
  - id: secret
    draft: true
    questions: [Who hid the report on the ferry?]
    answer: Nobody is told this yet.
"""
NEXT = STORY.replace("48 million", "52 million")
DECLINES = ("Who is the king of Norway?", "What food is served on board?")
QUESTIONS = ("How much did the ferry cost?", "ferry", "the ferry's date", "hello", "", *DECLINES)

Call = tuple[bool, Any, str]


def _server(ferry: Path, **streams: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*COMMAND, str(ferry)], cwd=REPOSITORY, **streams)


@asynccontextmanager
async def _client(ferry: Path, errors: Path) -> AsyncIterator[Any]:
    parameters = mcp.StdioServerParameters(
        command=COMMAND[0],
        args=[*COMMAND[1:], str(ferry)],
        env=dict(os.environ),
        cwd=str(REPOSITORY),
    )
    with errors.open("w", encoding="utf-8") as stream:
        async with mcp.Client(mcp.stdio_client(parameters, errlog=stream)) as client:
            yield client


async def _called(client: Any, tool: str, **arguments: Any) -> Call:
    result = await client.call_tool(tool, arguments)
    return result.is_error, result.structured_content, result.content[0].text


@pytest.fixture
def errors(tmp_path: Path) -> Path:
    """What it says on standard error."""
    return tmp_path / "errors.txt"


async def test_ask_gives_what_the_command_line_prints(ferry: Path, errors: Path, run: Run) -> None:
    async with _client(ferry, errors) as client:
        for question in QUESTIONS:
            failed, found, text = await _called(client, "ask", question=question)
            printed = json.loads(run("ask", "--json", stdin=question).stdout)
            assert (failed, found, json.loads(text)) == (False, printed, printed)


@pytest.mark.slow
async def test_the_outcomes_that_an_agent_must_tell_apart_come_as_they_are(
    ferry: Path, errors: Path
) -> None:
    async with _client(ferry, errors) as client:
        _, sure, _ = await _called(client, "ask", question="How much did the ferry cost?")
        assert (sure["outcome"], sure["status"]) == ("answer", "attributed")
        assert sure["according_to"] == "the harbour office"
        assert sure["sources"][0]["publisher"] == "The Halm Courier"
        for question in DECLINES:
            _, declined, _ = await _called(client, "ask", question=question)
            assert (declined["outcome"], declined["answer"]) == ("decline", None)


@pytest.mark.slow
async def test_every_tool_says_that_it_reads_and_what_it_gives(ferry: Path, errors: Path) -> None:
    async with _client(ferry, errors) as client:
        assert client.server_capabilities.prompts is None
        assert client.server_capabilities.resources is None
        tools = {it.name: it for it in (await client.list_tools()).tools}
        assert list(tools) == ["ask", "fact", "facts", "sources"]
        given = {"ask": {"question": "What is it?"}, "fact": {"id": "no-menu"}}
        for name, tool in tools.items():
            assert tool.description
            assert tool.annotations.read_only_hint
            _, found, _ = await _called(client, name, **given.get(name, {}))
            jsonschema.validate(found, tool.output_schema)
            assert set(found) == set(tool.output_schema["properties"])
        for word in ("with doubt", "does not tell", "never present one as the answer"):
            assert word in " ".join(tools["ask"].description.split())
        assert "The ferry of Halm" in client.instructions


@pytest.mark.slow
async def test_fact_gives_one_by_its_id(ferry: Path, errors: Path) -> None:
    service = service_for(parse(STORY.encode(), str(ferry)))
    async with _client(ferry, errors) as client:
        for fact in service.story.facts:
            told = service.tell(fact.id)
            assert told is not None
            failed, found, _ = await _called(client, "fact", id=fact.id)
            assert not failed
            assert found == record(told[0], service.story, question=fact.title)
        failed, found, text = await _called(client, "fact", id="captains")
        assert (failed, found) == (True, None)
        assert text == "The story has no fact with this id; near it: captain."
        _, _, text = await _called(client, "fact", id="/etc/passwd")
        assert text == "The story has no fact with this id; the tool facts lists all."


@pytest.mark.slow
async def test_facts_lists_them_by_topic(ferry: Path, errors: Path) -> None:
    async with _client(ferry, errors) as client:
        _, found, _ = await _called(client, "facts")
        assert [it["id"] for it in found["facts"]] == ["cost", "captain", "launch", "no-menu"]
        _, found, _ = await _called(client, "facts", topic="boat")
        assert found["facts"][1] == {
            "id": "captain",
            "question": "Who is the captain of the ferry?",
            "topic": "boat",
            "status": "established",
        }
        assert len(found["facts"]) == 2
        _, found, _ = await _called(client, "facts", topic=None)
        assert len(found["facts"]) == 4
        failed, _, text = await _called(client, "facts", topic="boats")
        assert (failed, text[-14:]) == (True, "near it: boat.")


@pytest.mark.slow
async def test_sources_gives_the_header_and_the_corrections(ferry: Path, errors: Path) -> None:
    async with _client(ferry, errors) as client:
        _, found, _ = await _called(client, "sources")
    assert (found["title"], found["url"]) == ("The ferry of Halm", "https://courier.example/ferry")
    said = "An earlier version said 38 million."
    assert found["corrections"] == [{"fact": "cost", "correction": said, "revised": None}]
    assert found["checked"] is None


async def test_no_tool_gives_a_draft(ferry: Path, errors: Path) -> None:
    ferry.write_text(STORY + DRAFT, encoding="utf-8")
    async with _client(ferry, errors) as client:
        calls = [
            await _called(client, "ask", question="Who hid the report on the ferry?"),
            await _called(client, "fact", id="secret"),
            await _called(client, "facts"),
            await _called(client, "sources"),
        ]
    assert calls[1][0]
    assert "Nobody is told" not in str(calls)
    assert "secret" not in str(calls)


@pytest.mark.slow
async def test_a_call_that_does_not_fit_says_what_does(ferry: Path, errors: Path) -> None:
    wrong: tuple[tuple[str, dict[str, Any]], ...] = (
        ("ask", {}),
        ("ask", {"question": 5}),
        ("ask", {"question": None}),
        ("ask", {"question": "mallory " * 200_000}),
        ("ask", {"question": "mallory", "semantic": "1"}),
        ("fact", {"id": ["cost"]}),
        ("fact", {"id": "mallory" * 1000}),
    )
    async with _client(ferry, errors) as client:
        for tool, arguments in wrong:
            failed, found, text = await _called(client, tool, **arguments)
            assert (failed, found) == (True, None)
            assert text.startswith(f"{tool} takes text of at most 1000 characters: ")
        assert (await _called(client, "sources", a="b"))[2] == "sources takes nothing."
        failed, _, text = await _called(client, "write", id="cost")
        assert (failed, text) == (
            True,
            "There is no such tool; there are: ask, fact, facts, sources.",
        )
        strange = "How much\x00 did \x1b[31m the ferry\u202e cost?\r\n"
        failed, found, _ = await _called(client, "ask", question=strange)
        assert (failed, found["fact"]) == (False, "cost")


@pytest.mark.slow
async def test_a_file_that_breaks_keeps_the_last_good_one(ferry: Path, errors: Path) -> None:
    async with _client(ferry, errors) as client, asyncio.timeout(HANG):
        ferry.write_text("facts: [", encoding="utf-8")
        while "the last good one keeps answering" not in errors.read_text(encoding="utf-8"):
            await asyncio.sleep(0.1)
        _, found, _ = await _called(client, "fact", id="cost")
        assert found["answer"] == "The ferry cost 48 million crowns."
        ferry.write_text(NEXT, encoding="utf-8")
        while "52 million" not in (await _called(client, "fact", id="cost"))[1]["answer"]:
            await asyncio.sleep(0.1)


@pytest.mark.slow
async def test_nothing_of_a_question_is_written_anywhere(
    ferry: Path, errors: Path, tmp_path: Path
) -> None:
    async with _client(ferry, errors) as client:
        for question in ("mallory", "mallory " * 1000, "mallory\x00\x1b"):
            await _called(client, "ask", question=question)
        await _called(client, "fact", id="mallory")
        await _called(client, "mallory")
    assert errors.read_text(encoding="utf-8") == ""
    written = [it for it in tmp_path.rglob("*") if it.is_file() and it not in (ferry, errors)]
    assert {it.relative_to(tmp_path).parts[0] for it in written} == {"cache"}
    assert not any(b"mallory" in it.read_bytes() for it in written)


@pytest.mark.slow
def test_the_end_of_the_input_ends_it(ferry: Path) -> None:
    with _server(ferry, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        said, _ = process.communicate(b"no JSON\n\xff\xfe\n[]\n", timeout=HANG)
    assert (process.returncode, said) == (0, b"")


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["interrupted", "unread"])
def test_it_ends_when_nobody_listens_any_more(ferry: Path, ending: str) -> None:
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with _server(ferry, **streams) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        ping = b'{"jsonrpc": "2.0", "id": 1, "method": "ping"}\n'
        process.stdin.write(ping)
        process.stdin.flush()
        assert b'"id":1' in process.stdout.readline()
        if ending == "interrupted":
            process.send_signal(signal.SIGINT)
            assert process.wait(HANG) == -signal.SIGINT
        else:
            process.stdout.close()
            process.stdin.write(ping)
            process.stdin.close()
            assert process.wait(HANG) == 0
        assert process.stderr.read() == b""


def test_without_the_extra_it_says_how_to_get_it(
    ferry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    monkeypatch.delitem(sys.modules, "bot.adapters.agents", raising=False)
    result = CliRunner().invoke(storybot, ["mcp", "--knowledge", str(ferry)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "pip install '.[mcp]'" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_file_that_cannot_be_used_is_said_before_anything(tmp_path: Path) -> None:
    with _server(
        tmp_path / "none.yaml",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        said, told = process.communicate(timeout=HANG)
    assert (process.returncode, said) == (2, b"")
    assert b"none.yaml" in told
