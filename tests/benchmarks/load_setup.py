"""What is put under load: a channel, a database and processes, and how they are started."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHANNELS = ("discord", "slack", "slack-http")

TITLES = {"discord": "Discord", "slack": "Slack, Socket Mode", "slack-http": "Slack, HTTP"}


@dataclass(frozen=True, slots=True)
class Setup:
    """`address` is that of storybot's database; None is a file of its own."""

    channel: str
    database: str = "SQLite"
    address: str | None = None
    processes: int = 1


class Stage(ABC):
    """A platform with a bot on it, whose processes are `pids`."""

    pids: tuple[int, ...]

    @abstractmethod
    async def ask(self, text: str) -> float:
        """Ask one question; seconds until the answer was there."""

    @abstractmethod
    def faults(self) -> list[str]:
        """What the bot did that the platform forbids, and what it left unanswered."""

    @abstractmethod
    def forget(self) -> None:
        """Keep nothing of what has been asked so far, where very much is asked."""


@asynccontextmanager
async def started(
    arguments: Sequence[str], setup: Setup, environ: dict[str, str]
) -> AsyncIterator[int]:
    """A process of this Python, ended with the context; its pid."""
    with tempfile.TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            cwd=ROOT,
            env={
                **os.environ,
                "XDG_DATA_HOME": folder,
                "STORYBOT_PERSON_LIMIT": "0",
                "STORYBOT_CHANNEL_LIMIT": "0",
                **_records(setup.address),
                **environ,
            },
        )
        try:
            yield process.pid
        finally:
            process.terminate()
            await process.wait()


def _records(address: str | None) -> dict[str, str]:
    if address is None:
        return {}
    return {"STORYBOT_DATABASE": address, "STORYBOT_HASH_KEY": "a key for the load"}


def resident(pid: int) -> float:
    """Megabytes (of a million bytes) that a process holds in memory."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) * 1024 / 1e6
