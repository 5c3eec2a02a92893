"""Opens no more sessions than Discord allows a day, over restarts too: Discord keeps the count.

Whoever opens more than a thousand has the token reset, as bots have that a supervisor starts over
and over.
"""

from __future__ import annotations

from typing import TypedDict

SCARCE = 0.1
"""The share of the day's sessions below which the rest is spread over the rest of the day."""


class Limit(TypedDict):
    """What `/gateway/bot` tells: how many a day, how many are left, milliseconds to the next."""

    total: int
    remaining: int
    reset_after: int


def pause_before(limit: Limit, sessions: int) -> float:
    """Seconds to wait before `sessions` more are opened: none while there are plenty."""
    left = limit["remaining"] - sessions
    if left >= SCARCE * limit["total"]:
        return 0.0
    rest_of_day = limit["reset_after"] / 1000
    return rest_of_day if left <= 0 else rest_of_day * sessions / left
