"""Why a reply came about, in plain sentences, for each kind of reply."""

from __future__ import annotations

import pytest

from bot.compose.stories import service_for
from bot.core.model import Explanation, Fact, Question, Status, Story, Suggested
from bot.matching.language.analysis import Analyser
from bot.matching.shipped import language
from bot.page.why import why

COST = Fact(
    "cost",
    ("How much did the ferry cost?", "price of the ferry", "what was paid for the boat"),
    "The ferry cost 48 million crowns.",
)
CAPTAIN = Fact(
    "captain",
    ("Who steers the ferry?", "name of the captain", "who is at the helm"),
    "Jon Bell steers the ferry.",
)
MENU = Fact(
    "menu",
    ("What food is served on board?", "is there a restaurant on board"),
    "The story does not say what food is served.",
    status=Status.UNKNOWN,
)
STORY = Story("The ferry", (COST, CAPTAIN, MENU), publisher="The Halm Courier")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("price of the ferry", "It is told as the answer, for it is a phrasing, word for word ("),
        ("price of the ferry", "The likeliest fact is “How much did the ferry cost?”, with "),
        ("how much did the red ferry cost", "it lacks “red”."),
        ("What food is served on board?", "for a known unknown is meant"),
        ("how tall is the queen of Sheba?", "It is not answered, for no candidate is likely"),
        ("who published this story?", "The reply is about the bot and its story: "),
        ("", "No fact was looked for: "),
    ],
)
def test_a_reply_is_explained(asked: str, said: str) -> None:
    reply, _ = service_for(STORY).ask(Question(asked))
    assert said in " ".join(why(reply, Analyser(STORY.names, language("en"))))


@pytest.mark.parametrize(
    ("told", "said"), [(COST, "told with doubt (an answer takes 40 %)"), (None, "are offered, for")]
)
def test_a_doubt_is_explained(told: Fact | None, said: str) -> None:
    reply, _ = service_for(STORY).ask(Question("price of the ferry"))
    seen = Explanation("price", answer_threshold=0.4, decision="it fits several facts")
    doubt = Suggested((COST, CAPTAIN), reply.candidates, seen, told=told)
    assert said in " ".join(why(doubt, Analyser(STORY.names, language("en"))))
