"""Skips what discord.py cannot parse: one such event would end the process."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable
from typing import Any

import aiohttp
from discord import ConnectionClosed
from discord.gateway import DiscordWebSocket, ReconnectWebSocket, WebSocketClosure

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
