"""The one way anything leaves for Slack: in its turn, where it belongs, and again after a 429."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
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

LOOKED_THROUGH = 15
"""Messages that are looked through for an answer; Slack gives some apps no more at once."""

Message = dict[str, Any]


class TakenOverError(Exception):
    """Another process answers the question."""


class RefusedMessageError(Exception):
    """A response_url did not take a message: its HTTP status, and the seconds it wants to rest."""

    def __init__(self, status: int, headers: Mapping[str, Any]) -> None:
        super().__init__(f"HTTP {status}")
        self.response = {"status": status, "headers": headers}


class Outgoing:
    """Sends rendered messages to places. What Slack will not take raises `SlackApiError`.

    `client` must not wait for 429 by itself: a channel's other messages have to wait too. What
    answers a question that is `in_hand` is sent if it still is, else raises `TakenOverError`.
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
        self, place: Place, message: Message, *, private: bool = False, in_hand: Post | None = None
    ) -> str | None:
        """Post `message` at `place`: for the reader only if `private`, or if all was so before.

        Returns its timestamp; None where Slack gives none that could be used later. Raises
        `RefusedMessageError`, too, where a response_url is all there is and does not take it.
        """
        post = self.client.chat_postMessage
        if place.is_home:
            await self.call(place.user, post, in_hand, channel=place.user, **message)
            return None
        url = place.response_url or (place.whisper_url if private else None)
        if url is not None and await self._responded(url, message, place.thread_ts, in_hand):
            return None
        message = {"channel": place.channel, "thread_ts": place.thread_ts, **message}
        if private or url is not None:
            whisper = self.client.chat_postEphemeral
            await self.call(place.channel, whisper, in_hand, user=place.user, **message)
            return None
        if in_hand is not None:  # what only the app sees, and the API tells
            payload = {"question": in_hand.message}
            message["metadata"] = {"event_type": ANSWER, "event_payload": payload}
        return str((await self.call(place.channel, post, in_hand, **message))["ts"])

    async def respond(
        self,
        url: str,
        message: Message,
        thread_ts: str | None = None,
        in_hand: Post | None = None,
        *,
        kind: str = "ephemeral",
    ) -> None:
        """Post `message` by a response_url: for the person it was made for, or "in_channel"."""
        thread = {"thread_ts": thread_ts} if thread_ts else {}
        body = {**message, "response_type": kind, "replace_original": False, **thread}
        await self.hook(url, body, in_hand)

    async def hook(self, url: str, body: Message, in_hand: Post | None = None) -> None:
        """Send `body` to a response_url."""
        handlers, logger = connection_handlers(), quiet_logger()
        hook = AsyncWebhookClient(
            url, session=self._session, retry_handlers=handlers, logger=logger
        )

        async def send() -> None:
            response = await hook.send_dict(body)
            if response.status_code != 200:
                raise RefusedMessageError(response.status_code, response.headers)

        await self.call(url, send, in_hand)

    async def is_answered(self, place: Place, question: str, since: float) -> bool:
        """Whether one of the messages there `since` a time, in seconds since 1970, answers it."""
        where: Message = {"channel": place.channel, "limit": LOOKED_THROUGH}
        where |= {"include_all_metadata": True, "oldest": f"{max(since, 0):.6f}"}
        if place.thread_ts is None:
            found = await self.client.conversations_history(**where)
        else:
            found = await self.client.conversations_replies(ts=place.thread_ts, **where)
        told = [it.get("metadata") or {} for it in found["messages"]]
        answers = [it["event_payload"] for it in told if it.get("event_type") == ANSWER]
        return any(answer.get("question") == question for answer in answers)

    async def call(
        self,
        where: str,
        method: Callable[..., Awaitable[Any]],
        in_hand: Post | None = None,
        /,
        **arguments: Any,
    ) -> Any:
        """What `method` returns, called when it is its turn there, and again after a 429."""
        give_up = time.monotonic() + PATIENCE
        while True:
            await self._pace.turn(where)
            if in_hand is not None and not await self._inbox.begin(in_hand):
                raise TakenOverError
            in_hand = None
            try:
                async with self._slots:
                    return await method(**arguments)
            except (SlackApiError, RefusedMessageError) as error:
                seconds = rest_wanted(error.response)
                if seconds is None or time.monotonic() + seconds > give_up:
                    raise
                self._pace.close(where, seconds)

    async def _responded(
        self, url: str, message: Message, thread_ts: str | None, in_hand: Post | None
    ) -> bool:
        """Whether `url` took it: it does so for half an hour, five times."""
        try:
            await self.respond(url, message, thread_ts, in_hand)
        except RefusedMessageError:
            return False
        return True


def rest_wanted(response: Any) -> float | None:
    """For how many seconds Slack wants to be left alone; None where that is not what it says.

    The SDK gives a dict instead of a response when the body was no JSON.
    """
    is_plain = isinstance(response, dict)
    status = response.get("status") if is_plain else response.status_code
    if status != 429:
        return None
    headers = (response.get("headers") or {}) if is_plain else response.headers
    found = next((it for name, it in headers.items() if name.lower() == "retry-after"), "1")
    text = found[0] if isinstance(found, list) else found
    return float(text) if str(text).isdecimal() else 1.0
