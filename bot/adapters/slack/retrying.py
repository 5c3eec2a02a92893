"""Which calls are made again: where nothing was sent, a connection broke, or Slack said later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)

RATE_LIMIT_RETRIES = 3
"""How often a call at the start waits for Retry-After before it is given up."""

CONNECT_RETRIES = 3
"""How often a connection is tried again, after half a second, one and two."""


class RateLimitedError(Exception):
    """Slack wants to be left alone for `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"for {seconds} seconds")
        self.seconds = seconds

    @staticmethod
    def seconds_of(error: Exception) -> float | None:
        """Seconds to wait, where `error` says no more than that it was too much."""
        if isinstance(error, RateLimitedError):
            return error.seconds
        response: Any = getattr(error, "response", None)
        if not isinstance(error, SlackApiError) or _status(response) != 429:
            return None
        return wait_asked_for(_headers(response))


def wait_asked_for(headers: Mapping[str, Any]) -> float:
    """The seconds in Retry-After; 1 where they make no sense."""
    found = next((it for name, it in headers.items() if name.lower() == "retry-after"), "1")
    text = found[0] if isinstance(found, list) else found
    return float(text) if str(text).isdecimal() else 1.0


def retry_handlers() -> list[AsyncRetryHandler]:
    """For calls before anything is served: they wait for 429 by themselves."""
    return [
        *connection_handlers(),
        AsyncRateLimitErrorRetryHandler(max_retry_count=RATE_LIMIT_RETRIES),
    ]


def connection_handlers() -> list[AsyncRetryHandler]:
    """Tries anew where nothing was sent, and once where a connection broke."""
    return [
        AsyncConnectionErrorRetryHandler(
            max_retry_count=CONNECT_RETRIES, error_types=[aiohttp.ClientConnectorError]
        ),
        AsyncConnectionErrorRetryHandler(),
    ]


def _status(response: Any) -> Any:
    """The HTTP status; the SDK gives a dict instead of a response when the body was no JSON."""
    if isinstance(response, dict):
        return response.get("status")
    return getattr(response, "status_code", None)


def _headers(response: Any) -> Mapping[str, Any]:
    if isinstance(response, dict):
        return response.get("headers") or {}
    return getattr(response, "headers", {})
