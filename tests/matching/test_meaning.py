"""What an embedder adds: a question in words that no phrasing has finds its fact."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.compose.stories import build_service, ranker_for, service_for
from bot.core.model import Fact, Question, Story
from bot.matching.ranking.meaning import CHUNK, learn_meaning
from tests.fakes.embedder import FakeEmbedder

STORY = Story(
    "The bridge on Elm Street",
    (
        Fact("why-shut", ("Why is the bridge shut?", "What closed the bridge?"), "A crack."),
        Fact("price", ("What does the repair cost?", "price of the repair"), "Two crowns."),
        Fact("mayor", ("Who is the mayor?", "name of the mayor"), "Ida Moor."),
    ),
)
GROUPS = ("shut closed sealed", "repair cost price expense", "mayor alderman")

YAML = """
version: 1
story: {title: The bridge on Elm Street}
facts:
  - id: why-shut
    questions: [Why is the bridge shut?, What closed the bridge?]
    answer: A crack.
  - id: price
    questions: [What does the repair cost?, price of the repair]
    answer: Two crowns.
"""


def first(question: str, embedder: FakeEmbedder | None) -> str:
    match = ranker_for(STORY, embedder).match(question)
    return STORY.facts[match.order[0]].id


def test_a_word_that_means_the_same_leads_to_the_fact() -> None:
    assert first("the expense", FakeEmbedder(*GROUPS)) == "price"
    assert first("the alderman", FakeEmbedder(*GROUPS)) == "mayor"


def test_a_text_without_words_is_like_no_fact() -> None:
    ranker = ranker_for(STORY, FakeEmbedder(*GROUPS))
    assert not ranker.sense.scores(ranker.analyser.analyse("?!")).any()


def test_the_file_is_embedded_once_and_questions_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "bridge.yaml"
    path.write_text(YAML, encoding="utf-8")
    environ = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path)}
    build_service(path, environ, FakeEmbedder(*GROUPS))
    again = FakeEmbedder(*GROUPS)
    service = build_service(path, environ, again)
    assert again.asked == []
    service.ask(Question("what was sealed"))
    assert len(again.asked) == 1


def test_with_and_without_an_embedder_are_kept_apart(tmp_path: Path) -> None:
    path = tmp_path / "bridge.yaml"
    path.write_text(YAML, encoding="utf-8")
    environ = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path)}
    for embedder in (None, FakeEmbedder(*GROUPS)):
        build_service(path, environ, embedder)
    assert len(list((tmp_path / "cache/storybot").glob("*.index"))) == 2


def test_a_story_of_one_fact_is_answered_with_an_embedder_too() -> None:
    story = Story("The bridge", STORY.facts[:1])
    reply, _ = service_for(story, FakeEmbedder(*GROUPS)).ask(Question("Why is the bridge shut?"))
    assert reply.candidates[0].fact.id == "why-shut"


def test_large_files_are_learnt_from_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(7)
    vectors = random.normal(size=(40, 6)).astype(np.float32)
    owners = np.repeat(np.arange(10, dtype=np.int32), 4)
    whole = learn_meaning(vectors, owners, 10)
    assert CHUNK > 40 * 10
    monkeypatch.setattr("bot.matching.ranking.meaning.CHUNK", 70)
    pieces = learn_meaning(vectors, owners, 10)
    assert np.allclose(whole.directions, pieces.directions, atol=1e-3)


def test_files_too_large_to_learn_from_are_told_by_the_mean_of_their_phrasings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.matching.ranking.meaning.MOST_SCORES", 0)
    vectors = np.eye(4, dtype=np.float32)
    meaning = learn_meaning(vectors, np.array([0, 0, 1, 1], np.int32), 2)
    assert meaning.logits(vectors[3]).argmax() == 1
