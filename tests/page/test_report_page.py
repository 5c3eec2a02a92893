"""The page of a report: whole, readable without sight or colours, and nothing hostile on it."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from bot.core.model import Story
from bot.desk.annotation import annotated
from bot.desk.coverage import coverage
from bot.desk.inbox import Item, WorkList
from bot.matching.strike_out import StrikeOut
from bot.ops.risk import Curve
from bot.page.report import Report, Risk, page
from bot.ports.feedback import Feedback, ReaderText, Votes
from tests.desk.stories import ARTICLE, UNKNOWN, article, fact, story

HOSTILE = "</p><script>alert(1)</script>\u202e\"'&{{ 7 * 7 }}\u0007\u200b<img src=x onerror=y>"
NOTHING = StrikeOut(0, 0, 0, ())
VOID = {"meta", "path", "rect", "circle", "polyline"}


class Page(HTMLParser):
    """Reads a page, and complains of tags that are left open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def full(words: str = "Who painted it?") -> Report:
    """A report with every part, in which whoever may write something has written `words`."""
    cost = replace(
        fact("cost", f"It cost 48. {words}", "cost us 48 million crowns"),
        questions=(f"Price? {words}",),
        according_to=words,
        correction=words,
        revised="2031-04-09",
    )
    draft = replace(fact("yard", ""), questions=(), draft=True)
    told = Story(words, (cost, UNKNOWN, draft), publisher=words, url="https://p.example/?a&b")
    read = article(f"{ARTICLE}\n{words} is what they all said about it then.\n")
    covered = coverage(story(*told.facts), read)
    said = (ReaderText("1", 0.0, "miss", None, words),)
    nearest = ((cost, 0.5),)
    days = {"2031-04-03": {"answer": 30, "doubt": 3}, "2031-04-05": {"chat": 9, "decline": 1}}
    votes = {"cost": Votes(2, 1), "gone": Votes(0, 1)}
    feedback = Feedback(said, votes=votes, days=days, unsure={"cost": 3}, told={"cost": 33})
    curve = Curve(((0.1, 0.0), (0.5, 0.25)), (0.4, 0.2), (0.5, 0.3))
    return Report(
        *(told, "2031-04-10", StrikeOut(1213, 1000, 100, ()), feedback),
        *(WorkList((Item(said, nearest),), 2), True, covered, annotated(read, covered)),
        Risk(curve, 20, 5, (8, 2), (10, 4), words),
    )


def plain(found: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", found))


def test_shows_every_part() -> None:
    text = plain(page(full()))
    for said in (
        "88 %",  # of 33 answered and 1 declined, 30 without doubt; small talk does not count
        "answered 30 70 %",
        "2031-04-03 30 3 0 0 0 0",
        "gone (no longer in the file) 0 1",
        "2 up, 2 down.",
        "Who painted it? not answered 1 Price? Who painted it? 50 %",
        "2 texts are not shown",
        "STORYBOT_KEEP_MISSES=14",
        "20 that have an answer in the story, 5 that have none.",
        "Of these 25, the bot answers 10 without doubt: 8 rightly, and 2",
        "40 %: what it answers 20 %",
        "Each of 1,213 phrasings",
        "2031-04-09",
        "The story does not tell (1)",
        "yard",
    ):
        assert said in text, said


def test_a_file_alone_says_what_would_show_more() -> None:
    text = plain(page(Report(Story("The ferry", (UNKNOWN,)), "2031-04-10", NOTHING)))
    assert text.count("There are no records here.") == 3
    for said in ("--source article.txt", "--questions questions.jsonl", "Nothing speaks against",
                 "No fact was corrected.", "The file has no drafts."):  # fmt: skip
        assert said in text, said
    quiet = page(replace(full(), feedback=Feedback(), work=None))
    for said in ("Nobody asked anything", "Nobody voted", "--no-texts"):
        assert said in plain(quiet), said


def test_nothing_that_others_wrote_becomes_markup_or_turns_the_writing_round() -> None:
    found = page(full(HOSTILE))
    read = Page(found)
    assert not read.all("script")
    assert not read.all("img")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in found
    assert "{{ 7 * 7 }}" in found
    assert not set("\u202e\u200b\u0007") & set(found)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", '" onclick="x'])
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    found = Page(page(replace(full(), story=replace(full().story, url=url))))
    assert all(it["href"] and it["href"][0] == "#" for it in found.all("a"))


def test_needs_nothing_from_elsewhere() -> None:
    read = Page(page(full()))
    for tag in ("script", "link", "img", "iframe", "object", "base", "form"):
        assert not read.all(tag)
    assert not any("src" in attrs or "style" in attrs for _, attrs in read.tags)
    assert [it["href"] for it in read.all("a") if not str(it["href"]).startswith("#")] == [
        "https://p.example/?a&b"
    ]
    assert "url(" not in page(full())


def test_links_lead_somewhere_and_every_id_is_there_once() -> None:
    read = Page(page(full()))
    ids = [attrs["id"] for _, attrs in read.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))
    targets = {str(it["href"])[1:] for it in read.all("a") if str(it["href"]).startswith("#")}
    assert targets <= set(ids)


