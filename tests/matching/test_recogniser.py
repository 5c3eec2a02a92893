"""What is said to the bot is known from what many readers have said, whatever the story."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.matcher import Intent
from bot.core.model import Chatted, Context, Story
from bot.matching.chat.recogniser import MAX_WORDS, Recogniser
from bot.matching.chat.replies import KINDS
from bot.matching.shipped import chat_classifier, english
from tests.benchmarks.chat_examples import PHRASINGS, SLOT, parsed
from tests.core.invented import COST, TOWN, ask

VOCABULARY = "bridge ferry harbourmaster remember kettle ticket".split()


def read(text: str, story: Story = TOWN) -> Intent | None:
    recognise = Recogniser(story, english(), chat_classifier, VOCABULARY)
    return recognise(english().normalise(text), text)


def kind(text: str, story: Story = TOWN) -> str | None:
    intent = read(text, story)
    return None if intent is None else intent.kind


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("summary", "condense the whole story for me"),
        ("summary", "What is “Greyford loses its bridge and its mayor” about?"),
        ("corrections", "did they have to take anything back afterwards"),
        ("privacy", "is somebody at the newspaper reading our chats"),
        ("model", "wich ai engine are u runing on"),
        ("source", "Lovely ferry we are having. So where can I read the original article?"),
        ("thanks", "thanks for clearing it up"),
        ("greeting", "hi"),
        ("publisher", "is this a greyford lantern article"),
    ],
)
def test_knows_what_no_rule_foresaw(expected: str, text: str) -> None:
    assert kind(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "how much did the ticket cost in 1990",
        "who wrote Gormenghast",
        "is he telling the truth about the ferry",
        "do they keep the ferry",
        "who made you " * MAX_WORDS,
        "zzyzx",
        "Thanks! When did the ferry sink?",
    ],
)
def test_leaves_what_is_of_the_story_or_of_nothing_known(text: str) -> None:
    assert kind(text) is None


def test_a_publisher_is_known_by_its_spellings() -> None:
    story = replace(TOWN, names={"Greyford Lantern": ("GL",)})
    assert kind("which journalist of the gl wrote this", story) == "authors"
    assert kind("did the gl publish this article", story) == "publisher"
    assert Recogniser(Story("Bare", (COST,)), english(), chat_classifier)("hi") is not None


def test_is_surer_of_a_whole_than_of_a_part() -> None:
    whole, part = read("who are you"), read("The kettle was on the ferry. Who are you?")
    assert whole is not None
    assert part is not None
    assert (whole.kind, part.kind) == ("about", "about")
    assert whole.likelihood > part.likelihood


def test_every_section_is_a_kind_and_every_line_is_normalised_and_there_once() -> None:
    files = sorted(PHRASINGS.glob("*.txt"))
    said = [line for file in files for line in parsed(file)]
    assert {kind for kind, _ in said} == {*KINDS, "matter"}
    plain = [text.replace(SLOT, "slot") for _, text in said]
    assert all(english().normalise(text) == text for text in plain)
    assert len({text for _, text in said}) == len(said)


def test_a_reply_that_is_unsure_yields_to_what_is_said_to_the_bot() -> None:
    reply = ask("is somebody at the newspaper reading our chats")
    assert isinstance(reply, Chatted)
    assert reply.kind == "privacy"


def test_what_a_conversation_completes_is_of_the_story() -> None:
    context = Context("Why is the bridge shut?", ("bridge-shut",))
    assert not isinstance(ask("and when did that happen", context=context), Chatted)
