"""A fact as a form has it, written into the file: what differs moves, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Fact, Quote, Status, Story, Topic
from bot.curation.revising import delete, revise, revise_header
from bot.curation.splicing import RefusedEditError
from bot.knowledge.loader import parse
from tests.curation.test_editing import BLOCK, BREAKS, FILES, _file, files

WORDS = st.sampled_from(["who", "it's shut", "a, b: [c]", "Wo?", "yes", "# no", "12", "“so”", "é"])
QUOTES = st.builds(Quote, WORDS, st.none() | st.integers(1, 99))


def lists(values: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, min_size=least, max_size=5, unique=True).map(tuple)


WANTED = st.fixed_dictionaries(
    {},
    optional={
        "questions": lists(WORDS, 1),
        "answer": WORDS,
        "status": st.sampled_from(Status),
        "according_to": st.none() | WORDS,
        "as_of": st.sampled_from([None, "2031-04-03"]),
        "quotes": lists(QUOTES),
        "asks": lists(WORDS),
        "never": lists(WORDS),
        "note": st.none() | WORDS,
        "draft": st.booleans(),
    },
)


REFUSALS = ("would not load", "a comment may stand in what is to go")
"""What may be said instead: a fact that no file can hold, and a # in brackets of several lines."""


def story(data: bytes) -> Story:
    return replace(parse(data, "f"), digest="")


@given(files, st.sampled_from(["why-shut", "cost"]), WANTED, WANTED)
def test_a_fact_becomes_what_is_wanted_again_and_again(
    data: bytes, owner: str, first: dict[str, Any], second: dict[str, Any]
) -> None:
    for change in (first, second):
        before = story(data)
        old = before.fact(owner)
        assert old is not None
        wanted = replace(old, **change)
        try:
            data = revise(data, "f", wanted, before)
        except RefusedEditError as error:
            if not any(it in str(error) for it in REFUSALS):
                raise
            continue
        facts = tuple(wanted if it.id == owner else it for it in before.facts)
        assert story(data) == replace(before, facts=facts)


@pytest.mark.parametrize("name", [f"{file} {kind}" for file in FILES for kind in BREAKS])
def test_what_is_as_it_was_stays_byte_for_byte(name: str) -> None:
    data = _file(name)
    assert all(revise(data, "f", fact) == data for fact in story(data).facts)


def test_a_comment_stays_with_its_line() -> None:
    old = parse(BLOCK.encode(), "f").facts[0]
    questions = ("Why is the bridge shut?", "Is it safe?", "Who says so?")
    quotes = (Quote("a crack", 3), Quote("shut", None))
    data = revise(BLOCK.encode(), "f", replace(old, questions=questions, quotes=quotes))
    assert (
        "      - Why is the bridge shut?   # shown\n"
        "      - 'Is it safe?'\n"
        "      - 'Who says so?'\n"
        "      # more to come\n"
    ) in data.decode()
    assert (
        '    quotes:\n      - {text: "a crack", line: 3}\n      - {text: "shut"}\n' in data.decode()
    )
    again = revise(data, "f", replace(old, questions=questions, quotes=(Quote("a crack", 4),)))
    assert '    quotes:\n      - {text: "a crack", line: 4}\n' in again.decode()


def test_a_question_can_be_put_first_and_in_between() -> None:
    old = parse(BLOCK.encode(), "f").facts[0]
    first, second = old.questions
    data = BLOCK.encode()
    for wanted in (("New?", first, second), ("New?", first, "Other?", second), (second, "New?")):
        data = revise(data, "f", replace(old, questions=wanted))
        assert parse(data, "f").facts[0].questions == wanted
    assert b"# the one that everybody asks" in data


def test_a_draft_is_filled_line_by_line() -> None:
    data = BLOCK.encode() + b"  - id: new\n    draft: true\n    questions: []\n    answer: ''\n"
    wanted = Fact("new", ("Who?", "Which man?"), "Jon Bell.")
    after = revise(data, "f", wanted)
    assert after.decode().endswith(
        '  - id: new\n    questions:\n      - "Who?"\n      - "Which man?"\n'
        "    answer: 'Jon Bell.'\n"
    )


def test_a_fact_that_is_not_there_and_one_that_is_shared_are_refused() -> None:
    with pytest.raises(RefusedEditError, match='no fact "gone"'):
        revise(BLOCK.encode(), "f", Fact("gone", ("Who?",), "X."))
    shared = BLOCK.replace("answer: |\n      Ins", "answer: &a |\n      Ins")
    old = parse(shared.encode(), "f").facts[0]
    with pytest.raises(RefusedEditError, match="anchor or a tag"):
        revise(shared.encode(), "f", replace(old, answer="Other."))


