"""`storybot serve` as an operator runs it: one process, the shipped story, both platforms."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.ports.messages import Reader
from bot.ports.records import Retention
from bot.records.opening import open_records
from tests.adapters.slack.slack_bot import FULL_SCOPES, free_port
from tests.page.ferry import STORY
from tests.paths import KNOWLEDGE, REPOSITORY
from tests.records.reading import rows
from tests.servers.discord_objects import CHANNEL_ID, THE_BOT
from tests.servers.discord_objects import READER as DISCORD_READER
from tests.servers.discord_server import DiscordServer
from tests.servers.slack_objects import READER as SLACK_READER
from tests.servers.slack_objects import changed, mention
from tests.servers.slack_server import SlackServer
from tests.waiting import HANG, eventually

QUESTION = "When is R2 due?"


@pytest.fixture(autouse=True)
def _built_once(_alone: None, cache_of_the_run: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped story's index, which takes long to build, is that of all tests."""
    monkeypatch.setenv("XDG_CACHE_HOME", cache_of_the_run)


@asynccontextmanager
async def serving(
    environ: dict[str, str], *options: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`storybot serve` with these variables; at the end it is told to stop, and exits with 0."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "serve", "--log-level", "debug", "--knowledge", str(KNOWLEDGE)),
        *options,
        env={**os.environ, **environ},
        cwd=REPOSITORY,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        _, logs = await asyncio.wait_for(process.communicate(), HANG)
    assert process.returncode == 0, logs.decode()
    told = logs.decode()
    for secret in (QUESTION, QUESTION.replace(" ", "+"), "early May", *tokens(environ)):
        assert secret not in told


def both(discord: DiscordServer, slack: SlackServer) -> dict[str, str]:
    """The variables that lead `serve` to these two servers."""
    return {
        "DISCORD_TOKEN": "d1sc0rd",
        "DISCORD_API_URL": discord.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
    }


def tokens(environ: dict[str, str]) -> list[str]:
    """What must never be logged of the variables."""
    return [it for name, it in environ.items() if name.endswith(("TOKEN", "SECRET"))]


async def test_one_process_answers_on_both_platforms() -> None:
    async with DiscordServer("d1sc0rd") as discord, SlackServer() as slack:
        environ = both(discord, slack)
        async with serving(environ):
            await eventually(lambda: discord.gateway.live is not None)
            await eventually(lambda: slack.sockets.connected > 0)
            asked = await discord.use_command("ask", question=QUESTION)
            said = await discord.say(f"<@{THE_BOT.id}> {QUESTION}", pings=(THE_BOT,))
            await slack.event(mention(QUESTION))
            replies = [
                (await discord.answer_to(asked))["content"],
                (await discord.reply_to(said))["content"],
                (await slack.messages(1))[0].text,
            ]
    for reply in replies:
        assert "early May" in reply
        assert "people familiar with the company" in reply
        assert "25 February 2025" in reply
    assert discord.violations == []
    assert slack.kinds == []


async def test_a_process_that_is_started_again_keeps_its_answers_true(tmp_path: Path) -> None:
    other = f"<@{THE_BOT.id}> Who founded DeepSeek?"
    async with DiscordServer("d1sc0rd") as discord, SlackServer() as slack:
        slack.scopes = FULL_SCOPES
        environ = {
            **both(discord, slack),
            "STORYBOT_DATABASE": str(tmp_path / "records.sqlite3"),
        }
        async with serving(environ):
            await eventually(lambda: discord.gateway.live is not None)
            await eventually(lambda: slack.sockets.connected > 0)
            said = [await discord.say(f"<@{THE_BOT.id}> {QUESTION}", pings=(THE_BOT,))]
            said.append(await discord.say(other, pings=(THE_BOT,)))
            replies = [await discord.reply_to(one) for one in said]
            asked = mention(QUESTION)
            await slack.event(asked)
            [answer] = await slack.messages(1)
        discord.gateway.sessions.clear()
        async with serving(environ):
            await eventually(lambda: discord.gateway.live is not None)
            await eventually(lambda: slack.sockets.connected > 0)
            await discord.rewrite(said[0], other)
            await discord.until(lambda: len(discord.edits) == 1)
            await discord.take_back(said[1])
            await discord.until(lambda: bool(discord.deleted))
            await slack.event(changed(asked, asked["text"].replace(QUESTION, "Who founded it?")))
            await slack.until(lambda: "early May" not in slack.shown[answer.ts].text)
    assert discord.edits[0][0] == replies[0]["id"]
    assert "Liang Wenfeng" in discord.edits[0][1]["content"]
    assert discord.deleted == [replies[1]["id"]]
    assert (discord.violations, slack.kinds) == ([], [])


async def test_slack_over_http_in_a_process_of_its_own() -> None:
    port = free_port()
    async with SlackServer() as slack:
        slack.events_url = f"http://127.0.0.1:{port}/slack/events"
        environ = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.secret,
            "SLACK_API_URL": slack.api_url,
            "PORT": str(port),
        }
        async with serving(environ):
            await eventually(lambda: listens(port))
            await slack.event(mention(QUESTION))
            assert "early May" in (await slack.messages(1))[0].text
    assert slack.kinds == []


