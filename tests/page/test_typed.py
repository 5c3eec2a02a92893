"""What is said of a fact that is being typed: its own problems and advice, at once."""

from __future__ import annotations

from dataclasses import replace

from bot.compose.stories import service_for
from bot.core.model import Fact, Quote, Story
from bot.matching.language.analysis import Analyser
from bot.matching.shipped import language
from bot.page.typed import check_typed
from tests.desk.stories import ARTICLE

COST = Fact("cost", ("How much did the ferry cost?", "price of the ferry"), "It cost 48 crowns.")
CAPTAIN = Fact("captain", ("Who steers the ferry?", "name of the captain"), "Jon Bell steers her.")
STORY = Story("The ferry", (COST, CAPTAIN), names={"Jon Bell": ("John Bell",)})


def kinds(fact: Fact, article: str | None = None, *, asks: bool = True) -> list[str]:
    analyser = Analyser(STORY.names, language("en"))
    service = service_for(STORY) if asks else None
    found = check_typed(fact, STORY, analyser, article, service)
    assert all(it.fact == fact.id for it in found)
    return [it.kind for it in found]


def test_a_draft_is_checked_as_what_it_is_to_become() -> None:
    assert "few-phrasings" in kinds(replace(CAPTAIN, draft=True))
    assert kinds(Fact("new", (), "", draft=True)) == ["review", "review"]


def test_a_quote_is_held_against_the_article() -> None:
    quoted = replace(CAPTAIN, quotes=(Quote("steers him", 8),))
    assert "misquoted" in kinds(quoted, ARTICLE)
    assert "misquoted" not in kinds(quoted)


def test_a_new_phrasing_that_another_fact_answers_is_named() -> None:
    more = replace(CAPTAIN, questions=(*CAPTAIN.questions, "what is the price of the ferry"))
    assert "collision" in kinds(more)
    assert "collision" not in kinds(more, asks=False)
    assert "collision" not in kinds(CAPTAIN)


def test_topics_and_other_facts_are_left_to_the_whole_file() -> None:
    assert "review" not in kinds(replace(CAPTAIN, topic="nowhere", see_also=("nobody",)))
