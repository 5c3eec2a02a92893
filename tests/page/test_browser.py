"""The desk in Chromium: a miss is accepted, a fact edited, the difference seen and saved, and the
bot that serves the file answers anew."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from bot.compose.stories import service_from
from bot.core.model import Answered, Question
from bot.core.service import QuestionService
from bot.knowledge.watching import Watch
from bot.page.serving import serving
from tests.page.ferry import STORY, bench_of, sent
from tests.pictures.draw import BROWSERS
from tests.waiting import HANG

CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip
MISS = "what did they pay the shipyard?"

PAGES = ("/", "/facts/cost", "/new", "/story", "/article", "/inbox", "/try?q=who+steers+it")

pytestmark = pytest.mark.slow


@pytest.fixture
async def browser() -> AsyncIterator[Any]:
    playwright = pytest.importorskip(
        "playwright.async_api", reason="the extra “browser” (playwright) is not installed"
    )
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    async with playwright.async_playwright() as started:
        opened = await started.chromium.launch(executable_path=CHROMIUM, args=[*QUIET])
        yield opened
        await opened.close()


class Bot:
    """What serves the file, and reads it anew when it changes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        data = path.read_bytes()
        self.service = self._built(data)
        digest = sha256(data).hexdigest()
        self._watch: Watch[QuestionService] = Watch(path, digest, self._built, self._use)

    def _built(self, data: bytes) -> QuestionService:
        return service_from(data, self._path, os.environ, None)

    def _use(self, service: QuestionService) -> None:
        self.service = service

    async def says(self, question: str) -> str:
        self._watch.read_now()
        await self._watch.look()
        reply, _ = self.service.ask(Question(question))
        return reply.fact.answer if isinstance(reply, Answered) else ""


async def test_from_a_readers_miss_to_a_bot_that_answers_anew(ferry: Path, browser: Any) -> None:
    bot = Bot(ferry)
    assert "48 million" not in await bot.says(MISS)
    told: list[str] = []
    async with serving(bench_of(ferry, None, sent(MISS)), 0) as address:
        page = await browser.new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        await page.goto(address)
        assert "token" not in page.url
        await page.get_by_role("link", name="Inbox").click()
        await page.get_by_role("heading", name=MISS).wait_for()
        await page.get_by_role("button", name="How much did the ferry cost?").click()
        await page.get_by_text("cost has it among its phrasings now.").wait_for()
        assert await bot.says(MISS) == (
            "The ferry cost 48 million crowns, Mara Quill of the North Quay Company said."
        )

        await page.get_by_role("link", name="Facts").click()
        await page.get_by_role("link", name="How much did the ferry cost?").click()
        await page.get_by_label("Answer", exact=True).fill("The ferry cost 49 million crowns.")
        findings = page.locator("#findings")
        await findings.get_by_text("49").wait_for()  # it is checked as one types
        assert "Checked in" in await findings.inner_text()
        await page.get_by_role("button", name="Show the difference").click()
        await page.get_by_text("+    answer: The ferry cost 49 million crowns.").wait_for()
        assert "48 million" in await bot.says(MISS)
        await page.get_by_role("button", name="Save just this").click()
        await page.get_by_text("cost is saved.").wait_for()
        assert await bot.says(MISS) == "The ferry cost 49 million crowns."
        assert [it for it in told if "favicon" not in it] == []


async def test_what_is_wrong_is_never_told_and_never_lost(ferry: Path, browser: Any) -> None:
    bot, told = Bot(ferry), list[str]()
    async with asyncio.timeout(HANG), serving(bench_of(ferry), 0) as address:
        page, base = await browser.new_page(), address.partition("/?")[0]
        page.on("pageerror", lambda error: told.append(str(error)))
        await page.goto(address)
        await page.goto(f"{base}/facts/cost")
        quotes = page.get_by_label("Quotes", exact=True)
        await quotes.fill("3: The ferry cost us 84 million crowns")
        await page.locator("#findings").get_by_text("is not in the source").wait_for()
        await page.get_by_role("button", name="Show the difference").click()
        await page.get_by_role("alert").get_by_text("readers must not be told it").wait_for()
        assert await quotes.get_attribute("aria-invalid") == "true"
        assert await page.get_by_role("button", name="Save just this").count() == 0
        await page.get_by_role("button", name="Save as a draft").click()
        await page.get_by_text("cost is saved as a draft: readers are no longer").wait_for()
        assert await bot.says("How much did the ferry cost?") == ""
        await quotes.fill("3: The ferry cost us 48 million crowns")
        await page.get_by_label("Draft: nobody is told it").uncheck()
        await page.get_by_role("button", name="Show the difference").click()
        await page.get_by_role("button", name="Save just this").click()
        await page.get_by_text("cost is saved. A running bot reads it").wait_for()
        assert "48 million" in await bot.says("How much did the ferry cost?")
        assert ferry.read_text("utf-8") == STORY
        assert told == []


