"""The knowledge files shipped and documented: they load, are curated, and quote truly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli.terminal import Screen, reply_text
from bot.compose.stories import service_for
from bot.core.model import Fact, Question, Story
from bot.core.service import QuestionService
from bot.desk.golden import failures
from bot.desk.phrasings import MIN_PHRASINGS
from bot.knowledge.loader import load, parse
from bot.knowledge.review import MAX_ANSWER, Flaw, review
from bot.rendering.card import card
from tests.paths import KNOWLEDGE, REPOSITORY


@pytest.fixture(scope="module")
def story() -> Story:
    return load(KNOWLEDGE)


def _problems(findings: tuple[Flaw, ...]) -> list[str]:
    return [f"{it.fact}: {it.message}" for it in findings if it.severity == "problem"]


def _ids(facts: list[Fact]) -> list[str]:
    return [fact.id for fact in facts]


def test_the_review_finds_no_problem(story: Story) -> None:
    assert _problems(review(story)) == []


def test_every_fact_has_many_phrasings(story: Story) -> None:
    assert _ids([fact for fact in story.facts if len(fact.questions) < MIN_PHRASINGS]) == []


def test_every_answer_is_read_in_one_glance(story: Story) -> None:
    assert _ids([fact for fact in story.facts if len(fact.answer) > MAX_ANSWER]) == []


def test_every_fact_has_a_label_of_its_own(story: Story) -> None:
    labels = [fact.label.casefold() for fact in story.facts if fact.label]
    assert len(set(labels)) == len(story.facts)


def test_what_editors_corrected_or_added_stands_in_the_note(story: Story) -> None:
    apparatus = re.compile(r"corrected reading|copy (?:has )?lost|\bas published")
    assert _ids([fact for fact in story.facts if apparatus.search(fact.answer)]) == []


def test_every_known_fact_is_vouched_for(story: Story) -> None:
    assert _ids([fact for fact in story.facts if fact.is_known and fact.line is None]) == []


def test_every_fact_has_a_topic(story: Story) -> None:
    topics = {topic.id for topic in story.topics}
    assert _ids([fact for fact in story.facts if fact.topic not in topics]) == []


def test_every_quote_stands_on_its_line_of_the_article(story: Story, shared: Path) -> None:
    article = shared / "story/article.txt"
    if not article.is_file():
        pytest.skip("the article's text is not there to compare with")
    found = set(review(story, article.read_text(encoding="utf-8-sig"))) - set(review(story))
    assert [f"{it.fact}: {it.message}" for it in found] == []


@pytest.mark.parametrize("page", ["README.md", "docs/index.md"])
def test_the_first_page_shows_what_storybot_says(
    page: str, story: Story, shipped_story_service: QuestionService
) -> None:
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    shown = re.search(r'^\$ storybot ask "(.*)"\n((?:.+\n)+)```$', text, re.MULTILINE)
    assert shown
    reply, _ = shipped_story_service.ask(Question(shown[1]))
    assert shown[2].splitlines() == reply_text(card(reply, story), Screen()).splitlines()


@pytest.mark.parametrize(("page", "count"), [("README.md", 1), ("docs/curating.md", 2)])
def test_the_files_in_the_documentation_pass_a_check(page: str, count: int) -> None:
    shown = (REPOSITORY / page).read_text(encoding="utf-8")
    examples = re.findall(r"^```yaml\n(version:.*?)^```$", shown, re.MULTILINE | re.DOTALL)
    assert len(examples) == count
    for example in examples:
        story = parse(example.encode(), page).without_drafts()
        assert _problems(review(story)) == []
        assert [f"{it.at}: {it.message}" for it in failures(service_for(story))] == []
