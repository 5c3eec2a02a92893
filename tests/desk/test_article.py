"""Articles of every kind become sentences with their lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import UnusableInputError
from bot.desk.article import Header, decoded
from bot.desk.pages import is_page, page_text, read_page
from bot.knowledge.values import article_lines, readable, shown
from tests.desk.stories import ARTICLE, article

PAGE = """\
<!-- made by hand --><!DOCTYPE html>
<html lang="en-GB"><head><title>Too late | The Post</title>
<meta property="og:site_name" content="The Post"><meta name="author" content="Ada Brook">
<meta property="article:author" content="https://post.example/ada">
<meta property="article:published_time" content="2031-04-03T08:00:00Z">
<meta property="og:url" content="javascript:alert(1)">
<link rel="canonical" href="https://post.example/ferry">
<script>var a = "One. Two. Three is a lot.";</script>
<body><svg><title>A ship</title></svg>
<nav><p>Read all about our many ships here.</p></nav>
<main><h1>The ferry came too late</h1>
<p>The ferry <b>cost</b> 48&nbsp;million crowns, said <a href="/q">Mara Quill</a>.
It was late, and nobody in the town or in the yard could say to the paper why that had been so.<br>
Nobody knew.<p>She paid.</p>
<ul><li><a href="/1">More of this sort is here.</a></ul>
<h2>The yard</h2><div>The yard closes soon. <time datetime="2031-01-01">New Year</time></div></main>
<aside>Buy this now.</aside></span><p>Outside of it all.</p></html>
"""


def test_a_text_tells_its_header_its_headings_and_its_lines() -> None:
    found = article()
    assert found.header == Header(
        title="The ferry that came too late",
        published="2031-04-03",
        authors="Ada Brook and Tom Reyes",
    )
    assert found.headings == ("The yard",)
    told = [(it.line, it.heading, it.text[:20]) for it in found.sentences if it.is_statement]
    assert told == [
        (6, None, "The ferry cost us 48"),
        (6, None, "It was launched on 9"),
        (7, None, "Dr. Jon Bell, 61, st"),
        (7, None, '"Why so late?" he as'),
        (11, "The yard", "The ferry was built "),
        (11, "The yard", "Jon Bell had 12 men "),
        (11, "The yard", "The yard closes soon"),
    ]
    assert found.text == ARTICLE


def test_wrapped_lines_are_joined_and_quoted_where_most_of_it_stands() -> None:
    text = (
        "The ferry of Halm, which cost the town 48 million\n"
        "crowns, was launched on a cold and rainy morning in March. She\n"
        "is late.\n\nNobody knows why it took the yard and all of its men\nso long.\n"
    )
    found = [(it.line, it.quotable) for it in article(text).sentences]
    assert found == [
        (1, (2, "crowns, was launched on a cold and rainy morning in March.")),
        (2, (3, "is late.")),
        (5, (5, "Nobody knows why it took the yard and all of its men")),
    ]


def test_markdown_loses_its_markup_and_keeps_its_lines() -> None:
    text = (
        "---\ntitle: 'Too late'\nauthor: Ada\ndate: 2031-04-03\nlayout: x\n---\n"
        "# Too late\n\nThe **ferry** cost [48 million](http://x) crowns\nlast year. ![a](b)\n\n"
        "The yard\n--------\n\n- It closes soon, they say.\n- Nobody `knows` it.\n\n"
        "```\nThis is code. No text.\n```\n| a table | is left out. |\n> He said that it closes.\n"
    )
    found = article(text, is_markdown=True)
    assert found.header == Header(title="Too late", published="2031-04-03", authors="Ada")
    assert [(it.line, it.text) for it in found.sentences] == [
        (9, "The ferry cost 48 million crowns last year."),
        (15, "It closes soon, they say."),
        (16, "Nobody knows it."),
        (22, "He said that it closes."),
    ]
    assert found.text.split("\n")[8] == "The ferry cost 48 million crowns"
    assert article("---\na: b\nIt has no end to its front.", is_markdown=True).header == Header()


def test_a_page_is_read_without_what_stands_around_its_text() -> None:
    found = read_page(PAGE, "ferry.html")
    assert found.header == Header(
        title="The ferry came too late",
        publisher="The Post",
        url="https://post.example/ferry",
        published="2031-04-03",
        language="en",
        authors="Ada Brook",
    )
    assert [it.text for it in found.sentences] == [
        "The ferry cost 48 million crowns, said Mara Quill.",
        "It was late, and nobody in the town or in the yard could say to the paper why that had "
        "been so.",
        "Nobody knew.",
        "She paid.",
        "The yard closes soon.",
        "New Year",
    ]
    lines = found.text.split("\n")
    assert all(piece in lines[number - 1] for it in found.sentences for number, piece in it.pieces)
    assert is_page(PAGE)
    assert not is_page("The <html> tag is old.")


def test_a_page_in_the_encoding_that_it_names() -> None:
    page = '<meta charset="windows-1252"><p>Caf\xe9s are open.'.encode("windows-1252")
    assert "Cafés" in page_text(page, "p.html")
    for wrong in (page.replace(b"windows-1252", b"utf-8"), page.replace(b"windows-1252", b"oops")):
        with pytest.raises(UnusableInputError, match="not in the encoding that it names"):
            page_text(wrong, "p.html")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"caf\xe9\nIt is.", r"byte 4 \(line 1\) is not UTF-8.*Latin-1"),
        ("It is.".encode("utf-16"), "no UTF-8 text"),
        (b"%PDF-1.7", "is a PDF"),
        (b"PK\x03\x04", "office program"),
    ],
)
def test_what_is_no_text_is_refused_in_words(data: bytes, why: str) -> None:
    with pytest.raises(UnusableInputError, match=why):
        decoded(data, "a.txt")


@pytest.mark.parametrize("text", ["", "\n\n", "Home\nNews\nSport\n", "#a #b", "Menu. Home."])
def test_what_has_no_sentences_is_refused(text: str) -> None:
    with pytest.raises(UnusableInputError, match="has no sentences"):
        article(text)
    with pytest.raises(UnusableInputError, match="has no sentences"):
        read_page(f"<nav>{text}</nav><p><a href=x>All of our ships are here.</a>", "p.html")


def test_signs_that_do_not_show_are_taken_out() -> None:
    assert readable("a\x1b[1mb\x00") == "a[1mb"
    assert shown("a\u202eb\u200bc") == "abc"


@given(st.text(), st.booleans())
def test_each_piece_stands_on_its_line(text: str, is_markdown: bool) -> None:
    try:
        found = article(f"It is so, they say.\n{text}", is_markdown=is_markdown)
    except UnusableInputError:
        return
    lines = article_lines(found.text)
    for sentence in found.sentences:
        for number, piece in sentence.pieces:
            assert piece in lines[number - 1]


@given(st.text(alphabet=st.sampled_from("<>/ap \"'=!-&;hx1.?")))
def test_no_page_breaks_the_reader(text: str) -> None:
    found = read_page(f"<p>It is so, they say.</p>{text}", "p.html")
    assert "It is so" in found.sentences[0].text


@pytest.mark.parametrize(
    ("dateline", "header"),
    [
        ("HALM, May 22 - ", Header(title="Ferry of Halm sold", authors="Ada Brook")),
        (
            "HALM, Norway, May 22, 2031 (Nordpress) - ",
            Header("Ferry of Halm sold", "Nordpress", None, "2031-05-22", None, "Ada Brook"),
        ),
        ("HALM (Nordpress) — ", Header("Ferry of Halm sold", "Nordpress", authors="Ada Brook")),
    ],
)
def test_a_dateline_is_of_the_header_and_no_part_of_a_quote(dateline: str, header: Header) -> None:
    read = article(f"Ferry of Halm sold\nBy Ada Brook\n{dateline}The ferry was sold on Friday.")
    assert read.header == header
    assert [it.pieces for it in read.sentences] == [((3, "The ferry was sold on Friday."),)]


def test_a_line_with_a_dash_is_no_dateline() -> None:
    for line in ("NASA - an agency - was sold.", "R2 - a model - was sold."):
        assert article(f"{line} Nobody knew.").sentences[0].text == line


def test_a_long_first_line_above_a_byline_is_the_headline() -> None:
    headline = "Harbour bridge shut after a missing decimal point let far too heavy lorries across"
    read = article(f"{headline}\nBy Ada Brook\nThe bridge was shut. Nobody was hurt.")
    assert (read.header.title, len(read.sentences)) == (headline, 2)
    assert article(f"{headline}\nThe bridge was shut.").header.title is None
