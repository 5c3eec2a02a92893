"""What the loopback Discord keeps of a bot: requests, violations, interactions, refusals."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from aiohttp import web

from tests.servers.discord_objects import Data

Handler = Callable[[web.Request, Any], Awaitable[Any]]


class Request(NamedTuple):
    """A request that came in, and the status it got."""

    method: str
    path: str
    body: Any
    status: int


class Violation(NamedTuple):
    """Something a bot must not do."""

    kind: str
    detail: str


@dataclass
class Asked:
    """An interaction: what was sent, what came back, and after how many seconds."""

    data: Data
    at: float
    responses: list[Data] = field(default_factory=list)
    messages: list[Data] = field(default_factory=list)
    after: float | None = None
    pressed_on: Data | None = None


class Refusal(Exception):
    """An error that Discord answers; with `kind` it is a violation."""

    def __init__(
        self, status: int, code: int, message: str, kind: str | None = None, detail: str = ""
    ) -> None:
        self.status = status
        self.body: Data = {"code": code, "message": message}
        self.violation = Violation(kind, detail or message) if kind else None


def rate_limited(seconds: float) -> Refusal:
    """A 429 that a bucket gives."""
    refusal = Refusal(429, 0, "You are being rate limited.")
    refusal.body |= {"retry_after": seconds, "global": False}
    return refusal


def refuse_faults(faults: list[str]) -> None:
    """Answer 400 where there are any."""
    if faults:
        raise Refusal(400, 50035, "Invalid Form Body", "invalid", "; ".join(faults))
