"""A day of expiry before the facts were checked is a problem; one that has passed is advice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.core.model import Fact, Story
from bot.knowledge.expiry import expiry

TODAY = "2031-05-02"
COST = Fact("cost", ("What did it cost?",), "Much.")


def remarks(own: str | None = None, checked: str | None = None, **header: Any) -> list[str]:
    fact = replace(COST, checked=checked, expires=own)
    found = expiry(Story("The ferry", (COST, fact), **{"today": TODAY, **header}))
    return [f"{it.severity} {it.fact}: {it.message}" for it in found]


def test_what_holds_gives_no_remark() -> None:
    assert remarks() == []
    assert remarks(TODAY, "2031-04-10", expires=TODAY, published="2031-04-03") == []
    assert remarks("2031-05-03", checked="2031-05-03") == []


@pytest.mark.parametrize(
    ("checked", "published", "said"),
    [
        ("2031-06-02", "2031-04-03", "checked on 2031-06-02"),
        (None, "2031-06-03", "published on 2031-06-03"),
    ],
)
def test_expiring_before_it_was_checked_or_published_is_a_problem(
    checked: str | None, published: str, said: str
) -> None:
    wrong = f"expires on 2031-06-01, before it was {said}"
    assert remarks("2031-06-01", checked, published=published) == [f"problem cost: it {wrong}"]
    story = Story("S", (COST,), checked=checked, published=published, expires="2031-06-01")
    (found,) = expiry(story)
    assert (found.severity, found.fact, found.message) == ("problem", None, f"the story {wrong}")


def test_a_day_that_has_passed_is_advice_once_for_the_story_and_for_each_of_its_own() -> None:
    passed = "so readers are told that it may have changed"
    assert remarks("2031-05-01", expires="2031-04-30") == [
        f"advice None: the story expired on 2031-04-30, {passed}",
        f"advice cost: it expired on 2031-05-01, {passed}",
    ]


def test_nothing_has_passed_where_the_day_is_not_known() -> None:
    assert remarks("2031-05-01", today=None) == []
