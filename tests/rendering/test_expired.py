"""Past the day until which it is sure to hold, an answer says that it may have changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.core.model import Answered, Declined, DeclineReason, Status, Story, Suggested
from bot.rendering.browsing import about
from bot.rendering.card import card, proof
from bot.rendering.json_reply import record
from bot.rendering.read_more import read_on
from tests.rendering.surfaces import KNOWN, STORY, SURFACES, Surface

EXPIRED = replace(STORY, expires="2031-05-01", today="2031-05-02")
DISPUTED = KNOWN["disputed"]


def line(fact: Any = KNOWN["established"], story: Story = EXPIRED, **header: Any) -> str:
    shown = card(Answered(fact), replace(story, **header)).byline
    assert shown is not None
    return shown.text


@pytest.mark.parametrize("surface", SURFACES)
def test_every_surface_says_so(surface: Surface) -> None:
    told = (
        Answered(DISPUTED),
        Suggested((DISPUTED,), told=DISPUTED),
        Declined(DeclineReason.FALSE_PREMISE, DISPUTED),
    )
    for reply in told:
        assert "as of 2 April 2031; this may have changed" in surface(card(reply, EXPIRED))[0]
        assert "may have changed" not in surface(card(reply, STORY))[0]


def test_json_says_so_in_its_text_and_has_the_same_keys() -> None:
    then, now = record(Answered(DISPUTED), STORY), record(Answered(DISPUTED), EXPIRED)
    assert "this may have changed" in now["text"]
    assert {**now, "text": then["text"]} == then


def test_the_date_is_the_facts_own_else_when_it_was_checked_else_when_it_was_published() -> None:
    fact = KNOWN["established"]
    assert "as of 3 April 2031; this" in line()
    assert "as of 8 April 2031; this" in line(checked="2031-04-08")
    assert "as of 9 April 2031; this" in line(
        replace(fact, checked="2031-04-09"), checked="2031-04-08"
    )
    assert "as of 2 April 2031; this" in line(replace(DISPUTED, checked="2031-04-09"))
    assert line(published=None) == "The Harbour Post · this may have changed · reported as fact"


def test_a_facts_own_day_counts_before_that_of_the_story() -> None:
    assert "changed" not in line(replace(DISPUTED, expires="2031-06-01"))
    assert "changed" in line(replace(DISPUTED, expires="2031-05-01"), expires=None)
    assert "changed" not in line(replace(DISPUTED, expires="2031-05-02"))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Stand 2. April 2031; das kann sich geändert haben"),
        ("es", "a fecha de 2 de abril de 2031; esto puede haber cambiado"),
        ("fr", "as of 2031-04-02; this may have changed"),
    ],
)
def test_it_is_said_in_the_storys_language(language: str, said: str) -> None:
    assert said in line(DISPUTED, language=language)


def test_what_the_story_never_mentions_may_have_changed_too() -> None:
    unknown = KNOWN["unknown"]
    assert unknown.status is Status.UNKNOWN
    shown = card(Declined(DeclineReason.UNKNOWN_TO_STORY, unknown), EXPIRED)
    assert "as of 3 April 2031; this may have changed" in shown.details[-1]


def test_reading_on_and_the_storys_page_say_so() -> None:
    rest = read_on(DISPUTED.id, 0, EXPIRED)
    assert rest is not None
    assert "this may have changed" in rest.body
    shown = about(EXPIRED).byline
    assert shown is not None
    assert "as of 3 April 2031; this may have changed" in shown.text


def test_the_proof_tells_when_a_fact_was_checked() -> None:
    fact = replace(KNOWN["established"], checked="2031-04-10")
    assert proof(fact, STORY).endswith("\nLast checked on 10 April 2031.")
