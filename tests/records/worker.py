"""A process that records without end, and says what was acknowledged: to start many, and kill."""

from __future__ import annotations

import asyncio
import sys

from bot.core.model import Answered
from bot.ports.messages import Reader
from bot.ports.records import Exchange
from bot.records.opening import open_records
from tests.fakes.discord_service import COST
from tests.records.conftest import KEY, RETENTION


async def work(address: str, name: str, times: int) -> None:
    """Record `times` replies and as many votes, each of another person, up and then down."""
    async with open_records(address, KEY, RETENTION, {}) as records:
        for number in range(times):
            reader = Reader("discord", f"{name}-{number}", "900")
            records.store.replied(Exchange("What did it cost?", Answered(COST), reader))
            for up in (True, False):
                await records.store.vote(reader, COST, up=up)
            sys.stdout.write(f"{reader.id}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1], sys.argv[2], int(sys.argv[3])))
