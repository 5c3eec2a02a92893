"""Word by word: what of a question a fact bears out, and what it does not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from bot.core.model import Story
from bot.matching.ranking.alignment import SAME_IDEA, Alignment
from bot.matching.ranking.ranker import Ranker
from tests.core.invented import TOWN, a_fact, a_ranker
from tests.core.typed import TYPED

RANKER = a_ranker(TOWN)
PLACES = {fact.id: place for place, fact in enumerate(TOWN.facts)}


def aligned(question: str, place: int, ranker: Ranker = RANKER) -> Alignment:
    """How a question stands to the fact at `place`, by its nearest phrasing."""
    match = ranker.match(question)
    near = ranker.index.nearest(match.similarity, place)[1]
    return ranker.aligner.align(ranker.aligner.read(match.analysis), [(place, near)])[0]


def test_a_fact_bears_out_its_own_phrasings_whole() -> None:
    for place, fact in enumerate(TOWN.facts):
        for text in fact.questions:
            found = aligned(text, place)
            assert found.fact_missing == pytest.approx(0, abs=1e-5)
            assert found.bare == 0
            assert found.fact_share == found.near_share == pytest.approx(1)


def test_what_a_fact_does_not_say_is_missing_from_it() -> None:
    said = aligned("when was the bridge closed", PLACES["bridge-date"])
    more = aligned("when was the bridge closed by penguins", PLACES["bridge-date"])
    assert more.bare == said.bare + 1
    assert more.fact_missing == pytest.approx(more.fact_worst)
    assert more.fact_share < said.fact_share
    assert more.length > said.length


def test_a_word_of_the_same_idea_stands_nearly_for_the_word() -> None:
    asked = RANKER.aligner.read(RANKER.analyser.analyse("the fare climbed"))
    assert asked.stems == ("fare", "climb")
    same = aligned("the fare climbed", PLACES["fare"])
    assert same.bare == 0
    assert 0 < same.fact_worst <= (1 - SAME_IDEA) * asked.weights[1] + 1e-5


def test_the_nearest_phrasing_is_held_to_the_question_by_itself() -> None:
    found = aligned("what was the reason that inspectors shut the bridge", PLACES["bridge-shut"])
    assert found.near_missing > found.fact_missing
    assert found.near_share < found.fact_share


def test_words_that_turn_a_question_round_count_where_the_fact_has_none() -> None:
    denied = a_fact("sunk", "Did the ferry not sink?", "The ferry did not sink.")
    ranker = a_ranker(Story("The ferry", (denied, TOWN.facts[0])))
    assert aligned("did the ferry not sink", 0, ranker).denying == 0
    assert aligned("did the ferry not cost much", 1, ranker).denying == 1


def test_names_that_only_the_phrasing_has_are_counted() -> None:
    assert aligned("where did Mara Veldane study", PLACES["studied"]).names_extra == 0
    assert aligned("where did he study", PLACES["studied"]).names_extra == 1


def test_an_answer_that_says_nothing_new_answers_nothing() -> None:
    echo = a_fact("echo", "Is the bridge wooden?", "The bridge is wooden.")
    ranker = a_ranker(Story("Bridge", (echo,)))
    assert aligned("is the bridge wooden", 0, ranker).new == 0
    assert aligned("is the bridge wooden", 0, ranker).bare_answer == 0
    assert aligned("is it wooden", 0, ranker).new == pytest.approx(0.5)


def test_an_answer_holds_its_quotes_too() -> None:
    fact = a_fact("crack", "Why is the bridge shut?", "Inspectors found a crack.", line=3)
    ranker = a_ranker(Story("Bridge", (fact,)))
    assert ranker.aligner.answer(0).count("crack") == 2


@pytest.mark.parametrize("question", ["", "is it the", "?!"])
def test_a_question_of_grammar_alone_has_nothing_to_align(question: str) -> None:
    asked = RANKER.aligner.read(RANKER.analyser.analyse(question))
    assert asked.stems == ()
    (found,) = RANKER.aligner.align(asked, [(0, 0)])
    assert (found.fact_share, found.fact_missing, found.fact_worst) == (0, 0, 0)
    assert found.length == 0


def test_a_fact_of_grammar_alone_bears_nothing_out() -> None:
    ranker = a_ranker(Story("It", (a_fact("it", "Is it?", "It is."), TOWN.facts[0])))
    found = aligned("how much did the ferry cost", 0, ranker)
    assert found.fact_share == found.new == found.answer_length == 0
    assert found.bare == found.bare_answer > 0


@given(TYPED)
@settings(derandomize=True, deadline=None, max_examples=60)
def test_shares_lie_between_0_and_1_whatever_is_typed(text: str) -> None:
    found = aligned(text, PLACES["cost"])
    for share in (found.fact_share, found.near_share, found.new):
        assert -1e-5 <= share <= 1 + 1e-5
    assert 0 <= found.fact_worst <= found.fact_missing + 1e-5


def test_the_words_of_every_text_are_kept_in_their_order() -> None:
    wording, analyser = RANKER.index.wording, RANKER.analyser
    texts = [text for fact in TOWN.facts for text in fact.questions]
    assert wording.phrasings == len(texts)
    for row, text in enumerate(texts):
        stems = [wording.words[place] for place in wording.text(row)]
        assert stems == list(analyser.analyse(text).stems)
    assert len(wording.starts) == len(texts) + len(TOWN.facts) + 1
    assert wording.vectors.dtype == np.int8
