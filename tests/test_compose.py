"""The parts fit together: from a file and an environment to a service that answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.compose.stories import build_service, build_shipped, find_knowledge, service_for
from bot.core.errors import KnowledgeError, UnusableInputError
from bot.core.model import Answered, Question
from bot.core.service import QuestionService
from bot.knowledge.loader import load
from bot.ops.clock import SystemClock
from tests.fakes.answering import answering_of

BRIDGE = """\
version: 1
story: {title: The bridge on Elm Street}
facts:
  - id: why-shut
    questions: [Why is the bridge shut?, What closed the bridge?]
    answer: Inspectors found a crack in the east pier.
  - id: date
    questions: [When was the bridge shut?, date of the closure]
    answer: The bridge was shut on 12 November 2030.
"""


@pytest.fixture
def bridge(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.yaml"
    path.write_text(BRIDGE, encoding="utf-8")
    return path


def test_the_knowledge_file_that_is_named_is_used(
    bridge: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(bridge.parent)
    assert find_knowledge("bridge.yaml", {"STORYBOT_KNOWLEDGE": "other.yaml"}) == bridge
    assert find_knowledge(None, {"STORYBOT_KNOWLEDGE": "bridge.yaml"}) == bridge


def test_the_knowledge_file_of_the_working_directory_comes_before_the_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "knowledge.yaml"
    assert find_knowledge(None, {}) != own
    own.write_text(BRIDGE, encoding="utf-8")
    assert find_knowledge(None, {}) == own


def test_a_file_becomes_a_service_that_answers(bridge: Path) -> None:
    reply, context = build_service(bridge, {}).ask(Question("what closed the bridge"))
    assert isinstance(reply, Answered)
    assert reply.fact.answer == "Inspectors found a crack in the east pier."
    assert context.facts == ("why-shut",)


def test_a_built_service_and_one_for_the_story_reply_alike(bridge: Path) -> None:
    built, composed = build_service(bridge, {}), service_for(load(bridge))
    for text in ("Why is the bridge shut?", "and when?", "what is the weather like"):
        assert built.ask(Question(text)) == composed.ask(Question(text))


def test_a_file_that_is_missing_or_wrong_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match="no such file"):
        build_service(tmp_path / "none.yaml", {})
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("version: 1\n", encoding="utf-8")
    with pytest.raises(KnowledgeError):
        build_service(wrong, {})


def test_an_installation_finds_the_index_that_was_built_for_it(
    bridge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / "shipped"
    made = build_shipped(bridge, shipped)
    assert [made] == list(shipped.iterdir())

    def refuse(*_: object) -> QuestionService:
        raise AssertionError("built again")

    monkeypatch.setattr("bot.matching.cache.shipped_folder", lambda: shipped)
    monkeypatch.setattr("bot.compose.stories.service_for", refuse)
    assert build_service(bridge, {}).story.title == "The bridge on Elm Street"


def test_the_index_of_an_installation_lies_inside_the_package() -> None:
    from bot.matching.cache import shipped_folder

    assert shipped_folder().parts[-3:] == ("bot", "data", "built")


async def test_a_process_keeps_its_conversations_apart(bridge: Path) -> None:
    answering = answering_of(build_service(bridge, {}))
    assert answering.story.title == "The bridge on Elm Street"
    await answering.ask("When was the bridge shut?", "ada")
    assert (await answering.ask("why?", "ada")).explanation.completed is not None
    assert (await answering.ask("why?", "ben")).explanation.completed is None
    assert (await answering.ask("why?")).explanation.completed is None


def test_the_clock_of_the_system_never_runs_backwards() -> None:
    clock = SystemClock()
    moments = [clock.now() for _ in range(100)]
    assert moments == sorted(moments)
