"""What an answer says and its quotes do not, and answers that lean."""

from __future__ import annotations

import pytest

from bot.core.model import Fact, Quote, Status, Story
from bot.desk.evidence import leaning, unsupported
from bot.matching.language.analysis import Analyser
from bot.matching.shipped import language


def kinds(answer: str, *quotes: str, code: str = "en", status: str = "established") -> list[str]:
    quoted = tuple(Quote(it) for it in quotes)
    fact = Fact("one", ("Who?",), answer, status=Status(status), quotes=quoted, as_of="2031-04-02")
    story = Story("The ferry of Halm", (fact,), published="2031-04-03", language=code)
    analyser = Analyser({"State Route 99": ("SR 99",)}, language(code))
    return [it.kind for it in (*unsupported(story, analyser), *leaning(story))]


@pytest.mark.parametrize(
    ("answer", "quote"),
    [
        ("The firm was founded in 1998.", "the firm was founded in 1988"),
        ("It cost 38 million.".replace("It", "The ship"), "cost 48 million"),
        ("The launch was in March.", "launched in April"),
        ("The hall has 13 per cent.", "the hall has nine per cent"),
    ],
)
def test_a_number_or_month_that_no_quote_holds_is_advised_on(answer: str, quote: str) -> None:
    assert kinds(answer, quote) == ["number-not-quoted"]


@pytest.mark.parametrize(
    ("answer", "quote"),
    [
        ("The firm was founded in 1988.", "founded in 1988"),
        ("About 50 million were paid.", "paid 49.6 million"),
        ("Twelve people were 12 people.", "a dozen people, twelve in all"),
        ("The 1960s and the 34th of K-12.", "then"),
        ("State Route 99 is long.", "SR 99 is long"),
        ("Reported in 2031.", "reported"),  # the story's own year
        ("The launch was in March.", "launched this spring"),  # no month to hold against it
    ],
)
def test_what_a_quote_holds_in_other_words_is_not(answer: str, quote: str) -> None:
    assert kinds(answer, quote) == []


def test_a_year_is_never_rounded() -> None:
    assert kinds("Founded in 1998.", "in 1999") == ["number-not-quoted"]


def test_without_quotes_and_for_unknowns_nothing_is_held_against_an_answer() -> None:
    assert kinds("Founded in 1998.") == []
    assert kinds("Founded in 1998.", "in 1988", status="unknown") == []


def test_a_quote_about_somebody_else_is_advised_on() -> None:
    quote = "then Tom Reyes steered the ship"
    assert kinds("The captain is Mara Quill.", quote) == ["name-not-quoted"]
    assert kinds("The captain is Tom Reyes.", quote) == []
    assert kinds("The captain is Mara Quill.", "then she steered the ship") == []
    assert kinds("The captain is Mara Quill.", quote, code="de") == []
    assert kinds("Mara Quill followed Tom Reyes.", quote) == []


def test_a_denial_that_the_quote_does_not_share_is_advised_on() -> None:
    said = "The mayor did not sell the ferry to Norway."
    assert kinds(said, "the mayor sold the ferry to Norway") == ["negation-not-quoted"]
    assert kinds(said, "the mayor did not sell the ferry to Norway") == []
    assert kinds(said, "the mayor spoke") == []


@pytest.mark.parametrize(
    "answer",
    [
        "They say that it sank.",
        "These studies found a crack.",
        "It cost 48 crowns.",
        "However, nobody came.",
        "His lawyer spoke.",
        "But nobody came.",
        "Then, nobody came.",
    ],
)
def test_an_answer_that_points_outside_is_advised_on(answer: str) -> None:
    assert "leans-on-context" in kinds(answer)
    assert kinds(answer, code="de") == []


@pytest.mark.parametrize(
    "answer",
    [
        "It is not known who paid.",
        "It is hard to say it.",
        "It takes a day.",
        "Those who came were paid.",
        "Those involved were paid.",
        "So far nobody came.",
        "Such a ship is rare.",
        "Then-mayor Quill spoke.",
        "Besides Halm, nobody knew.",
        "Item by item, all was sold.",
    ],
)
def test_an_answer_that_points_to_what_follows_is_not(answer: str) -> None:
    assert kinds(answer) == []


@pytest.mark.parametrize(
    ("answer", "quote", "kind"),
    [
        ("Twelve lorries crossed the bridge.", "eleven lorries crossed it", "number"),
        ("Twenty-two lorries crossed it.", "32 lorries crossed it", "number"),
        ("The bridge was shut on Friday.", "shut on Thursday", "number"),
        ("It was shut on 22 May 2031.".replace("It", "The bridge"), "on May 21, 2031", "date"),
        ("Ludo Marchbank wrote the report.", "written by Ludo Marchbanks", "name"),
    ],
)
def test_what_a_quote_has_otherwise_is_advised_on(answer: str, quote: str, kind: str) -> None:
    assert f"{kind}-not-quoted" in kinds(answer, quote)


@pytest.mark.parametrize(
    ("answer", "quote"),
    [
        ("Twenty-two lorries crossed it.", "22 lorries crossed it"),
        ("Two cracks were found.", "a crack at the pivot and one below it"),
        ("The bridge was shut on Friday.", "shut this week"),
    ],
)
def test_what_a_quote_says_in_words_or_not_at_all_is_not(answer: str, quote: str) -> None:
    assert kinds(answer, quote) == []
