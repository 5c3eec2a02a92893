"""Reading what Slack sends: words, places, conversations."""

from __future__ import annotations

from typing import Any

import pytest

from bot.adapters.slack.incoming import asked_by_event, pressed
from bot.adapters.slack.payload import words
from bot.adapters.slack.request import Place
from tests.servers.slack_objects import (
    BOT_USER,
    CHANNEL,
    READER,
    TEAM,
    block_actions,
    event_callback,
    mention,
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("<@U0BOT> what now?", "what now?"),
        ("<@U0BOT|storybot> what   now?", "what now?"),
        ("what does <@U123> say, <!here>?", "what does say, ?"),
        ("is 1 &lt; 2 &amp;amp; 3 &gt; 2?", "is 1 < 2 &amp; 3 > 2?"),
        (
            "see <https://a.example/b|a.example> and <https://c.example>",
            "see a.example and https://c.example",
        ),
        ("in <#C1|general>?", "in general?"),
        ("a &lt;b&gt; c", "a <b> c"),
        ("", ""),
    ],
)
def test_words_are_what_a_person_wrote(text: str, meant: str) -> None:
    assert words(text) == meant


def test_conversations_differ_by_team_channel_thread_and_person() -> None:
    places = [
        Place("T1", "C1", "U1"),
        Place("T2", "C1", "U1"),
        Place("T1", "C2", "U1"),
        Place("T1", "C1", "U2"),
        Place("T1", "C1", "U1", "1.2"),
    ]
    assert len({place.context.conversation for place in places}) == len(places)


def test_a_press_goes_on_in_the_conversation_of_its_thread() -> None:
    asked = asked_by_event(event_callback(mention("which?", ts="1.2")), BOT_USER)
    shown = {"channel": CHANNEL, "ts": "1.3", "thread_ts": "1.2"}
    took = pressed(block_actions({"value": "cost"}, shown, "url", READER, ephemeral=False))
    assert asked is not None
    assert took.place.context.conversation == asked.place.context.conversation
    assert took.action == "cost"


def test_a_press_in_a_channel_opens_a_thread() -> None:
    shown = {"channel": CHANNEL, "ts": "1.3"}
    took = pressed(block_actions({"value": "cost"}, shown, "url", READER, ephemeral=False))
    assert took.place == Place(TEAM, CHANNEL, READER, "1.3", whisper_url="url")


@pytest.mark.parametrize(
    "event", [{}, {"type": "app_mention"}, {"type": "message", "channel": "D1"}]
)
def test_events_without_a_sender_are_nothing_to_answer(event: dict[str, Any]) -> None:
    assert asked_by_event({"event": event}, BOT_USER) is None
    assert asked_by_event({}, BOT_USER) is None
