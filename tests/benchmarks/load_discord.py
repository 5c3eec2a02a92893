"""The load on Discord: `/ask` by many people on a loopback server, to storybot and a constant."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from tests.benchmarks.load import ROOT, Stage, measured, report
from tests.servers.discord_objects import CHANNEL_ID, Person
from tests.servers.discord_server import DiscordServer

LEAST = 0.5
TOKEN = "load.token"
PEOPLE = 10_000

CONSTANT = """
import sys, yarl, discord
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

Route.BASE = sys.argv[1]
DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sys.argv[2])
client = discord.Client(
    intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
    allowed_mentions=discord.AllowedMentions.none(),
    member_cache_flags=discord.MemberCacheFlags.none(),
    chunk_guilds_at_startup=False,
    max_messages=None,
)
tree = app_commands.CommandTree(client)

@tree.command(name="ask", description="Ask")
async def ask(interaction: discord.Interaction, question: str) -> None:
    await interaction.response.send_message("The same to everybody.")

client.run(sys.argv[3], log_handler=None)
"""


class DiscordStage(Stage):
    """One server with one bot; people take turns, so that conversations stay apart."""

    def __init__(self, server: DiscordServer) -> None:
        self._server = server
        self._asked = 0

    async def ask(self, text: str) -> float:
        """Use `/ask`, and wait for the message."""
        self._asked += 1
        person = Person(991000000000000000 + 2 * (self._asked % PEOPLE), "reader")
        asked = await self._server.use_command(
            "ask", person=person, channel_id=CHANNEL_ID, question=text
        )
        await self._server.answer_to(asked, 30)
        self._server.asked.pop(asked.data["token"])
        return asked.after or 0.0

    def faults(self) -> list[str]:
        """What is left over, and what broke a rule."""
        self._server.check_kept()
        left = [f"unanswered: {one.data['id']}" for one in self._server.never_answered()]
        return left + [f"{kind}: {detail}" for kind, detail in self._server.violations]


async def run(count: int, *, distinct: bool = False) -> bool:
    """Measure both bots; whether every promise is kept."""
    async with AsyncExitStack() as stack:
        stages = {
            name: DiscordStage(await stack.enter_async_context(_served(name)))
            for name in ("constant", "storybot")
        }
        loads = await measured(dict(stages), count, distinct=distinct)
        return report(loads, LEAST, stages["storybot"].faults())


@asynccontextmanager
async def _served(name: str) -> AsyncIterator[DiscordServer]:
    with tempfile.TemporaryDirectory() as folder:
        async with DiscordServer(TOKEN, checks_later=True) as server:
            environ = {
                **os.environ,
                "DISCORD_TOKEN": TOKEN,
                "DISCORD_API_URL": server.api_url,
                "XDG_DATA_HOME": folder,
            }
            gateway = f"ws://127.0.0.1:{server.port}/gateway"
            arguments = (
                ("-m", "bot", "serve", "discord", "--log-level", "error")
                if name == "storybot"
                else ("-c", CONSTANT, server.api_url, gateway, TOKEN)
            )
            process = await asyncio.create_subprocess_exec(
                sys.executable, *arguments, env=environ, cwd=ROOT
            )
            try:
                await server.gateway.until(lambda gateway: gateway.live is not None, 60)
                yield server
            finally:
                process.terminate()
                await process.wait()
