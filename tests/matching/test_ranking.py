"""The right fact comes first: for its own phrasings, for paraphrases, on any file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from bot.compose.stories import service_for
from bot.core.model import (
    Answered,
    Chatted,
    Declined,
    Fact,
    Question,
    Reply,
    Status,
    Story,
    Suggested,
)
from bot.core.service import QuestionService
from bot.matching.language.analysis import Analyser
from bot.matching.ranking.building import build_index, read_phrasings
from bot.matching.ranking.meaning import Sense, build_meaning
from bot.matching.ranking.ranker import Ranker
from bot.matching.shipped import word_vectors
from tests.core.invented import (
    BRIDGE_SHUT,
    COST,
    RESIGNED,
    TOWN,
    a_fact,
    a_ranker,
    answered_by,
    ask,
    spoken_of,
    told_by,
    town,
)
from tests.core.typed import TYPED
from tests.fakes.embedder import FakeEmbedder

PHRASINGS = [(fact, text) for fact in TOWN.facts for text in fact.questions]


RANKER = a_ranker(TOWN)


def first(reply: Reply) -> str:
    return reply.candidates[0].fact.id


def stands_by(reply: Reply, fact: Fact) -> bool:
    """Whether the reply states the fact, or offers it."""
    return fact.id in spoken_of(reply)


@pytest.mark.parametrize(
    ("fact", "text"), PHRASINGS, ids=[f"{fact.id}: {text}" for fact, text in PHRASINGS]
)
def test_a_fact_comes_first_for_its_own_phrasings(fact: Fact, text: str) -> None:
    reply = ask(text)
    assert first(reply) == fact.id
    assert stands_by(reply, fact)


def test_nearly_every_phrasing_of_a_long_story_is_answered_by_its_fact_or_offers_it(
    second_story: QuestionService,
) -> None:
    asked = [(fact, text) for fact in second_story.story.facts for text in fact.questions]
    phrasings = asked[::5]  # all would take a busy machine more than a minute
    replies = [(fact, ask(text, second_story)) for fact, text in phrasings]
    stood = sum(stands_by(reply, fact) for fact, reply in replies)
    came_first = sum(bool(reply.candidates) and first(reply) == fact.id for fact, reply in replies)
    assert stood >= 0.97 * len(phrasings)
    assert came_first >= 0.97 * len(phrasings)


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("who manufactured the vessel", "builder"),
        ("what was the expense of the new boat", "cost"),
        ("has Veldane left office", "resigned"),
        ("which college did the mayor graduate from", "studied"),
        ("in what year was the crossing erected", "bridge-age"),
        ("what was the motive for shutting the bridge", "bridge-shut"),
        ("was the fare raised", "fare"),
    ],
)
def test_synonyms_lead_to_the_fact_that_is_meant(question: str, fact: str) -> None:
    assert fact in [candidate.fact.id for candidate in ask(question).candidates[:2]]


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("ferry cost", "cost"),
        ("COST OF THE OSPREY-2???", "cost"),
        ("hey bot, can you please tell me why the bridge is shut", "bridge-shut"),
        ("Veldain university", "studied"),
        ("the fery how many passengers", "capacity"),
    ],
)
def test_how_people_type_does_not_matter(question: str, fact: str) -> None:
    assert told_by(ask(question)) == fact


@given(TYPED)
@settings(derandomize=True, deadline=None, max_examples=200)
def test_scores_are_finite_and_bounded(text: str) -> None:
    match = RANKER.match(text)
    assert match.scores.shape == match.similarity.facts.shape == (len(TOWN.facts),)
    assert np.isfinite(match.scores).all()
    assert (np.abs(match.scores) < 3).all()
    assert (np.abs(match.similarity.facts) < 3).all()
    for share in (match.coverage.words, match.coverage.details):
        assert ((share >= 0) & (share <= 1.0001)).all()
    assert 0 <= match.coverage.unseen <= 1.0001


@given(TYPED)
@settings(derandomize=True, deadline=None, max_examples=100)
def test_ranks_best_first_and_the_same_way_every_time(text: str) -> None:
    match = RANKER.match(text)
    ranked = [float(match.scores[place]) for place in match.order]
    assert ranked == sorted(ranked, reverse=True)
    assert len(set(match.order)) == len(match.order)
    assert RANKER.match(text).order == match.order


def test_facts_that_score_alike_stand_in_the_order_of_the_file() -> None:
    facts = tuple(a_fact(f"twin-{n}", "How long is the bridge?", "300 metres.") for n in range(6))
    match = a_ranker(Story("Twins", facts)).match("how long is the bridge")
    assert match.order == tuple(range(6))


def test_two_services_of_one_story_reply_alike() -> None:
    other = service_for(replace(TOWN))
    for _, text in PHRASINGS:
        assert other.ask(Question(text)) == town().ask(Question(text))


SHORT = Story(
    "The bridge on Elm Street",
    (
        a_fact(
            "why-shut",
            """Why is the bridge shut?
            What closed the bridge?""",
            "Inspectors found a crack in the east pier.",
        ),
    ),
)


def test_a_story_of_one_fact_answers_it() -> None:
    service = service_for(SHORT)
    assert answered_by(ask("Why is the bridge shut?", service)) == "why-shut"
    assert answered_by(ask("What closed the bridge?", service)) == "why-shut"
    assert "why-shut" in spoken_of(ask("why was the bridge closed", service))


@pytest.mark.parametrize(
    "question", ["What is the weather like?", "who won the football match", "tell me a joke"]
)
def test_a_story_of_one_fact_declines_everything_else(question: str) -> None:
    assert isinstance(ask(question, service_for(SHORT)), Declined | Chatted)


@pytest.mark.parametrize(
    "question",
    [
        "What is the weather like?",
        "what is the capital of France",
        "why is the sky blue",
        "why is the shop shut",
        "what closed the airport",
        "how much does a house cost",
        "did the pope resign",
        "why?",
    ],
)
@pytest.mark.parametrize("facts", [(BRIDGE_SHUT, COST), (BRIDGE_SHUT, COST, RESIGNED)], ids=len)
def test_a_short_story_does_not_answer_about_other_things(
    facts: tuple[Fact, ...], question: str
) -> None:
    service = service_for(replace(TOWN, facts=facts))
    assert all(answered_by(ask(fact.title, service)) == fact.id for fact in facts)
    assert not isinstance(ask(question, service), Answered)


def two_bridges(old: str, new: str, *others: Fact) -> QuestionService:
    """A story of two bridges, whose lengths are asked for in these words first."""
    lengths = (
        a_fact(
            "old-length",
            f"{old}\nlength of the old bridge",
            "The old bridge is 300 metres long.",
        ),
        a_fact(
            "new-length",
            f"{new}\nlength of the new bridge",
            "The new bridge is 420 metres long.",
        ),
    )
    return service_for(Story("Two bridges", (*lengths, *others)))


def test_two_facts_asked_by_the_same_words_are_offered_not_guessed() -> None:
    pier = a_fact("pier", "What is the pier made of?", "The pier is made of oak.")
    asked = "How long is the bridge?"
    reply = ask(asked, two_bridges(asked, asked, pier))
    assert isinstance(reply, Suggested)
    assert set(spoken_of(reply)) >= {"old-length", "new-length"}


def test_a_question_that_fits_two_facts_alike_is_not_guessed() -> None:
    service = two_bridges("How long is the old bridge?", "How long is the new bridge?")
    assert set(spoken_of(ask("how long is the bridge", service))) == {"old-length", "new-length"}
    assert answered_by(ask("how long is the new bridge", service)) == "new-length"


def test_a_known_unknown_is_no_answer_even_where_it_is_all_there_is() -> None:
    story = Story(
        "The bridge",
        (a_fact("when", "When will the bridge open?", "It does not say.", status=Status.UNKNOWN),),
    )
    reply = ask("When will the bridge open?", service_for(story))
    assert isinstance(reply, Declined)
    assert spoken_of(reply) == ("when",)


def test_works_without_any_knowledge_of_english() -> None:
    analyser = Analyser(TOWN.names)
    asked, embedder = read_phrasings(TOWN, analyser), FakeEmbedder()
    embed = word_vectors().unit
    index = build_index(TOWN, analyser, asked, embed)
    sense = Sense(embedder, build_meaning(asked, embedder), is_model=False)
    ranker = Ranker(analyser, index, TOWN, sense, embed)
    right = sum(TOWN.facts[ranker.match(text).order[0]] is fact for fact, text in PHRASINGS)
    assert right >= 0.97 * len(PHRASINGS)
