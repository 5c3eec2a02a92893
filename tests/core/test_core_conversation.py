"""A conversation goes on from the last reply, apart from all others, and only for a while."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.compose.stories import service_for
from bot.core import service as service_module
from bot.core.model import (
    Answered,
    Candidate,
    Context,
    Declined,
    Fact,
    Question,
    Reply,
    Story,
    Suggested,
)
from bot.core.service import QuestionService
from tests.core.invented import (
    COST,
    REOPENING,
    TOWN,
    a_fact,
    answered_by,
    ask,
    converse,
    spoken_of,
    town,
)

FERRY = "When was the Osprey II launched?"
BRIDGE = "When was the bridge closed?"
MAYOR = "Did the mayor resign?"


@pytest.mark.parametrize(
    ("before", "question", "fact"),
    [
        (FERRY, "and how much did it cost?", "cost"),
        (FERRY, "who built it?", "builder"),
        (FERRY, "and its price", "cost"),
        (FERRY, "how many people can it carry?", "capacity"),
        (BRIDGE, "why?", "bridge-shut"),
        (BRIDGE, "and why was it shut?", "bridge-shut"),
        (BRIDGE, "how old is it?", "bridge-age"),
        (MAYOR, "where did she study?", "studied"),
        ("has Mara Veldane stepped down", "where did she study?", "studied"),
        ("has Mara Veldane stepped down", "and who took over from her?", "deputy"),
    ],
)
def test_what_a_question_leaves_out_comes_from_the_last_reply(
    before: str, question: str, fact: str
) -> None:
    reply = converse(before, question)
    assert fact in spoken_of(reply)
    assert reply.explanation.completed is not None


def test_two_follow_ups_in_a_row_stay_with_the_subject() -> None:
    assert "builder" in spoken_of(converse(FERRY, "and how much did it cost?", "who built it?"))


def test_what_a_follow_up_stands_on_shows_in_the_explanation() -> None:
    completed = converse(FERRY, "and how much did it cost?").explanation.completed
    assert completed is not None
    assert completed.startswith("and how much did it cost?")
    assert "osprey2" in completed


@pytest.mark.parametrize("question", ["why?", "and when?", "how come", "where did she study?"])
def test_without_a_conversation_nothing_is_filled_in(question: str) -> None:
    assert ask(question).explanation.completed is None


@pytest.mark.parametrize("question", ["why?", "and when?", "how come", "which one"])
def test_a_question_that_is_all_gap_is_not_answered_alone(question: str) -> None:
    assert not isinstance(ask(question), Answered)


@pytest.mark.parametrize("question", ["Where did Mara Veldane study?", "Who built the Osprey II?"])
def test_a_new_question_with_its_own_name_stands_alone(question: str) -> None:
    assert converse(BRIDGE, question) == ask(question)


@pytest.mark.parametrize("question", [FERRY, BRIDGE, MAYOR, "How much did the ferry cost?"])
def test_the_same_question_gets_the_same_answer_again(question: str) -> None:
    fact = answered_by(ask(question))
    assert fact is not None
    assert answered_by(converse(question, question)) == fact


def test_any_order_of_whole_questions_is_answered_as_if_alone() -> None:
    context: Context | None = None
    lost = []
    for fact in (*TOWN.facts, *reversed(TOWN.facts)):
        reply, context = town().ask(Question(fact.title), context)
        if fact.id not in spoken_of(reply):
            lost.append(fact.title)
    assert not lost


@pytest.mark.parametrize("before", TOWN.facts, ids=lambda fact: fact.id)
def test_a_whole_question_that_sounds_like_a_follow_up_keeps_its_fact(before: Fact) -> None:
    _, context = town().ask(Question(before.title))
    asked = [(fact, f"but {text}") for fact in TOWN.facts for text in fact.questions]
    lost = [text for fact, text in asked if fact.id not in spoken_of(ask(text, context=context))]
    assert not lost


@pytest.mark.parametrize("between", ["", "😀", "a" * 5000, "who won the world cup", "thanks!"])
def test_a_decline_or_small_talk_in_between_keeps_the_subject(between: str) -> None:
    assert "cost" in spoken_of(converse(FERRY, between, "and how much did it cost?"))


def test_a_known_unknown_is_a_subject_too() -> None:
    reply = converse("When will the bridge reopen?", "why is it shut?")
    assert "bridge-shut" in spoken_of(reply)


def test_offered_facts_are_remembered_and_the_facts_told_kept() -> None:
    _, told = town().ask(Question(FERRY))
    reply, context = town().ask(Question("the mayor's resignation letter"), told)
    assert isinstance(reply, Suggested)
    assert reply.told is not None
    assert set(context.offered) == {fact.id for fact in reply.suggestions}
    assert context.facts == (reply.told.id, *told.facts)


def test_a_conversation_in_which_nothing_was_told_has_nothing_to_fill_in() -> None:
    context = Context(question="what about that", offered=("cost",))
    assert ask("why?", context=context).explanation.completed is None


def test_a_name_that_was_asked_about_is_filled_in_though_nothing_was_told() -> None:
    context = Context(question="how tall is Mara Veldane", offered=("studied",))
    reply = ask("and where did she study?", context=context)
    assert "studied" in spoken_of(reply)


def test_facts_that_the_file_no_longer_has_are_passed_over() -> None:
    context = Context(question="and the tunnel?", facts=("gone", "launched"))
    assert "cost" in spoken_of(ask("and how much did it cost?", context=context))


def test_a_long_conversation_keeps_only_its_latest_facts() -> None:
    context: Context | None = None
    for fact in TOWN.facts:
        _, context = town().ask(Question(fact.title), context)
    assert context is not None
    assert 1 <= len(context.facts) < 10
    assert context.facts[0] == TOWN.facts[-1].id


def test_taking_a_suggestion_tells_the_fact_and_goes_on_from_it() -> None:
    told = town().tell("launched")
    assert told is not None
    reply, context = told
    assert isinstance(reply, Answered)
    assert reply.explanation.decision
    assert "cost" in spoken_of(ask("and how much did it cost?", context=context))


def test_taking_a_known_unknown_still_declines() -> None:
    told = town().tell("reopening")
    assert told is not None
    assert isinstance(told[0], Declined)
    assert told[0].fact is REOPENING


def test_a_suggestion_of_a_fact_that_is_gone_says_nothing() -> None:
    assert town().tell("gone") is None


Deciding = Callable[..., QuestionService]


@pytest.fixture
def deciding(monkeypatch: pytest.MonkeyPatch) -> Deciding:
    """A service of a story that gives the replies of a list, one a question."""

    def build(story: Story, *replies: Reply) -> QuestionService:
        following = iter(replies)
        monkeypatch.setattr(service_module, "decide", lambda _: next(following))
        return service_for(story)

    return build


def test_a_sure_answer_is_not_given_up_for_an_unsure_follow_up(deciding: Deciding) -> None:
    sure = Answered(COST, (Candidate(COST, 1.0),))
    unsure = Suggested((COST,), (Candidate(COST, 0.2),))
    context = Context(question=FERRY, facts=("launched",))
    service = deciding(TOWN, sure, unsure)
    assert ask("and how much did it cost?", service, context) is sure


@pytest.mark.parametrize(
    "typed", ["who says so?", "source?", "are you sure", "sure?", "is that true"]
)
def test_who_asks_what_was_told_is_known_from_is_told_it_again(typed: str) -> None:
    reply = converse("how much did the ferry cost?", typed)
    assert answered_by(reply) == "cost"
    assert answered_by(ask(typed)) is None


@pytest.mark.parametrize("typed", ["tell me more", "what else?", "more details please"])
def test_who_asks_for_more_is_offered_what_leads_on(typed: str) -> None:
    reply = converse("how much did the ferry cost?", typed)
    assert isinstance(reply, Suggested)
    assert reply.is_more
    assert reply.suggestions[0].id == "builder"
    assert "cost" not in spoken_of(reply)


def test_more_is_never_what_was_offered_before() -> None:
    first = converse("how much did the ferry cost?", "more")
    second = converse("how much did the ferry cost?", "more", "more")
    assert set(spoken_of(first)).isdisjoint(spoken_of(second))


def test_where_nothing_leads_on_there_is_no_more() -> None:
    lonely = Story("The crew", (HURT, WARD))
    reply = converse("who broke an arm?", "tell me more", service=service_for(lonely))
    assert not (isinstance(reply, Suggested) and reply.is_more)


@pytest.mark.parametrize(
    ("offered", "typed", "taken"),
    [
        (("cost",), "yes", "cost"),
        (("cost",), "yes please", "cost"),
        (("cost",), "that one", "cost"),
        (("cost", "launched"), "the second one", "launched"),
        (("cost", "launched"), "1", "cost"),
        (("cost", "launched"), "the last", "launched"),
        (("cost", "reopening"), "2", "reopening"),
    ],
)
def test_an_offer_can_be_taken_in_words(offered: tuple[str, ...], typed: str, taken: str) -> None:
    assert spoken_of(ask(typed, context=Context("the ferry", offered=offered))) == (taken,)


@pytest.mark.parametrize(
    ("offered", "typed"),
    [
        (("cost", "launched"), "yes"),
        (("cost", "launched"), "the third"),
        ((), "1"),
        (("gone",), "1"),
    ],
)
def test_what_takes_no_offer_is_read_as_a_question(offered: tuple[str, ...], typed: str) -> None:
    reply = ask(typed, context=Context("the ferry", offered=offered))
    assert reply.explanation.decision != "it was offered, and taken"


HURT = a_fact(
    "hurt",
    """Who broke an arm?
    which sailor was hurt""",
    "The mate, Tom Arkwell, broke an arm.",
)
HOME = a_fact(
    "home",
    """When does Tom Arkwell come home?
    is Tom Arkwell in hospital
    how is Tom Arkwell""",
    "Tom Arkwell is to come home in ten days.",
)
WARD = a_fact(
    "ward",
    """Are they still in hospital?
    how many are in hospital
    who is still in hospital""",
    "Eight sailors were kept in hospital overnight.",
)
CREW = Story("The crew", (HURT, HOME, WARD), names={"Tom Arkwell": ("Arkwell",)})


def test_he_stands_for_the_person_that_the_last_answer_named() -> None:
    service = service_for(CREW)
    reply = converse("who broke an arm?", "is he still in hospital?", service=service)
    assert spoken_of(reply)[0] == "home"
    assert answered_by(ask("are they still in hospital?", service)) == "ward"


def test_a_sure_answer_is_given_up_where_he_makes_another_fact_likelier(deciding: Deciding) -> None:
    sure = Answered(COST, (Candidate(COST, 1.0),))
    unsure = Suggested((REOPENING,), (Candidate(REOPENING, 0.7),))
    context = Context(question=FERRY, facts=("launched",))
    service = deciding(TOWN, sure, unsure)
    assert isinstance(ask("what did he pay?", service, context), Suggested)


def test_what_is_told_with_doubt_is_leaned_on_and_the_others_have_the_numbers(
    deciding: Deciding,
) -> None:
    first, second, third, *_ = TOWN.facts
    doubtful = Suggested((first, second, third), told=first)
    service = deciding(TOWN, doubtful)
    _, after = service.ask(Question("ferries"), Context(facts=("earlier",)))
    assert after.facts == (first.id, "earlier")
    assert after.offered == (second.id, third.id, first.id)


BORN = a_fact(
    "born",
    """Where was Mara Veldane born?
    birthplace of Mara Veldane
    in which town was Mara Veldane born
    where does Mara Veldane come from""",
    "Mara Veldane was born in Greyford.",
)
DIVER = a_fact(
    "diver",
    """Who is Orlo Finch?
    what does Orlo Finch do
    the profession of Orlo Finch""",
    "Orlo Finch is the diver who found the bell.",
)
TWO = Story(
    "The bell", (BORN, DIVER), names={"Mara Veldane": ("Veldane",), "Orlo Finch": ("Finch",)}
)


@pytest.mark.parametrize(
    "question", ["where was he born?", "and where was he born?", "who founded it?"]
)
def test_what_is_known_of_another_is_told_with_doubt(deciding: Deciding, question: str) -> None:
    sure = Answered(BORN, (Candidate(BORN, 1.0),))
    about = Context(question="Who is Orlo Finch?", facts=("diver",))
    reply = ask(question, deciding(TWO, sure, sure), about)
    assert isinstance(reply, Suggested)
    assert reply.told == BORN
    about = Context(question="Who is Mara Veldane?", facts=("born",))
    service = deciding(TWO, sure, sure)
    assert answered_by(ask(question, service, about)) == "born"


def test_doubt_does_not_go_away_by_asking(deciding: Deciding) -> None:
    first, *_ = TOWN.facts
    doubtful = Suggested((first,), told=first)
    service = deciding(TOWN, *[doubtful] * 4)
    _, after = service.ask(Question("ferries"))
    reply, _ = service.ask(Question("are you sure?"), after)
    assert isinstance(reply, Suggested)
    assert reply.told == first


def test_she_is_no_thing_unless_with_doubt() -> None:
    bridge = Context("why is the bridge shut", ("why-shut",))
    reply = ask("when was she shut?", context=bridge)
    assert isinstance(reply, Suggested)
    assert reply.told is not None
