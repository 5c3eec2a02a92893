"""A fact in a form: it comes back as it was, and two editors' changes are put together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import UnusableInputError
from bot.core.model import Fact, Quote, Status, Story, Topic
from bot.knowledge.fields import FACT
from bot.knowledge.values import fold, fold_lines
from bot.page.form import fact_of, header_of, header_values, merged, values_of

WORDS = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(["12: x", "0: y", ":"])
LINES = WORDS.map(fold).filter(bool)
LISTS = st.lists(LINES, max_size=4).map(tuple)
OPTIONAL = st.none() | LINES
QUOTES = st.lists(st.builds(Quote, LINES, st.none() | st.integers(1, 999)), max_size=3).map(tuple)
FACTS = st.builds(
    Fact,
    st.just("f"),
    LISTS,
    WORDS.map(fold_lines),
    topic=OPTIONAL,
    status=st.sampled_from(Status),
    according_to=OPTIONAL,
    as_of=OPTIONAL,
    quotes=st.lists(st.builds(Quote, LINES, st.none() | st.integers(1, 999)), max_size=3).map(
        tuple
    ),
    see_also=LISTS,
    revised=OPTIONAL,
    correction=OPTIONAL,
    note=OPTIONAL,
    asks=LISTS,
    never=LISTS,
    label=OPTIONAL,
    draft=st.booleans(),
)


@given(FACTS)
def test_a_form_brings_a_fact_back_as_it_was(fact: Fact) -> None:
    values = values_of(fact)
    assert fact_of("f", values) == fact
    sent = {key: text.replace("\n", "\r\n") for key, text in values.items()}
    assert fact_of("f", merged(values, sent, values)) == fact


@given(FACTS, FACTS, FACTS)
def test_what_was_typed_wins_and_what_was_not_stays(opened: Fact, typed: Fact, now: Fact) -> None:
    found = merged(values_of(opened), values_of(typed), values_of(now))
    assert merged(values_of(opened), values_of(opened), values_of(now)) == values_of(now)
    for key, value in found.items():
        assert value in (values_of(typed)[key], values_of(now)[key])
    assert fact_of("f", merged(values_of(now), values_of(typed), values_of(now))) == typed


def test_a_status_that_no_form_offers_is_refused() -> None:
    with pytest.raises(UnusableInputError, match="no status sure"):
        fact_of("f", {"status": "sure"})


def test_a_form_has_every_field_of_a_fact() -> None:
    values = values_of(Fact("one", ("Who?",), "She."))
    assert {*values} == {*FACT.fields} - {"id"}


TITLES = st.builds(Topic, st.from_regex(r"[a-z0-9][a-z0-9._-]{0,9}", fullmatch=True), LINES)
NAMES = st.dictionaries(LINES, LISTS, max_size=4)
HEADERS = st.builds(
    Story,
    LINES,
    st.just(()),
    publisher=OPTIONAL,
    url=OPTIONAL,
    published=OPTIONAL,
    language=st.sampled_from(["en", "de"]),
    summary=st.none() | WORDS.map(fold_lines).filter(bool),
    topics=st.lists(TITLES, max_size=3).map(tuple),
    names=NAMES,
    editor=OPTIONAL,
    contact=OPTIONAL,
)


@given(HEADERS)
def test_a_form_brings_a_header_back_as_it_was(story: Story) -> None:
    values = header_values(story)
    sent = {key: text.replace("\n", "\r\n") for key, text in values.items()}
    assert header_of(Story("", ()), values) == story
    assert header_of(Story("", ()), merged(values, sent, values)) == story


def test_what_is_typed_in_a_hurry_is_read_as_it_is_meant() -> None:
    typed = {
        "title": " The  ferry ",
        "topics": "The boat\npeople : The people\nthe boat\n",
        "names": 'Mara Quill,Marra Quill,, "Quill, M."\nJon Bell\nMara Quill, Mara',
    }
    story = header_of(Story("", (), publisher="X"), typed)
    assert (story.title, story.publisher, story.language) == ("The ferry", None, "en")
    assert story.topics == (
        Topic("the-boat", "The boat"),
        Topic("people", "The people"),
        Topic("the-boat-2", "the boat"),
    )
    assert story.names == {"Mara Quill": ("Marra Quill", "Quill, M.", "Mara"), "Jon Bell": ()}
