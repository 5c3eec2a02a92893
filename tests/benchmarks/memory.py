"""How much memory `storybot serve` rests at, with both channels connected and the shipped story.

    python -m tests.benchmarks.memory

Both platforms are the loopback servers of the tests. The index comes from the cache, as at every
start but the first. It ends with 1 above the goal.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from bot.compose.stories import build_service
from tests.adapters.slack.slack_bot import free_port
from tests.cli.test_cli_serve_for_real import both, serving
from tests.paths import KNOWLEDGE
from tests.servers.discord_server import DiscordServer
from tests.servers.slack_server import SlackServer
from tests.waiting import eventually

GOAL = 120.0
"""Megabytes, of a million bytes each."""

REST = 5.0
"""Seconds after the last connection."""


async def resting(folder: str) -> float:
    """The resident memory of one process, in megabytes."""
    folders = {"XDG_CACHE_HOME": folder, "XDG_DATA_HOME": folder}
    build_service(KNOWLEDGE, {**os.environ, **folders})
    async with DiscordServer("d1sc0rd") as discord, SlackServer() as slack:
        environ = {
            **both(discord, slack),
            **folders,
        }
        async with serving(environ, "--health-port", str(free_port())) as process:
            await eventually(lambda: discord.gateway.live is not None)
            await eventually(lambda: slack.sockets.connected > 0)
            await asyncio.sleep(REST)
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) * 1024 / 1e6


def main() -> int:
    """Measure once, and tell."""
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(resting(folder))
    print(f"serve rests at {found:.1f} MB; the goal is {GOAL:.0f}")
    return 0 if found <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
