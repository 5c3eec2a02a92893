"""Guards keep a fact from answering what it does not say, and from nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.compose.stories import service_for
from bot.core.model import Answered, Chatted, Declined, Fact, Question, Reply, Story, told
from tests.core.invented import COST, RESIGNED, TOWN, a_fact, answered_by, ask, told_by


def guards(reply: Reply, fact: str) -> set[str]:
    """The guards that spoke against one fact."""
    return {note.guard for note in reply.explanation.guards if note.fact == fact}


@pytest.mark.parametrize(
    ("question", "fact", "guard"),
    [
        ("did the mayor not resign", "resigned", "negation"),
        ("so the mayor never resigned?", "resigned", "negation"),
        ("why did the mayor not resign", "resigned", "negation"),
        ("did the ferry cost 38 million crowns", "cost", "number"),
        ("did the ferry cost 48 billion crowns", "cost", "number"),
        ("can the ferry carry 300 passengers", "capacity", "number"),
        ("was the bridge closed in 2029", "bridge-date", "year"),
        ("was the bridge built in 1975", "bridge-age", "year"),
        ("did Piet Oskam resign", "resigned", "name"),
        ("how much did the Tollan Marine cost", "cost", "name"),
        ("how much did the Osprey III cost", "cost", "number"),
        ("how many cats can the ferry carry", "capacity", "thing"),
        ("did the fare fall", "fare", "opposite"),
        ("was the fare cut", "fare", "opposite"),
        ("why did the mayor resign", "resigned", "reason"),
        ("why was the fare increased", "fare", "reason"),
        ("what was the reason for the mayor's resignation", "resigned", "reason"),
    ],
)
def test_a_guard_keeps_a_fact_from_answering_what_it_does_not_say(
    question: str, fact: str, guard: str
) -> None:
    reply = ask(question)
    assert answered_by(reply) != fact
    assert guard in guards(reply, fact)


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("did the mayor resign", "resigned"),
        ("didn't the mayor resign?", "resigned"),
        ("did the mayor resign or not", "resigned"),
        ("the mayor resigned, didn't she?", "resigned"),
        ("did the ferry cost 48 million crowns", "cost"),
        ("was the bridge closed in 2030", "bridge-date"),
        ("did the fare rise", "fare"),
        ("did the fare rise or fall", "fare"),
        ("how many people can the ferry carry", "capacity"),
        ("was the fare raised to 4 crowns", "fare"),
        ("why is the bridge shut", "bridge-shut"),
    ],
)
def test_no_guard_speaks_where_the_fact_does_say_it(question: str, fact: str) -> None:
    reply = ask(question)
    assert guards(reply, fact) == set()
    assert told_by(reply) == fact


@pytest.mark.parametrize(
    "question",
    [
        "who is Mara Veldane's wife",
        "who is the mayor's wife",
        "what is Veldane's salary",
        "how tall is Mara Veldane",
        "which hobby does the mayor have",
        "what is the phone number of Tollan Marine",
        "what is the ferry's top speed",
        "who painted the bridge",
        "where was the mayor born",
    ],
)
def test_does_not_answer_what_turns_on_a_word_the_story_never_uses(question: str) -> None:
    assert not isinstance(ask(question), Answered)


@pytest.mark.parametrize(
    "question",
    [
        "how much did the bridge cost",
        "how many passengers can the bridge carry",
        "how old is the ferry",
        "why is the ferry shut",
        "when was the ferry closed",
        "who built the bridge",
        "when was the mayor built",
    ],
)
def test_does_not_answer_of_one_thing_what_is_told_of_another(question: str) -> None:
    assert not isinstance(ask(question), Answered)


def test_synonyms_of_what_a_fact_says_are_not_unheard_of() -> None:
    reply = ask("who manufactured the vessel")
    assert reply.candidates[0].fact.id == "builder"
    assert "unheard" not in guards(reply, "builder")


@pytest.mark.parametrize(
    "question",
    ["how much do you cost", "do you like the ferry", "who is your mayor", "when were you born"],
)
def test_a_question_about_who_answers_is_declined_and_nothing_is_offered(question: str) -> None:
    reply = ask(question)
    assert isinstance(reply, Declined | Chatted)
    assert isinstance(reply, Chatted) or reply.fact is None


@pytest.mark.parametrize(
    "question",
    ["do you know how much the ferry cost", "what can you tell me about the mayor's resignation"],
)
def test_a_question_may_be_put_to_who_answers(question: str) -> None:
    assert "answerer" not in {note.guard for note in ask(question).explanation.guards}


def test_a_fact_that_is_asked_for_so_tells_of_who_answers() -> None:
    fare = a_fact(
        "tickets",
        """What is your fare for a child?
        how much do you cost for children
        do you cost anything under ten""",
        "Children pay half.",
    )
    service = service_for(replace(TOWN, facts=(*TOWN.facts, fare)))
    assert answered_by(ask("how much do you cost for a child", service)) == "tickets"


def test_a_word_that_only_known_unknowns_use_bars_other_facts_from_answering() -> None:
    salary = a_fact(
        "salary",
        """What does the harbour master earn in a month?
        how much does he earn
        does she earn well""",
        "The story does not say.",
        status=TOWN.facts[-1].status,
    )
    service = service_for(replace(TOWN, facts=(*TOWN.facts, salary)))
    reply = ask("what did the mayor earn when she resigned", service)
    assert not isinstance(reply, Answered)
    assert "untold" in guards(reply, "resigned")
    assert not isinstance(ask("who is the harbour master of the ferry", service), Answered)


def test_a_question_that_a_fact_must_never_answer_is_not_answered_by_it() -> None:
    barred = "who paid for the ferry"
    strict = replace(COST, never=(barred,))
    facts = (strict, *TOWN.facts[1:])
    service = service_for(replace(TOWN, facts=facts))
    reply = ask(barred, service)
    assert "barred" in guards(reply, "cost")
    assert told(reply) != strict, "nor is it told with doubt"
    reply = ask("who has paid how much for the old ferry", service)
    assert answered_by(reply) != "cost"
    assert "never" in guards(reply, "cost"), "one that is like it is told with doubt at most"


def test_a_barred_fact_scores_below_what_is_answered() -> None:
    reply = ask("did the mayor not resign")
    first = reply.candidates[0]
    assert first.fact is RESIGNED
    assert first.score < reply.explanation.answer_threshold


def test_a_fact_that_denies_answers_a_question_that_denies() -> None:
    facts = (
        a_fact(
            "not-sunk",
            """Did the ferry not sink?
            the ferry did not go down, or did it""",
            "The ferry did not sink.",
        ),
        a_fact("cost", "How much did the ferry cost?", "48 million crowns."),
    )
    assert answered_by(ask("did the ferry not sink", service_for(Story("S", facts)))) == "not-sunk"


def test_a_fact_asked_for_with_ever_other_numbers_is_not_held_to_them() -> None:
    story = replace(
        TOWN,
        facts=(
            *TOWN.facts,
            a_fact(
                "send",
                """Please send 20 crowns to my sister
                transfer 350 crowns to an account
                I want to send 75 crowns abroad""",
                "Money can be sent at the counter of the town bank.",
            ),
        ),
    )
    service = service_for(story)
    sent = ask("please send 60 crowns to my sister", service)
    assert "number" not in guards(sent, "send")
    assert told_by(sent) == "send"
    cost = ask("did the ferry cost 38 million crowns", service)
    assert "number" in guards(cost, "cost")


def a_hall(rooms: int, *others: Fact) -> Story:
    """A town hall of so many rooms, and a clock."""
    facts = [
        a_fact(f"room-{number}", f"What colour is room {name}?", f"Room {name} is painted.")
        for number, name in enumerate(NAMES.split()[:rooms])
    ]
    clock = """When was the tower clock repaired?
        year the tower clock was repaired"""
    return Story("Hall", (*facts, *others, a_fact("clock", clock, "It was repaired in 2019.")))


NAMES = (
    "amber birch cedar dahlia elder fern garnet hazel iris jasper kestrel larch maple nettle oak "
    "pearl quartz rowan sage thistle umber violet willow yarrow zinnia"
)
CELLAR = (
    a_fact("cellar-depth", "How deep is the cellar?", "The cellar is 6 metres deep."),
    a_fact("cellar-use", "What is the cellar used for?", "Wine is kept in the cellar."),
)


@pytest.mark.parametrize(
    ("rooms", "cellar", "speaks"), [(1, 1, True), (25, 1, False), (25, 2, True)]
)
def test_a_subject_of_a_long_file_is_what_several_facts_are_about(
    rooms: int, cellar: int, speaks: bool
) -> None:
    service = service_for(a_hall(rooms, *CELLAR[:cellar]))
    reply = ask("when was the tower clock in the cellar repaired", service)
    assert ("subject" in guards(reply, "clock")) is speaks


def test_a_fact_that_readers_ask_about_themselves_may_be_asked_so() -> None:
    owed = a_fact("owed", "What is my fare?", "Every passenger pays four crowns.")
    service = service_for(replace(TOWN, facts=(owed, *TOWN.facts)))
    reply, _ = service.ask(Question("what is my fare today"))
    assert "asker" not in guards(reply, "owed")
    assert "asker" in {note.guard for note in reply.explanation.guards}
