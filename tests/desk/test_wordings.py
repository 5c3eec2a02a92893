"""How many ways of asking a fact has, and words that no phrasing of it has."""

from __future__ import annotations

from bot.core.model import Fact, Status, Story
from bot.desk.wordings import other_words, thin_facts, untold
from bot.matching.language.analysis import Analyser
from bot.matching.shipped import language

COPIES = tuple(f"How much did the {it} ferry cost?" for it in ("old", "new", "big", "red", "blue"))


def words(*questions: str, answer: str = "It was.", code: str = "en") -> str:
    analyser = Analyser({}, language(code))
    asked = [analyser.analyse(text) for text in questions]
    return other_words(Fact("one", questions, answer), asked, analyser)


def thin(*questions: str) -> list[tuple[str, str]]:
    story = Story("The crossing", (Fact("one", questions, "It was."),))
    return [(it.kind, it.remedy) for it in thin_facts(story, Analyser({}, language("en")))]


def test_names_words_of_the_same_idea_that_no_phrasing_has() -> None:
    assert words("How do they travel?") == (
        'readers may say "trip" or "journey" or "voyage" for "travel"'
    )
    assert words("How do they travel?", "was there a trip, a voyage, a journey?") == ""


def test_is_silent_where_the_lexicon_has_none_or_only_of_another_sense() -> None:
    assert words("Who is Quill?") == words("Wer ist Quill?", code="pl") == ""
    assert words("Which species are classified?") == ""


def test_few_phrasings_are_for_somebody_else_to_ask_for() -> None:
    [(kind, remedy)] = thin("What did the ferry cost?", "price of the ferry")
    assert kind == "few-phrasings"
    assert remedy.startswith('let somebody else ask it in their own words, some without "ferry"')


def test_copies_of_one_phrasing_count_once() -> None:
    [(kind, _)] = thin("How much did the ferry cost?", *COPIES)
    assert kind == "near-copies"
    assert thin("How much did the ferry cost?", *COPIES[:3], "who paid", "price of a boat") == []


def test_a_file_lists_what_its_story_does_not_tell() -> None:
    facts = tuple(Fact(f"f{n}", ("Who?",), "It was.") for n in range(24))
    unknown = tuple(Fact(f"u{n}", ("Why?",), "", status=Status.UNKNOWN) for n in range(8))
    [found] = untold(Story("The crossing", (*facts, *unknown[:2])))
    assert found.kind == "few-unknowns"
    assert "lists 2 questions" in found.message
    assert list(untold(Story("The crossing", (*facts, *unknown)))) == []
    assert list(untold(Story("The crossing", facts[:20]))) == []
