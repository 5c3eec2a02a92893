"""Slack's side of Socket Mode: tickets for one connection, envelopes, acknowledgements."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp import WSMsgType, web

from tests.servers.slack_objects import APP, Payload, fresh

MOST = 10
"""Sockets that an app may have open at once."""


class Sockets:
    """The open sockets; `violated(kind, detail)` is told what a client does wrong."""

    def __init__(self, violated: Callable[[str, str], None]) -> None:
        self._violated = violated
        self._open: list[web.WebSocketResponse] = []
        self._tickets: set[str] = set()
        self._acks: dict[str, asyncio.Future[Payload]] = {}
        self.connected = 0
        self.deaf = False
        """Whether new sockets look open, and answer neither pings nor anything else."""
        self.takes_turns = False
        """Whether each open socket gets its share, as at Slack; else the newest gets everything."""
        self._turn = 0
        self.refuse_tickets = 0
        """How many of the next tickets expire before they are used."""

    def ticket(self) -> str:
        """Lets one connection in."""
        ticket = fresh("ticket-")
        if self.refuse_tickets:
            self.refuse_tickets -= 1
        else:
            self._tickets.add(ticket)
        return ticket

    async def send(self, kind: str, payload: Payload, retry: int | None) -> Payload:
        """Send an envelope to a socket; what the client acknowledges it with."""
        while not self._open:
            await asyncio.sleep(0.005)
        envelope_id = fresh("envelope-")
        envelope: Payload = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": retry is None,
        }
        if retry is not None:
            envelope |= {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
        acked: asyncio.Future[Payload] = asyncio.get_running_loop().create_future()
        self._acks[envelope_id] = acked
        self._turn += self.takes_turns
        await self._open[self._turn % len(self._open) - 1].send_json(envelope)
        return await acked

    async def close(self, *, polite: bool) -> None:
        """Close every socket, with a word before it (Slack refreshes connections) or without."""
        for socket in list(self._open):
            if polite:
                await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})
            else:
                await socket.close()

    async def link(self, request: web.Request) -> web.StreamResponse:
        """The handler of a connection."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403)
        self._tickets.remove(ticket)
        if len(self._open) >= MOST:
            self._violated("sockets", f"more than {MOST}")
            return web.Response(status=429)
        socket = web.WebSocketResponse(autoping=not self.deaf)
        await socket.prepare(request)
        self._open.append(socket)
        self.connected += 1
        hello = {"type": "hello", "num_connections": 1, "connection_info": {"app_id": APP}}
        await socket.send_json(hello)
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._acknowledged(frame.json())
        finally:
            self._open.remove(socket)
        return socket

    def _acknowledged(self, frame: Payload) -> None:
        acked = self._acks.get(frame.get("envelope_id", ""))
        if acked is None:
            self._violated("unknown envelope", str(frame))
        elif not acked.done():
            acked.set_result(frame.get("payload") or {})
        elif not acked.cancelled():  # cancelled: too late, and noted already
            self._violated("acknowledged twice", str(frame))
