"""Every phrasing, asked while it alone is left out."""

from __future__ import annotations

import numpy as np
import pytest

from bot.compose.stories import engine_for, ranker_for
from bot.core.model import Fact, Story
from bot.matching import strike_out as module
from bot.matching.strike_out import StrikeOut, strike_out


def fact(name: str, *questions: str, answer: str = "") -> Fact:
    return Fact(name, questions, answer or f"It is the {name}.")


BRIDGE = fact(
    "bridge-shut",
    "Why is the bridge shut?",
    "Why was the bridge closed?",
    "reason the bridge is shut",
    "How come the bridge is closed?",
    answer="Inspectors found a crack in the bridge, so it is shut.",
)
FERRY = fact(
    "ferry-cost",
    "What did the ferry cost?",
    "price of the ferry",
    "How much was paid for the ferry?",
    "ferry price in crowns",
    answer="The ferry cost 48 million crowns.",
)
STRAY = fact(
    "captain",
    "Who steers her?",
    "Mara Quill",
    "how was the price of the ferry paid",
    answer="Mara Quill is in command.",
)


def struck(*facts: Fact, asked: list[tuple[int, int]] | None = None) -> StrikeOut:
    engine = engine_for(Story("The crossing", facts))
    progress = None if asked is None else lambda done, total: asked.append((done, total))
    return strike_out(engine, progress)


def test_phrasings_that_others_carry_lead_to_their_own_fact() -> None:
    found = struck(BRIDGE, FERRY)
    assert (found.asked, found.own, found.wrong, found.collisions) == (8, 8, 0, ())


def test_a_phrasing_that_belongs_to_another_fact_collides() -> None:
    found = struck(BRIDGE, FERRY, STRAY)
    worst = found.collisions[0]
    assert (worst.fact, worst.phrasing) == (STRAY, "how was the price of the ferry paid")
    assert worst.other == FERRY
    assert worst.other_phrasing in FERRY.questions
    assert 0 < worst.likelihood <= 1
    assert found.wrong == 1 + sum(it.others for it in found.collisions)


def test_a_fact_of_one_phrasing_is_not_asked() -> None:
    found = struck(BRIDGE, fact("menu", "What food is served?"))
    assert found.asked == 4


def test_progress_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PROGRESS", 3)
    asked: list[tuple[int, int]] = []
    struck(BRIDGE, FERRY, asked=asked)
    assert asked == [(4, 8), (8, 8)]


def test_many_phrasings_are_asked_in_several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = struck(BRIDGE, FERRY, STRAY)
    monkeypatch.setattr(module, "MANY", 1)
    assert struck(BRIDGE, FERRY, STRAY) == alone


def test_the_score_is_that_of_an_index_without_the_phrasing() -> None:
    facts = (BRIDGE, FERRY, STRAY)
    ranker = ranker_for(Story("The crossing", facts))
    masks = module._Struck(ranker)
    for place, one in enumerate(facts[:2]):
        for row, match in enumerate(masks.matches(place)):
            fewer = Fact(one.id, one.questions[:row] + one.questions[row + 1 :], one.answer)
            without = ranker_for(
                Story("The crossing", tuple(fewer if it is one else it for it in facts))
            )
            real = without.match(one.questions[row]).scores[place]
            full = ranker.match(one.questions[row]).scores[place]
            assert abs(match.scores[place] - real) < abs(full - real)
            assert np.argmax(match.scores) == place
