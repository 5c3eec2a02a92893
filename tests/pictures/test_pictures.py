"""What the pictures are drawn from: each kind of reply, on both platforms, in both themes."""

from __future__ import annotations

import re
from html import unescape

import pytest

from bot.core.model import Answered, Declined, DeclineReason, Suggested
from bot.rendering.card import card, proof_card
from bot.rendering.discord.message import message
from tests.fakes.discord_service import COST, LAUNCH, LOUD, STORY
from tests.pictures import discord_page
from tests.pictures.draw import FOLDER, PAGES, Shown, page

REPLIES = [
    Shown("What did it cost?", card(Answered(COST), STORY)),
    Shown("", proof_card(COST, STORY), private=True),
    Shown("The ferry?", card(Suggested((COST, LAUNCH)), STORY)),
    Shown("Why so cheap?", card(Declined(DeclineReason.FALSE_PREMISE, COST), STORY)),
    Shown("<b>Who?</b>", card(Declined(DeclineReason.NOT_IN_STORY), STORY)),
]


@pytest.mark.parametrize("platform", PAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_shows_every_kind_of_reply(platform: str, theme: str) -> None:
    html = page(platform, theme, REPLIES)
    text = unescape(re.sub(r"<[^>]+>", " ", html))
    for part in (
        COST.answer,
        "according to the harbour office",
        ": “the ferry cost us 48 million crowns”",
        LAUNCH.title,
        "None of these",
        "The story does not say that.",
        "Send a question to the editors",
        "you",
    ):
        assert part in text
    assert "&lt;b&gt;Who?" in html


def test_hostile_text_is_shown_as_discord_shows_it() -> None:
    html = discord_page.answered(message(card(Answered(LOUD), STORY)))
    assert "**loud**" in html
    assert "[click](https://evil.example)" in html
    assert "<b>loud" not in html


def test_every_picture_is_shown_and_every_one_that_is_shown_is_there() -> None:
    root = FOLDER.parents[1]
    pages = [root / "README.md", *(root / "docs").glob("*.md")]
    shown = set(
        re.findall(r"pictures/([\w-]+\.png)", "".join(it.read_text("utf-8") for it in pages))
    )
    assert shown == {path.name for path in FOLDER.glob("*.png")}
    assert shown >= {f"{platform}-{theme}.png" for platform in PAGES for theme in ("light", "dark")}
