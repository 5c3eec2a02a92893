"""Conversations are kept apart from all others, and only for a while."""

from __future__ import annotations

from bot.application.conversations import Conversations
from bot.core.model import Context, Question, Reply
from bot.ports.records import CONVERSATION
from tests.core.invented import ask, spoken_of, town
from tests.core.test_core_conversation import BRIDGE, FERRY
from tests.fakes.clock import FakeClock


class Room:
    """Conversations of several people, as a channel keeps them."""

    def __init__(self, capacity: int = 100) -> None:
        self.clock = FakeClock()
        self.conversations = Conversations(self.clock, capacity=capacity)

    def says(self, person: str, text: str) -> Reply:
        reply, context = town().ask(Question(text, person), self.conversations.get(person))
        self.conversations.put(person, context)
        return reply


def test_two_conversations_never_leak_into_each_other() -> None:
    room = Room()
    room.says("ada", FERRY)
    room.says("ben", BRIDGE)
    assert "builder" in spoken_of(room.says("ada", "and who built it?"))
    assert "bridge-shut" in spoken_of(room.says("ben", "why?"))
    assert room.says("cleo", "why?") == ask("why?")


def test_a_conversation_is_forgotten_after_its_lifetime() -> None:
    room = Room()
    room.says("ada", FERRY)
    room.clock.advance(CONVERSATION)
    assert room.conversations.get("ada") is not None
    room.clock.advance(0.1)
    assert room.conversations.get("ada") is None
    assert room.conversations.get("ada") is None
    assert room.says("ada", "and how much?").explanation.completed is None


def test_every_turn_starts_the_lifetime_anew() -> None:
    room = Room()
    for _ in range(4):
        room.says("ada", FERRY)
        room.clock.advance(CONVERSATION * 0.9)
    assert room.conversations.get("ada") is not None


def test_beyond_capacity_the_one_silent_for_longest_is_forgotten() -> None:
    room = Room(capacity=2)
    for person in ("ada", "ben", "ada", "cleo"):
        room.says(person, FERRY)
    assert room.conversations.get("ben") is None
    assert room.conversations.get("ada") is not None
    assert room.conversations.get("cleo") is not None


def test_knows_nothing_of_a_conversation_that_never_was() -> None:
    assert Room().conversations.get("nobody") is None


def test_a_persons_conversations_are_forgotten_when_they_ask_for_it() -> None:
    conversations = Conversations(FakeClock())
    for key in ("here/ann", "there/ann", "here/bob"):
        conversations.put(key, Context("q"))
    conversations.forget(lambda key: key.endswith("/ann"))
    assert [conversations.get(key) for key in ("here/ann", "there/ann")] == [None, None]
    assert conversations.get("here/bob") is not None


def test_a_conversation_can_be_dropped_also_where_there_is_none() -> None:
    conversations = Conversations(FakeClock())
    conversations.put("ann", Context("q"))
    for _ in range(2):
        conversations.drop("ann")
    assert conversations.get("ann") is None
