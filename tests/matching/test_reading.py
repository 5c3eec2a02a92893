"""What a question asks for, which numbers it names, and whether it denies."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from bot.matching.language.analysis import Analyser
from bot.matching.shipped import english
from tests.core.typed import ANY_TEXT, PIECED_TEXT

reader = Analyser({"Osprey II": [], "AI": []}, english())
normalise, kinds_asked = english().normalise, english().kinds_asked


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who built the ferry?", "who"),
        ("whose idea was it", "who"),
        ("which person signed", "who"),
        ("When was it shut?", "when"),
        ("in which year was it built", "when"),
        ("what is the opening date", "when"),
        ("how long ago did it close", "when"),
        ("Where is the yard?", "where"),
        ("in what city was it built", "where"),
        ("How many people fit in?", "how many"),
        ("what is the price of a ticket", "how many"),
        ("percentage of voters", "how many"),
        ("How long is the bridge?", "how long"),
        ("duration of the repair", "how long"),
        ("Why is it shut?", "why"),
        ("how come it is shut", "why"),
        ("reason for the closure", "why"),
        ("what led to the closure", "why"),
        ("What is the ferry called?", "name"),
        ("How did they find it?", "how"),
        ("in what way was it mended", "how"),
    ],
)
def test_tells_what_kind_of_thing_is_asked_for(question: str, kind: str) -> None:
    assert kind in kinds_asked(normalise(question))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("how many people died", "how"),
        ("how long is it", "how"),
        ("how come", "how"),
        ("how long is it", "how many"),
        ("whole bridge", "who"),
        ("somewhere else", "where"),
        ("the ferry is blue", "why"),
    ],
)
def test_takes_one_kind_not_for_another(question: str, kind: str) -> None:
    assert kind not in kinds_asked(normalise(question))


def test_no_kind_shows_in_a_yes_or_no_question() -> None:
    assert kinds_asked("did the mayor resign") == frozenset()


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("48 million crowns", {48e6}),
        ("48m crowns", {48e6}),
        ("$1.2bn", {1.2e9}),
        ("1.2 billion", {1.2e9}),
        ("50k people", {50_000}),
        ("50,000 people", {50_000}),
        ("50 thousand people", {50_000}),
        ("1.5k people", {1500}),
        ("2tn", {2e12}),
        ("three of twelve", {3, 12}),
        ("part iv", {4}),
        ("in 2031", {2031}),
        ("3.5 percent", {3.5}),
        ("the 1990s", set()),
        ("the Osprey II", set()),
        ("no number, no one", set()),
        ("explain it like I'm 12", set()),
        ("I am 12 and in 7 clubs", {7}),
        ("what two-word name", set()),
    ],
)
def test_reads_numbers_with_their_magnitudes(typed: str, numbers: set[float]) -> None:
    assert reader.analyse(typed).numbers == numbers


@pytest.mark.parametrize(
    "question",
    [
        "did the mayor not resign",
        "the mayor did not resign, right?",
        "why didn't the mayor resign",
        "the ferry never sailed",
        "she never resigned",
        "they cannot cross",
        "neither of them left",
        "the mayor did not resign, did she?",
    ],
)
def test_notices_a_denial(question: str) -> None:
    assert reader.analyse(question).negated


@pytest.mark.parametrize(
    "question",
    [
        "isn't it shut",
        "didnt the mayor resign",
        "didn't the mayor resign?",
        "won't the ferry sail",
        "did the mayor resign or not",
        "did the mayor resign or not in april",
        "the mayor resigned, didn't she?",
        "it is shut, isn't it",
        "did the mayor resign",
        "not",
    ],
)
def test_takes_a_way_of_asking_for_no_denial(question: str) -> None:
    assert not reader.analyse(question).negated


def test_opens_what_chat_shortens() -> None:
    assert reader.analyse("wen did u go").words == ("when", "did", "you", "go")
    assert reader.analyse("govt hq").words == ("government", "headquarters")
    assert reader.analyse("their ceo").words == ("their", "chief", "executive", "officer")
    assert reader.analyse("is a i used").names == {"ai"}


def test_drops_politeness_where_anything_else_is_said() -> None:
    assert reader.analyse("hey please tell me um why").words == ("tell", "me", "why")
    assert reader.analyse("please").words == ("please",)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Good morning, quick one: who built the ferry?", "who built the ferry"),
        ("Who on earth built the ferry in the first place?", "who built the ferry"),
        ("By the way, what in the world is a pier", "what is a pier"),
        ("What is on earth?", "what is on earth"),
        ("Was the morning good?", "was the morning good"),
        ("to be honest", "to be honest"),
        ("good morning", "good morning"),
    ],
)
def test_drops_asides_where_anything_else_is_said(said: str, meant: str) -> None:
    assert " ".join(Analyser({}, english()).analyse(said).words) == meant


def test_knows_which_words_tell_facts_apart() -> None:
    analysis = reader.analyse("what does the story say about the ferry")
    assert [
        word for word, tells in zip(analysis.words, analysis.telling, strict=True) if tells
    ] == ["ferry"]


@given(ANY_TEXT | PIECED_TEXT)
@settings(derandomize=True, deadline=None, max_examples=200)
def test_reads_any_text_into_parts_that_fit_together(text: str) -> None:
    analysis = reader.analyse(text)
    assert len(analysis.words) == len(analysis.stems) == len(analysis.telling)
    assert analysis.names <= set(analysis.words)
    assert bool(analysis.words) == bool(normalise(text))
