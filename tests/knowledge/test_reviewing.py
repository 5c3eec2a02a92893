"""What `storybot check` says about a file that loads."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.model import Fact, Quote, Status, Story
from bot.knowledge.review import Flaw, counts, review
from tests.effort import effort

MOST = 5000
"""Units of effort; measured 130."""

WAYS = (
    "Why is the bridge shut?",
    "What closed it?",
    "reason for the closure",
    "Is there a crack?",
    "How come nobody may cross?",
    "bridge closed cause",
)
GOOD = Fact(
    id="why-shut",
    questions=WAYS,
    answer="Inspectors found a crack.",
    quotes=(Quote("found a crack", 2),),
)
SOURCE = "The Elm Courier\r\nInspectors  found a crack.\nThe mayor sighed. Mara Quill did not.\n"


def story(*facts: Fact, **more: Any) -> Story:
    return Story(title="The bridge", facts=facts, **more)


def remarks(*facts: Fact, source: str | None = None, **more: Any) -> list[str]:
    return [
        f"{it.severity}: {it.fact}: {it.message}; {it.remedy}"
        for it in review(story(*facts, **more), source)
    ]


def test_a_good_fact_gives_no_remark() -> None:
    assert review(story(GOOD), SOURCE) == ()


def test_a_long_answer_is_advice_and_a_long_title_a_problem() -> None:
    fact = replace(GOOD, answer="a" * 241, questions=("b" * 101, *WAYS))
    assert remarks(fact) == [
        (
            "advice: why-shut: the answer has 241 characters; "
            "shorten it to 240, or make two facts of it"
        ),
        (
            "problem: why-shut: the first question has 101 characters, and Discord cuts it off; "
            "put a question of at most 100 first"
        ),
    ]
    assert remarks(replace(GOOD, answer="a" * 240, questions=("b" * 100, *WAYS))) == []


@pytest.mark.parametrize("status", [Status.ATTRIBUTED, Status.DISPUTED])
def test_a_claim_without_a_claimant_is_a_problem(status: Status) -> None:
    assert remarks(replace(GOOD, status=status)) == [
        (
            f'problem: why-shut: the status is "{status}", and nobody is named who says it; '
            'add "according_to"'
        )
    ]
    assert remarks(replace(GOOD, status=status, according_to="the mayor")) == []


def test_a_known_fact_without_a_quote_is_advice_and_an_unknown_one_needs_none() -> None:
    assert remarks(replace(GOOD, quotes=())) == [
        "advice: why-shut: no quote vouches for the answer; quote the source, with its line"
    ]
    assert remarks(replace(GOOD, quotes=(), status=Status.UNKNOWN)) == []


def test_a_quote_of_one_word_vouches_for_nothing() -> None:
    assert remarks(replace(GOOD, quotes=(Quote("crack", 1),))) == [
        'advice: why-shut: the quote "crack" is one word, which vouches for nothing by itself; '
        "quote the words around it too"
    ]
    assert remarks(replace(GOOD, quotes=(Quote("東の橋脚", 1),))) == []


def test_a_quote_on_another_line_is_told_where_it_stands() -> None:
    for line in (1, 99):
        assert remarks(replace(GOOD, quotes=(Quote("found a crack", line),)), source=SOURCE) == [
            (
                'problem: why-shut: the quote "found a crack" '
                f"is not on line {line} of the source, "
                "but on 2; write line: 2"
            )
        ]


def test_a_quote_that_is_nowhere_is_a_problem() -> None:
    for line in (None, 2):
        assert remarks(replace(GOOD, quotes=(Quote("found a crock", line),)), source=SOURCE) == [
            (
                'problem: why-shut: the quote "found a crock" is not in the source; '
                "quote the source's own words, from one line of it"
            )
        ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Found a Crack", 2, "found a crack"),
        ("the mayor's sigh - “at last”", 5, 'the mayor’s sigh – \\"at last\\"'),
    ],
)
def test_a_quote_in_other_letters_or_signs_is_told_how_it_is_written(
    text: str, line: int, words: str
) -> None:
    source = SOURCE + 'İ\nİ heard the mayor’s sigh – "at last".\n'
    assert remarks(replace(GOOD, quotes=(Quote(text, 1),)), source=source) == [
        (
            f'problem: why-shut: the quote "{text}" is on line {line} of the source in other '
            f'letters or signs; write "{words}"'
        )
    ]


@pytest.mark.parametrize(
    ("answer", "begins"),
    [("Yes. It has a crack.", "Yes"), ("No, it is a crack.", "No"), ("No – a crack.", "No")],
)
def test_an_answer_that_begins_with_yes_or_no_is_advised_against(answer: str, begins: str) -> None:
    assert remarks(replace(GOOD, answer=answer)) == [
        (
            f'advice: why-shut: the answer begins with "{begins}", which not every question bears; '
            "say it in a sentence that stands without the question"
        )
    ]
    assert remarks(replace(GOOD, answer="No car may cross.")) == []


def test_a_question_that_stands_twice_in_a_fact_is_advised_against() -> None:
    assert remarks(replace(GOOD, questions=(*WAYS, "WHAT closed it"))) == [
        (
            'advice: why-shut: the question "WHAT closed it" stands twice in this fact; '
            "write it in other words, or delete it"
        )
    ]


def test_a_revision_without_its_correction_is_advised_against() -> None:
    assert remarks(replace(GOOD, revised="2031-04-09")) == [
        (
            "advice: why-shut: it was revised, and nothing says what was wrong; "
            'add "correction", which readers see with the day'
        )
    ]
    assert remarks(replace(GOOD, revised="2031-04-09", correction="It was a pier.")) == []


def test_a_quote_without_a_line_may_stand_anywhere() -> None:
    assert remarks(replace(GOOD, quotes=(Quote("The mayor sighed."),)), source=SOURCE) == []


NAMES = {
    "Mara Quill": ("Mara Quil", "Quill", "mara quill"),
    "Tom Quil": ("Tomas Quil", "Quil", "the late Tom Quil"),
}


def test_a_garbled_name_in_an_answer_is_a_problem() -> None:
    fact = replace(GOOD, answer="Mara Quil met Tomas Quil, and Mara Quil left.")
    assert remarks(fact, names=NAMES) == [
        'problem: why-shut: the answer uses the spelling "Mara Quil"; write "Mara Quill"',
        'problem: why-shut: the answer uses the spelling "Tomas Quil"; write "Tom Quil"',
    ]


@pytest.mark.parametrize(
    "answer",
    [
        "Mara Quill met Tom Quil.",
        "Quill spoke.",  # a surname stands in its canonical name
        "Mara Quills spoke.",  # whole words only
        "MARA QUIL spoke.",  # as typed only
        "It was the late Tom Quil.",  # holds the canonical name
    ],
)
def test_a_spelling_that_is_no_mistake_is_left_alone(answer: str) -> None:
    assert remarks(replace(GOOD, answer=answer), names=NAMES) == []


LONGER_NAMES = {
    "Summary for Policymakers": ("SFP", "SPM"),
    "North Quay Company": ("North Quay Ferries",),
    "Ember River": ("the Ember",),
}


@pytest.mark.parametrize(
    "answer",
    [
        "The Summary for Policymakers (SPM) is short.",
        "North Quay Ferries Limited runs it.",
        "It rises in the Ember Hills.",
        "He called it “the Ember”, or 'so'.",
    ],
)
def test_longer_names_abbreviations_and_quotations_are_right(answer: str) -> None:
    assert remarks(replace(GOOD, answer=answer), names=LONGER_NAMES) == []


@pytest.mark.parametrize(
    "text", ["a<br>b", "&euro;5", "[x](https://x.org)", "**so**", "|a|b|", "`" * 3]
)
def test_markup_is_advised_against(text: str) -> None:
    said = f"So:\n{text}"
    for key, fact in (
        ("answer", replace(GOOD, answer=said)),
        ("note", replace(GOOD, note=said)),
        ("correction", replace(GOOD, revised=None, correction=said)),
    ):
        [found] = remarks(fact)
        assert found.startswith(f'advice: why-shut: "{key}" holds ')
    assert remarks(replace(GOOD, answer="R&D cost 3 < 5; see [1] (2).")) == []


def test_every_remark_says_what_was_looked_for() -> None:
    spoilt = replace(
        GOOD,
        answer="No: Mara Quil **left**." + "a" * 240,
        questions=("b" * 101, "b" * 101, "Why is it?"),
        status=Status.DISPUTED,
        revised="2031-04-09",
        quotes=(),
    )
    other = replace(GOOD, id="other", questions=("Why is it!",), quotes=(Quote("nowhere"),))
    found = review(story(spoilt, other, names=NAMES, url="x"), SOURCE)
    assert len({it.kind for it in found}) == 12
    assert "review" not in {it.kind for it in found}


def test_an_address_that_is_none_is_a_problem() -> None:
    assert remarks(GOOD, url="example.org/bridge") == [
        (
            'problem: None: the story\'s url "example.org/bridge" is no web address, and Discord '
            "refuses it; begin it with https://"
        )
    ]
    assert remarks(GOOD, url="https://example.org/bridge") == []


def named(name: str, *questions: str) -> Fact:
    fillers = tuple(f"{name} {sign * 12}" for sign in "abcdefg")
    return Fact(id=name, questions=(*questions, *fillers), answer="x", quotes=(Quote("the x"),))


def test_nearly_the_same_question_in_two_facts_is_advised_against_once() -> None:
    first = named("one", "Why is the bridge shut?", "why, the bridge is shut")
    other = named("other-thing", "Why was the bridge shut", "Why is the Bridge shut!")
    assert remarks(first, other) == [
        (
            'advice: one: the question "Why is the bridge shut?" '
            'is nearly "Why is the Bridge shut!" '
            'of the fact "other-thing"; keep it with one of them, or make them differ in a word '
            "that tells"
        )
    ]


def test_questions_of_one_fact_or_of_other_numbers_or_words_may_be_alike() -> None:
    assert (
        remarks(
            named("one", "Who won the race of 2030?", "Who has won the race of 2030"),
            named("other-thing", "Who won the race of 2031?"),
            named("third--------", "Who saw the boat of Mara Quill?"),
            named("fourth......", "Who saw the ferry of Tom Quil?"),
        )
        == []
    )


def test_four_thousand_phrasings_are_reviewed_in_bounded_time() -> None:
    chance = random.Random(1)
    words = [f"{a}{b}{c}" for a in "bdfgk" for b in "aeiou" for c in ("lm", "nt", "rs", "st")]
    facts = [
        Fact(
            id=f"fact-{n}",
            questions=tuple(" ".join(chance.choices(words, k=7)) for _ in range(10)),
            answer="x",
        )
        for n in range(400)
    ]
    assert effort(lambda: review(story(*facts), SOURCE), tries=1) < MOST


def test_one_question_asked_of_every_fact_is_reviewed_in_time_too() -> None:
    facts = [
        Fact(f"f{n}", tuple(f"is it so {'i' * k}?" for k in range(10)), "x") for n in range(400)
    ]
    found: list[Flaw] = []
    assert effort(lambda: found.extend(review(story(*facts))), tries=1) < MOST
    assert any("nearly" in it.message for it in found)


def test_counts_what_a_story_has() -> None:
    unknown = Fact("who", ("Who?",), "Nobody says.", status=Status.UNKNOWN)
    assert counts(story(GOOD, unknown, names=NAMES)) == {
        "facts": 2,
        "known": 1,
        "unknown": 1,
        "phrasings": 7,
        "quotes": 1,
        "names": 2,
        "drafts": 0,
    }


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.text(max_size=30), st.text(min_size=1, max_size=5), st.text(max_size=30))
def test_a_quote_cut_from_its_line_is_always_verbatim(before: str, words: str, after: str) -> None:
    text = " ".join(words.split())
    line = f"{' '.join(before.split())}{text}{' '.join(after.split())}"
    fact = replace(GOOD, quotes=(Quote(text, 1),))
    assert [it for it in review(story(fact), line) if it.kind == "misquoted"] == []
