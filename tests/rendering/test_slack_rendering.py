"""Cards as Slack messages: within the limits, escaped, and complete for screen readers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rendering.actions import Action, Verb, action_id
from bot.rendering.buttons import Audience
from bot.rendering.byline import Byline
from bot.rendering.card import Card, Choice, card
from bot.rendering.plain import plain
from bot.rendering.slack import escape, fitted, slack
from tests.fakes.slack_service import COST, HOSTILE, STORY, FakeService
from tests.servers.slack_rules import message_problems

texts = st.text(min_size=1, max_size=80).filter(str.strip) | st.sampled_from(
    (HOSTILE, "word " * 2000, "<" * 5000)
)
cards = st.builds(
    Card,
    body=texts,
    byline=st.none()
    | st.builds(
        Byline,
        texts,
        texts,
        st.none() | st.sampled_from(("https://a.example/<b>|c d", "javascript:alert(1)", "x")),
        st.none() | st.just("copy at a.example"),
    ),
    correction=st.none() | texts,
    note=st.none() | texts,
    choices=st.lists(
        st.builds(Choice, st.text("abc-", min_size=1), texts, st.none() | texts), max_size=30
    ).map(tuple),
    proof_of=st.none() | st.text("abc-", min_size=1, max_size=60),
    doubtful=st.booleans(),
)


def _cost_card() -> Card:
    told = FakeService().tell("cost")
    assert told is not None
    return card(told[0], STORY)


def test_the_same_said_to_two_people_is_each_ones_own_to_delete() -> None:
    said = [slack(_cost_card(), Audience(asker)) for asker in ("U1", "U2", "U1")]
    bins = [_of_kind(it, "context_actions")[0]["elements"][-1] for it in said]
    assert [it["visible_to_user_ids"] for it in bins] == [["U1"], ["U2"], ["U1"]]
    assert said[0] == said[2]


def _of_kind(message: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [block for block in message["blocks"] if block["type"] == kind]


@given(cards)
def test_every_card_is_a_message_that_slack_takes(any_card: Card) -> None:
    assert list(message_problems(slack(any_card))) == []


@given(texts, st.integers(10, 200))
@example("<&>" * 100, 10)
def test_fitted_text_is_escaped_and_fits(text: str, limit: int) -> None:
    short = fitted(text, limit)
    assert len(short) <= limit
    assert "<" not in short
    assert ">" not in short
    assert not short.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "").count("&")


def test_escapes_what_slack_would_read_as_a_command() -> None:
    assert escape("<!channel> & <@U1> &lt;") == "&lt;!channel&gt; &amp; &lt;@U1&gt; &amp;lt;"


def test_the_answer_stands_first_and_everything_else_below_it() -> None:
    message = slack(_cost_card())
    first, *contexts, actions, _ = message["blocks"]
    assert (first["type"], first["text"]["text"]) == ("section", COST.answer)
    assert [block["elements"][0]["text"] for block in contexts] == [
        "Corrected: An earlier version said 38 million.",
        "Harbour News · 2 April 2031 · according to the harbour office",
    ]
    assert [one["action_id"] for one in actions["elements"]] == ["proof_0"]
    assert actions["elements"][0]["value"] == action_id(Action(Verb.PROOF, "cost"))


def test_the_top_level_text_says_everything() -> None:
    full = replace(_cost_card(), choices=(Choice("launch", "When was it launched?"),))
    assert slack(full)["text"] == escape(plain(full))


def test_words_of_the_file_never_stand_where_markup_is_read() -> None:
    said = Byline(HOSTILE, HOSTILE, "https://a.example/*b*")
    hostile = Card(HOSTILE, said, HOSTILE, HOSTILE)
    message = slack(hostile)
    formatted = [
        element["text"]
        for block in _of_kind(message, "context")
        for element in block["elements"]
        if element["type"] == "mrkdwn"
    ]
    assert formatted == ["<https://a.example/*b*|a.example>"]
    assert all(block["text"]["type"] == "plain_text" for block in _of_kind(message, "section"))
    assert message["mrkdwn"] is False


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example/x?a=1&b=2", "<https://a.example/x?a=1&amp;b=2|a.example>"),
        ("http://a.example/a|b<c> d", "<http://a.example/a%7Cb%3Cc%3E%20d|a.example>"),
        ("https://a.example/%7Cb", "<https://a.example/%7Cb|a.example>"),
        ("https://_a_.example/", "<https://_a_.example/|link>"),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("https://[broken", None),
        ("https://a.example/" + "a" * 3000, None),
        (None, None),
    ],
)
def test_the_source_is_linked_when_that_is_safe(url: str | None, link: str | None) -> None:
    [context] = _of_kind(slack(Card("a", Byline("b", "", url))), "context")
    assert [element["text"] for element in context["elements"][1:]] == ([link] if link else [])


def test_a_link_to_another_page_than_the_publishers_says_what_it_is() -> None:
    said = Byline("The Post", "", "https://mirror.example/x", "copy at mirror.example")
    [context] = _of_kind(slack(Card("a", said)), "context")
    assert context["elements"][1]["text"] == "<https://mirror.example/x|copy at mirror.example>"


def test_suggestions_are_buttons_that_carry_their_fact() -> None:
    message = slack(Card("Which?", choices=(Choice("a", "One?"), Choice("b", "Two?"))))
    [actions] = _of_kind(message, "actions")
    assert [(one["action_id"], one["value"]) for one in actions["elements"]] == [
        ("take_0", action_id(Action(Verb.TAKE, "a"))),
        ("take_1", action_id(Action(Verb.TAKE, "b"))),
        ("none_2", action_id(Action(Verb.NONE))),
    ]
    assert len(_of_kind(message, "section")) == 1


def test_questions_too_long_for_a_button_are_a_list_with_numbers() -> None:
    question = "Is this longer than thirty letters?"
    message = slack(Card("Which?", choices=(Choice("a", question), Choice("b", "Is it short?"))))
    [actions] = _of_kind(message, "actions")
    shown = [one["text"]["text"] for one in actions["elements"]]
    assert shown == ["1", "2", "None of these"]
    assert _of_kind(message, "section")[1]["text"]["text"] == f"1. {question}\n2. Is it short?"


def test_a_label_is_what_a_button_says_and_no_list_repeats_it() -> None:
    choice = Choice("a", "Is this longer than thirty letters?", "Its length")
    message = slack(Card("Which?", choices=(choice,)))
    [actions] = _of_kind(message, "actions")
    assert [it["text"]["text"] for it in actions["elements"]] == ["Its length", "Something else"]
    assert len(_of_kind(message, "section")) == 1


def test_nothing_unfurls() -> None:
    message = slack(Card("a"))
    assert (message["unfurl_links"], message["unfurl_media"]) == (False, False)
