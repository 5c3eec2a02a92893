"""How long an interaction has waited: Discord takes no answer after three seconds."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import discord

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
    """Seconds in which an answer to `interaction` would still be in time; not if there are none."""
    return TOO_LATE - waited(interaction)
