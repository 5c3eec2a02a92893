"""The load on Slack: `/ask` by many people on a loopback server, to storybot and a constant."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from tests.benchmarks.load import ROOT, Stage, measured, report
from tests.servers.slack_server import SlackServer

LEAST = 0.6
PEOPLE = 10_000

CONSTANT = """
import asyncio, logging, sys
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

url, bot_token, app_token = sys.argv[1:]
app = AsyncApp(client=AsyncWebClient(bot_token, base_url=url), signing_secret="unused")

@app.command("/ask")
async def ask(ack, respond):
    await ack()
    await respond("The same to everybody.", unfurl_links=False, unfurl_media=False)

async def main():
    handler = AsyncSocketModeHandler(app, app_token, web_client=AsyncWebClient(base_url=url))
    await handler.start_async()

asyncio.run(main())
"""


class SlackStage(Stage):
    """One server with one bot; people take turns, so that conversations stay apart."""

    def __init__(self, server: SlackServer) -> None:
        self._server = server
        self._asked = 0

    async def ask(self, text: str) -> float:
        """Type `/ask`, and wait for the message."""
        self._asked += 1
        began = time.monotonic()
        delivery = await self._server.command(text, user=f"U{self._asked % PEOPLE}")
        hook = self._server.hooks[delivery.payload["response_url"]]
        async with asyncio.timeout(30):
            await hook.answered.wait()
        return hook.answered_at - began

    def faults(self) -> list[str]:
        """What is left over, and what broke a rule."""
        self._server.watch.check_kept()
        left = [f"unanswered: {one}" for one in self._server.watch.unanswered]
        return left + [f"{one.kind}: {one.detail}" for one in self._server.watch.violations]


async def run(count: int, *, distinct: bool = False) -> bool:
    """Measure both bots; whether every promise is kept."""
    async with AsyncExitStack() as stack:
        stages = {
            name: SlackStage(await stack.enter_async_context(_served(name)))
            for name in ("constant", "storybot")
        }
        loads = await measured(dict(stages), count, distinct=distinct)
        return report(loads, LEAST, stages["storybot"].faults())


@asynccontextmanager
async def _served(name: str) -> AsyncIterator[SlackServer]:
    with tempfile.TemporaryDirectory() as folder:
        async with SlackServer() as server:
            server.watch.checks_later = True
            environ = {
                **os.environ,
                "SLACK_BOT_TOKEN": server.bot_token,
                "SLACK_APP_TOKEN": server.app_token,
                "SLACK_API_URL": server.api_url,
                "XDG_DATA_HOME": folder,
            }
            arguments = (
                ("-m", "bot", "serve", "slack", "--log-level", "error")
                if name == "storybot"
                else ("-c", CONSTANT, server.api_url, server.bot_token, server.app_token)
            )
            process = await asyncio.create_subprocess_exec(
                sys.executable, *arguments, env=environ, cwd=ROOT
            )
            try:
                await server.until(lambda: server.sockets.connected > 0, 60)
                yield server
            finally:
                process.terminate()
                await process.wait()
