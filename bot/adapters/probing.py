"""Asks a platform's API once, for `storybot doctor`: what it says, and what time it is there."""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.adapters.proxy import proxy_for
from bot.counting import counted
from bot.ports.checks import Finding, Level

PATIENCE = aiohttp.ClientTimeout(total=10)

CLOCK_LIMIT = 60.0
"""Seconds that the clock may be wrong by: Slack signs requests with the time, good for five
minutes, and Discord's ids tell it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An API's answer: HTTP status, JSON (None if it is none), headers, the clock's error."""

    status: int
    body: Any
    headers: dict[str, str]
    behind: float | None


async def probe(method: str, url: str, authorization: str) -> Answer | None:
    """What `url` answers; None when it cannot be reached."""
    headers = {"Authorization": authorization}
    try:
        async with (
            aiohttp.ClientSession(timeout=PATIENCE) as session,
            session.request(method, url, proxy=proxy_for(url), headers=headers) as response,
        ):
            body = await _json(response)
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status, body, headers, _behind(headers.get("date")))
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):  # the last: a bad proxy
        return None


def unreachable(part: str, url: str, variable: str) -> Finding:
    """The finding for an address that does not answer."""
    what = f"{url} cannot be reached"
    return Finding(part, Level.PROBLEM, what, f"check the network, and {variable} if it is set")


def clock(answer: Answer) -> list[Finding]:
    """Whether this machine's clock agrees with the platform's."""
    if answer.behind is None:
        return []
    seconds = counted(round(abs(answer.behind)), "second")
    if abs(answer.behind) <= CLOCK_LIMIT:
        return [Finding("clock", Level.GOOD, f"right within {seconds}")]
    what = f"the clock is {seconds} {'behind' if answer.behind > 0 else 'ahead'}"
    return [Finding("clock", Level.PROBLEM, what, "let this machine set its clock by NTP")]


async def _json(response: aiohttp.ClientResponse) -> Any:
    try:
        return await response.json(content_type=None)
    except ValueError:
        return None


def _behind(date: str | None) -> float | None:
    try:
        return parsedate_to_datetime(date or "").timestamp() - time.time()
    except ValueError:
        return None
