"""The line below an answer: whose page it links to, when it was, how firm it is and who says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.model import Fact, Status, Story
from bot.rendering.byline import byline, copy_at, in_words, standing

FACT = Fact("cost", ("What did it cost?",), "Much.")


@pytest.mark.parametrize(
    ("publisher", "url"),
    [
        ("Reuters", "https://www.reuters.com/world/1"),
        ("BBC News", "https://www.bbc.co.uk/news"),
        ("The Guardian", "https://www.theguardian.com/uk"),
        ("The New York Times", "https://www.nytimes.com/"),
        ("Financial Times", "https://ft.com/content/1"),
        ("Associated Press", "https://apnews.com/article/1"),
        ("Agence France-Presse", "https://www.afp.com/en"),
        ("El País", "https://elpais.com/"),
        ("Süddeutsche Zeitung", "https://www.sueddeutsche.de/"),
        ("CNN", "https://edition.cnn.com/"),
        ("The Elm Courier", "https://elm-courier.example/"),
        ("Elm", "http://elm/"),
        ("Harbour News", "https://news.example/"),
    ],
)
def test_a_host_named_for_the_publisher_is_its_own_page(publisher: str, url: str) -> None:
    assert copy_at(url, publisher) is None


@pytest.mark.parametrize(
    ("publisher", "url"),
    [
        ("Reuters", "https://www.dawn.com/news/1"),
        ("Reuters", "https://finance.yahoo.com/1"),
        ("The Times", "https://nytimes.com/1"),
        ("Reuters", "https://r.example/1"),
        ("Associated Press", "https://abcnews.example/1"),
    ],
)
def test_a_page_elsewhere_is_a_copy_at_its_host(publisher: str, url: str) -> None:
    assert copy_at(url, publisher) == f"copy at {url.split('/')[2].removeprefix('www.')}"


def test_where_nothing_can_be_compared_nothing_is_said() -> None:
    assert copy_at(None, "Reuters") is None
    assert copy_at("https://a.example/", None) is None
    assert copy_at("https://[broken", "Reuters") is None


def test_a_story_without_a_publisher_goes_by_its_title() -> None:
    assert byline(Story("The ferry", ()), "reported as fact").text == (
        "“The ferry” · reported as fact"
    )


def test_the_publisher_is_not_named_as_its_own_source() -> None:
    assert standing(replace(FACT, according_to="Reuters"), "Reuters") == "reported as fact"
    by_papers = replace(FACT, according_to="court papers")
    assert standing(by_papers, "Reuters") == "reported as fact, citing court papers"
    assert standing(by_papers, None) == "reported as fact, citing court papers"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.ATTRIBUTED, "according to the mayor"),
        (Status.DISPUTED, "disputed, according to the mayor"),
        (Status.PLANNED, "a plan or forecast at the time, according to the mayor"),
        (Status.UNKNOWN, None),
    ],
)
def test_how_firm_it_is_and_who_says_so_is_one_phrase(status: Status, said: str | None) -> None:
    assert standing(replace(FACT, status=status, according_to="the mayor"), "Reuters") == said


def test_a_date_is_written_as_people_write_it() -> None:
    assert in_words("2031-04-03", "en-GB") == "3 April 2031"
    assert in_words("2031-04-03", "fr") == "2031-04-03"
    assert in_words("last spring", "en") == "last spring"
