"""From which likelihood a fact is answered, told with doubt, offered, or not even that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.compose.stories import service_for
from bot.core.model import Answered, Declined, DeclineReason, Reply, Story, Suggested
from bot.core.policy import decision
from bot.matching import engine
from bot.matching.verification.figures import MANY, values_of
from tests.core.invented import (
    BRIDGE_AGE,
    COST,
    FARE,
    LAUNCHED,
    TOWN,
    a_fact,
    a_ranker,
    answered_by,
    ask,
    spoken_of,
    told_by,
)

Decide = Callable[..., Reply]
ALL_OF = "how much did the ferry cost"
"""It has no word that the fact of the cost lacks, and is no phrasing of it."""

LESS = 0.001


@pytest.fixture
def decide(monkeypatch: pytest.MonkeyPatch) -> Decide:
    """The reply to a question where each fact is as likely as it is said to be, others not at all.

    What guards and words say is as ever.
    """

    def decided(question: str, story: Story = TOWN, **chances: float) -> Reply:
        ranker = a_ranker(story)

        def with_place(match: Any, place: int, *rest: Any) -> tuple[float, ...]:
            return (float(place), *values_of(match, place, *rest)[1:])

        def likelihood(values: tuple[float, ...], backing: float) -> float:
            return chances.get(story.facts[int(values[0])].id.replace("-", "_"), 0.0)

        with monkeypatch.context() as patched:
            patched.setattr(engine, "values_of", with_place)
            for name in ("likelihood", "likelihood_meant"):
                patched.setattr(engine, name, likelihood)
            found = engine.Engine(story, ranker).evidence(ranker.match(question))
            return decision.decide(found)

    return decided


def test_answers_from_the_threshold_and_tells_with_doubt_below(decide: Decide) -> None:
    sure = decide(ALL_OF, cost=decision.ANSWER_FROM)
    assert answered_by(sure) == "cost"
    doubtful = decide(ALL_OF, cost=decision.ANSWER_FROM - LESS)
    assert isinstance(doubtful, Suggested)
    assert told_by(doubtful) == "cost"


def test_asks_more_of_a_fact_that_has_many_phrasings(decide: Decide) -> None:
    more = tuple(f"number {n} of what the ferry did cost" for n in range(MANY))
    story = replace(TOWN, facts=(replace(COST, questions=more), *TOWN.facts[1:]))
    between = (decision.ANSWER_FROM + decision.ANSWER_FROM_BACKED) / 2
    assert answered_by(decide(ALL_OF, cost=between)) == "cost"
    assert told_by(decide(ALL_OF, story, cost=between)) == "cost"
    assert not isinstance(decide(ALL_OF, story, cost=between), Answered)
    assert answered_by(decide(ALL_OF, story, cost=decision.ANSWER_FROM_UNLISTED)) == "cost"


@pytest.mark.parametrize(
    ("least", "lead"),
    [
        (decision.DOUBT_FROM_CLEAR, decision.CLEAR + 0.1),
        (decision.DOUBT_FROM, (decision.CLOSE + decision.CLEAR) / 2),
        (decision.DOUBT_FROM_CLOSE, 1.0 + (decision.CLOSE - 1.0) / 2),
    ],
    ids=["clear", "ahead", "close"],
)
def test_tells_with_doubt_from_less_the_clearer_a_fact_leads(
    decide: Decide, least: float, lead: float
) -> None:
    at, below = least + LESS, least - LESS
    assert told_by(decide(ALL_OF, cost=at, launched=at / lead)) == "cost"
    listed = decide(ALL_OF, cost=below, launched=below / lead)
    assert isinstance(listed, Suggested)
    assert told_by(listed) is None
    assert spoken_of(listed)[0] == "cost"


def test_offers_nothing_that_is_hardly_likely(decide: Decide) -> None:
    assert isinstance(decide(ALL_OF, cost=decision.OFFER_FROM), Suggested)
    declined = decide(ALL_OF, cost=decision.OFFER_FROM - LESS)
    assert isinstance(declined, Declined)
    assert declined.reason is DeclineReason.NOT_IN_STORY


def test_offers_a_thin_likeness_only_where_it_is_likelier(decide: Decide) -> None:
    thin = "what did the piano of the ferry owner's cousin weigh"
    assert isinstance(decide(thin, cost=decision.THIN_SCORE), Suggested)
    assert isinstance(decide(thin, cost=decision.THIN_SCORE - LESS), Declined)


def test_says_that_the_story_does_not_tell_where_that_is_likely_and_no_fact_is_near(
    decide: Decide,
) -> None:
    question, unsure = "on what day may people cross the bridge again", decision.DECLINE_FROM
    untold = decide(question, reopening=unsure)
    assert isinstance(untold, Declined)
    assert untold.reason is DeclineReason.UNKNOWN_TO_STORY
    assert spoken_of(untold) == ("reopening",)
    near = decision.RIVAL_SHARE * unsure
    rival = decide("can people cross the bridge", reopening=unsure, bridge_shut=near)
    assert spoken_of(rival) == ("bridge-shut",)
    alone = decide(question, reopening=unsure - LESS)
    assert isinstance(alone, Declined)
    assert alone.reason is DeclineReason.NOT_IN_STORY


def test_a_phrasing_word_for_word_is_answered_however_unlikely(decide: Decide) -> None:
    for fact in TOWN.facts:
        reply = decide(fact.title)
        if fact.is_known:
            assert answered_by(reply) == fact.id
        else:
            assert told_by(reply) is None


def test_a_known_unknown_word_for_word_is_not_told(decide: Decide) -> None:
    reply = decide("When will the bridge reopen?", reopening=decision.OFFER_FROM)
    assert isinstance(reply, Declined)
    assert spoken_of(reply) == ("reopening",)


def test_a_year_that_the_answer_denies_is_corrected_where_the_fact_is_meant(
    decide: Decide,
) -> None:
    question = "which day in 2029 was the bridge closed"
    reply = decide(question, bridge_date=decision.CORRECT_FROM)
    assert isinstance(reply, Declined)
    assert reply.reason is DeclineReason.FALSE_PREMISE
    assert spoken_of(reply) == ("bridge-date",)
    for guess in (
        decide(question, bridge_date=decision.CORRECT_FROM - LESS),
        decide("was the bridge closed in 2029", bridge_date=decision.CORRECT_FROM),
    ):
        assert not (isinstance(guess, Declined) and guess.reason is DeclineReason.FALSE_PREMISE)


@pytest.mark.parametrize("question", ["the bridge", "bridge"])
def test_a_single_word_that_fits_several_facts_lists_them(decide: Decide, question: str) -> None:
    reply = decide(question, bridge_age=0.9, bridge_date=0.5)
    assert isinstance(reply, Suggested)
    assert told_by(reply) is None


def test_facts_that_every_word_fits_alike_are_listed_unless_one_leads(decide: Decide) -> None:
    twins = tuple(
        a_fact(f"{age}-length", f"How long is the {age} bridge?", "It is long.")
        for age in ("old", "new")
    )
    story, question = Story("Two bridges", twins), "how long is the bridge"
    tied = decide(question, story, old_length=0.9, new_length=0.9)
    assert isinstance(tied, Suggested)
    assert told_by(tied) is None
    led = decide(question, story, old_length=0.9, new_length=0.9 - decision.TIED_LEAD - LESS)
    assert answered_by(led) == "old-length"


def test_a_barred_fact_is_told_with_doubt_at_most(decide: Decide) -> None:
    strict = replace(COST, never=("how much did the ferry cost in the end",))
    story = Story(TOWN.title, (strict, LAUNCHED, FARE, BRIDGE_AGE))
    reply = decide("how much did the ferry cost in the end", story, cost=1.0)
    assert not isinstance(reply, Answered)
    assert reply.candidates[0].score == pytest.approx(decision.HIGHEST_BARRED)


def test_a_question_that_says_nothing_that_tells_is_not_told_anything(decide: Decide) -> None:
    reply = decide("what is it", cost=1.0, launched=1.0, capacity=1.0, bridge_age=1.0)
    assert told_by(reply) is None


def test_of_a_phrasing_that_two_facts_have_neither_is_told() -> None:
    twins = tuple(a_fact(one, "How long is the bridge?", f"{one} metres.") for one in ("30", "40"))
    reply = ask("How long is the bridge?", service_for(Story("Twins", twins)))
    assert isinstance(reply, Suggested)
    assert told_by(reply) is None
    assert set(spoken_of(reply)) == {"30", "40"}
