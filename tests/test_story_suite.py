"""The same questions' tests on three stories: what works must not work for one story alone.

Only counts are compared and shown, so that the questions kept aside stay unread.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.core.service import QuestionService
from bot.knowledge.loader import load
from bot.ops.evaluation import JudgedCase, Share, case_of, judge, tally, tally_by_group

TESTS = Path(__file__).parent
QUESTIONS = TESTS / "questions"

UNRELATED = ("other-topic", "injection", "garbage")
"""Kinds that have nothing to do with the story."""

RELATED = ("near-miss", "false-premise")
"""Kinds that sound like the story, which does not tell them."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a story must reach, in shares from 0 to 1: the first two at least, the others at most.

    The offers and all before them are of the answerable questions.
    """

    right: float
    right_or_offered: float
    wrong: float
    offers: float
    false_on_unrelated: float
    false_on_related: float


BOUNDS = Bounds(
    right=0.80,
    right_or_offered=0.92,  # what the file's header tells, small talk does, and counts as declined
    wrong=0.02,
    offers=0.20,
    false_on_unrelated=0.01,
    false_on_related=0.10,
)
"""The same for the two stories that have many phrasings a fact."""

BOUNDS_OF_FEW = Bounds(
    right=0.45,  # where it is not sure it tells with doubt, which the next bound counts
    right_or_offered=0.85,
    wrong=0.02,
    offers=0.35,
    false_on_unrelated=0.12,
    false_on_related=0.15,
)
"""For the story whose facts have the six phrasings that its curator thought of first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A story's bounds, and its questions with what became of them."""

    bounds: Bounds
    judged: tuple[JudgedCase, ...] = field(repr=False)

    def share(self, *names: str) -> Share:
        """The answerable questions that are any of `names`, together."""
        shares = tally(self.judged, answerable=True)
        return Share(sum(shares[name].count for name in names), shares[names[0]].total)

    def false(self, kinds: Iterable[str]) -> Share:
        """The questions of `kinds` that got an answer though there is none."""
        groups = tally_by_group(self.judged, answerable=False)
        found = [groups[kind]["false"] for kind in kinds]
        return Share(sum(share.count for share in found), sum(share.total for share in found))


def _asked(service: QuestionService, file: Path) -> Iterable[JudgedCase]:
    for line in file.read_text(encoding="utf-8").splitlines():
        yield judge(service, case_of(json.loads(line)))


@pytest.fixture(scope="module", params=["shipped", "second", "third"])
def outcome(request: pytest.FixtureRequest) -> Outcome:
    """What became of the questions that were kept aside from the making of each story's file."""
    if request.param == "shipped":
        service = request.getfixturevalue("shipped_story_service")
        return Outcome(BOUNDS, tuple(_asked(service, QUESTIONS / "heldout.jsonl")))
    if request.param == "second":
        service = request.getfixturevalue("second_story")
        return Outcome(BOUNDS, tuple(_asked(service, TESTS / "stories/second/questions.jsonl")))
    service = request.getfixturevalue("third_story")
    return Outcome(BOUNDS_OF_FEW, tuple(_asked(service, TESTS / "stories/third/heldout.jsonl")))


def _at_least(share: Share, bound: float) -> None:
    assert share.value >= bound, f"{share.count} of {share.total}, {share.value:.1%}"


def _at_most(share: Share, bound: float) -> None:
    assert share.value <= bound, f"{share.count} of {share.total}, {share.value:.1%}"


def test_answers_most_questions_right(outcome: Outcome) -> None:
    _at_least(outcome.share("right"), outcome.bounds.right)


def test_leads_nearly_every_reader_to_the_answer(outcome: Outcome) -> None:
    _at_least(
        outcome.share("right", "told right", "offered right"), outcome.bounds.right_or_offered
    )


def test_hardly_ever_answers_with_another_fact(outcome: Outcome) -> None:
    _at_most(outcome.share("wrong"), outcome.bounds.wrong)


def test_does_not_hide_behind_suggestions(outcome: Outcome) -> None:
    _at_most(outcome.share("offered"), outcome.bounds.offers)


def test_answers_nothing_that_is_not_about_the_story(outcome: Outcome) -> None:
    _at_most(outcome.false(UNRELATED), outcome.bounds.false_on_unrelated)


def test_seldom_answers_what_only_sounds_like_the_story(outcome: Outcome) -> None:
    _at_most(outcome.false(RELATED), outcome.bounds.false_on_related)


def test_every_kind_of_unanswerable_question_is_bounded(outcome: Outcome) -> None:
    assert set(tally_by_group(outcome.judged, answerable=False)) == {*UNRELATED, *RELATED}


FROZEN = (QUESTIONS, *(TESTS / "stories" / name for name in ("third", "amazon", "private")))


@pytest.mark.parametrize("folder", FROZEN, ids=lambda folder: folder.name)
def test_files_are_those_that_were_frozen(folder: Path) -> None:
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    frozen = {name: digest for digest, name in map(str.split, lines)}
    files = {*folder.glob("*.jsonl"), *(folder / name for name in frozen)}
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files} == frozen


@pytest.mark.parametrize("name", ["amazon", "private"])
def test_every_fact_of_a_strangers_story_has_six_phrasings(name: str) -> None:
    story = load(TESTS / "stories" / name / "knowledge.yaml")
    assert {len(fact.questions) for fact in story.facts} == {6}
