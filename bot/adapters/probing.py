"""How a platform is reached, and what time it is there: for `storybot doctor`."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime

import aiohttp

from bot.adapters.proxy import check_proxy, proxy_for
from bot.counting import counted
from bot.ports.checks import Finding, Level

PATIENCE = aiohttp.ClientTimeout(total=10)

CLOCK_LIMIT = 60.0
"""Seconds that the clock may be wrong by: Slack signs requests with the time, good for five
minutes, and Discord's ids tell it."""


async def probe(part: str, url: str) -> list[Finding]:
    """Through which proxy it is reached, and whether the clocks agree, as far as `url` answers."""
    found = check_proxy(part, url)
    try:
        async with (
            aiohttp.ClientSession(timeout=PATIENCE) as session,
            session.get(url, proxy=proxy_for(url)) as response,
        ):
            date = parsedate_to_datetime(response.headers["Date"])
    except (aiohttp.ClientError, TimeoutError, OSError, KeyError, ValueError):
        return found  # the last of these: a bad proxy, or no date
    return [*found, clock(date.timestamp() - time.time())]


def clock(behind: float) -> Finding:
    """Whether this machine's clock agrees with the platform's; it is `behind` by these seconds."""
    seconds = counted(round(abs(behind)), "second")
    if abs(behind) <= CLOCK_LIMIT:
        return Finding("clock", Level.GOOD, f"right within {seconds}")
    what = f"the clock is {seconds} {'behind' if behind > 0 else 'ahead'}"
    return Finding("clock", Level.PROBLEM, what, "let this machine set its clock by NTP")