TITLES = WORDS.filter(bool)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "title": TITLES,
        "publisher": st.none() | WORDS,
        "language": st.sampled_from(["en", "de"]),
        "summary": st.none() | WORDS,
        "checked": st.sampled_from([None, "2031-04-03"]),
        "topics": st.lists(
            st.builds(Topic, st.sampled_from(["a", "b-c", "no"]), TITLES),
            max_size=3,
            unique_by=lambda it: it.id,
        ).map(tuple),
        "names": st.dictionaries(
            st.sampled_from(["Mara Quill", "Jon: Bell", "No", "facts"]),
            lists(st.sampled_from(["Mara", "Quil, M.", "yes", "# x"])),
            max_size=3,
        ).filter(
            lambda it: len({x for own in it.values() for x in own}) == sum(map(len, it.values()))
        ),
    },
)


@given(files, HEADERS, HEADERS)
def test_a_header_becomes_what_is_wanted_again_and_again(
    data: bytes, first: dict[str, Any], second: dict[str, Any]
) -> None:
    for change in (first, second):
        before = story(data)
        wanted = replace(before, **change)
        try:
            data = revise_header(data, "f", wanted, before)
        except RefusedEditError as error:
            if not any(it in str(error) for it in REFUSALS):
                raise
            continue
        assert story(data) == wanted


@pytest.mark.parametrize("name", [f"{file} {kind}" for file in FILES for kind in BREAKS])
def test_a_header_that_is_as_it_was_stays_byte_for_byte(name: str) -> None:
    data = _file(name)
    assert revise_header(data, "f", story(data)) == data


def test_what_is_new_in_a_header_stands_above_the_facts_and_comments_stay() -> None:
    old = story(BLOCK.encode())
    wanted = replace(
        old,
        publisher="The Elm Courier",
        topics=(Topic("people", "The people"),),
        names={"Mara Quill": ("Mara Quil",), "Elm": ()},
    )
    data = revise_header(BLOCK.encode(), "f", wanted)
    assert (
        "topics:\n"
        '  - {id: people, title: "The people"}\n'
        "names:\n"
        '  "Mara Quill": ["Mara Quil"]\n'
        '  "Elm": []\n'
        "facts:\n"
        "  # the one that everybody asks\n"
    ) in data.decode()
    more = replace(
        wanted,
        topics=(Topic("people", "People"), Topic("repair", "The repair")),
        names={"Mara Quill": ("Mara Quil", "Marra"), "Elm": ("Elms",), "Jon": ()},
    )
    data = revise_header(data, "f", more)
    assert (
        "topics:\n"
        '  - {id: people, title: "People"}\n'
        '  - {id: repair, title: "The repair"}\n'
        "names:\n"
        '  "Mara Quill": ["Mara Quil", "Marra"]\n'
        '  "Elm": ["Elms"]\n'
        '  "Jon": []\n'
    ) in data.decode()
    assert revise_header(data, "f", old).decode() == BLOCK


@pytest.mark.parametrize("name", [f"{file} {kind}" for file in FILES for kind in BREAKS])
def test_a_fact_is_taken_out_and_nothing_else(name: str) -> None:
    data = _file(name)
    before = story(data)
    for fact in before.facts:
        after = delete(data, "f", fact.id)
        facts = tuple(it for it in before.facts if it is not fact)
        assert story(after) == replace(before, facts=facts)


@pytest.mark.parametrize("newline", BREAKS.values())
def test_facts_stay_apart_as_they_were(newline: str) -> None:
    entries = [f"  - id: {it}\n    questions: [{it}?]\n    answer: Yes.\n" for it in "abc"]
    start = "version: 1\nstory: {title: T}\nfacts:\n"
    whole, left = ("\n".join(it) for it in (entries, entries[::2]))
    data = (start + whole).replace("\n", newline).encode()
    assert delete(data, "f", "b").decode() == (start + left).replace("\n", newline)


def test_a_fact_that_is_needed_stays() -> None:
    linked = BLOCK.replace("    label:", "    see_also: [why-shut]\n    label:").encode()
    with pytest.raises(
        RefusedEditError, match='"why-shut" stands under "see_also" of the fact "cost"'
    ):
        delete(linked, "f", "why-shut")
    alone = delete(linked, "f", "cost")
    assert b"# the one that everybody asks" in alone
    with pytest.raises(RefusedEditError, match="must have a fact"):
        delete(alone, "f", "why-shut")
    with pytest.raises(RefusedEditError, match='no fact "cost"'):
        delete(alone, "f", "cost")
