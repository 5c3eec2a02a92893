"""A loopback OpenAI-compatible endpoint, well-behaved or as hostile as a test wants it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.settings import JudgeSettings


@dataclass(frozen=True, slots=True)
class Sent:
    """One request: its body and headers, and what the user's message holds."""

    body: dict[str, Any]
    headers: dict[str, str]
    question: str
    facts: tuple[dict[str, Any], ...]

    def number(self, of: str) -> int:
        """The number of the fact whose answer holds the words `of`."""
        return next(int(fact["fact"]) for fact in self.facts if of in fact["answer"])


Answer = Callable[[Sent, web.Request], Awaitable[web.StreamResponse]]


class JudgeServer:
    """Use as an async context manager. `answer` makes its responses; at first "none of these"."""

    def __init__(self) -> None:
        self.answer: Answer = saying('{"fact": 0}')
        self.sent: list[Sent] = []
        self.elsewhere = 0
        """Requests that came to where a redirect leads."""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._complete)
        app.router.add_route("*", "/elsewhere", self._elsewhere)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    def settings(self, **more: Any) -> JudgeSettings:
        """How to reach it."""
        return JudgeSettings(self.url, "small-model", **more)

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        asked = json.loads(body["messages"][-1]["content"])
        sent = Sent(body, dict(request.headers), asked["question"], tuple(asked["facts"]))
        self.sent.append(sent)
        return await self.answer(sent, request)

    async def _elsewhere(self, _: web.Request) -> web.Response:
        self.elsewhere += 1
        return completion('{"fact": 0}')


def completion(content: Any) -> web.Response:
    """A response whose message is `content`."""
    message = {"role": "assistant", "content": content}
    return web.json_response({"choices": [{"index": 0, "message": message}]})


def saying(content: Any) -> Answer:
    """Always the same message."""

    async def answer(_: Sent, __: web.Request) -> web.Response:
        return completion(content)

    return answer


def naming(words: str) -> Answer:
    """The fact whose answer holds `words`."""

    async def answer(sent: Sent, _: web.Request) -> web.Response:
        return completion(json.dumps({"fact": sent.number(words)}))

    return answer


def responding(**options: Any) -> Answer:
    """Whatever `web.Response` makes of `options`."""

    async def answer(_: Sent, __: web.Request) -> web.Response:
        return web.Response(**options)

    return answer


def once(is_time: asyncio.Event, then: Answer) -> Answer:
    """`then`, as soon as it is time."""

    async def answer(sent: Sent, request: web.Request) -> web.StreamResponse:
        await is_time.wait()
        return await then(sent, request)

    return answer


def late(seconds: float, then: Answer) -> Answer:
    """`then`, but not at once."""

    async def answer(sent: Sent, request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(seconds)
        return await then(sent, request)

    return answer


def dripping(piece: bytes, pause: float) -> Answer:
    """A JSON response that never ends: one `piece` after each `pause`."""

    async def answer(_: Sent, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        while True:
            await response.write(piece)
            await asyncio.sleep(pause)

    return answer
