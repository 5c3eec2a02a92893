"""Drafts: what an article tells as stubs, which always load and are never told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import UnusableInputError
from bot.core.model import Story
from bot.desk.article import Article
from bot.desk.drafting import draft
from bot.desk.names import names_in
from bot.desk.questions import first_question
from bot.knowledge.loader import parse
from bot.knowledge.review import review
from bot.matching.shipped import language
from tests.desk.stories import ARTICLE, article


def _load(found: Article, code: str = "en") -> Story:
    return parse(draft(found, language(code), "ferry").encode(), "draft.yaml")


def test_a_draft_has_the_header_topics_names_and_a_stub_a_statement() -> None:
    story = _load(article())
    assert (story.title, story.authors) == (
        "The ferry that came too late",
        "Ada Brook and Tom Reyes",
    )
    assert story.published == "2031-04-03"
    assert [(it.id, it.title) for it in story.topics] == [("the-yard", "The yard")]
    assert story.names["North Quay Company"] == ("NQC",)
    assert len(story.facts) == 7
    assert all(fact.draft and fact.quotes for fact in story.facts)
    built = next(it for it in story.facts if "Halm" in it.quotes[0].text)
    assert built.questions == ("When was the ferry built?",)
    assert built.answer == "The ferry was built in Halm in 2029."
    assert built.quotes[0].line == 11
    asked = [it for it in story.facts if it.questions]
    assert len(asked) == 1
    assert not any(flaw.severity == "problem" for flaw in review(story.without_drafts()))


def test_every_quote_of_a_draft_stands_in_the_article() -> None:
    story = _load(article())
    lines = ARTICLE.split("\n")
    for fact in story.facts:
        assert all(it.text in lines[(it.line or 0) - 1] for it in fact.quotes)


def test_what_is_not_told_is_left_open_in_comments() -> None:
    found = article("It is late, they say. Nobody knows it.")
    text = draft(found, language("en"), "my ferry")
    assert 'title: "my ferry"    # not told: write' in text
    assert "\n  # publisher:\n  # url:\n  # published: 2031-04-03\n" in text
    assert '#    questions: ["How much did it cost?"]' in text
    taken = text.replace("#  - ", "  - ").replace("#    ", "    ")
    assert parse(taken.encode(), "d").facts[-1].id == "next"
    assert "How much did it cost" not in draft(article(), language("en"), "x")


def test_a_story_in_another_language_gets_no_english_questions() -> None:
    found = article("The ferry was built in 2029. Das ist so.")
    found = replace(found, header=replace(found.header, language="de"))
    text = draft(found, language("de"), "x")
    assert parse(text.encode(), "d").facts[0].questions == ()
    assert "Readers of any story" not in text


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("The ferry was built in Halm in 2029.", "When was the ferry built?"),
        ("Halm Yard was founded in 1910 by two men.", "When was Halm Yard founded?"),
        ("The new ferry cost 48 million crowns.", "How much did the new ferry cost?"),
        ("The new ferry costs 3 crowns a day.", "How much does the new ferry cost?"),
        (
            "Mending the pivot will cost about 860,000 crowns.",
            "How much will mending the pivot cost?",
        ),
        ("The Halm Yard is a place for ships.", "What is the Halm Yard?"),
        ("NQC is a company.", "What is NQC?"),
        ("The ferry, the only one here, was shut on Friday.", "When was the ferry shut?"),
        ("Viruses were discovered in May 1901.", "When were viruses discovered?"),
        ("The ferry will sail on July 10.", "When will the ferry sail?"),
        ("The ferry was shut because of a storm.", "Why was the ferry shut?"),
        ("The report was written by Ludo Marchbanks.", "Who wrote the report?"),
        ("The ferry was designed by Adelaide Fenn and sailed.", "Who designed the ferry?"),
        ("Ludo Quenby was born in Halm.", "Where was Ludo Quenby born?"),
        ("The yard is a place for ships.", None),
        ("When a vote was held in 1967, the plan was approved.", None),
        ("The victory was made complete in 1760.", None),
        ("A town was founded in 1822.", None),
        ("Apple was founded in 1976.", None),
        ("The answer was called wrong in 1990.", None),
        ("It was built in 2029.", None),
        ("The man who was fired was built in 2029.", None),
        ("Mara Quill is a captain.", None),
        ("The ferry was late in 2029 and was built then.", None),
        ("“The ferry was built in 2029,” he said.", None),
        ("The ferry was expected to be built in 2029.", None),
    ],
)
def test_a_first_question_only_where_the_form_leaves_no_doubt(
    sentence: str, question: str | None
) -> None:
    tier = language("en").lexicon.tier
    assert first_question(sentence, lambda word: tier(word) is not None) == question


def test_names_with_their_other_spellings() -> None:
    found = names_in(
        [
            "The World Ship Office (WSO) met Rajan K. Pauri in Halm on Monday.",
            "Rajan K. Pauri and Mara Quill left; Mara Quil had the First Report of Halm.",
            "Since Quill spoke for North Quay, the Second Report is out in May.",
            "Mara Quill’s ship is at North quay, said R2 and R2.",
        ],
        language("en"),
    )
    assert found["World Ship Office"] == ("WSO",)
    assert found["Rajan K. Pauri"] == ("Rajan Pauri", "Pauri")
    assert found["Mara Quill"] == ("Mara Quil", "Quill")
    assert found["First Report of Halm"] == ()
    assert "Second Report" in found
    assert "R2" in found
    assert not {"Quill", "Monday", "May", "Since Quill"} & {*found}


def test_a_firm_of_two_a_paper_with_its_article_and_a_name_that_stands_once() -> None:
    found = names_in(
        [
            "The report is by the firm Gorse and Tarrivant, and its editor reads The Cockle.",
            "The Cockle says, “Engineers of Gorse and Tarrivant met Everard Stolwick in Nov.”",
            "Imke and Sanna Rooyen are in Wendlemouth, not in the United States.",
            "When Harbour people left the United States, the harbour was shut.",
        ],
        language("en"),
    )
    assert {"Gorse and Tarrivant", "The Cockle", "Wendlemouth", "United States"} <= {*found}
    assert found["Everard Stolwick"] == ("Stolwick",)
    assert not {"Gorse", "Cockle", "Nov", "Engineers", "Harbour", "Imke and Sanna"} & {*found}


HOSTILE = [
    "<script>alert('x. Y')</script> is here: yes.",
    "key: value, [a, b] {c: d} # no & yes *e !f |g >h %i @j `k.",
    "- a dash begins it. ? so it is. --- and this.",
    "\u202eevil right to left\u202c, it says so.",
    "It says \x1b[31mred\x07 to you and \ud83d\ude00 to all.".encode("utf-16", "surrogatepass")
    .decode("utf-16"),
    "'Quotes' \"of\" \\every\\ kind, they say: “it's so”.",
    "null. ~. Yes. No. 12:30 is the time of it. 007 is a number, they say.",
]  # fmt: skip


def test_a_hostile_article_makes_a_file_that_is_plain_data() -> None:
    text = draft(article("\n".join([*HOSTILE, *HOSTILE])), language("en"), "x: y # z")
    story = parse(text.encode(), "d")
    assert story.title == "x: y # z"
    assert "\u202e" not in text
    assert "\x1b" not in text
    assert len({fact.id for fact in story.facts}) == len(story.facts)
    assert yaml.safe_load(text)["facts"][0]["draft"] is True


@given(st.lists(st.one_of(st.text(), st.sampled_from(HOSTILE))), st.text(max_size=20))
def test_every_draft_loads(lines: list[str], name: str) -> None:
    try:
        found = article("\n".join(["It is so, they say.", *lines]))
    except UnusableInputError:
        return
    story = parse(draft(found, language("en"), name or "x").encode(), "d")
    assert all(fact.draft for fact in story.facts)


def test_a_page_of_the_documentation_is_drafted() -> None:
    page = Path(__file__).parents[2] / "docs/index.md"
    assert _load(article(page.read_text(encoding="utf-8"), is_markdown=True)).facts


def test_letters_with_accents_stay_in_an_id_without_them() -> None:
    drafted = draft(article("The Café Žižkov closed in May."), language("en"), "cafe")
    assert "- id: cafe-zizkov-closed" in drafted
