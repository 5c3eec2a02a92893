"""Claims about offering questions while one is typed."""

from __future__ import annotations

from functools import partial

from bot.application.completion import Completion
from bot.core.model import Fact, Status, Story
from tests.effort import effort

FACTS = (
    Fact("cost", ("How much did the ferry cost?", "price of the ferry"), "48 million."),
    Fact("captain", ("Who is the captain of the ferry?", "who steers it"), "Mara Quill."),
    Fact("launch", ("When was the ferry launched?",), "In May."),
    Fact("pier", ("How long is the pier?",), "Long."),
    Fact("menu", ("What is eaten on the ferry?",), "Untold.", status=Status.UNKNOWN),
)
COMPLETION = Completion(Story("The ferry", FACTS))


def offered(typed: str, limit: int = 25) -> list[str]:
    return [fact.id for fact in COMPLETION.complete(typed, limit)]


def test_before_anything_is_typed_the_first_questions_are_offered() -> None:
    assert offered("", 2) == ["cost", "captain"]
    assert offered("  ?! ") == ["cost", "captain", "launch", "pier"]


def test_a_beginning_ranks_the_questions_that_begin_so() -> None:
    assert offered("How") == ["cost", "pier"]
    assert offered("how l")[0] == "pier"
    assert offered("who is the c")[0] == "captain"


def test_words_count_wherever_they_stand_and_rare_ones_more() -> None:
    assert offered("ferry capt")[0] == "captain"
    assert offered("price")[0] == "cost"
    assert offered("the ferry launched ")[0] == "launch"


def test_a_word_that_is_finished_stands_for_itself_only() -> None:
    assert offered("l")[0] in ("launch", "pier")
    assert offered("l ") == []


def test_a_slip_in_a_word_is_forgiven() -> None:
    assert offered("captian")[0] == "captain"
    assert offered("zzzz") == []


def test_known_unknowns_are_not_offered() -> None:
    assert "menu" not in offered("eaten on the ferry")


def test_ten_thousand_phrasings_are_ranked_within_a_few_milliseconds() -> None:
    words = [f"{a}{b}{c}" for a in "bcdfg" for b in "aeiou" for c in "lmnprst"]
    facts = tuple(
        Fact(
            str(number),
            tuple(
                f"What {words[(number * k) % 175]} {words[(number + k) % 175]} was it?"
                for k in range(10)
            ),
            "It was.",
        )
        for number in range(1000)
    )
    completion = Completion(Story("S", facts))
    for typed in ("w", "what bal", "what bxl ", "was it"):
        assert effort(partial(completion.complete, typed, 25)) < 100
