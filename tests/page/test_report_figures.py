"""Replies over time, and the facts that something speaks against."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.model import Story
from bot.matching.strike_out import Collision, StrikeOut
from bot.page.figures import PERIODS, periods, weakest
from bot.ports.feedback import Feedback, ReaderText, Votes
from tests.desk.stories import fact


def test_days_without_replies_are_shown_too() -> None:
    found = periods({"2031-02-27": {"answer": 2, "chat": 1}, "2031-03-01": {"answer": 1}})
    assert [(it.first, it.last, it.total) for it in found] == [
        ("2031-02-27", "2031-02-27", 3),
        ("2031-02-28", "2031-02-28", 0),
        ("2031-03-01", "2031-03-01", 1),
    ]
    assert periods({}) == ()


@pytest.mark.parametrize(
    ("last", "many", "first_ends"),
    [
        ("2031-02-14", 45, "2031-01-01"),
        ("2031-02-15", 7, "2031-01-07"),
        ("2032-01-01", 14, "2031-01-28"),
        ("9999-12-31", PERIODS, "2208-02-03"),
    ],
)
def test_many_days_are_counted_together(last: str, many: int, first_ends: str) -> None:
    found = periods({last: {"answer": 1}, "2031-01-01": {"answer": 1}})
    assert (len(found), found[0].last, found[-1].last) == (many, first_ends, last)
    assert sum(it.total for it in found) == 2


def test_the_weakest_facts_have_the_most_signs_against_them() -> None:
    cost, crew, menu, yard = (replace(fact(it, "."), questions=("a", "b")) for it in "cemy")
    story = Story("The ferry", (cost, crew, menu, yard))
    pair = Collision(cost, "a", crew, "b", 0.9, sure=True, others=2)
    struck = StrikeOut(8, 5, 3, (pair,))
    said = ReaderText("1", 0.0, "report", "e", "No.")
    feedback = Feedback((said,), unsure={"c": 4}, votes={"c": Votes(1, 2), "gone": Votes(0, 9)})
    found = weakest(story, struck, feedback)
    assert [(it.fact.id, it.signs) for it in found] == [("c", 9), ("e", 4)]
    first, second = found
    assert (first.rivals, first.collided, first.doubts, first.down) == (("e",), 3, 4, 2)
    assert (second.rivals, second.collided, second.reports) == (("c",), 3, 1)
