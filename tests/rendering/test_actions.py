"""What buttons carry: it fits, it comes back as it was, and forged text is nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Fact, Story
from bot.rendering.actions import ID_LIMIT, Action, Verb, action_id, fact_of, read_action

IDS = st.text(min_size=1, max_size=200)


@given(st.sampled_from(list(Verb)), IDS, st.integers(0, 999_999_999))
def test_an_action_fits_and_comes_back(verb: Verb, fact_id: str, number: int) -> None:
    text = action_id(Action(verb, fact_id, number))
    assert len(text) <= ID_LIMIT
    back = read_action(text)
    assert back is not None
    assert (back.verb, back.number) == (verb, number)
    assert fact_of(back.target, Story("S", (Fact(fact_id, ("Q?",), "A."),))) is not None


def test_ids_that_must_be_hashed_stay_apart() -> None:
    ids = ("a", "x" * 200, "x" * 201, "~" + "0" * 64)
    story = Story("S", tuple(Fact(one, ("Q?",), "A.") for one in ids))
    for one in story.facts:
        action = read_action(action_id(Action(Verb.TAKE, one.id)))
        assert action is not None
        assert fact_of(action.target, story) == one
    assert fact_of("gone", story) is None


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "take:cost",
        "other:take:cost",
        "storybot:",
        "storybot:take",
        "storybot:boom:cost",
        "storybot:more.x:a",
        "storybot:more.1234567890:a",
        "storybot:take:" + "x" * 200,
    ],
)
def test_forged_text_is_no_action(forged: str) -> None:
    assert read_action(forged) is None
