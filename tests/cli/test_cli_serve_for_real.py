"""`storybot serve` as an operator runs it: one process, the shipped story, both platforms."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.channels.slack.slack_bot import free_port
from tests.servers.discord_objects import THE_BOT
from tests.servers.discord_server import DiscordServer
from tests.servers.slack_objects import mention
from tests.servers.slack_server import SlackServer

pytestmark = [pytest.mark.asyncio, pytest.mark.timeout(60)]

REPOSITORY = Path(__file__).parent.parent.parent
KNOWLEDGE = REPOSITORY / "knowledge.yaml"
QUESTION = "When is R2 due?"
START_LIMIT = 30.0


@asynccontextmanager
async def serving(environ: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """`storybot serve` with these variables; at the end it is told to stop, and exits with 0."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "serve", "--log-level", "debug", "--knowledge", str(KNOWLEDGE)),
        env={**os.environ, **environ},
        cwd=REPOSITORY,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        _, logs = await asyncio.wait_for(process.communicate(), 15)
    assert process.returncode == 0, logs.decode()
    told = logs.decode()
    for secret in (QUESTION, QUESTION.replace(" ", "+"), "early May", *tokens(environ)):
        assert secret not in told


def tokens(environ: dict[str, str]) -> list[str]:
    """What must never be logged of the variables."""
    return [it for name, it in environ.items() if name.endswith(("TOKEN", "SECRET"))]


async def until(holds: Callable[[], bool]) -> None:
    """Wait until the process has come so far."""
    async with asyncio.timeout(START_LIMIT):
        while not holds():
            await asyncio.sleep(0.05)


async def test_one_process_answers_on_both_platforms() -> None:
    async with DiscordServer("d1sc0rd") as discord, SlackServer() as slack:
        environ = {
            "DISCORD_TOKEN": "d1sc0rd",
            "DISCORD_API_URL": discord.api_url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
        }
        async with serving(environ):
            await until(lambda: discord.gateway.live is not None)
            await until(lambda: slack.sockets.connected > 0)
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
        assert "2025-02-25" in reply
    assert discord.violations == []
    assert slack.kinds == []


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
            await until(lambda: listens(port))
            await slack.event(mention(QUESTION))
            assert "early May" in (await slack.messages(1))[0].text
    assert slack.kinds == []


def listens(port: int) -> bool:
    """Whether a process takes connections on `port`."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
