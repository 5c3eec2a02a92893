"""A fact expires once its day, or else that of the story, lies before the day it is told on."""

from __future__ import annotations

from dataclasses import replace

from bot.core.model import Story
from tests.core.expiring import on, service
from tests.core.invented import CAPACITY, COST, LAUNCHED, TOWN

A_DAY = 24 * 60 * 60


def test_a_story_expires_while_it_is_told() -> None:
    clock = on("2031-05-01")
    serving = service(replace(TOWN, expires="2031-05-01"), clock)
    assert (serving.story.today, serving.story.expired) == ("2031-05-01", ())
    clock.advance(A_DAY)
    assert serving.story.has_expired()
    assert serving.story.has_expired(COST)
    assert serving.story is serving.story


def test_a_facts_own_day_comes_before_that_of_the_story() -> None:
    early, late = replace(COST, expires="2031-04-09"), replace(LAUNCHED, expires="2031-06-01")
    story = Story("S", (late, CAPACITY, early), expires="2031-05-01", today="2031-05-02")
    assert story.expired == (early, CAPACITY)
    assert replace(story, today=None).expired == ()
    assert Story("S", (COST,), today="2031-05-02").expired == ()
