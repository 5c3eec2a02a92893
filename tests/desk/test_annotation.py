"""The article as it is read, with what a story makes of it."""

from __future__ import annotations

from bot.desk.annotation import annotated
from bot.desk.coverage import coverage
from tests.desk.stories import article, fact, story


def test_keeps_paragraphs_and_headings_and_marks_what_states_something() -> None:
    read = article()
    told = story(fact("built", "The ferry was built in Halm in 2029.", "built in Halm in 2029"))
    first, yard = annotated(read, coverage(told, read))
    assert (first.heading, yard.heading) == (None, "The yard")
    assert [len(it) for it in first.paragraphs] == [2, 3]
    assert "".join(it.sentence.text for it in yard.paragraphs[1]) == "#ferry #halm"
    tags = yard.paragraphs[1][0]
    assert tags.covered is None
    built = yard.paragraphs[0][0].covered
    assert built is not None
    assert (built.state, built.facts) == ("quoted", ("built",))


def test_every_sentence_is_there_once_and_in_order() -> None:
    read = article()
    parts = annotated(read, coverage(story(), read))
    shown = [it.sentence for part in parts for line in part.paragraphs for it in line]
    assert tuple(shown) == read.sentences
