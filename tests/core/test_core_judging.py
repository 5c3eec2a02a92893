"""A judge takes sureness away and adds none, whatever it says."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from bot.core.judge import Verdict
from bot.core.judging import (
    Ruling,
    apply_verdict,
    facts_of,
    needs_judging,
    question_of,
    ruling_on,
)
from bot.core.model import (
    Answered,
    Candidate,
    Chatted,
    Declined,
    DeclineReason,
    Explanation,
    Fact,
    Reply,
    Status,
    Suggested,
)
from bot.matching.shipped import english
from tests.core.invented import a_fact

COST = a_fact("cost", "How much did it cost?", "It cost 48 million crowns.")
FARE = a_fact("fare", "What is the fare?", "The fare is 12 crowns.")
CREW = a_fact("crew", "Who is the captain?", "Mara Quill is the captain.")
MENU = a_fact("menu", "What is served?", "The story does not say.", status=Status.UNKNOWN)
HOW = Explanation(normalised="and the price", decision="likely enough")


def candidates(*scored: tuple[Fact, float]) -> tuple[Candidate, ...]:
    return tuple(Candidate(fact, score) for fact, score in scored)


THREE = candidates((COST, 0.8), (FARE, 0.3), (CREW, 0.01))
SURE = Answered(COST, THREE, HOW)
ALONE = Answered(COST, candidates((COST, 0.8), (CREW, 0.01)), HOW)
DOUBTFUL = Suggested((COST, FARE), THREE, HOW, told=COST)
NOT_JUDGED: list[Reply] = [
    Answered(COST),  # a button named it
    Answered(COST, THREE, replace(HOW, normalised="how much did it cost")),
    Suggested((COST, FARE), THREE, HOW),
    Suggested((COST, FARE), is_more=True),
    Declined(DeclineReason.NOT_IN_STORY, None, THREE, HOW),
    Declined(DeclineReason.FALSE_PREMISE, COST, THREE, HOW),
    Chatted("greeting", "Hello!", THREE, HOW),
]
VERDICTS = (None, Verdict(None), Verdict("cost"), Verdict("fare"), Verdict("crew"), Verdict("x"))


normalise = english().normalise


def ruled(reply: Reply, verdict: Verdict | None) -> Reply:
    return apply_verdict(reply, verdict, normalise)


def without_words(reply: Reply) -> Reply:
    return replace(reply, explanation=Explanation())


def bare(reply: Reply) -> tuple[str | None, tuple[str, ...]]:
    """The fact told with doubt, and what is offered."""
    assert isinstance(reply, Suggested)
    return reply.told.id if reply.told else None, tuple(fact.id for fact in reply.suggestions)


@pytest.mark.parametrize("reply", NOT_JUDGED)
@pytest.mark.parametrize("verdict", VERDICTS)
def test_what_tells_nothing_by_likeness_is_left_alone(
    reply: Reply, verdict: Verdict | None
) -> None:
    assert not needs_judging(reply, normalise)
    assert ruled(reply, verdict) is reply


@pytest.mark.parametrize("reply", [SURE, DOUBTFUL])
def test_what_is_confirmed_stays_as_it_was(reply: Reply) -> None:
    assert needs_judging(reply, normalise)
    judged = ruled(reply, Verdict("cost"))
    assert without_words(judged) == without_words(reply)
    assert judged.explanation.decision == "likely enough; the judge confirms it"


@pytest.mark.parametrize("reply", [SURE, DOUBTFUL])
def test_what_is_vetoed_becomes_a_list_that_tells_nothing(reply: Reply) -> None:
    assert bare(ruled(reply, Verdict(None))) == (None, ("cost", "fare"))


def test_what_is_vetoed_is_declined_where_nothing_else_is_near() -> None:
    doubtful = Suggested((COST,), ALONE.candidates, HOW, told=COST)
    for reply in (ALONE, doubtful):
        judged = ruled(reply, Verdict(None))
        assert isinstance(judged, Declined)
        assert (judged.reason, judged.fact) == (DeclineReason.NOT_IN_STORY, None)


@pytest.mark.parametrize("reply", [SURE, DOUBTFUL])
def test_another_fact_is_told_with_doubt_at_most(reply: Reply) -> None:
    assert bare(ruled(reply, Verdict("fare"))) == ("fare", ("fare", "cost"))
    assert bare(ruled(reply, Verdict("crew"))) == ("crew", ("crew", "cost", "fare"))
    assert ruling_on(reply, Verdict("crew")) is Ruling.OTHER


@pytest.mark.parametrize("verdict", [None, Verdict("x"), Verdict("menu")])
def test_without_an_answer_it_is_told_as_before_with_doubt(verdict: Verdict | None) -> None:
    for reply in (SURE, DOUBTFUL):
        assert ruling_on(reply, verdict) is Ruling.NO_ANSWER
        assert bare(ruled(reply, verdict)) == ("cost", ("cost", "fare"))


def test_no_verdict_ever_makes_a_reply_surer() -> None:
    replies: tuple[Reply, ...] = (SURE, ALONE, DOUBTFUL)
    for reply, verdict in product(replies, VERDICTS):
        judged = ruled(reply, verdict)
        if isinstance(judged, Answered):
            assert (reply, verdict) in ((SURE, Verdict("cost")), (ALONE, Verdict("cost")))
        if isinstance(judged, Suggested):
            assert 1 <= len(judged.suggestions) <= 3
            assert judged.told in (None, judged.suggestions[0])
        assert judged.candidates == reply.candidates


def test_a_judge_is_shown_what_the_story_tells_and_the_question_in_full() -> None:
    with_unknown = Answered(COST, candidates((COST, 0.8), (MENU, 0.4), (FARE, 0.3)), HOW)
    assert facts_of(with_unknown) == (COST, FARE)
    assert facts_of(SURE) == (COST, FARE, CREW)
    assert question_of(SURE, "and the price?") == "and the price?"
    followed = replace(SURE, explanation=replace(HOW, completed="and the price? ferry"))
    assert question_of(followed, "and the price?") == "and the price? ferry"
