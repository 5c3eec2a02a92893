"""The load on Discord: `/ask` by many people on a loopback server, to storybot and a constant."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from tests.benchmarks.load_setup import Setup, Stage, started
from tests.servers.discord_objects import CHANNEL_ID, Person
from tests.servers.discord_server import DiscordServer

TOKEN = "load.token"
PEOPLE = 10_000

CONSTANT = """
import sys, yarl, discord
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

api, gateway, token, shard, shards = sys.argv[1:]
Route.BASE = api
DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
client = discord.AutoShardedClient(
    shard_ids=[int(shard)],
    shard_count=int(shards),
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

client.run(token, log_handler=None)
"""


class DiscordStage(Stage):
    """One server with one bot; people take turns, so that conversations stay apart.

    Every second one asks in a direct conversation, which belongs to another shard.
    """

    def __init__(self, server: DiscordServer, pids: tuple[int, ...]) -> None:
        self.server = server
        self.pids = pids
        self._asked = 0

    async def ask(self, text: str) -> float:
        """Use `/ask`, and wait for the message."""
        self._asked += 1
        person = Person(991000000000000000 + 2 * (self._asked % PEOPLE), "reader")
        place = CHANNEL_ID if self._asked % 2 else person.direct_channel
        asked = await self.server.use_command("ask", person=person, channel_id=place, question=text)
        await self.server.answer_to(asked, 30)
        self.server.asked.pop(asked.data["token"])
        return asked.after or 0.0

    def faults(self) -> list[str]:
        """What is left over, and what broke a rule."""
        self.server.check_kept()
        left = [f"unanswered: {one.data['id']}" for one in self.server.never_answered()]
        return left + [f"{kind}: {detail}" for kind, detail in self.server.violations]

    def forget(self) -> None:
        """Keep nothing of what has been asked so far."""
        self.server.requests.clear()
        self.server.messages.clear()
        self.server.drop_kept()


@asynccontextmanager
async def stage(name: str, setup: Setup) -> AsyncIterator[DiscordStage]:
    """A server with the bot of that name on it, one shard a process."""
    async with DiscordServer(TOKEN, checks_later=True) as server, AsyncExitStack() as stack:
        pids = []
        for shard in range(setup.processes):
            environ = {
                "DISCORD_TOKEN": TOKEN,
                "DISCORD_API_URL": server.api_url,
                "DISCORD_SHARD_COUNT": str(setup.processes),
                "DISCORD_SHARD_IDS": str(shard),
            }
            gateway = f"ws://127.0.0.1:{server.port}/gateway"
            given = (server.api_url, gateway, TOKEN, str(shard), str(setup.processes))
            arguments = (
                ("-m", "bot", "serve", "discord", "--log-level", "error")
                if name == "storybot"
                else ("-c", CONSTANT, *given)
            )
            pids.append(await stack.enter_async_context(started(arguments, setup, environ)))
        await server.gateway.until(lambda it: len(it.sessions) == setup.processes, 60)
        yield DiscordStage(server, tuple(pids))
