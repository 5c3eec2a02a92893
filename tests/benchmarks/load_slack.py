"""The load on Slack: `/ask` by many people on a loopback server, to storybot and a constant."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import cycle

from tests.adapters.slack.slack_bot import free_port
from tests.benchmarks.load_setup import Setup, Stage, started
from tests.servers.slack_objects import Delivery, mention
from tests.servers.slack_server import SlackServer

PEOPLE = 10_000

CONSTANT = """
import asyncio, sys
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

url, bot_token, app_token, secret, port = sys.argv[1:]
app = AsyncApp(client=AsyncWebClient(bot_token, base_url=url), signing_secret=secret)

@app.command("/ask")
async def ask(ack, respond):
    await ack()
    await respond("The same to everybody.", unfurl_links=False, unfurl_media=False)

async def main():
    if int(port):
        runner = web.AppRunner(app.web_app(path="/slack/events"), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", int(port)).start()
        await asyncio.Event().wait()
    handler = AsyncSocketModeHandler(app, app_token, web_client=AsyncWebClient(base_url=url))
    await handler.start_async()

asyncio.run(main())
"""


class SlackStage(Stage):
    """One server with one bot; people take turns, so that conversations stay apart."""

    def __init__(
        self, server: SlackServer, pids: tuple[int, ...], addresses: tuple[str, ...]
    ) -> None:
        self.server = server
        self.pids = pids
        self._addresses = cycle(addresses) if addresses else None
        self._asked = 0

    async def ask(self, text: str) -> float:
        """Type `/ask`, and wait for the message; requests go to the processes by turns."""
        self._asked += 1
        began = time.monotonic()
        delivery = await self.type(text, f"U{self._asked % PEOPLE}")
        hook = self.server.hooks[delivery.payload["response_url"]]
        async with asyncio.timeout(30):
            await hook.answered.wait()
        return hook.answered_at - began

    async def type(self, text: str, user: str) -> Delivery:
        """Let `user` type `/ask`, and wait for the acknowledgement."""
        self._next_process()
        return await self.server.command(text, user=user)

    async def mention(self, text: str, channel: str, user: str) -> Delivery:
        """Let `user` mention the bot in `channel`, and wait for the acknowledgement."""
        self._next_process()
        return await self.server.event(mention(text, channel, user))

    def _next_process(self) -> None:
        if self._addresses is not None:
            self.server.events_url = next(self._addresses)

    def faults(self) -> list[str]:
        """What is left over, and what broke a rule."""
        self.server.watch.check_kept()
        left = [f"unanswered: {one}" for one in self.server.watch.unanswered]
        return left + [f"{one.kind}: {one.detail}" for one in self.server.watch.violations]

    def forget(self) -> None:
        """Keep nothing of what has been asked so far."""
        self.server.calls.clear()
        self.server.shown.clear()
        self.server.hooks.clear()
        self.server.watch.sent.clear()
        self.server.watch.drop_kept()


@asynccontextmanager
async def stage(name: str, setup: Setup) -> AsyncIterator[SlackStage]:
    """A server with the bot of that name on it; by HTTP one port a process."""
    async with SlackServer() as server, AsyncExitStack() as stack:
        server.watch.checks_later = server.sockets.takes_turns = True
        is_http = setup.channel == "slack-http"
        ports = [free_port() if is_http else 0 for _ in range(setup.processes)]
        pids = []
        for port in ports:
            way = {"SLACK_SIGNING_SECRET": server.secret, "PORT": str(port)}
            environ = {
                "SLACK_BOT_TOKEN": server.bot_token,
                "SLACK_API_URL": server.api_url,
                **(way if is_http else {"SLACK_APP_TOKEN": server.app_token}),
            }
            given = (server.api_url, server.bot_token, server.app_token, server.secret, str(port))
            arguments = (
                ("-m", "bot", "serve", "slack", "--log-level", "error")
                if name == "storybot"
                else ("-c", CONSTANT, *given)
            )
            pids.append(await stack.enter_async_context(started(arguments, setup, environ)))
        if is_http:
            await asyncio.gather(*map(_is_listening, ports))
        else:
            await server.until(lambda: server.sockets.connected == setup.processes, 60)
        urls = tuple(f"http://127.0.0.1:{port}/slack/events" for port in ports if port)
        yield SlackStage(server, tuple(pids), urls)


async def _is_listening(port: int) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return
