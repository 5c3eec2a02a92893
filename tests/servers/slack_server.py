"""A loopback Slack: Web API, Socket Mode and signed HTTP, watching how a bot behaves."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.servers.slack_objects import (
    BOT,
    BOT_USER,
    CHANNEL,
    COMMANDS,
    EVENTS,
    INTERACTIVE,
    READER,
    TEAM,
    Delivery,
    Payload,
    as_http,
    block_actions,
    command,
    event_callback,
    fresh,
    fresh_ts,
    signature,
)
from tests.servers.slack_sockets import Sockets
from tests.servers.slack_watch import Sent, Watch, place

HOOK_USES = 5


@dataclass(frozen=True, slots=True)
class Call:
    """A request to the Web API or a response_url: the method, what came with it, the token."""

    method: str
    arguments: Payload
    token: str | None
    at: float


@dataclass(slots=True)
class _Hook:
    """A response_url: where its messages appear, to whom, and the question it belongs to."""

    channel: str
    user: str
    question: str
    uses: int = 0


class SlackServer:
    """Use as an async context manager. It delivers by socket, or to `events_url` when that is set.

    `ack_limit` are the seconds a bot has to acknowledge (Slack: 3); an event without that is sent
    again after each of `retry_delays` (Slack: at once, after 1 and after 5 minutes).
    """

    def __init__(
        self, *, ack_limit: float = 3.0, retry_delays: tuple[float, ...] = (0.0, 0.1, 0.2)
    ) -> None:
        self.ack_limit = ack_limit
        self.retry_delays = retry_delays
        self.bot_token, self.app_token, self.secret = "xoxb-good", "xapp-good", "s3cret"
        self.scopes = "app_mentions:read,chat:write,commands,im:history"
        self.events_url: str | None = None
        self.url = ""
        self.calls: list[Call] = []
        self.watch = Watch()
        self.sockets = Sockets(self.watch.violated)
        self.refuse: list[tuple[int, str]] = []
        """Answers to the next messages: (429, seconds to wait) or (200, an error's name)."""
        self.auth_error: str | None = None
        """What auth.test and apps.connections.open fail with; `<html>` is a proxy's page."""
        self.slowness = 0.0
        """Seconds before a message is taken."""
        self.retry_offset = 0
        """How often events had been tried before: as after a restart of the bot."""
        self._hooks: dict[str, _Hook] = {}

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/api/{method}", self._api)
        app.router.add_get("/api/{method}", self._api)
        app.router.add_post("/hooks/{hook}", self._hook)
        app.router.add_get("/link", self.sockets.link)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._client = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.close()
        await self.sockets.close(polite=False)
        await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """What to set as SLACK_API_URL."""
        return f"{self.url}/api/"

    @property
    def sent(self) -> list[Sent]:
        """Every message the bot sent, in order."""
        return self.watch.sent

    @property
    def kinds(self) -> list[str]:
        """The kinds of all violations, in order."""
        return [violation.kind for violation in self.watch.violations]

    # What a test does in Slack

    async def event(self, event: Payload, event_id: str | None = None) -> Delivery:
        """Deliver an event, and again while it is not acknowledged."""
        self.watch.event(event)
        return await self._deliver(EVENTS, event_callback(event, event_id))

    async def command(
        self, text: str, name: str = "/ask", channel: str = CHANNEL, user: str = READER
    ) -> Delivery:
        """Type a slash command."""
        url = self._new_hook(channel, user, fresh("command"))
        self.watch.expect(self._hooks[url].question)
        return await self._deliver(COMMANDS, command(name, text, url, channel, user))

    async def press(
        self, sent: Sent, button: Payload, user: str = READER, *, again: Payload | None = None
    ) -> Delivery:
        """Press `button` on a message; `again` delivers the payload of an earlier press anew."""
        if again is not None:
            return await self._deliver(INTERACTIVE, again)
        thread = sent.thread_ts or (None if sent.channel.startswith("D") else sent.ts)
        ephemeral = sent.private_to is not None
        question = fresh("press") if ephemeral else place(sent.channel, thread)
        self.watch.expect(question)
        url = self._new_hook(sent.channel, user, question)
        shown = {"channel": sent.channel, "ts": sent.ts, "thread_ts": sent.thread_ts}
        action = {key: button[key] for key in ("type", "action_id", "value", "text")}
        payload = block_actions(action, shown, url, user, ephemeral=ephemeral)
        return await self._deliver(INTERACTIVE, payload)

    async def post(
        self, body: str, kind: str, *, secret: str | None = None, age: int = 0, retry: int = 0
    ) -> tuple[int, Any]:
        """POST to the bot, signed with `secret` `age` seconds ago: (status, body)."""
        assert self.events_url is not None
        headers = {
            "Content-Type": kind,
            **signature(body, secret or self.secret, int(time.time()) - age),
        }
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        async with self._client.post(
            self.events_url, data=body.encode(), headers=headers
        ) as response:
            text = await response.text()
        return response.status, json.loads(text) if text.startswith("{") else text

    async def messages(self, count: int, seconds: float = 5.0) -> list[Sent]:
        """The messages once there are `count`, and a moment later: there must be no more."""
        await self.until(lambda: len(self.sent) >= count, seconds)
        await asyncio.sleep(0.06)
        assert len(self.sent) == count, [sent.text for sent in self.sent]
        return self.sent

    async def until(self, holds: Callable[[], bool], seconds: float = 5.0) -> None:
        """Wait until `holds()`; fails after `seconds`."""
        async with asyncio.timeout(seconds):
            while not holds():
                await asyncio.sleep(0.005)

    # Deliveries

    async def _deliver(self, kind: str, payload: Payload) -> Delivery:
        delivery = Delivery(kind, payload)
        delays = (0.0, *self.retry_delays) if kind == EVENTS else (0.0,)
        for retry, delay in enumerate(delays):
            await asyncio.sleep(delay)
            started = time.monotonic()
            try:
                async with asyncio.timeout(self.ack_limit):
                    await self._attempt(delivery, retry + self.retry_offset)
            except (TimeoutError, aiohttp.ClientError) as error:
                self.watch.violated("late", f"{kind} {type(error).__name__}")
                continue
            if delivery.status == 200:
                delivery.seconds = time.monotonic() - started
                break
        return delivery

    async def _attempt(self, delivery: Delivery, retry: int) -> None:
        delivery.attempts += 1
        if self.events_url is None:
            tried = retry if delivery.kind == EVENTS else None
            delivery.body = await self.sockets.send(delivery.kind, delivery.payload, tried)
            delivery.status = 200
        else:
            body, kind = as_http(delivery.kind, delivery.payload)
            delivery.status, delivery.body = await self.post(body, kind, retry=retry)
        if delivery.body and delivery.kind == COMMANDS:
            said = delivery.body if isinstance(delivery.body, dict) else {"text": delivery.body}
            self._appear("acknowledgement", self._hooks[delivery.payload["response_url"]], said)

    # What the bot calls

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if request.content_type == "application/json":
            arguments = await request.json()
        else:
            arguments = dict(await request.post())
            if isinstance(arguments.get("blocks"), str):
                arguments["blocks"] = json.loads(str(arguments["blocks"]))
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or None
        self.calls.append(Call(method, arguments, token, time.monotonic()))
        if token != (self.app_token if method == "apps.connections.open" else self.bot_token):
            self.watch.violated("wrong token", method)
            return web.json_response({"ok": False, "error": "invalid_auth"})
        if self.auth_error == "<html>":
            return web.Response(status=503, text="<html>", content_type="text/html")
        if self.auth_error and not method.startswith("chat."):
            return web.json_response({"ok": False, "error": self.auth_error})
        match method:
            case "auth.test":
                who = {"user": "storybot", "user_id": BOT_USER, "bot_id": BOT, "team_id": TEAM}
                body = {"ok": True, "url": self.url, "team": "Team", **who}
                return web.json_response(body, headers={"x-oauth-scopes": self.scopes})
            case "apps.connections.open":
                link = f"{self.url.replace('http', 'ws')}/link?ticket={self.sockets.ticket()}"
                return web.json_response({"ok": True, "url": link})
            case "chat.postMessage" | "chat.postEphemeral":
                return await self._posted(method, arguments)
            case "chat.update" | "bots.info" | "users.info":
                return web.json_response({"ok": True})
            case _:
                return web.json_response({"ok": False, "error": "unknown_method"})

    async def _posted(self, method: str, arguments: Payload) -> web.Response:
        await asyncio.sleep(self.slowness)
        if self.refuse:
            return _refusal(*self.refuse.pop(0))
        private_to = None
        if method == "chat.postEphemeral":
            private_to = arguments.get("user")
            if not private_to:
                return web.json_response({"ok": False, "error": "invalid_arguments"})
        thread = arguments.get("thread_ts")
        sent = Sent(method, arguments["channel"], thread, private_to, arguments, fresh_ts())
        self.watch.came(place(sent.channel, thread), sent)
        body = {"ok": True, "channel": sent.channel, "ts": sent.ts, "message_ts": sent.ts}
        return web.json_response(body)

    async def _hook(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.calls.append(Call("response_url", body, None, time.monotonic()))
        await asyncio.sleep(self.slowness)
        if self.refuse:
            return _refusal(*self.refuse.pop(0))
        hook = self._hooks.get(f"{self.url}{request.path}")
        if hook is None or hook.uses >= HOOK_USES:
            return web.Response(status=404, text="used_url")
        hook.uses += 1
        self._appear("response_url", hook, body)
        return web.Response(text="ok")

    def _appear(self, via: str, hook: _Hook, body: Payload) -> None:
        private_to = None if body.get("response_type") == "in_channel" else hook.user
        thread = body.get("thread_ts")
        self.watch.came(
            hook.question, Sent(via, hook.channel, thread, private_to, body, fresh_ts())
        )

    def _new_hook(self, channel: str, user: str, question: str) -> str:
        url = f"{self.url}/hooks/{fresh('hook')}"
        self._hooks[url] = _Hook(channel, user, question)
        return url


def _refusal(status: int, reason: str) -> web.Response:
    if status == 429:
        body = {"ok": False, "error": "ratelimited"}
        return web.json_response(body, status=429, headers={"Retry-After": reason})
    return web.json_response({"ok": False, "error": reason}, status=status)
