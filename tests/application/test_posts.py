"""Which message answers which question, as far as one process remembers it."""

from __future__ import annotations

import pytest

from bot.application import posts
from bot.application.posts import Posts
from bot.ports.messages import Post
from tests.fakes.discord_service import answering, moderation


def question(message: str, channel: str = "C") -> Post:
    return Post("slack", "T", channel, message)


async def test_answers_are_forgotten_beyond_a_number_and_when_they_are_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(posts, "REMEMBERED", 2)
    known = Posts(answering(), moderation())
    for number in "123":
        known.answered(known.begin(question(number)), "the cost?", f"{number}.a")
    assert await known.find(question("1"), "the cost?") is None
    found = await known.find(question("2"), "the cost?")
    assert found is not None
    assert (found.reply, found.words) == ("2.a", posts.digest("the cost?"))
    assert await known.find(question("2", "D"), "the cost?") is None
    known.answers_nothing(question("2.a"))
    assert await known.find(question("2"), "the cost?") is None
    assert await known.deleted([question("3"), question("4")]) == [question("3.a")]
    assert await known.deleted([question("3")]) == []
