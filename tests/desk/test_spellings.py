"""Names that are listed in vain, and names that should be listed."""

from __future__ import annotations

from bot.core.model import Fact, Story
from bot.desk.spellings import unlisted_names, unused_names
from bot.matching.language.analysis import Analyser
from bot.matching.shipped import language

ANSWERS = (
    "The captain, Zorvath, came in January.",
    "It was Zorvath’s ship, of English make.",
    "Nobody saw Zorvath in January, and nobody English.",
    "Then Bridges saw the English in January; Bridges and Bridges left.",
)


def story(names: dict[str, tuple[str, ...]], code: str = "en") -> tuple[Story, Analyser]:
    facts = tuple(Fact(f"f{n}", ("Who?",), answer) for n, answer in enumerate(ANSWERS))
    own = Story("The ferry", facts, names=names, language=code)
    return own, Analyser(own.names, language(code))


def test_a_name_that_stands_nowhere_is_advised_on() -> None:
    listed = {"Tom Reyes": ("Tom Reies",), "Captain Zorvath": (), "The Boat": ("the ferry",)}
    found = list(unused_names(*story(listed)))
    assert [it.at for it in found] == ["Tom Reyes"]


def test_a_rare_name_of_several_answers_wants_spellings() -> None:
    [found] = unlisted_names(*story({}))
    assert '3 answers say "Zorvath"' in found.message
    assert list(unlisted_names(*story({"Zorvath": ("Zorvat",)}))) == []
    assert list(unlisted_names(*story({}, "de"))) == []
