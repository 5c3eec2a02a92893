"""Facts with few phrasings, and words that no phrasing of theirs has."""

from __future__ import annotations

from bot.core.model import Fact, Story
from bot.desk.phrasings import other_words, thin_facts
from bot.matching.language.analysis import Analyser
from bot.matching.shipped import language


def words(*questions: str, answer: str = "It was.", code: str = "en") -> str:
    return other_words(Fact("one", questions, answer), Analyser({}, language(code)))


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
    [(kind, remedy)] = thin("How do they travel?", "how they go")
    assert kind == "few-phrasings"
    assert remedy.startswith('let somebody else ask it in their own words; readers may say "trip')
    assert thin(*"abcdef") == []
