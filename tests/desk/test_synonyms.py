"""Words with which readers may ask for a fact, from the shipped lexicon."""

from __future__ import annotations

from bot.core.model import Fact
from bot.desk.synonyms import other_words
from bot.matching.language.analysis import Analyser
from bot.matching.shipped import language


def words(*questions: str, answer: str = "It was.", code: str = "en") -> str | None:
    return other_words(Fact("one", questions, answer), Analyser({}, language(code)))


def test_names_words_of_the_same_idea_that_no_phrasing_has() -> None:
    assert words("Who is the director?", "name of the director") == (
        '"chairman" or "boss" for "director"'
    )
    assert words("Who is the director?", "who is the boss") == '"chairman" for "director"'


def test_is_silent_where_the_lexicon_has_none() -> None:
    assert words("Who is Quill?") is None
    assert words("Wer ist Quill?", code="pl") is None
