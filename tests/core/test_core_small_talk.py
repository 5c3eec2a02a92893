"""Small talk gets a friendly reply that leads to the story; a question never does."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from bot.compose.stories import service_for
from bot.core.model import Chatted
from bot.core.smalltalk import KINDS
from bot.knowledge.language import english
from tests.core.invented import TOWN, ask

SAID = {
    "greeting": (
        "hi", "Hello!", "hey there", "HEY BOT", "hiiiii", "good morning", "good evening everyone",
        "howdy", "hi, how are you?", "what's up", "whats up", "yo", "gm", "test",
        "hey bot, you there?", "congratulations", "happy birthday",
    ),
    "thanks": (
        "thanks", "thank you so much", "thx", "ty", "thanks a lot!", "cheers mate", "great, thanks",
        "ok thanks", "thanks for your help", "that was helpful", "good bot", "perfect", "nice one",
        "ok", "I see", "interesting", "makes sense",
        "sounds good",
    ),
    "help": (
        "help", "help me please", "what can you do?", "how does this work", "what can I ask you",
        "how do I use this bot", "what questions can I ask?", "commands", "that's wrong",
        "Wrong answer!", "you are useless", "that is not what I asked", "stupid bot",
        "you didn't answer my question", "can you help me", "I don't get it", "what do you mean?",
        "none of these", "tell me more", "what else?",
    ),
    "about": (
        "who are you?", "what are you", "are you a bot", "are you human?", "who made you",
        "what's your name", "where do you get your answers from", "do you make things up",
        "tell me about yourself", "are you a real person or a bot?", "are you even real",
        "how old are you", "do you speak German?", "is this an AI", "can I talk to a human",
    ),
    "bye": (
        "bye", "goodbye", "see you later", "good night", "bye bye", "take care", "that's all",
        "have a nice day", "bye for now", "never mind", "nvm",
        "go away", "leave me alone!", "ok thx bye",
    ),
}  # fmt: skip
TURNS = [(kind, text) for kind, texts in SAID.items() for text in texts]


@pytest.mark.parametrize(("kind", "text"), TURNS, ids=[text for _, text in TURNS])
def test_knows_small_talk_of_every_kind(kind: str, text: str) -> None:
    reply = ask(text)
    assert isinstance(reply, Chatted)
    assert reply.kind == kind


@pytest.mark.parametrize(
    "question",
    [
        "what is this story about",
        "what is the story about?",
        "tell me about the bridge",
        "who made the ferry",
        "who are the inspectors",
        "hi, why is the bridge shut?",
        "thanks, and when was it shut?",
        "help the mayor",
        "was the mayor wrong",
        "is it wrong to close the bridge",
        "that's terrible",
        "is it real",
        "what do you know about the mayor",
        "how old is the bridge",
        "what can the ferry carry",
        "how does the ferry work",
        "is the mayor human",
        "great ferry",
        "that's all the mayor said?",
        "good day for the bridge to shut down",
    ],
)
def test_takes_no_question_for_small_talk(question: str) -> None:
    assert not isinstance(ask(question), Chatted)


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_replies_lead_to_the_story(kind: str) -> None:
    reply = ask(SAID[kind][0])
    assert isinstance(reply, Chatted)
    assert TOWN.title in reply.text
    assert "{" not in reply.text


def test_the_shipped_help_gives_a_question_of_the_story_as_an_example() -> None:
    reply = ask("help")
    assert isinstance(reply, Chatted)
    assert TOWN.facts[0].title in reply.text


def test_there_is_a_shipped_reply_of_every_kind() -> None:
    assert set(english().dialogue.replies) == set(KINDS) == set(SAID)


def test_the_replies_of_the_story_win() -> None:
    service = service_for(replace(TOWN, chat={"greeting": "Ahoy {title}!"}))
    own, shipped = ask("hello", service), ask("bye", service)
    assert isinstance(own, Chatted)
    assert own.text == "Ahoy {title}!"
    assert isinstance(shipped, Chatted)
    assert TOWN.title in shipped.text


def test_braces_in_the_title_of_a_story_do_no_harm() -> None:
    reply = ask("hello", service_for(replace(TOWN, title="The {title} of {0} {{7*7}}")))
    assert isinstance(reply, Chatted)
    assert "The {title} of {0} {{7*7}}" in reply.text


def test_small_talk_shows_its_candidates_as_any_reply_does() -> None:
    assert len(ask("hello").candidates) <= 3


@pytest.mark.parametrize("unit", [" for all all", " for now you", " great", " so much", " hi hi"])
@pytest.mark.parametrize("start", ["thanks", "hi", "great", "what can you help"])
def test_takes_bounded_time_to_tell_that_a_long_text_is_no_small_talk(
    start: str, unit: str
) -> None:
    text = (start + unit * 200)[:990] + " zzz"
    begun = time.perf_counter()
    assert not isinstance(ask(text), Chatted)
    assert time.perf_counter() - begun < 0.5
