"""The loopback Discord's sessions outlive their connections, as Discord's do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from tests.servers.discord_gateway import (
    GUILD_MESSAGES,
    HELLO,
    IDENTIFY,
    INVALID_SESSION,
    RESUME,
)
from tests.servers.discord_server import DiscordServer
from tests.waiting import HANG

UNCLEAN = 4000


class Connection:
    """A connection to the gateway, and what comes over it."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self._ws = ws

    async def send(self, op: int, data: dict[str, Any]) -> None:
        await self._ws.send_json({"op": op, "d": data})

    async def until(self, event: str) -> list[str]:
        """The events up to this one, and it."""
        events: list[str] = []
        while event not in events:
            events.append((await self.next())["t"])
        return events

    async def next(self) -> dict[str, Any]:
        received: dict[str, Any] = await self._ws.receive_json(timeout=HANG)
        return received

    async def code(self) -> int | None:
        """With which code it is closed."""
        await self._ws.receive(timeout=HANG)
        return self._ws.close_code


@asynccontextmanager
async def connected(server: DiscordServer, code: int = UNCLEAN) -> AsyncIterator[Connection]:
    """A connection that is closed with `code`."""
    async with aiohttp.ClientSession() as http:
        url = server.api_url.removesuffix("/api/v10") + "/gateway"
        ws = await http.ws_connect(url)
        connection = Connection(ws)
        assert (await connection.next())["op"] == HELLO
        yield connection
        await ws.close(code=code)
    await asyncio.sleep(0.02)


async def identified(connection: Connection, server: DiscordServer) -> str:
    """The id of a new session."""
    await connection.send(IDENTIFY, {"token": server.token, "intents": GUILD_MESSAGES})
    ready = await connection.next()
    return str(ready["d"]["session_id"])


def resuming(server: DiscordServer, session: str, sequence: int = 1) -> dict[str, Any]:
    return {"token": server.token, "session_id": session, "seq": sequence}


async def test_a_session_whose_connection_broke_collects_what_another_connection_reads(
    server: DiscordServer,
) -> None:
    async with connected(server) as first:
        session = await identified(first, server)
        await server.say("while connected")
    await server.say("while not")
    async with connected(server) as second:
        await second.send(RESUME, resuming(server, session))
        assert await second.until("RESUMED") == ["MESSAGE_CREATE", "MESSAGE_CREATE", "RESUMED"]
        await server.say("afterwards")
        assert (await second.next())["t"] == "MESSAGE_CREATE"


async def test_a_session_that_is_resumed_elsewhere_leaves_its_connection(
    server: DiscordServer,
) -> None:
    async with connected(server) as first, connected(server) as second:
        session = await identified(first, server)
        await second.send(RESUME, resuming(server, session))
        assert await first.code() == UNCLEAN
        assert await second.until("RESUMED") == ["RESUMED"]


@pytest.mark.parametrize("code", [1000, 1001])
async def test_a_session_that_was_closed_cleanly_is_gone(code: int, server: DiscordServer) -> None:
    async with connected(server, code) as first:
        session = await identified(first, server)
    await assert_gone(server, session)


async def test_a_session_that_nobody_resumes_ends(server: DiscordServer) -> None:
    server.gateway.session_life = 0.05
    async with connected(server) as first:
        session = await identified(first, server)
    await asyncio.sleep(0.1)
    await assert_gone(server, session)


async def test_a_session_that_never_was_cannot_be_resumed(server: DiscordServer) -> None:
    await assert_gone(server, "no such session")


async def assert_gone(server: DiscordServer, session: str) -> None:
    async with connected(server) as connection:
        await connection.send(RESUME, resuming(server, session))
        assert await connection.next() == {"op": INVALID_SESSION, "d": False}


async def test_a_sequence_number_that_was_never_sent_is_refused(server: DiscordServer) -> None:
    async with connected(server) as first:
        session = await identified(first, server)
    async with connected(server) as second:
        await second.send(RESUME, resuming(server, session, 17))
        assert await second.code() == 4007
    assert [kind for kind, _ in server.violations] == ["sequence"]


async def test_a_session_is_resumed_with_its_token_only(server: DiscordServer) -> None:
    async with connected(server) as first:
        session = await identified(first, server)
    async with connected(server) as second:
        await second.send(RESUME, {**resuming(server, session), "token": "wrong.token"})
        assert await second.code() == 4004


async def test_two_sessions_of_a_shard_are_told_the_same(server: DiscordServer) -> None:
    async with connected(server) as first, connected(server) as second:
        await identified(first, server)
        await identified(second, server)
        await server.say("to both")
        assert (await first.next())["t"] == (await second.next())["t"] == "MESSAGE_CREATE"
