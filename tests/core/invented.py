"""A small invented story that the tests of the core ask about, and how to ask it."""

from __future__ import annotations

from functools import cache

from bot.compose.stories import ranker_for, service_for
from bot.core.model import (
    Answered,
    Context,
    Declined,
    Fact,
    Question,
    Quote,
    Reply,
    Status,
    Story,
    Suggested,
    Topic,
    told,
)
from bot.core.service import QuestionService
from bot.matching.ranking.ranker import Ranker


def a_fact(
    fact_id: str, questions: str, answer: str, line: int | None = None, **more: object
) -> Fact:
    """A fact with the phrasings of a text that has one on each line."""
    asked = tuple(text.strip() for text in questions.strip().splitlines())
    quotes = () if line is None else (Quote(answer, line),)
    return Fact(fact_id, asked, answer, quotes=quotes, **more)  # type: ignore[arg-type]


COST = a_fact(
    "cost",
    """How much did the Osprey II cost?
    price of the new ferry
    what was paid for the ferry
    how expensive was the boat
    how many crowns did the harbour office spend on the ferry""",
    "The Osprey II cost 48 million crowns.",
    line=3,
    topic="ferry",
    status=Status.ATTRIBUTED,
    according_to="the harbour office",
    see_also=("builder",),
)
LAUNCHED = a_fact(
    "launched",
    """When was the Osprey II launched?
    launch date of the ferry
    on what day did the ferry first sail
    since when has the ferry been running""",
    "The Osprey II was launched on 3 May 2031.",
    line=4,
    topic="ferry",
)
CAPACITY = a_fact(
    "capacity",
    """How many passengers can the ferry carry?
    seats on the Osprey II
    number of people who fit on board
    passenger capacity of the ferry""",
    "The Osprey II carries 240 passengers.",
    line=5,
    topic="ferry",
)
BUILDER = a_fact(
    "builder",
    """Who built the Osprey II?
    which shipyard made the ferry
    name of the yard that constructed the boat
    where was the ferry built""",
    "Tollan Marine built the Osprey II in Skarholm.",
    line=3,
    topic="ferry",
    see_also=("cost",),
)
FARE = a_fact(
    "fare",
    """Did the fare rise?
    by how much was the fare increased
    how much does a ticket for the ferry cost now
    was the fare put up
    price of a crossing""",
    "The fare rose from 3 to 4 crowns in 2031.",
    line=6,
    topic="ferry",
)
BRIDGE_SHUT = a_fact(
    "bridge-shut",
    """Why is the bridge shut?
    what closed the bridge
    reason for the closure of the bridge
    how come nobody may cross the bridge
    what did inspectors find in the pier""",
    "Inspectors found a crack in the east pier.",
    line=10,
    topic="bridge",
)
BRIDGE_DATE = a_fact(
    "bridge-date",
    """When was the bridge closed?
    date of the bridge closure
    since when has the bridge been shut
    on which day did the bridge close""",
    "The bridge was closed on 12 November 2030.",
    line=10,
    topic="bridge",
)
BRIDGE_AGE = a_fact(
    "bridge-age",
    """How old is the bridge?
    year of construction of the bridge
    when was the bridge built""",
    "The bridge was built in 1928.",
    line=12,
    topic="bridge",
)
RESIGNED = a_fact(
    "resigned",
    """Did the mayor resign?
    has Mara Veldane stepped down
    did Mara Veldane quit as mayor
    is the mayor gone
    resignation of the mayor""",
    "Mayor Mara Veldane resigned on 9 April 2031.",
    line=20,
    topic="mayor",
)
STUDIED = a_fact(
    "studied",
    """Where did Mara Veldane study?
    which university did the mayor attend
    education of the mayor
    what degree does Veldane have
    alma mater of Mara Veldane""",
    "She studied engineering at Norrum University.",
    line=21,
    topic="mayor",
)
DEPUTY = a_fact(
    "deputy",
    """Who leads the council now?
    who took over from Mara Veldane
    successor of the mayor
    who is in charge of the town hall""",
    "Piet Oskam, her deputy, leads the council until the election.",
    line=22,
    topic="mayor",
)
REOPENING = a_fact(
    "reopening",
    """When will the bridge reopen?
    reopening date of the bridge
    how long will the repair take
    by when can people cross again""",
    "The story does not say when the bridge will reopen.",
    topic="bridge",
    status=Status.UNKNOWN,
)
TOWN = Story(
    "Greyford loses its bridge and its mayor",
    (
        COST, LAUNCHED, CAPACITY, BUILDER, FARE, BRIDGE_SHUT, BRIDGE_DATE, BRIDGE_AGE,
        RESIGNED, STUDIED, DEPUTY, REOPENING,
    ),
    publisher="The Greyford Lantern",
    topics=(
        Topic("ferry", "The ferry"), Topic("bridge", "The bridge"), Topic("mayor", "The mayor"),
    ),
    names={
        "Osprey II": ("Ospray 2", "Ospry two"),
        "Mara Veldane": ("Marra Veldain", "Veldayne"),
        "Tollan Marine": ("Tolan Marine",),
        "Piet Oskam": ("Pete Oskam",),
        "Greyford": ("Grayford", "Grey Ford"),
        "harbour office": ("habour office",),
    },
)  # fmt: skip


def a_ranker(story: Story) -> Ranker:
    """What scores questions against the facts of a story."""
    return ranker_for(story)


@cache
def town() -> QuestionService:
    """The service of the small story."""
    return service_for(TOWN)


def ask(text: str, service: QuestionService | None = None, context: Context | None = None) -> Reply:
    """The reply to one question."""
    return (service or town()).ask(Question(text), context)[0]


def converse(*texts: str, service: QuestionService | None = None) -> Reply:
    """The reply to the last of the turns of one conversation."""
    reply, context = (service or town()).ask(Question(texts[0]))
    for text in texts[1:]:
        reply, context = (service or town()).ask(Question(text), context)
    return reply


def answered_by(reply: Reply) -> str | None:
    """The id of the fact that answers; None for any other reply."""
    return reply.fact.id if isinstance(reply, Answered) else None


def told_by(reply: Reply) -> str | None:
    """The id of the fact that is told, for sure or with doubt; None where none is."""
    fact = told(reply)
    return fact.id if fact and not isinstance(reply, Declined) else None


def spoken_of(reply: Reply) -> tuple[str, ...]:
    """The ids of the facts that the reply states or offers."""
    match reply:
        case Answered(fact=fact) | Declined(fact=Fact() as fact):
            return (fact.id,)
        case Suggested(suggestions=suggestions):
            return tuple(fact.id for fact in suggestions)
        case _:
            return ()
