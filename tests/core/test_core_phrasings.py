"""What is said to the bot in new words is known by its likeness to what readers say."""

from __future__ import annotations

import pytest

from bot.core.chat.phrasings import kind_of
from bot.core.chat.replies import KINDS
from bot.core.model import Chatted, Context
from bot.knowledge.language import DATA, chat_phrasings
from tests.core.invented import ask

VOCABULARY = frozenset("bridge ferry harbourmaster remember kettle".split())


def kind(text: str) -> str | None:
    phrasings = chat_phrasings()
    return kind_of(phrasings.normalise(text), text, phrasings, VOCABULARY)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("summary", "condense the whole story for me"),
        ("corrections", "did they ever set the record straight"),
        ("privacy", "is somebody at the newspaper reading our chats"),
        ("model", "wich ai engine are u runing on"),
        ("source", "Lovely weather we are having. So where can I read the original article?"),
        ("thanks", "thanks for clearing it up"),
        ("points", "the most important things I should remember from this story"),
    ],
)
def test_knows_what_no_rule_foresaw(expected: str, text: str) -> None:
    assert kind(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "how much did it cost",
        "where can I read the harbourmaster article",
        "who wrote Gormenghast",
        "is he telling the truth",
        "kettle thanks cheers to all of our lot of yesterday",
        "do you keep the ferry",
        "who made you " * 20,
        "zzyzx",
        "wonderful to watch boats drift by. tomorrow",
    ],
)
def test_leaves_what_is_of_the_story_or_of_nothing_known(text: str) -> None:
    assert kind(text) is None


def test_every_section_is_a_kind_and_every_line_is_normalised_and_there_once() -> None:
    lines = (DATA / "en" / "chat.txt").read_text(encoding="utf-8").splitlines()
    sections = {line.strip("[]") for line in lines if line.startswith("[")}
    said = [line for line in lines if line and line[0] not in "#["]
    assert sections == {*KINDS, "matter"}
    assert all(chat_phrasings().normalise(line) == line for line in said)
    assert len(said) == len(set(said))


def test_a_reply_that_is_unsure_yields_to_what_is_said_to_the_bot() -> None:
    reply = ask("is somebody at the newspaper reading our chats")
    assert isinstance(reply, Chatted)
    assert reply.kind == "privacy"


def test_what_a_conversation_completes_is_of_the_story() -> None:
    context = Context("Why is the bridge shut?", ("bridge-shut",))
    assert not isinstance(ask("and when did that happen", context=context), Chatted)
