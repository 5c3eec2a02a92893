"""The gateway half of the loopback Discord: sessions that identify, beat, resume and get events."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.waiting import HANG

GUILDS, GUILD_MESSAGES, DM_MESSAGES = 1 << 0, 1 << 9, 1 << 12
PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15)
MESSAGE_CONTENT = 1 << 15

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT = 0, 1, 2, 6, 7
INVALID_SESSION, HELLO, HEARTBEAT_ACK = 9, 10, 11

ABNORMAL = 1006
"""No code that is sent: what a client sees when a connection breaks."""

_LARGEST_PAYLOAD = 4096
_CLEAN = (1000, 1001)
"""Close codes by which a client ends its session too."""


class Socket:
    """One WebSocket, compressed as a stream where the client asked for that."""

    def __init__(self, ws: web.WebSocketResponse, *, compressed: bool) -> None:
        self.ws = ws
        self._stream = zlib.compressobj() if compressed else None

    async def send(self, payload: dict[str, Any]) -> None:
        await self.send_text(json.dumps(payload))

    async def send_text(self, text: str) -> None:
        """Send a frame, whatever stands in it."""
        if self._stream is None:
            await self.ws.send_str(text)
        else:
            data = self._stream.compress(text.encode()) + self._stream.flush(zlib.Z_SYNC_FLUSH)
            await self.ws.send_bytes(data)


@dataclass
class Session:
    """What outlives a socket: the events sent so far, to be sent again after a RESUME."""

    id: str
    intents: int
    shard: tuple[int, int] = (0, 1)
    socket: Socket | None = None
    events: list[dict[str, Any]] = field(default_factory=list)
    left_at: float | None = None
    """When its connection broke, by the event loop's clock."""

    async def dispatch(self, event: str, data: dict[str, Any]) -> None:
        """Send an event, or keep it until the session is resumed."""
        payload = {"op": DISPATCH, "t": event, "s": len(self.events) + 1, "d": data}
        self.events.append(payload)
        if self.socket is not None and not self.socket.ws.closed:
            with suppress(ConnectionError):
                await self.socket.send(payload)


