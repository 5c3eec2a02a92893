"""A loopback Slack: Web API, Socket Mode and signed HTTP, watching how a bot behaves."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.servers.slack_api import Hook, WebApi
from tests.servers.slack_objects import (
    BOT,
    BOT_USER,
    CHANNEL,
    COMMANDS,
    DIRECT,
    EVENTS,
    INTERACTIVE,
    READER,
    Delivery,
    Payload,
    as_http,
    block_actions,
    changed,
    command,
    event_callback,
    fresh,
    home_opened,
    message_action,
    signature,
    view_actions,
    view_submission,
)
from tests.servers.slack_watch import Sent, place
from tests.waiting import HANG

ACK_LIMIT = 3.0
"""Seconds a bot has to acknowledge."""

CONNECTIONS = 1_000
"""To a bot, at once; Slack names no number."""


class SlackServer(WebApi):
    """Use as an async context manager. It delivers by socket, or to `events_url` when that is set.

    `ack_limit` are the seconds a bot has to acknowledge; an event without that is sent
    again after each of `retry_delays` (Slack: at once, after 1 and after 5 minutes).
    """

    def __init__(
        self, *, ack_limit: float | None = None, retry_delays: tuple[float, ...] = (0.0, 0.1, 0.2)
    ) -> None:
        super().__init__()
        self.ack_limit = ACK_LIMIT if ack_limit is None else ack_limit
        self.retry_delays = retry_delays
        self.events_url: str | None = None
        self._echoes: list[asyncio.Task[Delivery]] = []
        self._places: dict[str, tuple[str, str]] = {}
        self.retry_offset = 0
        """How often events had been tried before: as after a restart of the bot."""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/api/{method}", self.api)
        app.router.add_get("/api/{method}", self.api)
        app.router.add_post("/hooks/{hook}", self.hook)
        app.router.add_get("/link", self.sockets.link)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await self.plug_in(0)
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._client = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS))
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

    async def plug_in(self, port: int | None = None) -> None:
        """Be reachable, where it was before unless a port is given."""
        at = int(self.url.rpartition(":")[2]) if port is None else port
        self._site = web.TCPSite(self._runner, "127.0.0.1", at)
        await self._site.start()

    async def unplug(self) -> None:
        """Be unreachable; what is open breaks."""
        await self._site.stop()
        await self.sockets.close(polite=False)

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
        self.watch.agent = "assistant:write" in self.scopes
        self.watch.event(event)
        return await self._deliver(EVENTS, event_callback(event, event_id))

    async def command(
        self, text: str, name: str = "/ask", channel: str = CHANNEL, user: str = READER
    ) -> Delivery:
        """Type a slash command."""
        url = self._new_hook(channel, user, fresh("command"))
        self.watch.expect(self.hooks[url].question)
        return await self._deliver(COMMANDS, command(name, text, url, channel, user))

    async def again(self, delivery: Delivery) -> Delivery:
        """Deliver a command once more."""
        return await self._deliver(COMMANDS, delivery.payload)

    async def deliver_once(self, kind: str, payload: Payload) -> int | None:
        """Deliver what may be no good payload; the HTTP status, None where nothing came of it."""
        delivery = Delivery(kind, payload)
        with suppress(TimeoutError, aiohttp.ClientError):
            async with asyncio.timeout(0.2):
                await self._attempt(delivery, 0)
        return delivery.status

    async def press(
        self, sent: Sent, button: Payload, user: str = READER, *, again: Payload | None = None
    ) -> Delivery:
        """Press `button` on a message; `again` delivers the payload of an earlier press anew.

        `button` holds the value or, of a menu, the `selected_option`.
        """
        if again is not None:
            return await self._deliver(INTERACTIVE, again)
        thread = sent.thread_ts or (None if sent.channel.startswith("D") else sent.ts)
        question = fresh("press")
        self.watch.allow(question)
        if sent.private_to is None:
            self.watch.allow(place(sent.channel, thread))
        url = self._new_hook(sent.channel, user, question, sent.ts)
        shown = {"channel": sent.channel, "ts": sent.ts, "thread_ts": sent.thread_ts}
        action = {key: button[key] for key in _PRESSED if key in button}
        if button["type"] == "feedback_buttons":
            self.votes[sent.ts, user] = button["value"]
        ephemeral = sent.private_to is not None
        payload = block_actions(action, shown, url, user, ephemeral=ephemeral)
        self._places[payload["trigger_id"]] = (question, place(sent.channel, thread))
        return await self._interact(payload)

    async def shortcut(self, callback: str, shown: Payload, user: str = READER) -> Delivery:
        """Choose a message shortcut on the message of the event `shown`."""
        url = self._new_hook(shown["channel"], user, fresh("shortcut"))
        self.watch.expect(self.hooks[url].question)
        return await self._interact(message_action(callback, shown, url, user))

    async def open_home(self, tab: str = "home", user: str = READER) -> Delivery:
        """Open the App Home at a tab."""
        return await self.event(home_opened(tab, DIRECT, user))

    async def act(self, view: Payload, action: Payload, user: str = READER) -> Delivery:
        """Press something in the App Home or a modal."""
        return await self._interact(view_actions(action, view, user))

    async def submit(self, view: Payload, values: Payload, user: str = READER) -> Delivery:
        """Send a modal off; an answer or a private word may follow where it was opened."""
        for question in self._places.get(self.opened_by.get(view["id"], ""), ()):
            self.watch.allow(question)
        return await self._interact(view_submission(view, values, user))

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

    async def messages(self, count: int, seconds: float = HANG) -> list[Sent]:
        """The messages once there are `count`, and a moment later: there must be no more."""
        await self.until(lambda: len(self.sent) >= count, seconds)
        await asyncio.sleep(0.06)
        assert len(self.sent) == count, [sent.text for sent in self.sent]
        return self.sent

    async def until(self, holds: Callable[[], bool], seconds: float = HANG) -> None:
        """Wait until `holds()`; fails after `seconds`."""
        async with asyncio.timeout(seconds):
            while not holds():
                await asyncio.sleep(0.005)

    def tell_of_updates(self) -> None:
        """Send the event that Slack sends when the bot changes a message; three times at most."""
        left = iter(range(3))

        def echo(before: Sent, now: Payload) -> None:
            if next(left, None) is not None:
                was = {"user": BOT_USER, "text": before.text, "ts": before.ts}
                event = changed({**was, "channel": before.channel}, now["text"], bot_id=BOT)
                self._echoes.append(asyncio.create_task(self.event(event)))

        self.echo = echo

    # Deliveries

    async def _interact(self, payload: Payload) -> Delivery:
        self.triggers.give(payload["trigger_id"])
        return await self._deliver(INTERACTIVE, payload)

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
            self.appear("acknowledgement", self.hooks[delivery.payload["response_url"]], said)

    def _new_hook(self, channel: str, user: str, question: str, message: str | None = None) -> str:
        url = f"{self.url}/hooks/{fresh('hook')}"
        self.hooks[url] = Hook(channel, user, question, message)
        return url


_PRESSED = ("type", "action_id", "value", "text", "selected_option")
