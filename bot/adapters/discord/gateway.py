"""What discord.py leaves to its users at the gateway: to count sessions, and skip broken events."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable
from typing import Any, TypedDict

import aiohttp
from discord import ConnectionClosed
from discord.gateway import DiscordWebSocket, ReconnectWebSocket, WebSocketClosure

SCARCE = 0.1
"""The share of the day's sessions below which the rest is spread over the rest of the day."""

_log = logging.getLogger(__name__)

_parse = DiscordWebSocket.received_message

_OF_THE_CONNECTION = (
    ConnectionClosed,
    ReconnectWebSocket,
    WebSocketClosure,
    aiohttp.ClientError,
    OSError,
)
"""What discord.py itself raises for its caller, which connects anew."""


def skip_unreadable(skipped: Callable[[], None]) -> None:
    """Let connections made from now on go on after such an event, and call `skipped` for each."""

    async def received_message(self: DiscordWebSocket, msg: Any, /) -> None:
        try:
            await _parse(self, msg)
        except _OF_THE_CONNECTION:
            raise
        except zlib.error:  # all that follows in this stream could not be read either
            await self.close()  # or its thread would go on to send heartbeats
            raise ReconnectWebSocket(self.shard_id) from None
        except Exception as error:  # whatever a parser trips over; of the text nothing is told
            _log.warning("an event from Discord could not be read: %s", type(error).__name__)
            skipped()

    DiscordWebSocket.received_message = received_message  # type: ignore[method-assign]


class Limit(TypedDict):
    """What `/gateway/bot` tells: how many a day, how many are left, milliseconds to the next."""

    total: int
    remaining: int
    reset_after: int


def pause_before(limit: Limit, sessions: int) -> float:
    """Seconds to wait before `sessions` more are opened: none while there are plenty.

    Whoever opens more than a thousand a day has the token reset, as bots have that a supervisor
    starts over and over. Discord keeps the count, over restarts too.
    """
    left = limit["remaining"] - sessions
    if left >= SCARCE * limit["total"]:
        return 0.0
    rest_of_day = limit["reset_after"] / 1000
    return rest_of_day if left <= 0 else rest_of_day * sessions / left
