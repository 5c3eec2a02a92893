"""A story for other programs: a sheet of its facts, all of it as JSON, schema.org's FAQPage."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO
from typing import Any

from bot.core.model import Fact, Quote, Story
from bot.curation.writing import given
from bot.desk.tables import GUARDED, NO_LINE
from bot.knowledge.fields import FACT, STORY, VERSION
from bot.rendering.card import fact_card
from bot.rendering.plain import plain


def as_csv(story: Story) -> str:
    """A row a fact and a column a field; lists have a line an entry.

    Cells that a spreadsheet would compute have an apostrophe before them, which importing takes
    away again.
    """
    titles = {it.id: it.title for it in story.topics}
    sheet = StringIO(newline="")
    rows = csv.writer(sheet)
    rows.writerow([*FACT.fields, "topic_title", "quote_lines"])
    for fact in story.facts:
        lines = tuple(str(it.line or NO_LINE) for it in fact.quotes)
        values = [*(getattr(fact, it) for it in FACT.fields), titles.get(fact.topic or ""), lines]
        rows.writerow([GUARDED.sub("'", _cell(it)) for it in values])
    return sheet.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, tuple):
        return "\n".join(it.text if isinstance(it, Quote) else it for it in value)
    return "true" if value is True else str(value or "")


def as_json(story: Story) -> dict[str, Any]:
    """All of the story, in the shape of a knowledge file, which this is too."""
    return {
        "version": int(VERSION),
        "story": _given({key: getattr(story, key) for key in STORY.fields}),
        "topics": [{"id": it.id, "title": it.title} for it in story.topics],
        "names": story.names,
        "facts": [{key: _plain(value) for key, value in given(it)} for it in story.facts],
        "chat": story.chat,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Quote):
        return _given({"text": value.text, "line": value.line})
    return [_plain(it) for it in value] if isinstance(value, tuple) else value


def public(story: Story) -> Story:
    """The story with the facts that a page may show: no drafts, no known unknowns."""
    return replace(story, facts=tuple(it for it in story.facts if it.is_known and not it.draft))


def as_faq_page(story: Story) -> dict[str, Any]:
    """The FAQPage of a public story: an answer says what a reply says, and names the article."""
    url = story.url if (story.url or "").startswith(("https://", "http://")) else None
    article = {
        "@type": "NewsArticle",
        "@id": url or "#story",
        "headline": story.title,
        "url": url,
        "datePublished": story.published,
        "author": story.authors and {"@type": "Person", "name": story.authors},
        "publisher": story.publisher and {"@type": "Organization", "name": story.publisher},
    }
    page = {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "name": story.title,
        "inLanguage": story.language,
        "description": story.summary,
        "isBasedOn": _given(article),
        "mainEntity": [_question(fact, story, article["@id"]) for fact in story.facts],
    }
    return _given(page)


def _question(fact: Fact, story: Story, article: Any) -> dict[str, Any]:
    answer = {
        "@type": "Answer",
        "text": plain(replace(fact_card(fact, story), related=())),
        "citation": {"@id": article},
        "temporalCoverage": fact.as_of,
        "dateModified": fact.revised,
        "correction": fact.correction,
    }
    name = {"@type": "Question", "@id": f"#{fact.id}", "name": fact.title}
    return {**name, "acceptedAnswer": _given(answer)}


def by_topic(story: Story) -> list[tuple[str | None, list[tuple[Fact, Any]]]]:
    """The cards of the facts below the titles of their topics; None is for those without one."""
    titles = {it.id: it.title for it in story.topics}
    found: dict[str | None, list[tuple[Fact, Any]]] = {title: [] for title in titles.values()}
    for fact in story.facts:
        title = titles.get(fact.topic or "")
        found.setdefault(title, []).append((fact, fact_card(fact, story)))
    return [(title, cards) for title, cards in found.items() if cards]


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}