def test_the_axes_of_the_risk_have_round_figures_and_end_where_it_does() -> None:
    many = Feedback(days={"2031-04-03": {"answer": 1300}})
    assert ">1600</text>" in page(replace(full(), feedback=many))
    for told, up, across in (((0.1, 0.1), 0.2, 0.2), ((0.61, 0.7), 0.8, 0.8), ((1, 0.9), 1, 1)):
        found = Risk(Curve((), (0.0, 0.0), told), 20, 5, (0, 0), (1, 1))
        assert (found.top, found.side) == (up, across)
    assert re.findall(r">(\d+)</text>", page(full())) == ["0", "10", "20", "30", "40"]
    assert re.findall(r">(\d+ %)</text>", page(full())) == [
        *("0 %", "10 %", "20 %", "30 %", "40 %"),
        *("0 %", "20 %", "40 %", "60 %"),
    ]


def test_a_draft_shows_its_id_once_and_its_quote() -> None:
    quoted = replace(fact("yard", "", "the yard at Halm"), questions=(), draft=True)
    found = page(Report(Story("The ferry", (UNKNOWN, quoted)), "2031-04-10", NOTHING))
    assert plain(found).count("yard") == 2
    assert "the yard at Halm" in found


def test_is_readable_without_sight() -> None:
    found = page(full())
    tables = re.findall(r"<table>.*?</table>", found, re.DOTALL)
    assert len(tables) == 8
    for table in tables:
        assert "<caption>" in table
        assert '<th scope="col"' in table
        assert '<th scope="row"' in table
    for svg in re.findall(r"<svg.*?>.*?</svg>", found, re.DOTALL):
        assert 'aria-hidden="true"' in svg or ("<title" in svg and "<desc" in svg)


def test_the_bars_stand_on_each_other_and_inside_the_picture() -> None:
    read = Page(page(full()))
    bars = [it for it in read.all("rect") if it.get("x")]
    assert [it["class"] for it in bars] == ["kind answer", "kind doubt", "kind decline",
                                            "kind chat"]  # fmt: skip
    places = [(float(it["y"] or 0), float(it["height"] or 0)) for it in bars]
    assert all(y >= 20 and y + height <= 216.1 for y, height in places)
    assert places[1][0] + places[1][1] == pytest.approx(places[0][0], abs=0.11)
    dots = [(it["cx"], it["cy"]) for it in read.all("circle") if "cx" in it][:2]
    assert dots == [("399.3", "69.0"), ("328.7", "118.0")]


def test_a_draft_without_a_question_is_named_once() -> None:
    found = page(full())
    start = found.index('id="fact-yard"')
    assert found[start : found.index("</p>", start)].count("yard") == 2  # with the anchor