def listens(port: int) -> bool:
    """Whether a process takes connections on `port`."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def get(port: int, path: str) -> tuple[int, str]:
    """What health tells; (0, "") while nothing listens."""
    try:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{port}{path}") as response,
        ):
            return response.status, await response.text()
    except aiohttp.ClientConnectionError:
        return 0, ""


async def until_told(port: int, path: str, words: str) -> None:
    """Wait until health tells `words`."""
    async with asyncio.timeout(HANG):
        while words not in (await get(port, path))[1]:
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_an_operator_sees_answers_flow_and_readers_stay_unknown(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    address = str(tmp_path / "records.sqlite3")
    if kind == "postgresql":
        address = request.getfixturevalue("postgres_address")
    port = free_port()
    async with DiscordServer("d1sc0rd") as discord, SlackServer() as slack:
        environ = {
            **both(discord, slack),
            "STORYBOT_DATABASE": address,
        }
        async with serving(environ, "--health-port", str(port)):
            await until_told(port, "/readyz", '"ready": true')
            said = await discord.say(f"<@{THE_BOT.id}> {QUESTION}", pings=(THE_BOT,))
            reply = await discord.reply_to(said)
            for _ in range(2):
                await discord.answer_to(await discord.press(reply, "👍"))
            await slack.event(mention(QUESTION))
            await slack.messages(1)
            await discord.gateway.ask_to_reconnect()
            await discord.gateway.until(lambda gateway: gateway.resumed == 1)
            for line in (
                'storybot_reconnects_total{channel="discord"} 1.0',
                'storybot_questions_total{outcome="answer",platform="discord"} 1.0',
                'storybot_questions_total{outcome="answer",platform="slack"} 1.0',
                'storybot_votes_total{platform="discord",vote="up"}',
                'storybot_acknowledgement_seconds_count{platform="discord"} 2.0',
                'storybot_acknowledgement_seconds_count{platform="slack"} 1.0',
                "storybot_records_dropped_total 0.0",
            ):
                await until_told(port, "/metrics", line)
            assert (await get(port, "/livez"))[0] == 200
    found = rows(address, "SELECT platform, outcome, fact FROM replies ORDER BY platform")
    assert [row[:2] for row in found] == [("discord", "answer"), ("slack", "answer")]
    assert found[0][2] == found[1][2]
    assert rows(address, "SELECT fact, up FROM votes") == [(found[0][2], True)]
    posts = rows(address, "SELECT platform, channel, message, fact FROM posts ORDER BY platform")
    assert [post[0] for post in posts] == ["discord", "slack"]
    assert posts[0][2] == reply["id"]
    tables = ("replies", "posts", "votes", "texts", "answers")
    everything = repr([rows(address, f"SELECT * FROM {table}") for table in tables])
    for unknown in (QUESTION, DISCORD_READER.id, SLACK_READER):
        assert str(unknown) not in everything


async def test_editors_on_one_platform_answer_a_reader_of_the_other(tmp_path: Path) -> None:
    path, question = tmp_path / "ferry.yaml", "Who painted the hull?"
    path.write_text(STORY, encoding="utf-8")
    key, database = "a key that only tests have", str(tmp_path / "records.sqlite3")
    async with DiscordServer("d1sc0rd") as discord, SlackServer() as slack:
        editors = {"STORYBOT_EDITORS": f"discord:{CHANNEL_ID}", "STORYBOT_EDIT": "yes"}
        kept = {"STORYBOT_DATABASE": database, "STORYBOT_HASH_KEY": key}
        async with open_records(database, key, Retention(365, 90, None), {}) as records:
            await records.store.send_to_editors(Reader("slack", SLACK_READER, "T"), question)
        environ = {**both(discord, slack), **kept, **editors}
        async with serving(environ, "--knowledge", str(path)):
            await eventually(lambda: bool(discord.messages) and slack.sockets.connected > 0)
            [matter] = discord.messages
            form = await discord.press(matter, "Answer")
            await discord.answer_to(await discord.fill_in(form, "Two brothers painted the hull."))
            await eventually(lambda: question in path.read_text("utf-8"))
            await discord.until(lambda: matter["components"] == [])
            told = ""
            while "Two brothers" not in told:  # the file is looked at every two seconds
                await slack.event(mention("who painted the hull"))
                told = (await slack.messages(len(slack.sent) + 1))[-1].text
    assert discord.violations == []
