"""Chatty messages: what asks is heard among what does not."""

from __future__ import annotations

import pytest

from bot.core.model import Answered, told
from bot.matching.focus import match_asking_part, match_bare_name
from tests.core.invented import TOWN, a_ranker, ask, spoken_of, told_by

RANKER = a_ranker(TOWN)


def focused(text: str) -> bool:
    return match_asking_part(text, RANKER.analyser.analyse(text), RANKER) is not None


@pytest.mark.parametrize(
    "text",
    [
        "How much did the ferry cost?",
        "Hello there! How much?",
        "My aunt is in town. Tell her about the ferry.",
        "...? How much did the ferry cost?",
    ],
    ids=["nothing around it", "too little asks", "nothing asks", "nothing is said before"],
)
def test_is_read_whole_where_no_part_asks_by_itself(text: str) -> None:
    assert not focused(text)


@pytest.mark.parametrize(
    "text",
    [
        "I am 68 and my grandson laughs at my spelling every single time. "
        "How much did the ferry cost?",
        "We have a pub quiz on Thursday with four teams – how much did the ferry cost?",
    ],
)
def test_what_is_said_around_a_question_does_not_have_to_be_told(text: str) -> None:
    assert focused(text)
    reply, plain = ask(text), ask("How much did the ferry cost?")
    assert isinstance(plain, Answered)
    assert told(reply) is plain.fact


def test_no_other_fact_is_told_for_what_is_said_after_a_question() -> None:
    reply = ask("How much did the ferry cost? My teacher wants it by tomorrow, with a drawing.")
    assert "cost" in spoken_of(reply)
    assert told_by(reply) in {"cost", None}


@pytest.mark.parametrize("name", ["Osprey II", "ospry two?", "Mara Veldane"])
def test_a_name_alone_asks_what_it_stands_for(name: str) -> None:
    read = match_bare_name(RANKER.analyser.analyse(name), RANKER)
    assert read is not None
    assert read.order == RANKER.match(f"what is {name}").order


def test_more_than_a_name_is_read_as_it_stands() -> None:
    assert match_bare_name(RANKER.analyser.analyse("how old is Mara Veldane"), RANKER) is None
    assert match_bare_name(RANKER.analyser.analyse("ferry"), RANKER) is None
