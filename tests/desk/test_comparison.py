"""What a change to a file moves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.compose.stories import service_for
from bot.core.model import Fact, Story
from bot.core.service import QuestionService
from bot.desk import comparison as module
from bot.desk.comparison import Move, Origin, Told, compare

COST = Fact(
    "cost",
    ("How much did the ferry cost?", "price of the ferry", "what was paid for the ferry"),
    "The ferry cost 48 million crowns.",
    asks=("what did they pay for the ferry",),
    never=("Who is the captain?",),
    label="The price",
)
CAPTAIN = Fact(
    "captain",
    ("Who is the captain of the ferry?", "who steers the ferry", "name of the captain"),
    "Mara Quill is the captain.",
)
LAUNCH = Fact("launch", ("When was the ferry launched?", "date of the launch"), "On 9 March 2031.")


def service(*facts: Fact) -> QuestionService:
    return service_for(Story("The ferry of Halm", facts))


@pytest.fixture(scope="module")
def before() -> QuestionService:
    return service(COST, CAPTAIN, LAUNCH)


def test_the_same_file_moves_nothing(before: QuestionService) -> None:
    found = compare(before, service(COST, CAPTAIN, LAUNCH))
    assert (found.asked, found.changed, found.changes) == (11, 0, ())


def test_another_answer_is_one_change_of_all_its_questions(before: QuestionService) -> None:
    found = compare(before, service(replace(COST, answer="It cost 38 million."), CAPTAIN, LAUNCH))
    [change] = [it for it in found.changes if it.before.outcome == "answer"]
    assert (change.move, change.origin) == (Move.TEXT, Origin.ASKS)
    assert change.question == COST.asks[0]
    assert set(COST.questions) <= set(change.more)
    assert "48 million" in change.before.text
    assert "38 million" in change.after.text
    assert found.changed >= change.questions


def test_a_fact_that_goes_loses_answers_and_one_that_comes_gains_them(
    before: QuestionService,
) -> None:
    fewer = service(COST, CAPTAIN)
    lost = [it for it in compare(before, fewer).changes if it.move is Move.LOST]
    assert {text for it in lost for text in (it.question, *it.more)} >= set(LAUNCH.questions)
    gained = [it.move for it in compare(fewer, before).changes]
    assert Move.GAINED in gained


def test_a_question_that_changes_facts_comes_before_one_that_only_scores_otherwise(
    before: QuestionService,
) -> None:
    moved = replace(LAUNCH, questions=(*LAUNCH.questions, "who steers the ferry"))
    rest = replace(CAPTAIN, questions=("Who is the captain of the ferry?", "name of the captain"))
    found = compare(before, service(COST, rest, moved), margin=0.0)
    moves = [it.move for it in found.changes]
    assert moves == sorted(moves, key=list(Move).index)
    assert moves[0] is Move.OTHER
    assert moves[-1] is Move.SCORE
    assert Move.SCORE not in {it.move for it in compare(before, service(COST, rest, moved)).changes}


def test_what_was_recorded_is_asked_too(before: QuestionService) -> None:
    fewer = service(replace(COST, questions=COST.questions[:1]), CAPTAIN, LAUNCH)
    found = compare(before, fewer, ["what was the ferry's price", "price paid"], margin=0.0)
    assert found.asked == 13
    assert Origin.RECORDED in {it.origin for it in found.changes}


def test_another_outcome_of_the_same_fact_is_a_change() -> None:
    sure, doubted, none = (Told(it, "cost", "x", 0.5) for it in ("answer", "suggest", "decline"))
    assert module._move(doubted, none, 0.1) is Move.OUTCOME
    assert module._move(sure, none, 0.1) is Move.LOST
    assert module._move(none, sure, 0.1) is Move.GAINED
    assert module._move(none, replace(none, score=None), 0.1) is Move.SCORE
    assert module._move(none, replace(none, score=0.55), 0.1) is None


def test_progress_is_told(before: QuestionService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PROGRESS", 4)
    heard: list[tuple[int, int]] = []
    compare(before, before, progress=lambda done, total: heard.append((done, total)))
    assert heard == [(4, 11), (8, 11)]
