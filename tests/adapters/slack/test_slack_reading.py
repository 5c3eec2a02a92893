"""The question may stand in rich text, beside a file, in what is shared, or above the mention."""

from __future__ import annotations

from typing import Any

import pytest

from bot.adapters.slack.incoming import asked_by_event
from bot.adapters.slack.payload import rich_text, words
from bot.rendering import texts
from tests.adapters.slack.slack_bot import FULL_SCOPES, MINIMAL_SCOPES, slack_with_bot
from tests.fakes.slack_service import COST, LAUNCH
from tests.servers.slack_objects import (
    BOT_USER,
    CHANNEL,
    Payload,
    event_callback,
    mention,
    message,
)

OTHER = "U0OTHER"


def blocks(*inline: Payload, kind: str = "rich_text_section") -> list[Payload]:
    return [{"type": "rich_text", "elements": [{"type": kind, "elements": list(inline)}]}]


def text(said: str, **style: bool) -> Payload:
    return {"type": "text", "text": said, **({"style": style} if style else {})}


def shared(said: str) -> Payload:
    return {"attachments": [{"is_share": True, "is_msg_unfurl": True, "text": said}]}


def asked(event: Payload) -> str | None:
    found = asked_by_event(event_callback(event), BOT_USER)
    return None if found is None or found.is_perhaps else found.text


@pytest.mark.parametrize(
    ("rich", "read"),
    [
        (blocks({"type": "user", "user_id": BOT_USER}, text(" what now?")), "what now?"),
        (blocks(text("is 1 < 2 & <@U1>?")), "is 1 < 2 & <@U1>?"),
        (blocks(text("a"), {"type": "link", "url": "https://a.example"}), "ahttps://a.example"),
        (blocks({"type": "broadcast", "range": "here"}, text("now ?")), "now ?"),
        (blocks(text("when", strike=True), text(" why?")), "~when~ why?"),
        (blocks(text("shut\nit is"), kind="rich_text_quote"), "> shut\n> it is"),
        (blocks(text("why?"), kind="rich_text_preformatted"), "why?"),
        (
            blocks(*(blocks(text(it))[0]["elements"][0] for it in "ab"), kind="rich_text_list"),
            "a\nb",
        ),
        ([{"type": "section"}, "nonsense", {"type": "rich_text", "elements": 5}], ""),
    ],
)
def test_rich_text_is_read_as_text(rich: list[Any], read: str) -> None:
    assert words(rich_text({"blocks": rich})) == read


def test_blocks_count_only_where_the_text_says_nothing() -> None:
    rich = blocks(text("the cost?"))
    assert asked(message("", blocks=rich)) == "the cost?"
    assert asked(mention("", blocks=rich)) == "the cost?"
    assert asked(message("the launch?", blocks=rich)) == "the launch?"


def test_a_mention_with_a_file_is_asked_though_it_comes_as_a_message() -> None:
    said = f"<@{BOT_USER}> the cost?"
    assert asked(message(said, CHANNEL, subtype="file_share")) == "the cost?"
    rich = blocks({"type": "user", "user_id": BOT_USER}, text(" the cost?"))
    assert asked(message("", CHANNEL, subtype="file_share", blocks=rich)) == "the cost?"
    assert asked(message("<@U1> look", CHANNEL, subtype="file_share")) is None
    assert asked(message(said, CHANNEL)) is None  # it comes as a mention, too


def test_what_is_shared_is_read_below_the_words() -> None:
    assert asked(message("", **shared("the cost?"))) == "the cost?"
    assert asked(message("is that so?", **shared("the cost"))) == "is that so?\nthe cost"
    assert asked(message("is that so?", **shared("the cost " * 200))) == "is that so?"
    unfolded: Payload = {"attachments": [{"is_msg_unfurl": True, "text": "the cost"}, 5]}
    assert asked(message("is that so?", **unfolded)) == "is that so?"


async def test_all_of_it_is_answered_once() -> None:
    async with slack_with_bot("socket", scopes=FULL_SCOPES) as bot:
        ts = "1700000000.000100"
        said = f"<@{BOT_USER}> the cost?"
        await bot.slack.event(message(said, CHANNEL, subtype="file_share", ts=ts))
        await bot.slack.event(mention("the cost?", ts=ts))
        await bot.slack.event(message("", **shared("the launch?")))
        [first, second] = await bot.slack.messages(2)
        assert COST.answer in first.text
        assert LAUNCH.answer in second.text
        await bot.slack.shortcut("ask_about_this", message("", CHANNEL, **shared("the launch?")))
        assert LAUNCH.answer in (await bot.slack.messages(3))[2].text


async def test_a_mention_alone_in_a_thread_asks_what_stands_above() -> None:
    async with slack_with_bot("socket", scopes=FULL_SCOPES, tolerated=("history",)) as bot:
        above = message("the cost?", CHANNEL, OTHER)
        bot.slack.written[above["ts"]] = above
        await bot.slack.event(mention("", thread_ts=above["ts"]))
        [answer] = await bot.slack.messages(1)
        assert COST.answer in answer.text


@pytest.mark.parametrize("scopes", [MINIMAL_SCOPES, FULL_SCOPES])
async def test_it_says_so_where_what_stands_above_cannot_be_read(scopes: str) -> None:
    tolerated = ("history", "missing scope")
    async with slack_with_bot("socket", scopes=scopes, tolerated=tolerated) as bot:
        await bot.slack.event(mention("", thread_ts="1700000000.000100"))
        [answer] = await bot.slack.messages(1)
        assert answer.text.startswith(texts.CANNOT_READ)
