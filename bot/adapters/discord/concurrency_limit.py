"""First come, first served: in a crowd answers are given one after another, not all of them late.

Everybody at once would wait for everybody else, and Discord takes no answer after three seconds.
"""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import Any

import discord

AT_ONCE = 64
"""Interactions that are being answered at a time: where Discord takes a tenth of a second for each,
600 a second."""

TOO_LATE = 2.8
"""Seconds after which an answer would not arrive in time any more, so that it is not tried."""

_RECEIVED = "received"
"""The note on an interaction of when it came."""


def received(interaction: discord.Interaction[Any]) -> None:
    """Note that `interaction` has just come."""
    interaction.extras[_RECEIVED] = perf_counter()


def waited(interaction: discord.Interaction[Any]) -> float:
    """Seconds since `interaction` came."""
    return perf_counter() - float(interaction.extras[_RECEIVED])


def left(interaction: discord.Interaction[Any]) -> float:
    """Seconds in which an answer to `interaction` would still be in time; none are left below 0."""
    return TOO_LATE - waited(interaction)


class ConcurrencyLimit:
    """Whose turn it is."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def wait(self, interaction: discord.Interaction[Any]) -> bool:
        """Wait for a turn, which the current task keeps until it ends; whether it is in time."""
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("interactions are answered by tasks of the event loop")
        await self._slots.acquire()
        task.add_done_callback(lambda _: self._slots.release())
        return waited(interaction) < TOO_LATE
