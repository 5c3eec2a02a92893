"""An article as it is read, with what a story makes of each of its sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from bot.desk.article import Article, Sentence
from bot.desk.coverage import ArticleCoverage, Covered


@dataclass(frozen=True, slots=True)
class Annotated:
    """A sentence; `covered` is None where it states nothing that a story could tell."""

    sentence: Sentence
    covered: Covered | None


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one heading, or under none: paragraphs of sentences."""

    heading: str | None
    paragraphs: tuple[tuple[Annotated, ...], ...]


def annotated(article: Article, coverage: ArticleCoverage) -> tuple[Part, ...]:
    """The parts of `article`; `coverage` is that of the same article."""
    found = {id(it.sentence): it for it in coverage.sentences}
    parts = groupby(article.sentences, key=lambda it: it.heading)
    return tuple(
        Part(
            heading,
            tuple(
                tuple(Annotated(it, found.get(id(it))) for it in paragraph)
                for paragraph in _paragraphs(list(sentences))
            ),
        )
        for heading, sentences in parts
    )


def _paragraphs(sentences: list[Sentence]) -> Iterator[list[Sentence]]:
    """A sentence that begins on a line of its own begins a paragraph."""
    paragraph: list[Sentence] = []
    for sentence in sentences:
        if paragraph and sentence.line > paragraph[-1].pieces[-1][0]:
            yield paragraph
            paragraph = []
        paragraph.append(sentence)
    yield paragraph
