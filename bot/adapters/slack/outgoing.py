"""The one way anything leaves for Slack, so that every kind of place is treated in one spot."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.adapters.slack.incoming import Place
from bot.adapters.slack.log_redaction import quiet_logger
from bot.adapters.slack.outbound_rate_limit import Pace
from bot.adapters.slack.retrying import RateLimitedError, connection_handlers, wait_asked_for
from bot.rendering.slack.message import changed

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


@dataclass(frozen=True, slots=True)
class Ticket:
    """Says whose turn it is to answer a question: `begin` is asked just before the answer goes.

    `question` is what it is called in the inbox, and told by the answer.
    """

    begin: Callable[[], Awaitable[bool]]
    question: str


class TakenOverError(Exception):
    """Another process answers the question."""


class RefusedMessageError(Exception):
    """A response_url did not take a message; names the HTTP status."""


class Outgoing:
    """Sends rendered messages to places. What Slack will not take raises `SlackApiError`.

    `client` must not wait for 429 by itself: a channel's other messages have to wait too.
    """

    def __init__(
        self, client: AsyncWebClient, session: aiohttp.ClientSession, pace: Pace | None = None
    ) -> None:
        self._client = client
        self._session = session
        self._pace = pace or Pace()
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def send(
        self,
        place: Place,
        message: Message,
        *,
        private: bool = False,
        ticket: Ticket | None = None,
    ) -> str | None:
        """Post `message` at `place`: for the reader only if `private`, or if all was so before.

        Returns its timestamp; None where Slack gives none that could be used later. Raises
        `SlackApiError` or `RefusedMessageError` when Slack does not take it, `TakenOverError` when
        `ticket` does not hold any more.
        """
        if place.is_home:
            await self.send_directly(place.user, message, ticket)
            return None
        url = place.response_url or (place.whisper_url if private else None)
        if url is not None and await self._responded(url, message, place.thread_ts, ticket):
            return None
        private = private or url is not None
        where = {"channel": place.channel, "thread_ts": place.thread_ts, **message}
        if private:
            await self._patiently(
                place.channel,
                lambda: self._client.chat_postEphemeral(user=place.user, **where),
                ticket,
            )
            return None
        where |= _metadata(ticket)
        posted = await self._patiently(
            place.channel, lambda: self._client.chat_postMessage(**where), ticket
        )
        return str(posted["ts"])

    async def is_answered(self, place: Place, question: str, since: float) -> bool:
        """Whether one of the messages there `since` a time, in seconds since 1970, answers it."""
        where: Message = {"channel": place.channel, "limit": LOOKED_THROUGH}
        where |= {"include_all_metadata": True, "oldest": f"{max(since, 0):.6f}"}
        if place.thread_ts is None:
            found = await self._client.conversations_history(**where)
        else:
            found = await self._client.conversations_replies(ts=place.thread_ts, **where)
        told = [it.get("metadata") or {} for it in found["messages"]]
        answers = [it["event_payload"] for it in told if it.get("event_type") == ANSWER]
        return any(answer.get("question") == question for answer in answers)

    async def above(self, place: Place) -> Message:
        """The message that a thread is below; an empty one where there is none to see."""
        thread = str(place.thread_ts)
        found = await self._client.conversations_replies(channel=place.channel, ts=thread, limit=1)
        return next((it for it in found["messages"] if it.get("ts") == thread), {})

    async def send_directly(
        self, user: str, message: Message, ticket: Ticket | None = None
    ) -> None:
        """Post `message` in the direct conversation with `user`."""
        await self._patiently(
            user, lambda: self._client.chat_postMessage(channel=user, **message), ticket
        )

    async def respond(
        self,
        url: str,
        message: Message,
        thread_ts: str | None = None,
        *,
        openly: bool = False,
        ticket: Ticket | None = None,
    ) -> None:
        """Post `message` by a response_url: for the person it was made for, or `openly`."""
        kind = "in_channel" if openly else "ephemeral"
        thread = {"thread_ts": thread_ts} if thread_ts else {}
        body = {**message, "response_type": kind, "replace_original": False, **thread}
        await self._hook(url, body, ticket)

    async def replace(self, url: str, message: Message) -> None:
        """Let the private message that `url` belongs to say `message` instead."""
        await self._hook(url, {**message, "replace_original": True})

    async def _responded(
        self, url: str, message: Message, thread_ts: str | None, ticket: Ticket | None
    ) -> bool:
        """Whether `url` took it: it does so for half an hour, five times."""
        try:
            await self.respond(url, message, thread_ts, ticket=ticket)
        except RefusedMessageError:
            return False
        return True

    async def take_back(self, url: str) -> None:
        """Take away the private message that `url` belongs to."""
        await self._hook(url, {"delete_original": True})

    async def update(self, channel: str, ts: str, message: Message) -> None:
        """Let an own message say `message` instead."""
        kept = changed(message)
        await self._patiently(
            channel, lambda: self._client.chat_update(channel=channel, ts=ts, **kept)
        )

    async def delete(self, channel: str, ts: str) -> None:
        """Take an own message away; one that is gone already is no error."""
        try:
            await self._patiently(channel, lambda: self._client.chat_delete(channel=channel, ts=ts))
        except SlackApiError as error:
            if error.response.get("error") != "message_not_found":
                raise

    async def open_view(self, trigger: str, view: Message) -> None:
        """Open a modal; a trigger holds for three seconds, so this never waits."""
        await self._client.views_open(trigger_id=trigger, view=view)

    async def publish_home(self, user: str, view: Message) -> None:
        """Show `view` as the App Home of `user`."""
        await self._patiently(
            f"home/{user}", lambda: self._client.views_publish(user_id=user, view=view)
        )

    async def show_status(self, place: Place, status: str) -> None:
        """Show below the thread what is being done; empty words take that away."""
        await self._client.assistant_threads_setStatus(
            channel_id=place.channel, thread_ts=str(place.thread_ts), status=status
        )

    async def suggest_prompts(self, channel: str, prompts: Sequence[dict[str, str]]) -> None:
        """Offer up to four questions in a conversation; without a thread, as agents do it."""
        await self._patiently(
            f"prompts/{channel}",
            lambda: self._client.assistant_threads_setSuggestedPrompts(
                channel_id=channel, prompts=list(prompts)
            ),
        )

    async def is_admin(self, user: str) -> bool:
        """Whether `user` is an administrator or owner of the workspace."""
        found = await self._patiently(f"user/{user}", lambda: self._client.users_info(user=user))
        return bool(found["user"].get("is_admin") or found["user"].get("is_owner"))

    async def _hook(self, url: str, body: Message, ticket: Ticket | None = None) -> None:
        hook = AsyncWebhookClient(
            url,
            session=self._session,
            retry_handlers=connection_handlers(),
            logger=quiet_logger(),
        )

        async def send() -> None:
            response = await hook.send_dict(body)
            if response.status_code == 429:
                raise RateLimitedError(wait_asked_for(response.headers))
            if response.status_code != 200:
                raise RefusedMessageError(f"HTTP {response.status_code}")

        await self._patiently(url, send, ticket)

    async def _patiently(
        self, channel: str, call: Callable[[], Awaitable[Any]], ticket: Ticket | None = None
    ) -> Any:
        """What `call` returns, made when it is its turn in `channel`, and again after a 429."""
        give_up = time.monotonic() + PATIENCE
        while True:
            await self._pace.turn(channel)
            if ticket is not None and not await ticket.begin():
                raise TakenOverError
            ticket = None
            try:
                async with self._slots:
                    return await call()
            except (SlackApiError, RateLimitedError) as error:
                seconds = RateLimitedError.seconds_of(error)
                if seconds is None or time.monotonic() + seconds > give_up:
                    raise
                self._pace.close(channel, seconds)


def _metadata(ticket: Ticket | None) -> Message:
    """What only the app sees, and the API tells: which question a message answers."""
    if ticket is None:
        return {}
    return {"metadata": {"event_type": ANSWER, "event_payload": {"question": ticket.question}}}
