"""Whatever is typed, in whatever order, one of four replies comes back, and the same every time."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.model import Answered, Chatted, Context, Declined, Question, Reply, Status, Suggested
from tests.core.invented import TOWN, town
from tests.core.typed import TYPED

TURNS = st.lists(TYPED, min_size=1, max_size=5)
FACTS = {fact.id for fact in TOWN.facts}


def talk(turns: list[str]) -> list[tuple[Reply, Context]]:
    context: Context | None = None
    said = []
    for text in turns:
        reply, context = town().ask(Question(text), context)
        said.append((reply, context))
    return said


@given(TURNS)
@settings(derandomize=True, deadline=None, max_examples=250)
def test_any_turns_get_one_of_the_four_replies(turns: list[str]) -> None:
    for reply, context in talk(turns):
        assert isinstance(reply, Answered | Suggested | Declined | Chatted)
        assert all(0.0 <= candidate.score <= 1.0 for candidate in reply.candidates)
        assert reply.explanation.decision
        assert FACTS.issuperset(context.facts)
        assert FACTS.issuperset(context.offered)


@given(TURNS)
@settings(derandomize=True, deadline=None, max_examples=100)
def test_the_same_turns_get_the_same_replies(turns: list[str]) -> None:
    assert talk(turns) == talk(turns)


@given(TURNS)
@settings(derandomize=True, deadline=None, max_examples=150)
def test_answers_only_known_facts_that_no_guard_speaks_against(turns: list[str]) -> None:
    for reply, _ in talk(turns):
        if isinstance(reply, Answered):
            assert reply.fact.status is not Status.UNKNOWN
            assert reply.fact is reply.candidates[0].fact
            assert reply.fact.id not in {note.fact for note in reply.explanation.guards}
            assert reply.candidates[0].score >= reply.explanation.answer_threshold - 1e-4
        if isinstance(reply, Suggested):
            assert 1 <= len(reply.suggestions) <= 3


@given(st.text(st.characters(exclude_categories=()), max_size=60))
@settings(derandomize=True, deadline=None, max_examples=150)
def test_a_context_from_anywhere_does_no_harm(text: str) -> None:
    context = Context(question=text, facts=(text, "gone"), offered=("gone",))
    reply, _ = town().ask(Question("and how much did it cost?"), context)
    assert isinstance(reply, Answered | Suggested | Declined | Chatted)


def test_what_it_says_of_itself_needs_no_question() -> None:
    said = town().say("corrections")
    assert (said.kind, said.text) == ("corrections", "No corrections are on file for these facts.")
