"""The one way a reply leaves for Slack, so that every kind of place is treated in one spot."""

from __future__ import annotations

from typing import Any

import aiohttp
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.channels.slack.incoming import Place
from bot.channels.slack.quiet import quiet_logger

RATE_LIMIT_RETRIES = 3
"""How often a call waits for Retry-After before it is given up."""

CONNECT_RETRIES = 3
"""How often a connection is tried again, after half a second, one and two."""


class RefusedMessageError(Exception):
    """A response_url did not take a message; names the HTTP status."""


class Outgoing:
    """Sends rendered messages to places."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession) -> None:
        self._client = client
        self._session = session

    async def send(self, place: Place, message: dict[str, Any], *, private: bool = False) -> None:
        """Post `message` at `place`: for the reader only if `private`, or if all was so before.

        Raises `SlackApiError` or `RefusedMessageError` when Slack does not take it.
        """
        if place.response_url is not None:
            await self._respond(place.response_url, place.thread_ts, message)
        elif private:
            await self._client.chat_postEphemeral(
                channel=place.channel, user=place.user, thread_ts=place.thread_ts, **message
            )
        else:
            await self._client.chat_postMessage(
                channel=place.channel, thread_ts=place.thread_ts, **message
            )

    async def _respond(self, url: str, thread_ts: str | None, message: dict[str, Any]) -> None:
        hook = AsyncWebhookClient(
            url, session=self._session, retry_handlers=retry_handlers(), logger=quiet_logger()
        )
        thread = {"thread_ts": thread_ts} if thread_ts else {}
        private = {"response_type": "ephemeral", "replace_original": False}
        response = await hook.send_dict({**message, **private, **thread})
        if response.status_code != 200:
            raise RefusedMessageError(f"HTTP {response.status_code}")


def retry_handlers() -> list[AsyncRetryHandler]:
    """Waits for 429; tries anew where nothing was sent, and once where a connection broke."""
    return [
        AsyncConnectionErrorRetryHandler(
            max_retry_count=CONNECT_RETRIES, error_types=[aiohttp.ClientConnectorError]
        ),
        AsyncConnectionErrorRetryHandler(),
        AsyncRateLimitErrorRetryHandler(max_retry_count=RATE_LIMIT_RETRIES),
    ]
