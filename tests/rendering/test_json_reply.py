"""The JSON object of each kind of reply, key for key."""

from __future__ import annotations

import json

import pytest

from bot.core.model import (
    Answered,
    Candidate,
    Chatted,
    Declined,
    DeclineReason,
    Explanation,
    Fact,
    GuardNote,
    Quote,
    Reply,
    Status,
    Story,
    Suggested,
    outcome,
)
from bot.rendering.json_reply import explained, record

COST = Fact(
    "cost",
    ("How much did the ferry cost?",),
    "The ferry cost 48 million crowns.",
    status=Status.ATTRIBUTED,
    according_to="the harbour office",
    as_of="2031-04-02",
    correction="An earlier version said 38 million.",
    quotes=(Quote("the ferry cost us 48 million crowns", 12),),
)
MENU = Fact("menu", ("What is eaten?",), "The story does not say.", status=Status.UNKNOWN)
STORY = Story("The ferry", (COST, MENU), "The Courier", "https://a.example/", "2031-04-03")
CANDIDATES = tuple(Candidate(fact, score) for fact, score in ((COST, 0.9), (MENU, 0.2)))
SOURCE = {
    "publisher": "The Courier",
    "title": "The ferry",
    "url": "https://a.example/",
    "published": "2031-04-03",
    "line": 12,
}
REPLIES = (
    Answered(COST, CANDIDATES),
    Suggested((COST, MENU), CANDIDATES),
    Suggested((COST, MENU), CANDIDATES, told=COST),
    Declined(DeclineReason.NOT_IN_STORY, None, CANDIDATES),
    Chatted("thanks", "You are welcome."),
)


def test_an_answer_tells_the_fact_and_what_vouches_for_it() -> None:
    assert record(Answered(COST, CANDIDATES), STORY, "q1", "price?") == {
        "id": "q1",
        "question": "price?",
        "outcome": "answer",
        "fact": "cost",
        "answer": "The ferry cost 48 million crowns.",
        "text": "The ferry cost 48 million crowns.\n"
        "Corrected: An earlier version said 38 million.\n"
        "The Courier · 2 April 2031 · according to the harbour office",
        "status": "attributed",
        "according_to": "the harbour office",
        "as_of": "2031-04-02",
        "corrected": "An earlier version said 38 million.",
        "sources": [SOURCE],
        "score": 0.9,
        "candidates": [{"fact": "cost", "score": 0.9}, {"fact": "menu", "score": 0.2}],
        "suggestions": [],
    }


def test_suggestions_come_with_their_answers_and_state_no_fact() -> None:
    found = record(Suggested((COST,), CANDIDATES), STORY)
    assert found["suggestions"] == [
        {"fact": "cost", "question": COST.title, "answer": "The ferry cost 48 million crowns."}
    ]
    assert (found["outcome"], found["fact"], found["answer"]) == ("suggest", None, None)
    assert (found["status"], found["sources"], found["score"]) == (None, [], 0.9)


def test_what_is_told_with_doubt_states_its_fact_and_answers_nothing() -> None:
    found = record(Suggested((COST, MENU), CANDIDATES, told=COST), STORY)
    assert (found["outcome"], found["fact"], found["answer"]) == ("suggest", "cost", None)
    assert found["text"].startswith(f"I am not sure that you mean this: {COST.answer}\n")
    assert COST.title not in found["text"]
    assert [it["fact"] for it in found["suggestions"]] == ["cost", "menu"]
    assert (found["status"], found["sources"]) == ("attributed", [SOURCE])


def test_a_known_unknown_declines_with_its_fact_and_source() -> None:
    found = record(Declined(DeclineReason.UNKNOWN_TO_STORY, MENU, CANDIDATES), STORY)
    assert (found["outcome"], found["fact"], found["answer"]) == ("decline", "menu", None)
    assert found["status"] == "unknown"
    assert found["sources"] == [{**SOURCE, "line": None}]
    assert found["text"].startswith("The story does not say.")


def test_a_false_premise_declines_with_the_fact_that_contradicts_it() -> None:
    found = record(Declined(DeclineReason.FALSE_PREMISE, COST, CANDIDATES), STORY)
    assert (found["outcome"], found["fact"], found["answer"]) == ("decline", "cost", None)
    assert "48 million" in found["text"]
    assert found["sources"] == [SOURCE]


def test_a_plain_decline_has_no_fact_but_its_candidates() -> None:
    found = record(Declined(DeclineReason.NOT_IN_STORY, None, CANDIDATES), STORY)
    assert (found["outcome"], found["fact"], found["sources"]) == ("decline", None, [])
    assert (found["score"], len(found["candidates"])) == (0.9, 2)


def test_small_talk_has_its_kind_for_a_fact_and_no_score() -> None:
    found = record(Chatted("thanks", "You are welcome."), STORY)
    assert (found["outcome"], found["fact"], found["answer"]) == ("chat", "thanks", None)
    assert (found["text"], found["score"], found["candidates"]) == ("You are welcome.", None, [])


@pytest.mark.parametrize("reply", REPLIES)
def test_every_reply_has_the_same_keys_and_is_json(reply: Reply) -> None:
    found = record(reply, STORY)
    assert list(found) == list(record(REPLIES[0], STORY))
    assert found["outcome"] == outcome(reply)
    assert json.loads(json.dumps(found)) == found


def test_at_most_three_candidates() -> None:
    found = record(Answered(COST, CANDIDATES * 2), STORY)
    assert len(found["candidates"]) == 3


def test_an_explanation_is_json_with_names() -> None:
    seen = Explanation(
        "cost of the fery",
        (("fery", "ferry"),),
        None,
        (GuardNote("number", "cost", "38 is not in the fact"),),
        (("similarity", 0.5),),
        0.7,
        0.1,
        "likely enough",
    )
    assert explained(seen) == {
        "normalised": "cost of the fery",
        "repairs": [{"from": "fery", "to": "ferry"}],
        "completed": None,
        "evidence": {"similarity": 0.5},
        "guards": [{"guard": "number", "fact": "cost", "detail": "38 is not in the fact"}],
        "thresholds": {"answer": 0.7, "offer": 0.1},
        "decision": "likely enough",
    }
