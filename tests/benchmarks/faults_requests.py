"""What becomes of requests that are not Slack's: forged, replayed, too large, never ending."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp

from tests.benchmarks.faults_slack import all_done, outcome, questions
from tests.benchmarks.faulty import Place, Row
from tests.benchmarks.rig import QUESTION, on_slack
from tests.servers.slack_objects import as_http, event_callback, mention, signature
from tests.servers.slack_server import SlackServer

JSON = "application/json"
STALE = 6 * 60
"""Seconds, more than the five minutes that a signature holds."""

LARGE = 3_000_000
"""Bytes; Slack's largest are some kilobytes."""

BEGINNINGS = (
    b"",
    b"POST /slack/events HTTP/1.1\r\nHost: x\r\n",
    b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{",
    b"POST /slack/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n",
)
"""Requests that stop before they are whole."""


def _body() -> str:
    return as_http("events_api", event_callback(mention(QUESTION)))[0]


async def _forged(slack: SlackServer) -> int:
    return (await slack.post(_body(), JSON, secret="wrong"))[0]


async def _stale(slack: SlackServer) -> int:
    return (await slack.post(_body(), JSON, age=random.choice((STALE, -STALE))))[0]


async def _unsigned(slack: SlackServer) -> int:
    return await _plainly(slack, _body().encode(), {})


async def _signed_otherwise(slack: SlackServer) -> int:
    """The signature of another request that Slack did send."""
    headers = signature(_body(), slack.secret, int(time.time()))
    return await _plainly(slack, _body().encode(), headers)


async def _hardly_signed(slack: SlackServer) -> int:
    """Headers that no signature can be read from."""
    at = random.choice(("", "now", "-1", "9" * 400, "1e9", "\u0661\u0662"))
    headers = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": "v0=\u00e9"}
    return await _plainly(slack, _body().encode(), headers)


async def _nonsense(slack: SlackServer) -> int:
    """Bodies that no reader expects, from nobody."""
    body = random.choice((b"\xff\xfe\x80", b'{"is_enterprise_install": 1.5}', b"[" * 9000, b"\0"))
    return await _plainly(slack, body, {})


async def _signed_with_strange_letters(slack: SlackServer) -> int:
    headers = signature(_body(), slack.secret, int(time.time()))
    return await _plainly(slack, _body().encode(), {**headers, "X-Slack-Signature": "v0=\u00e9"})


async def _in_no_encoding(slack: SlackServer) -> int:
    kind = random.choice((f"{JSON}; charset=nonsense", f"{JSON}; charset=utf-7", "x"))
    return await _plainly(slack, b"\xff\xff", {"Content-Type": kind})


async def _too_large(slack: SlackServer) -> int:
    body = json.dumps({"x": "y" * LARGE})
    return await _plainly(slack, body.encode(), signature(body, slack.secret, int(time.time())))


async def _plainly(slack: SlackServer, body: bytes, headers: dict[str, str]) -> int:
    assert slack.events_url is not None
    async with (
        aiohttp.ClientSession() as session,
        session.post(slack.events_url, data=body, headers={"Content-Type": JSON, **headers}) as got,
    ):
        return got.status


FORGERIES: tuple[Callable[[SlackServer], Awaitable[int]], ...] = (
    _forged,
    _stale,
    _unsigned,
    _signed_otherwise,
    _hardly_signed,
    _nonsense,
    _signed_with_strange_letters,
    _in_no_encoding,
    _too_large,
)


async def refused(place: Place, times: int) -> Row:
    """Each forgery, between questions that are Slack's."""
    taken: Counter[str] = Counter()
    async with SlackServer() as slack, on_slack(place, slack, "http"):
        for forge in FORGERIES * times:
            status = await forge(slack)
            taken["refused" if 400 <= status < 500 else f"HTTP {status}"] += 1
        await asyncio.gather(*(slack.event(event) for event in questions(times)))
        await all_done(slack)
        wrongly = len(FORGERIES) * times - taken["refused"]
        seen = f"{wrongly} taken or broken on; {outcome(slack)}"
    return Row(
        "requests with a wrong, stale, missing or foreign signature, no text, or 3 MB",
        place,
        f"{len(FORGERIES) * times} requests",
        "refused with a 4xx; Slack's own are answered once",
        seen,
    )


async def replayed(place: Place, times: int) -> Row:
    """Good requests, recorded and sent again as they were."""
    async with SlackServer() as slack, on_slack(place, slack, "http"):
        asked = questions(times)
        for event in asked:
            slack.watch.event(event)
            body, kind = as_http("events_api", event_callback(event))
            headers = signature(body, slack.secret, int(time.time()))
            for _ in range(5):
                await _plainly(slack, body.encode(), {"Content-Type": kind, **headers})
        await all_done(slack)
        seen = outcome(slack)
    tried = f"{len(asked)} requests, each five times"
    return Row("requests recorded and replayed", place, tried, "each answered once", seen)


async def never_ending(place: Place, connections: int, limit: float) -> Row:
    """Requests that stop in the middle, held open while people ask; closed within `limit` s."""
    async with SlackServer() as slack, on_slack(place, slack, "http"):
        async with _held_open(slack, connections) as closed_within:
            sent = await asyncio.gather(*(slack.event(event) for event in questions(10)))
            await all_done(slack)
            late = max(it.seconds or 99.0 for it in sent)
            left = await closed_within(limit)
        seen = f"{outcome(slack)}; acknowledged within {late:.2f} s; {left} still open"
    return Row(
        "requests that never end",
        place,
        f"{connections} connections",
        f"others are answered meanwhile; closed within {limit:.0f} s",
        seen,
    )


@asynccontextmanager
async def _held_open(
    slack: SlackServer, connections: int
) -> AsyncIterator[Callable[[float], Awaitable[int]]]:
    """Yields what says how many are open still after some seconds."""
    assert slack.events_url is not None
    port = int(slack.events_url.split(":")[2].split("/")[0])
    held = []
    for number in range(connections):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(BEGINNINGS[number % len(BEGINNINGS)])
        held.append((asyncio.create_task(reader.read()), writer))

    async def left(seconds: float) -> int:
        _, still = await asyncio.wait([reading for reading, _ in held], timeout=seconds)
        return len(still)

    try:
        yield left
    finally:
        for reading, writer in held:
            reading.cancel()
            writer.close()
