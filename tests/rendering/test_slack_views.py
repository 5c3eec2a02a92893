"""The App Home, windows, pages and prompts: within Slack's limits, whatever the file holds."""

from __future__ import annotations

import pytest

from bot.core.model import Fact, Status, Story, Topic
from bot.rendering.actions import Action, Verb
from bot.rendering.browsing import headings, page
from bot.rendering.byline import Byline
from bot.rendering.card import Card, card, fact_card
from bot.rendering.draft import Draft, Topics
from bot.rendering.forms import form_of
from bot.rendering.slack.views import (
    HOME_PAGE,
    MESSAGE_PAGE,
    drafted,
    home,
    prompts,
    window,
)
from tests.fakes.slack_service import HOSTILE, STORY, FakeService
from tests.servers.slack_rules import message_problems, view_problems

LONG = "word " * 2000


def _fact(number: int, topic: str | None, text: str) -> Fact:
    related = tuple(f"fact-{other}" for other in range(number + 1, number + 5))
    return Fact(f"fact-{number}", (f"{text} {number}?",), text, topic=topic, see_also=related)


def _story(topics: int, facts: int, text: str) -> Story:
    found = tuple(Topic(f"topic-{number}", f"{text} {number}") for number in range(topics))
    return Story(
        text,
        tuple(
            _fact(number, f"topic-{number % topics}" if topics else None, text)
            for number in range(facts)
        ),
        publisher=text,
        url="https://a.example/b",
        summary=text,
        topics=found,
    )


STORIES = {
    "small": Story("The bridge", (Fact("why", ("Why?",), "A crack."),)),
    "without topics": _story(0, 60, "Words"),
    "of many topics": _story(150, 400, "Words"),
    "of long words": _story(30, 90, LONG),
    "hostile": _story(3, 30, HOSTILE),
    "of the tests": STORY,
}
each_story = pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)


@each_story
def test_every_home_is_one_that_slack_takes(story: Story) -> None:
    facts = [Card(LONG, Byline(LONG, LONG), LONG, LONG), fact_card(story.facts[0], story)]
    for shown in (None, *facts):
        assert list(view_problems(home(story, shown))) == []
    for heading in headings(story)[:5]:
        for number in range(3):
            found = page(heading.id, number, HOME_PAGE, story)
            assert found is not None
            assert list(view_problems(home(story, None, found))) == []


@each_story
def test_every_page_is_a_message_that_slack_takes(story: Story) -> None:
    for heading in headings(story)[:5]:
        found = page(heading.id, 1, MESSAGE_PAGE, story)
        assert found is not None
        for below in (found, Topics(story)):
            shown = Draft(Card(found.title), is_private=True, below=below, can_forget=True)
            assert list(message_problems(drafted(shown, "U1"))) == []


@each_story
def test_prompts_are_up_to_four_questions_of_different_topics(story: Story) -> None:
    found = prompts(story)
    assert 1 <= len(found) <= 4
    topics = [fact.topic for it in found for fact in story.facts if fact.title == it["message"]]
    assert len(set(topics)) == min(4, len(headings(story)))


def test_what_the_story_does_not_tell_is_no_prompt() -> None:
    unknown = Fact("who", ("Who?",), "It does not say.", status=Status.UNKNOWN)
    assert prompts(Story("The bridge", (unknown,))) == []


@pytest.mark.parametrize("verb", [Verb.DOWN, Verb.FOLLOW, Verb.SEND])
def test_every_window_is_one_that_slack_takes(verb: Verb) -> None:
    shown = window(form_of(Action(verb)), "{}")
    assert list(view_problems(shown)) == []
    assert shown["private_metadata"] == "{}"


def test_the_home_offers_nothing_that_needs_a_channel() -> None:
    told = FakeService().tell("cost")
    assert told is not None
    shown = str(home(STORY, card(told[0], STORY)))
    assert "storybot:proof:cost" in shown
    for verb in ("share", "delete", "up", "down", "follow"):
        assert f"storybot:{verb}:" not in shown