@dataclass
class Gateway:
    """The sessions of one bot. `greeting` makes READY and the guilds; `complain` reports."""

    token: str
    greeting: Callable[[Session], tuple[dict[str, Any], list[dict[str, Any]]]]
    complain: Callable[[str, str], None]
    heartbeat_interval: float = 41.25
    identify_limit: int = 1000
    session_life: float = 120.0
    """Seconds for which a session without a connection collects events."""
    sessions: list[Session] = field(default_factory=list)
    identified: list[dict[str, Any]] = field(default_factory=list)
    resumed: int = 0
    heartbeats: int = 0
    is_deaf: bool = False
    """Whether heartbeats are left unanswered, as by a socket that only looks open."""
    granted: int = 0
    """The privileged intents that the application may have."""
    closes_with: int | None = None
    """The close code that every IDENTIFY gets."""
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def live(self) -> Session | None:
        """The session events go to."""
        return self.sessions[-1] if self.sessions else None

    def session_for(self, guild_id: str | None) -> Session | None:
        """The newest session of the shard that a guild belongs to."""
        found = self.sessions_for(guild_id)
        return found[-1] if found else None

    def sessions_for(self, guild_id: str | None) -> list[Session]:
        """All sessions of a guild's shard, broken ones too; direct messages are shard 0's."""
        self._expire()
        return [
            it for it in self.sessions if (int(guild_id or 0) >> 22) % it.shard[1] == it.shard[0]
        ]

    async def until(self, holds: Callable[[Gateway], bool], timeout: float = HANG) -> None:
        """Wait until `holds(self)`, or raise TimeoutError."""
        async with self.changed, asyncio.timeout(timeout):
            await self.changed.wait_for(lambda: holds(self))

    async def ask_to_reconnect(self) -> None:
        """As Discord does before it takes a gateway server down: the client is to resume."""
        if self.live and self.live.socket:
            await self.live.socket.send({"op": RECONNECT, "d": None})

    async def send_garbage(self, frame: str | bytes) -> None:
        """Send the live socket a text that is no JSON, or bytes that are no stream."""
        if self.live and self.live.socket:
            if isinstance(frame, str):
                await self.live.socket.send_text(frame)
            else:
                await self.live.socket.ws.send_bytes(frame)

    async def forget_session(self) -> None:
        """As Discord does after an outage: the client is to identify anew."""
        if self.live and self.live.socket:
            socket = self.live.socket
            self.sessions.clear()
            await socket.send({"op": INVALID_SESSION, "d": False})

    async def hang_up(self, code: int) -> None:
        """Close the live socket with `code`; 1006 stands for one that breaks without a word."""
        socket = self.live.socket if self.live else None
        if socket is None:
            return
        if code != ABNORMAL:
            await socket.ws.close(code=code)
        elif (transport := socket.ws._req.transport if socket.ws._req else None) is not None:
            transport.abort()

    async def close(self) -> None:
        """Close every socket that is still open."""
        for session in self.sessions:
            if session.socket is not None:
                await session.socket.ws.close()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one socket."""
        ws = web.WebSocketResponse(max_msg_size=0)
        await ws.prepare(request)
        socket = Socket(ws, compressed=request.query.get("compress") == "zlib-stream")
        interval = int(self.heartbeat_interval * 1000)
        await socket.send({"op": HELLO, "d": {"heartbeat_interval": interval}})
        while (frame := await ws.receive()).type is WSMsgType.TEXT:
            if len(frame.data.encode()) > _LARGEST_PAYLOAD:
                self.complain("invalid", "a gateway payload over 4096 bytes")
                await ws.close(code=4002)
                break
            payload = json.loads(frame.data)
            await self._take(socket, payload["op"], payload.get("d"))
            async with self.changed:
                self.changed.notify_all()
        self._leave(socket, is_clean=frame.type is WSMsgType.CLOSE and frame.data in _CLEAN)
        return ws

    def _leave(self, socket: Socket, *, is_clean: bool) -> None:
        """A connection has ended, and with a clean close its session has too."""
        for session in [it for it in self.sessions if it.socket is socket]:
            session.left_at = asyncio.get_running_loop().time()
            if is_clean:
                self.sessions.remove(session)

    def _expire(self) -> None:
        """Forget the sessions that nobody has resumed in time."""
        since = asyncio.get_running_loop().time() - self.session_life
        self.sessions[:] = [it for it in self.sessions if (it.left_at or since) >= since]

    async def _take(self, socket: Socket, op: int, data: Any) -> None:
        if op == HEARTBEAT:
            self.heartbeats += 1
            if not self.is_deaf:
                await socket.send({"op": HEARTBEAT_ACK})
        elif op == IDENTIFY:
            await self._identify(socket, data)
        elif op == RESUME:
            await self._resume(socket, data)

    async def _identify(self, socket: Socket, data: dict[str, Any]) -> None:
        self.identified.append({key: data[key] for key in data if key != "token"})
        if data["token"] != self.token:
            self.complain("wrong-auth", "IDENTIFY with another token")
            await socket.ws.close(code=4004, message=b"Authentication failed.")
        elif data["intents"] & PRIVILEGED & ~self.granted:
            self.complain("intents", "a privileged intent that is not enabled")
            await socket.ws.close(code=4014, message=b"Disallowed intent(s).")
        elif self.closes_with is not None:
            await socket.ws.close(code=self.closes_with)
        else:
            if len(self.identified) > self.identify_limit:
                self.complain("identifies", "more than a day's worth: the token would be reset")
            shard = tuple(data.get("shard") or (0, 1))
            name = f"session{len(self.identified)}"
            session = Session(name, data["intents"], (shard[0], shard[1]), socket)
            self.sessions.append(session)
            ready, guilds = self.greeting(session)
            await session.dispatch("READY", ready)
            for guild in guilds if session.intents & GUILDS else []:
                await session.dispatch("GUILD_CREATE", guild)

    async def _resume(self, socket: Socket, data: dict[str, Any]) -> None:
        self._expire()
        session = next((one for one in self.sessions if one.id == data["session_id"]), None)
        if data["token"] != self.token:
            self.complain("wrong-auth", "RESUME with another token")
            await socket.ws.close(code=4004, message=b"Authentication failed.")
        elif session is None:
            await socket.send({"op": INVALID_SESSION, "d": False})
        elif data["seq"] > len(session.events):
            self.complain("sequence", "RESUME from what was never sent")
            await socket.ws.close(code=4007, message=b"Invalid seq.")
        else:
            await self._go_on(session, socket, data["seq"])

    async def _go_on(self, session: Session, socket: Socket, sequence: int) -> None:
        """Send what came after `sequence`, and from then on what comes; the old socket is cut."""
        before, session.socket, session.left_at = session.socket, None, None
        if before is not None and not before.ws.closed:
            await before.ws.close(code=4000)
        while sequence < len(session.events):
            await socket.send(session.events[sequence])
            sequence += 1
        session.socket = socket
        self.resumed += 1
        await session.dispatch("RESUMED", {})
