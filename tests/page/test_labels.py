"""Remarks on a file, as a page words them that has fields with labels."""

from __future__ import annotations

import pytest

from bot.core.model import Fact, Quote
from bot.knowledge.fields import FACT
from bot.knowledge.review import Flaw
from bot.page.labels import LABELS, by_field, sentence, worded


@pytest.mark.parametrize(
    ("said", "worded_so"),
    [
        ('add "according_to"', "add “According to”"),
        ('the fact "note" answers it', 'the fact "note" answers it'),
        ("write line: 12", "write 12: before it"),
        (
            '"questions" has no entries; write it, such as questions: ["Why is the bridge shut?", '
            '"What closed the bridge?"], or delete it',
            "“Questions” has no entries; write it, such as Why is the bridge shut?, or delete it",
        ),
    ],
)
def test_a_remark_uses_the_labels_of_the_fields(said: str, worded_so: str) -> None:
    assert worded(said) == worded_so


def test_every_key_of_a_fact_has_a_label() -> None:
    assert set(LABELS) >= set(FACT.fields)


def test_a_remark_ends_with_one_full_stop() -> None:
    remedy = f"write it, such as {FACT.fields['answer'].example}"
    said = sentence(Flaw("problem", "f", '"answer" is empty', remedy))
    assert said.endswith("in the east pier.")
    assert said.startswith("“Answer” is empty; write it, such as Inspectors")


def test_problems_stand_beside_their_fields() -> None:
    fact = Fact("f", ("Who?",), "He.", quotes=(Quote("a b"),), never=("How?",))
    at = ("status", "a b", "Who?", "How?", "gone", None)
    flaws = [Flaw("problem", "f", "it", "mend", it) for it in at]
    others = [Flaw("advice", "f", "it", "mend", "answer"), Flaw("problem", "g", "", "", "answer")]
    found = by_field([*flaws, *others], fact)
    assert list(found) == ["status", "quotes", "questions", "never"]
    unread = Flaw("problem", "f", '"as_of" "soon" is not a date of the calendar', "write one")
    assert list(by_field([unread], fact)) == ["as_of"]
