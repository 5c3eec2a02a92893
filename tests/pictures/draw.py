"""Pictures of each kind of reply on both platforms, light and dark, from what is really sent.

    python -m tests.pictures.draw      writes docs/pictures/*.png with Chromium

Colours and sizes follow the platforms' own clients; texts and buttons are those of the payloads.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.application.drafts import target_of
from bot.compose.stories import build_service
from bot.core.model import Answered, Question
from bot.core.service import QuestionService
from bot.rendering.buttons import Audience
from bot.rendering.card import Card, card, proof_card
from bot.rendering.discord.message import message, privately
from bot.rendering.slack import slack
from tests.paths import REPOSITORY
from tests.pictures import discord_page, slack_page

FOLDER = REPOSITORY / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ASKER = "990000000000000010"
WIDTH = 720
SCRIPT = "<script>document.documentElement.id = `high-${document.body.offsetHeight}`</script>"
_HEIGHT = re.compile(r'id="high-(\d+)"')
PAGES = {
    "discord": (discord_page.CSS, discord_page.COLOURS),
    "slack": (slack_page.CSS, slack_page.COLOURS),
}

QUESTIONS = (
    "When is R2 due?",
    "Who disclosed the data scientists' earnings?",
    "Is money what holds DeepSeek back, in Liang's own words?",
    "Why did Google make Gemini more expensive after R1?",
    "Does Liang Wenfeng have any hobbies?",
    "Who won the chess olympiad?",
    "Hello!",
)
IN_PRIVATE = "Who founded DeepSeek?"


@dataclass(frozen=True)
class Shown:
    """A reply in a picture: what was asked or pressed before it, and who sees it."""

    before: str
    card: Card
    private: bool = False


def replies(service: QuestionService) -> Iterator[Shown]:
    """An answer and its quote, one told with doubt, suggestions, a corrected premise.

    Then a known unknown, a decline, small talk, and an answer for the asker alone.
    """
    for text in QUESTIONS:
        reply, _ = service.ask(Question(text))
        yield Shown(text, replace(card(reply, service.story), notify=target_of(reply)))
        if isinstance(reply, Answered):
            yield Shown("", proof_card(reply.fact, service.story), private=True)
    reply, _ = service.ask(Question(IN_PRIVATE))
    yield Shown(IN_PRIVATE, card(reply, service.story), private=True)


def page(platform: str, theme: str, shown: list[Shown]) -> str:
    """One platform's messages as an HTML page."""
    css, colours = PAGES[platform]
    body = "".join(_one(platform, one) for one in shown)
    head = f'<meta charset="utf-8"><style>:root{{{colours[theme]}}}{css}</style>'
    return f"<!doctype html><html><head>{head}</head><body>{body}{SCRIPT}</body></html>"


def _one(platform: str, shown: Shown) -> str:
    audience = Audience(ASKER, shown.private)
    how = "/ask" if shown.private else "@storybot"
    if platform == "discord":
        payload = message(shown.card, audience)
        said = discord_page.answered(privately(payload) if shown.private else payload)
        return (discord_page.asked(f"{how} {shown.before}") if shown.before else "") + said
    said = slack_page.answered(slack(shown.card, audience), private=shown.private)
    return (slack_page.asked(f"{how} {shown.before}") if shown.before else "") + said


def draw(html: str, picture: Path) -> None:
    """Let Chromium draw `html`, as high as it is."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(html, encoding="utf-8")
        found = _HEIGHT.search(_chromium(folder, "--dump-dom", source.as_uri()))
        height = int(found[1]) if found else WIDTH
        size = f"--window-size={WIDTH},{height}"
        _chromium(folder, size, f"--screenshot={picture}", source.as_uri())


def _chromium(folder: str, *arguments: str) -> str:
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        sys.exit("There is no Chromium: install one, such as Debian's package chromium.")
    common = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
    profile = f"--user-data-dir={folder}/profile"
    done = subprocess.run(
        [browser, *common, profile, *arguments],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.stdout


def main() -> None:
    """Draw all."""
    shown = list(replies(build_service(REPOSITORY / "knowledge.yaml", {})))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for platform in PAGES:
        for theme in ("light", "dark"):
            draw(page(platform, theme, shown), FOLDER / f"{platform}-{theme}.png")


if __name__ == "__main__":
    main()