async def test_a_header_is_written_and_a_fact_deleted(ferry: Path, browser: Any) -> None:
    bot = Bot(ferry)
    async with asyncio.timeout(HANG), serving(bench_of(ferry), 0) as address:
        page = await browser.new_page()
        await page.goto(address)
        await page.get_by_text("The header lacks 5 lines").click()
        await page.get_by_role("link", name="Write the header").click()
        lacks = page.locator("#findings").get_by_text("Contact:")
        await lacks.wait_for()
        await page.get_by_label("Contact", exact=True).fill("desk@courier.example")
        await lacks.wait_for(state="detached")  # it is checked as one types
        await page.get_by_label("Names", exact=True).fill("Jon Bell, Jonny Bell")
        await page.get_by_role("button", name="Show the difference").click()
        await page.get_by_text('+  Jon Bell: ["Jonny Bell"]').wait_for()
        await page.get_by_role("button", name="Save just this").click()
        await page.get_by_text("The header is saved.").wait_for()
        assert await bot.says("who is the captain of the boat") == "Dr. Jon Bell steers the ferry."

        await page.goto(f"{address.partition('/?')[0]}/facts/captain")
        await page.get_by_role("button", name="Delete …").click()
        await page.get_by_role("button", name="Delete the fact").wait_for()
        await page.get_by_label("According to", exact=True).press("Enter")
        await page.get_by_text("How the file would change").wait_for()
        assert await bot.says("who is the captain of the boat") == "Dr. Jon Bell steers the ferry."
        await page.get_by_role("button", name="Delete …").click()
        await page.get_by_role("button", name="Delete the fact").click()
        await page.get_by_text("captain is deleted.").wait_for()
        assert await bot.says("who is the captain of the boat") == ""


async def test_works_by_keyboard_on_a_phone_and_without_script(ferry: Path, browser: Any) -> None:
    async with serving(bench_of(ferry), 0) as address:
        base = address.partition("/?")[0]
        phone = await browser.new_context(
            viewport={"width": 360, "height": 740}, java_script_enabled=False
        )
        page = await phone.new_page()
        await page.goto(address)
        while await page.get_by_text("Still working").count():
            await page.get_by_role("link", name="Look again").click()
        await page.keyboard.press("Tab")
        assert await page.locator(":focus").inner_text() == "Skip to content"
        for path in PAGES:
            await page.goto(base + path)
            wide = await page.locator("html").evaluate("it => it.scrollWidth")
            assert wide <= 360, path
            assert await page.get_by_role("main").count() == 1
            assert await page.get_by_role("heading", level=1).count() == 1
        await page.goto(f"{base}/facts/captain")
        answer = page.get_by_label("Answer", exact=True)
        await answer.focus()
        await page.keyboard.press("Control+A")
        await page.keyboard.type("Yes, she does.")
        button = page.get_by_role("button", name="Check", exact=True)
        await button.focus()
        await page.keyboard.press("Enter")
        await page.get_by_text("the answer begins with").wait_for()
        await phone.close()


async def test_every_control_has_a_name(ferry: Path, browser: Any) -> None:
    async with asyncio.timeout(HANG), serving(bench_of(ferry, None, sent(MISS)), 0) as address:
        page, base = await browser.new_page(), address.partition("/?")[0]
        await page.goto(address)
        for path in PAGES:
            await page.goto(base + path)
            unnamed = await page.evaluate(
                "[...document.querySelectorAll('input:not([type=hidden]), select, textarea')]"
                ".filter(it => !it.labels.length).map(it => it.outerHTML)"
            )
            assert unnamed == []
            unnamed = await page.evaluate(
                "[...document.querySelectorAll('button, a')]"
                ".filter(it => !it.textContent.trim()).map(it => it.outerHTML)"
            )
            assert unnamed == []
