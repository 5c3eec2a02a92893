"""Pages of stories of every shape: within Discord's limits, and every fact can be reached."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Fact, Status, Story, Topic
from bot.ports.records import Kept, KeptText, KeptVote, Retention
from bot.rendering import texts
from bot.rendering.actions import read_action
from bot.rendering.browsing import headings, page
from bot.rendering.discord.pages import PAGE_SIZE, drafted, story_page, topic_page
from bot.rendering.draft import Draft
from bot.rendering.privacy import privacy
from tests.fakes.discord_service import HOSTILE, STORY
from tests.servers.discord_rules import markup_faults, message_faults, ping_faults, schema_faults

WORDS = st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=300).filter(str.strip)
TITLES = WORDS | st.sampled_from((HOSTILE, "word " * 400, "*" * 3000))


@st.composite
def stories(draw: st.DrawFn) -> Story:
    topics = tuple(
        Topic(f"t{number}", title)
        for number, title in enumerate(draw(st.lists(TITLES, max_size=30)))
    )
    ids: list[str | None] = [*(topic.id for topic in topics)] or [None]
    facts = tuple(
        Fact(
            f"f{number}",
            (title,),
            "Yes.",
            topic=draw(st.sampled_from(ids)),
            status=draw(st.sampled_from((Status.ESTABLISHED, Status.UNKNOWN))),
        )
        for number, title in enumerate(draw(st.lists(TITLES, min_size=1, max_size=60)))
    )
    return Story(draw(TITLES), facts, topics=topics, summary=draw(st.none() | TITLES))


def faults(payload: dict[str, Any]) -> list[str]:
    schema = schema_faults("/channels/{channel_id}/messages", "post", payload)
    return message_faults(payload) + ping_faults(payload) + markup_faults(payload) + schema


def targets(payload: dict[str, Any]) -> list[str]:
    """What the options of its menus stand for."""
    parts = [part for row in payload["components"] for part in row["components"]]
    return [option["value"] for part in parts for option in part.get("options", ())]


@given(stories())
def test_every_page_of_every_story_is_within_the_limits(story: Story) -> None:
    for number in range(3):
        assert faults(story_page(story, number)) == []
    for heading in headings(story):
        shown = page(heading.id, 10**9, PAGE_SIZE, story)
        assert shown is not None
        assert faults(topic_page(shown)) == []


@given(stories())
def test_every_known_fact_stands_on_a_page(story: Story) -> None:
    found: set[str] = set()
    for heading in headings(story):
        first = page(heading.id, 0, PAGE_SIZE, story)
        assert first is not None
        for number in range(first.count):
            shown = page(heading.id, number, PAGE_SIZE, story)
            assert shown is not None
            found.update(targets(topic_page(shown)))
    assert found == {fact.id for fact in story.facts if fact.is_known}


def test_a_page_beyond_the_last_is_the_last_and_a_topic_that_is_gone_none() -> None:
    shown = page("", 9, PAGE_SIZE, STORY)
    assert shown is not None
    assert (shown.number, shown.count) == (0, 1)
    assert page("gone", 0, PAGE_SIZE, STORY) is None


def test_buttons_of_pages_carry_their_page() -> None:
    story = Story("S", tuple(Fact(f"f{n}", (f"What of {n}?",), "So.") for n in range(25)))
    shown = page("", 1, PAGE_SIZE, story)
    assert shown is not None
    row = topic_page(shown)["components"][-1]["components"]
    actions = [read_action(button["custom_id"]) for button in row]
    assert [(str(one.verb), one.number) for one in actions if one] == [
        ("topics", 0),
        ("topic", 0),
        ("topic", 2),
    ]


def test_privacy_says_where_words_go_while_there_is_a_judge() -> None:
    for retention in (Retention(365, 90, None), Retention(0, 0, None)):
        shown = privacy(retention, Kept(), STORY, is_judged=True)
        assert texts.PRIVACY_JUDGE in shown.body
        assert faults(drafted(Draft(shown, can_forget=True))) == []
        assert texts.PRIVACY_JUDGE not in privacy(retention, Kept(), STORY).body


def test_privacy_names_all_that_is_kept_and_until_when() -> None:
    kept = Kept(
        (KeptVote("cost", True, "2031-04-03"), KeptVote("gone", False, "2031-04-04")),
        (
            KeptText("report", f"wrong {HOSTILE}", "2031-04-05", "2031-07-04"),
            KeptText("miss", "Who?", "2031-04-06", "2031-05-06"),
        ),
    )
    shown = drafted(Draft(privacy(Retention(365, 90, 30), kept, STORY), can_forget=True))
    assert faults(shown) == []
    for part in (
        "for 365 days",
        "for 90 days",
        "for 30 days",
        "2031-04-03: 👍 Helpful",
        "2031-04-04: 👎 Not helpful (gone)",
        "2031-04-05: you reported “wrong",
        "until 2031-07-04",
        "2031-04-06: I could not answer “Who?”",
    ):
        assert part in shown["content"]
    general, of_reader = shown["content"].split("\n\n")
    assert max(map(len, general.splitlines())) < 250
    assert of_reader.startswith(texts.PRIVACY_OF_YOU)
    assert shown["components"][0]["components"][0]["label"] == texts.FORGET_LABEL
