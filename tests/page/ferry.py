"""A desk on an invented story, served for real on this machine, and what an editor does at it."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from bot.cli.terminal import Screen, explanation_text, reply_text, terminal_card
from bot.compose.stories import engine_from
from bot.desk.article import read_text
from bot.page.bench import Bench, Source, Toolkit
from bot.page.serving import serving
from bot.ports.feedback import Feedback, ReaderText

STORY = """\
version: 1
story:
  title: The ferry that came too late   # as printed
  publisher: The Halm Courier
  url: https://courier.example/ferry
  published: 2031-04-03
topics:
  - {id: boat, title: The boat}
  - {id: people, title: The people}
names:
  Mara Quill: [Mara Quil, Marra Quill]
facts:
  # the one that everybody asks
  - id: cost
    topic: boat
    status: attributed
    according_to: Mara Quill of the North Quay Company
    questions:
      - How much did the ferry cost?   # shown
      - what was paid for the ferry
      - price of the new ferry
      - what did the boat cost to build
      - how many crowns did they spend on the ferry
      - cost of the ferry
    answer: The ferry cost 48 million crowns, Mara Quill of the North Quay Company said.
    quotes:
      - {text: "The ferry cost us 48 million crowns", line: 3}
  - id: launch
    topic: boat
    questions: [When was the ferry launched?, date of the launch, when did she first go to sea]
    answer: The ferry was launched on 9 March 2031.
    quotes: [{text: "launched on 9 March 2031", line: 3}]
  - id: captain
    topic: people
    questions: [Who steers the ferry?, name of the captain, who is the captain of the boat]
    answer: Dr. Jon Bell steers the ferry.
  - id: no-menu
    status: unknown
    questions: [What food is served on board?, is there a restaurant on board]
    answer: The story does not say what food is served on board.
  - id: yard
    draft: true
    questions: []
    answer: ""
    quotes: [{text: "The ferry was built in Halm in 2029.", line: 8}]
"""

ARTICLE = """\
The ferry that came too late

The ferry cost us 48 million crowns, said Mara Quill of the North Quay Company. It was launched \
on 9 March 2031.
Dr. Jon Bell, 61, steers her. "Why so late?" he asked. Nobody knew.

The yard

The ferry was built in Halm in 2029. Jon Bell had 12 men and 3 cranes. The yard closes soon.
"""


def sent(text: str, kind: str = "question", fact: str | None = None, id_: str = "") -> ReaderText:
    return ReaderText(id_ or f"{abs(hash(text)):016x}", 1_900_000_000.0, kind, fact, text, "1")


class Desk:
    """An editor's browser: forms are sent as the page has them, with what is typed."""

    def __init__(self, session: aiohttp.ClientSession, base: str, bench: Bench) -> None:
        self.session, self.base, self.bench = session, base, bench

    async def get(self, path: str) -> str:
        async with self.session.get(self.base + path) as answer:
            assert answer.status < 500
            return await answer.text()

    async def see(self, path: str) -> str:
        """The page, as soon as it does not say that it is still working."""
        while "data-poll=" in (page := await self.get(path)):
            pass
        return page

    async def send(self, path: str, page: str, **typed: str) -> str:
        """The form of `page` sent to `path`, with other values for what was typed."""
        fields = {**fields_of(page), **typed}
        origin = {"Origin": self.base}
        async with self.session.post(self.base + path, data=fields, headers=origin) as answer:
            assert answer.status < 500
            return await answer.text()


def fields_of(page: str) -> dict[str, str]:
    """What the form of a fact would send, without a button."""
    found = {name: html.unescape(value) for name, value in re.findall(
        r'<input (?:type="hidden" |id="[^"]*" )name="([^"]+)" value="([^"]*)"', page)}  # fmt: skip
    areas = re.findall(r'<textarea id="\w+" name="(\w+)"[^>]*>\n(.*?)</textarea>', page, re.S)
    found |= {name: html.unescape(text).replace("\n", "\r\n") for name, text in areas}
    for name, options in re.findall(
        r'<select id="[^"]+" name="([^"]+)"[^>]*>(.*?)</select>', page, re.S
    ):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', options)
        found[name] = (chosen[1] if chosen[1] is not None else chosen[2]) if chosen else ""
    if re.search(r'name="draft" value="true" checked', page):
        found["draft"] = "true"
    return found


def bench_of(path: Path, article: str | None = ARTICLE, *texts: ReaderText) -> Bench:
    feedback = Feedback(texts, {"answer": 3, "decline": 1})
    cache = {"XDG_CACHE_HOME": str(path.parent / "cache")}
    means = Toolkit(
        lambda: "2031-04-10",
        lambda data, story: engine_from(data, lambda: story, cache, None),
        lambda: (feedback, False),
        lambda reply, story: reply_text(terminal_card(reply, story), Screen()),
        explanation_text,
    )
    source = Source("ferry.txt", article, read_text(article, "ferry.txt")) if article else None
    return Bench(path, means, source)


@asynccontextmanager
async def desk_on(path: Path, *texts: ReaderText, **more: Any) -> AsyncIterator[Desk]:
    """A desk that was opened by the address that is printed."""
    bench = bench_of(path, more.get("article", ARTICLE), *texts)
    jar = aiohttp.CookieJar(unsafe=True)  # an address of numbers has cookies too
    async with serving(bench, 0) as address, aiohttp.ClientSession(cookie_jar=jar) as session:
        desk = Desk(session, address.partition("/?")[0], bench)
        assert "<h1>Facts</h1>" in await desk.get(address.removeprefix(desk.base))
        yield desk
