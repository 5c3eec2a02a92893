"""What the file says of how new it is, and of what is new in it since a day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.core.model import Answered, Chatted, Fact, Question, Status, Story
from bot.matching.chat.news import news
from bot.matching.chat.replies import CORRECTIONS, reply_to
from tests.core.expiring import on, service
from tests.core.invented import CAPACITY, COST, LAUNCHED, TOWN

NEW = replace(
    TOWN,
    published="2031-04-03",
    checked="2031-04-08",
    facts=(
        replace(COST, as_of="2031-04-02", revised="2031-04-09", correction="It said {38}."),
        replace(LAUNCHED, as_of="2031-04-07"),
        replace(CAPACITY, checked="2031-04-10"),
        *TOWN.facts[3:],
    ),
)


def said(text: str, story: Story = NEW, day: str = "2031-04-10") -> str:
    reply, _ = service(story, on(day)).ask(Question(text))
    assert isinstance(reply, Chatted)
    return reply.text


def checked(day: str = "2031-04-10", *facts: Fact, **header: Any) -> str:
    return reply_to("checked", Story("S", facts or (COST, LAUNCHED), today=day, **header))


def test_says_how_recent_the_facts_are_and_until_when_they_hold() -> None:
    header = {"published": "2031-04-03", "checked": "2031-04-10", "expires": "2031-05-01"}
    assert checked(**header) == (
        "The story was published on 3 April 2031. The facts were last compared with the story on "
        "10 April 2031. They are expected to hold until 1 May 2031. What has happened since, I do "
        "not know."
    )
    past = "They may have changed: they were expected to hold until 1 May 2031."
    assert past in checked("2031-05-02", **header)
    own = replace(COST, expires="2031-04-30", checked="2031-04-12")
    some = checked("2031-05-01", own, LAUNCHED, **header)
    assert "10 April 2031, some of them on 12 April 2031." in some
    assert "Past their date, so they may have changed: 1 of 2." in some


def test_says_so_where_only_facts_were_checked_or_none() -> None:
    own = replace(COST, checked="2031-04-12")
    assert checked("2031-05-01", own).startswith("Some of the facts were last compared")
    bare = checked(expires="2031-04-09")
    assert bare.startswith("The file does not say when")
    assert "They may have changed" in bare


def test_main_points_past_their_date_say_so() -> None:
    points = reply_to("points", Story("S", (COST,), expires="2031-05-01", today="2031-05-02"))
    assert points.endswith("(This may have changed.)")


@pytest.mark.parametrize(
    ("asked", "first", "named"),
    [
        ("What is new since Monday?", "7 April 2031", (CAPACITY, COST, LAUNCHED)),
        ("what has changed since 8 April?", "8 April 2031", (CAPACITY, COST)),
        ("has anything been updated since yesterday", "9 April 2031", (CAPACITY, COST)),
        ("any updates today", "10 April 2031", (CAPACITY,)),
        ("what's new this week", "7 April 2031", (CAPACITY, COST, LAUNCHED)),
        ("what has been added since Thursday", "3 April 2031", (CAPACITY, COST, LAUNCHED)),
        ("anything new lately?", "3 April 2031", (CAPACITY, COST, LAUNCHED)),
        ("what is new since April 9th, 2031", "9 April 2031", (CAPACITY, COST)),
        ("any news since the 31st of December", "31 December 2030", (CAPACITY, COST, LAUNCHED)),
        ("what is new since 29 Feb", "1 March 2031", (CAPACITY, COST, LAUNCHED)),
    ],
)
def test_lists_what_is_new_since_a_day_newest_first(
    asked: str, first: str, named: tuple[Fact, ...]
) -> None:
    lines = said(asked).splitlines()
    assert lines[0] == f"New or checked since {first}:"
    facts = [line for line in lines[1:] if line.startswith("- ")]
    for line, fact in zip(facts, named, strict=True):
        assert line.startswith(f"- {fact.title} (")


def test_a_date_says_what_it_stands_for() -> None:
    lines = news(NEW, "2031-04-03").splitlines()
    assert lines[1] == "The story itself was published on 3 April 2031."
    assert lines[2:] == [
        f"- {CAPACITY.title} (checked 10 April 2031)",
        f"- {COST.title} (revised 9 April 2031): It said {{38}}.",
        f"- {LAUNCHED.title} (as of 7 April 2031)",
    ]
    silent = Story("S", (replace(COST, revised="2031-04-09"),))
    assert news(silent, "2031-04-09").endswith(f"{COST.title} (revised 9 April 2031)")


def test_names_so_many_and_counts_the_rest() -> None:
    facts = tuple(replace(COST, id=f"f{n}", checked="2031-04-09") for n in range(CORRECTIONS + 2))
    unknown = replace(COST, id="u", status=Status.UNKNOWN, checked="2031-04-09")
    lines = news(Story("S", (*facts, unknown)), "2031-04-09").splitlines()
    assert len(lines) == 1 + CORRECTIONS + 1
    assert lines[-1] == "And 2 more, each shown with its answer."


def test_where_nothing_is_new_it_says_how_old_all_is() -> None:
    text = said("what is new since Monday?", replace(NEW, facts=TOWN.facts), "2031-04-20")
    assert text.startswith(
        "Nothing on file has a date since 14 April 2031. The story was published"
    )


def test_a_fact_of_the_story_wins_where_it_is_meant() -> None:
    fact = Fact("new", ("What is new since Monday?", "changes since Monday"), "The ferry runs.")
    serving = service(replace(NEW, facts=(*NEW.facts, fact)), on("2031-04-10"))
    reply, _ = serving.ask(Question("what is new since monday"))
    assert isinstance(reply, Answered)
    assert reply.fact == fact


@pytest.mark.parametrize("text", ["what changed at the ferry since Monday", "news today"])
def test_what_is_new_elsewhere_is_no_question_on_the_file(text: str) -> None:
    reply, _ = service(NEW, on("2031-04-10")).ask(Question(text))
    assert not (isinstance(reply, Chatted) and reply.text.startswith("New or checked"))
