"""The small conveniences of the nouns, and errors that say what to do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.core.errors import (
    KnowledgeError,
    Problem,
    RefusedTokenError,
    StorybotError,
    UnusableInputError,
)
from bot.core.model import (
    Answered,
    Chatted,
    Declined,
    DeclineReason,
    Fact,
    Quote,
    Reply,
    Status,
    Story,
    Suggested,
    outcome,
    told,
)
from tests.core.invented import COST, REOPENING, TOWN


def test_a_fact_is_titled_by_its_first_phrasing() -> None:
    assert COST.title == "How much did the Osprey II cost?"


def test_a_button_has_the_label_of_a_fact_where_it_has_one() -> None:
    assert COST.short_title == COST.title
    assert replace(COST, label="The cost").short_title == "The cost"


@pytest.mark.parametrize(
    ("reply", "name", "states"),
    [
        (Answered(COST), "answer", COST),
        (Suggested((COST,)), "suggest", None),
        (Suggested((COST, REOPENING), told=COST), "suggest", COST),
        (Declined(DeclineReason.UNKNOWN_TO_STORY, REOPENING), "decline", REOPENING),
        (Declined(DeclineReason.EMPTY), "decline", None),
        (Chatted("greeting", "Hello!"), "chat", None),
    ],
)
def test_a_reply_has_a_name_and_a_fact_where_it_states_one(
    reply: Reply, name: str, states: Fact | None
) -> None:
    assert outcome(reply) == name
    assert told(reply) is states


def test_a_fact_stands_on_the_line_of_the_first_quote_that_has_one() -> None:
    quotes = (Quote("a crack"), Quote("the pier", 7), Quote("east", 9))
    assert Fact("id", ("why",), "A crack.", quotes=quotes).line == 7
    assert Fact("id", ("why",), "A crack.", quotes=quotes[:1]).line is None
    assert Fact("id", ("why",), "A crack.").line is None


def test_only_what_the_story_does_not_tell_is_unknown() -> None:
    assert not REOPENING.is_known
    assert COST.is_known
    assert Fact("id", ("why",), "A crack.", status=Status.DISPUTED).is_known


@pytest.mark.parametrize(
    "change", [{"answer": "38 million."}, {"correction": "It was 48."}, {"quotes": ()}]
)
def test_a_fact_has_another_version_when_readers_are_shown_another(change: dict[str, Any]) -> None:
    assert replace(COST, **change).version != COST.version


def test_what_readers_are_not_shown_leaves_the_version_of_a_fact() -> None:
    assert replace(COST, asks=("and the price",), see_also=("captain",)).version == COST.version


def test_a_story_finds_its_facts_by_id() -> None:
    assert TOWN.fact("cost") is COST
    assert TOWN.fact("gone") is None


def test_a_knowledge_error_tells_every_problem_where_editors_find_it() -> None:
    problems = (Problem(3, 5, "no answer", "add one"), Problem(9, 1, "no id", "name it"))
    error = KnowledgeError("town.yaml", problems)
    assert str(error) == "town.yaml:3:5: no answer; add one\ntown.yaml:9:1: no id; name it"
    assert error.problems == problems


def test_errors_know_the_exit_status_of_the_command() -> None:
    assert UnusableInputError("no file").exit_status == 2
    assert RefusedTokenError("no").exit_status == 78
    assert issubclass(RefusedTokenError, StorybotError)


def test_a_story_is_known_again_by_its_address_else_by_its_title() -> None:
    story = Story("The ferry", ())
    assert story.key == "The ferry"
    assert replace(story, url="https://courier.example/ferry").key.endswith("/ferry")
