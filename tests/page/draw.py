"""Pictures of the desk for its documentation, of an invented story.

python -m tests.page.draw      writes docs/pictures/desk-*.png with Chromium (extra “browser”)
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from playwright.async_api import async_playwright

from bot.page.serving import serving
from tests.page.ferry import ARTICLE, STORY, bench_of, sent
from tests.page.test_browser import CHROMIUM, QUIET
from tests.paths import REPOSITORY

FOLDER = REPOSITORY / "docs" / "pictures"
TEXTS = (sent("what was the bill for the boat?"), sent("Is there a cinema on board?"))


async def _edit(page: Any) -> None:
    answer = "The ferry cost 49 million crowns, Mara Quill of the North Quay Company said."
    await page.get_by_label("Answer", exact=True).fill(answer)
    await page.get_by_role("button", name="Show the difference").click()
    await page.get_by_role("button", name="Save just this").wait_for()


async def _look(_page: Any) -> None:
    return


PICTURES: tuple[tuple[str, str, str, tuple[int, int], Callable[[Any], Awaitable[None]]], ...] = (
    ("difference", "/facts/cost", "light", (1000, 900), _edit),
    ("article-dark", "/article", "dark", (1000, 440), _look),
    ("inbox-phone", "/inbox", "light", (360, 620), _look),
)


async def draw() -> None:
    """Write the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ferry.yaml"
        path.write_text(STORY, encoding="utf-8")
        async with (
            serving(bench_of(path, ARTICLE, *TEXTS), 0) as address,
            async_playwright() as started,
        ):
            browser = await started.chromium.launch(executable_path=CHROMIUM, args=[*QUIET])
            for name, place, scheme, (width, height), act in PICTURES:
                size = {"width": width, "height": height}
                screen: dict[str, Any] = {"viewport": size, "color_scheme": scheme}
                page = await browser.new_page(**screen)
                await page.goto(address)
                await page.goto(address.partition("/?")[0] + place)
                await page.locator("[data-poll]").wait_for(state="detached")
                await act(page)
                await page.screenshot(path=FOLDER / f"desk-{name}.png")
            await browser.close()


if __name__ == "__main__":
    asyncio.run(draw())
