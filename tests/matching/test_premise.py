"""A question is corrected only where the answer itself denies what it takes for granted."""

from __future__ import annotations

import pytest

from bot.core.model import Declined, DeclineReason, Story
from bot.matching.verification.premise import denies
from tests.core.invented import TOWN, a_fact, a_ranker, ask, spoken_of


def is_denied(question: str, answer: str) -> bool:
    """Whether a fact of this answer denies the question."""
    ranker = a_ranker(Story("S", (a_fact("only", "What happened?", answer), TOWN.facts[4])))
    language = ranker.analyser.language
    return denies(ranker.match(question), ranker.aligner.answer(0), language)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("why was the fare cut", "The fare rose by a crown."),
        ("how far did profits fall", "Profits rose to 4 million crowns."),
        ("why did the bridge shut in 2029", "The bridge shut on 12 November 2030."),
    ],
)
def test_an_answer_denies_the_opposite_and_another_year(question: str, answer: str) -> None:
    assert is_denied(question, answer)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("why did the fare rise", "The fare rose by a crown."),
        ("did the fare rise or fall", "The fare rose."),
        ("why was the fare cut", "The fare first rose and was then cut."),
        ("why was the fare cut", "The council decided it."),
        ("what happened in 2029", "The bridge shut in 2029."),
        ("what happened in 2029", "The bridge shut in 2028 and opened in 2031."),
        ("what happened in 2029", "The bridge has been shut since 2028."),
        ("what happened in 2029", "Nine inspectors came, 40 days long."),
        ("what happened", "The bridge shut in 2028."),
    ],
)
def test_an_answer_that_says_so_too_or_says_nothing_of_it_denies_nothing(
    question: str, answer: str
) -> None:
    assert not is_denied(question, answer)


def test_what_a_question_takes_for_granted_is_corrected() -> None:
    reply = ask("how much does a ticket cost since the fare was cut")
    assert isinstance(reply, Declined)
    assert reply.reason is DeclineReason.FALSE_PREMISE
    assert spoken_of(reply) == ("fare",)


@pytest.mark.parametrize("question", ["was the fare cut", "was the bridge closed in 2029"])
def test_a_question_for_yes_or_no_takes_nothing_for_granted(question: str) -> None:
    reply = ask(question)
    assert not (isinstance(reply, Declined) and reply.reason is DeclineReason.FALSE_PREMISE)
