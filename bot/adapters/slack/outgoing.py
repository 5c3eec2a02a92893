"""The one way anything leaves for Slack: in its turn, where it belongs, and again after a 429."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.adapters.slack.app import connection_handlers, quiet_logger
from bot.adapters.slack.outbound_rate_limit import Pace
from bot.adapters.slack.request import Place
from bot.ports.inbox import Inbox
from bot.ports.messages import Post

PATIENCE = 10 * 60.0
"""Seconds a message may wait for its turn in all; who asked has left by then."""

AT_ONCE = 64
"""Calls under way at a time. The SDK's patience with one begins when it is made: of thousands made
at once most would wait for a connection until it ends."""

ANSWER = "storybot_answer"
"""The event type in the metadata of answers, by which one is found again."""

Message = dict[str, Any]


class TakenOverError(Exception):
    """Another process answers the question."""


class RefusedMessageError(Exception):
    """A response_url did not take a message; `response` is what it answered."""

    def __init__(self, response: Any) -> None:
        super().__init__(f"HTTP {response.status_code}")
        self.response = response


class Outgoing:
    """Sends rendered messages to places. What Slack will not take raises `SlackApiError`.

    `client` must not wait for 429 by itself: a channel's other messages have to wait too. What
    answers a question is sent if that `claim` on it still holds, else raises `TakenOverError`.
    """

    def __init__(
        self, client: AsyncWebClient, session: aiohttp.ClientSession, inbox: Inbox
    ) -> None:
        self.client = client
        self._session = session
        self._inbox = inbox
        self._pace = Pace()
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def send(
        self, place: Place, message: Message, *, private: bool = False, claim: Post | None = None
    ) -> str | None:
        """Post `message` at `place`: for the reader only if `private`, or if all was so before.

        Returns its timestamp; None where Slack gives none that could be used later.
        """
        post = self.client.chat_postMessage
        if place.is_home:
            await self.call(place.user, post, claim, channel=place.user, **message)
            return None
        url = place.response_url or (place.whisper_url if private else None)
        if url is not None:
            with suppress(RefusedMessageError):  # it works for half an hour, five times
                await self.respond(url, message, place.thread_ts, claim)
                return None
        message = {"channel": place.channel, "thread_ts": place.thread_ts, **message}
        if private or url is not None:
            whisper = self.client.chat_postEphemeral
            await self.call(place.channel, whisper, claim, user=place.user, **message)
            return None
        if claim is not None:  # what only the app sees, and the API tells
            payload = {"question": claim.message}
            message["metadata"] = {"event_type": ANSWER, "event_payload": payload}
        return str((await self.call(place.channel, post, claim, **message))["ts"])

    async def respond(
        self,
        url: str,
        message: Message,
        thread_ts: str | None = None,
        claim: Post | None = None,
        *,
        kind: str = "ephemeral",
    ) -> None:
        """Post `message` by a response_url: for the person it was made for, or "in_channel"."""
        thread = {"thread_ts": thread_ts} if thread_ts else {}
        body = {**message, "response_type": kind, "replace_original": False, **thread}
        await self.hook(url, body, claim)

    async def hook(self, url: str, body: Message, claim: Post | None = None) -> None:
        """Send `body` to a response_url; raises `RefusedMessageError` if that does not take it."""
        handlers, logger = connection_handlers(), quiet_logger()
        hook = AsyncWebhookClient(
            url, session=self._session, retry_handlers=handlers, logger=logger
        )

        async def send() -> None:
            response = await hook.send_dict(body)
            if response.status_code != 200:
                raise RefusedMessageError(response)

        await self.call(url, send, claim)

    async def call(
        self,
        where: str,
        method: Callable[..., Awaitable[Any]],
        claim: Post | None = None,
        /,
        **arguments: Any,
    ) -> Any:
        """What `method` returns, called when it is its turn there, and again after a 429."""
        give_up = time.monotonic() + PATIENCE
        while True:
            await self._pace.turn(where)
            if claim is not None and not await self._inbox.begin(claim):
                raise TakenOverError
            claim = None
            try:
                async with self._slots:
                    return await method(**arguments)
            except (SlackApiError, RefusedMessageError) as error:
                seconds = rest_wanted(error.response)
                if seconds is None or time.monotonic() + seconds > give_up:
                    raise
                self._pace.close(where, seconds)


def rest_wanted(response: Any) -> float | None:
    """For how many seconds Slack wants to be left alone; None where that is not what it says.

    Where the body is no JSON, the SDK gives aiohttp's response, which calls the status otherwise.
    """
    if 429 not in (getattr(response, "status_code", None), getattr(response, "status", None)):
        return None
    asked = str(response.headers.get("Retry-After"))
    return float(asked) if asked.isdecimal() else 1.0
