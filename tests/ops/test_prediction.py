"""How readers will fare is told from a file alone, by what is left out of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.compose.stories import service_for
from bot.core.model import Story
from bot.core.service import QuestionService
from bot.ops import prediction
from bot.ops.prediction import predict
from tests.core.invented import COST, TOWN


class Builds:
    """Builds services, and keeps the stories."""

    def __init__(self) -> None:
        self.stories: list[Story] = []

    def __call__(self, story: Story) -> QuestionService:
        self.stories.append(story)
        return service_for(story)


def test_a_fifth_of_the_phrasings_and_of_the_facts_is_left_out_and_asked() -> None:
    build = Builds()
    predicted = predict(TOWN, build)
    assert predicted is not None
    lacking, fewer = build.stories
    phrasings = sum(len(fact.questions) for fact in TOWN.facts)
    left_out = phrasings - sum(len(fact.questions) for fact in lacking.facts)
    assert predicted.left_out["right"].total == left_out
    assert 0.15 * phrasings < left_out <= 0.2 * phrasings  # never a fact's only one
    assert all(fact.questions for fact in lacking.facts)
    assert len(fewer.facts) < len(lacking.facts) == len(TOWN.facts)
    assert predicted.missing["false"].total > 0


def test_of_a_large_file_only_so_many_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prediction, "ASKED", 4)
    predicted = predict(TOWN, service_for)
    assert predicted is not None
    assert 2 <= predicted.left_out["right"].total <= 4
    assert predicted.missing["false"].total <= 4


def test_a_file_of_one_fact_is_too_short_to_tell() -> None:
    assert predict(replace(TOWN, facts=(COST,)), service_for) is None
