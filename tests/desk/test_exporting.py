"""What is exported can be imported again, and what is for the public holds nothing else."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import StringIO
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.model import Fact, Quote, Status, Story, Topic
from bot.desk.article import Header
from bot.desk.exporting import as_csv, as_faq_page, as_json, by_topic, public
from bot.desk.importing import imported
from bot.desk.tables import read_table
from bot.knowledge.loader import parse
from bot.knowledge.values import fold, fold_lines, readable
from bot.matching.shipped import language
from bot.page.html import html

SIGNS = st.one_of(
    st.sampled_from("=+-@'＝\"\\,;\t\n|#: éß中א\u202e\u200d\ufeff\u0085\u2028😀"),
    st.characters(exclude_categories=["Cs"]),
)
RAW = st.text(SIGNS, max_size=8).map(readable)
LINE = st.one_of(RAW, st.sampled_from("=+-@'").flatmap(lambda it: RAW.map(it.__add__))).map(fold)
WORDS = LINE.filter(bool)
TEXT = st.text(SIGNS, max_size=12).map(readable).map(fold_lines).filter(bool)
LINES = st.lists(WORDS, max_size=3).map(tuple)
IDS = ("a", "1", "x" * 60)
TOPICS = ("people", "the-boat")
DATES = st.sampled_from([None, "2031-04-03"])
QUOTES = st.lists(st.builds(Quote, WORDS, st.none() | st.integers(1, 999_999_999)), max_size=3)


def facts(id_: str) -> st.SearchStrategy[Fact]:
    return st.builds(
        Fact,
        st.just(id_),
        st.lists(WORDS, min_size=1, max_size=4).map(lambda it: tuple(f"{id_} {q}" for q in it)),
        TEXT,
        topic=st.sampled_from([None, *TOPICS]),
        status=st.sampled_from(Status),
        according_to=WORDS,
        as_of=DATES,
        quotes=QUOTES.map(tuple),
        see_also=st.sampled_from([(), tuple(it for it in IDS if it != id_)]),
        revised=DATES,
        correction=st.none() | TEXT,
        note=st.none() | TEXT,
        asks=LINES,
        never=LINES,
        label=st.none() | WORDS.map(lambda it: it[:30].strip()),
        draft=st.booleans(),
    ).map(_sound)


def _sound(fact: Fact) -> Fact:
    if fact.status is Status.UNKNOWN:
        return replace(fact, according_to=None, quotes=())
    return replace(fact, questions=(), answer="") if fact.draft and fact.note else fact


STORIES = st.tuples(*map(facts, IDS)).map(
    lambda it: Story(
        "The ferry",
        it,
        topics=(Topic("people", "The people"), Topic("the-boat", "Her & the boat")),
        names={"Mara Quill": ("Mara Quil",)},
        chat={"greeting": "Hello!"},
    )
)


def again(story: Story) -> Story:
    reading = read_table(as_csv(story), "facts.csv")
    return imported([reading], Header(), "facts", language("en"))[1]


@settings(max_examples=40, deadline=None)
@given(STORIES)
def test_a_sheet_gives_the_same_facts_again(story: Story) -> None:
    assert again(replace(story, names={})).facts == story.facts


@settings(max_examples=40, deadline=None)
@given(STORIES)
def test_the_json_is_the_same_story(story: Story) -> None:
    text = json.dumps(as_json(story), ensure_ascii=False)
    assert replace(parse(text.encode(), "story.json"), digest="") == story


FERRY = Story(
    "The ferry </script>",
    (
        Fact("cost", ("=1+1 What does it cost?",), "4 </script> crowns", topic="fares",
             status=Status.ATTRIBUTED, according_to="the harbour", as_of="2031-04-02",
             quotes=(Quote("four crowns", 12), Quote("4")), see_also=("dogs", "stub", "menu"),
             revised="2031-04-09", correction="It said 5."),
        Fact("dogs", ("May dogs come?",), "@home they stay", note="'=x"),
        Fact("stub", ("Why?",), "So.", draft=True),
        Fact("menu", ("What is eaten?",), "It does not say.", status=Status.UNKNOWN),
    ),
    publisher="The Halm Courier",
    url="https://halm.example/ferry",
    published="2031-04-03",
    topics=(Topic("fares", "The fares"),),
)  # fmt: skip


def rows(story: Story) -> list[dict[str, Any]]:
    return list(csv.DictReader(StringIO(as_csv(story), newline="")))


def test_a_sheet_computes_nothing_and_has_the_titles_of_topics() -> None:
    cost, dogs, *_ = rows(FERRY)
    assert cost["questions"] == "'=1+1 What does it cost?"
    assert (dogs["answer"], dogs["note"]) == ("'@home they stay", "''=x")
    assert (cost["quotes"], cost["quote_lines"]) == ("four crowns\n4", "12\nnone")
    assert (cost["topic"], cost["topic_title"]) == ("fares", "The fares")
    assert again(FERRY).facts == FERRY.facts
    assert again(FERRY).topics == FERRY.topics


def test_the_faq_page_tells_what_may_be_told_with_its_standing() -> None:
    page = as_faq_page(public(FERRY))
    assert [it["@id"] for it in page["mainEntity"]] == ["#cost", "#dogs"]
    answer = page["mainEntity"][0]["acceptedAnswer"]
    assert answer == {
        "@type": "Answer",
        "text": "4 </script> crowns\nCorrected on 9 April 2031: It said 5.\n"
        "The Halm Courier · 2 April 2031 · according to the harbour",
        "citation": {"@id": "https://halm.example/ferry"},
        "temporalCoverage": "2031-04-02",
        "dateModified": "2031-04-09",
        "correction": "It said 5.",
    }
    assert page["isBasedOn"]["datePublished"] == "2031-04-03"
    assert "quotes" not in json.dumps(page)
    bare = as_faq_page(public(replace(FERRY, url="javascript:alert(1)", publisher=None)))
    assert bare["isBasedOn"] == {
        "@type": "NewsArticle",
        "@id": "#story",
        "headline": "The ferry </script>",
        "datePublished": "2031-04-03",
    }


def test_the_page_escapes_all_and_needs_nothing_else() -> None:
    story = public(replace(FERRY, language="de"))
    page = html("faq.html", story=story, page=as_faq_page(story), topics=by_topic(story))
    assert page.count("</script>") == page.count("<script") == 1
    data = page.partition('ld+json">')[2].partition("</script>")[0]
    assert json.loads(data) == as_faq_page(story)
    assert '<html lang="de">' in page
    assert "4 &lt;/script&gt; crowns" in page
    assert '<a href="#dogs">' in page
    assert "#stub" not in page
    assert "#menu" not in page
    assert "What is eaten?" not in page
    assert "src=" not in page
    assert [title for title, _ in by_topic(story)] == ["The fares", None]
