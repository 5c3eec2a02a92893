"""What of an article a story tells: sentence by sentence, with the facts that rest on each."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from bot.core.model import Fact, Quote, Story
from bot.desk.article import Article, Sentence
from bot.desk.comparing import Comparer, Difference, Said
from bot.desk.dates import has_day
from bot.knowledge.values import article_lines, as_read
from bot.matching.language.analysis import Analyser
from bot.matching.shipped import language

TELLS = 0.62
"""The share of a sentence's telling words, the rare ones weighing more, that a fact must have."""

TOGETHER = 0.72
"""The share that several facts must have together, each of them adding at least `PART`."""

PART, PARTS = 0.15, 4

FEWEST, FEWEST_ADDED = 3, 2
"""Telling words below which no likeness counts: of a sentence, and of what a fact adds."""

CONSIDERED = 12
"""Facts that share most words with a sentence, among which those that tell it are looked for."""

LIKE = 70
"""Of 100, from which a sentence is likely what a quote that is gone has become."""


class SentenceState(StrEnum):
    """What a story makes of a sentence."""

    QUOTED = "quoted"
    TOLD = "told"
    CONTRADICTED = "contradicted"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Covered:
    """A sentence, what a story makes of it, the ids of the facts, and what they say otherwise.

    The facts of a missing one are drafts.
    """

    sentence: Sentence
    state: SentenceState
    facts: tuple[str, ...] = ()
    differences: tuple[tuple[str, Difference], ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """A quote that stands in the article no more, and the sentence that it has likely become."""

    fact: str
    quote: Quote
    now: Sentence | None


@dataclass(frozen=True, slots=True)
class ArticleCoverage:
    """The sentences of an article that say something, and the quotes that are gone from it."""

    sentences: tuple[Covered, ...]
    changed: tuple[Changed, ...]

    def counts(self) -> dict[str, int]:
        """How many sentences there are of each state."""
        found = Counter(it.state for it in self.sentences)
        return {str(state): found[state] for state in SentenceState}


def coverage(
    story: Story, article: Article, progress: Callable[[int, int], None] | None = None
) -> ArticleCoverage:
    """What of `article` the story tells; `progress` hears how many of how many sentences."""
    return _Reading(story, article).coverage(progress)


class _Reading:
    def __init__(self, story: Story, article: Article) -> None:
        self._story = story
        self._lines = article_lines(article.text)
        self._analyser = Analyser(story.names, language(story.language))
        self._comparer = Comparer(self._analyser)
        self._sentences = [it for it in article.sentences if it.is_statement]
        self._stems = [self._telling(it.text) for it in self._sentences]
        self._rarity = _rarity(self._stems)
        self._said = [self._comparer.said(it.text) for it in self._sentences]
        written = [fact for fact in story.facts if not fact.draft]
        self._answers = {it.id: self._comparer.said(_answer(it)) for it in written}
        self._fact_stems = {it.id: self._telling(_answer(it)) for it in written}
        self._by_stem: dict[str, list[str]] = {}
        for fact in written:
            for stem in self._fact_stems[fact.id] if fact.is_known else ():
                self._by_stem.setdefault(stem, []).append(fact.id)

    def coverage(self, progress: Callable[[int, int], None] | None) -> ArticleCoverage:
        quoting, changed = self._quoting()
        gone: dict[Sentence | None, list[str]] = {}
        for it in changed:
            gone.setdefault(it.now, []).append(it.fact)
        covered: list[Covered] = []
        for place, sentence in enumerate(self._sentences):
            facts = quoting.get(place, ()), gone.get(sentence, ())
            covered.append(self._covered(place, *facts))
            if progress is not None:
                progress(place + 1, len(self._sentences))
        return ArticleCoverage(tuple(covered), tuple(changed))

    def _covered(self, place: int, quoting: Sequence[str], gone: Sequence[str]) -> Covered:
        """`quoting` are the facts that quote it, `gone` those that did before it changed."""
        sentence = self._sentences[place]
        written = tuple(it for it in quoting if it in self._fact_stems)
        facts = written or self._telling_facts(place)
        checked = dict.fromkeys((*facts, *(it for it in gone if it in self._fact_stems)))
        found = [(it, other) for it in checked for other in self._differences(it, place)]
        if found:
            return Covered(sentence, SentenceState.CONTRADICTED, tuple(checked), tuple(found))
        if written:
            return Covered(sentence, SentenceState.QUOTED, facts)
        if facts and self._has_numbers(place, facts):
            return Covered(sentence, SentenceState.TOLD, facts)
        return Covered(sentence, SentenceState.MISSING, tuple(quoting))

    def _differences(self, fact: str, place: int) -> Iterator[Difference]:
        around = self._comparer.said(" ; ".join(self._quotes(fact)))
        for near in range(max(0, place - 1), min(len(self._said), place + 2)):
            if near != place:
                around = _joined(around, self._said[near])
        return self._comparer.differences(self._answers[fact], self._said[place], around)

    def _quotes(self, fact: str) -> Iterator[str]:
        """What a fact quotes that stands in the article."""
        found = self._story.fact(fact)
        for quote in found.quotes if found is not None else ():
            if _line_of(quote, self._lines) is not None:
                yield quote.text

    def _telling_facts(self, place: int) -> tuple[str, ...]:
        """The fact that tells a sentence, or the few that do together; none where none do."""
        left = self._stems[place]
        if len(left) < FEWEST:
            return ()
        whole = self._weight(left)
        near = Counter(fact for stem in left for fact in self._by_stem.get(stem, ()))
        best = [it for it, _ in near.most_common(CONSIDERED)]
        chosen: list[str] = []
        while best and len(chosen) < PARTS:
            added = {it: self._weight(left & self._fact_stems[it]) for it in best}
            first = max(best, key=lambda it: added[it])
            is_little = chosen and len(left & self._fact_stems[first]) < FEWEST_ADDED
            if added[first] < PART * whole or is_little:
                break
            chosen.append(first)
            left -= self._fact_stems[first]
            share = 1 - self._weight(left) / whole
            if share >= (TOGETHER if chosen[1:] else TELLS):
                return tuple(chosen)
        return ()

    def _has_numbers(self, place: int, facts: tuple[str, ...]) -> bool:
        """Whether the facts have every number and date of a sentence that they do not quote."""
        told = {value.amount for it in facts for value in self._answers[it].values}
        days = [day for it in facts for day in self._answers[it].days]
        said = self._said[place]
        has_days = all(has_day(days, it) for it in said.days)
        return has_days and told.issuperset(it.amount for it in said.values)

    def _quoting(self) -> tuple[dict[int, list[str]], list[Changed]]:
        """The facts that quote each sentence, by its place, and the quotes that are gone."""
        ranges = self._ranges()
        quoting: dict[int, list[str]] = {}
        changed: list[Changed] = []
        for fact in self._story.facts:
            for quote in fact.quotes:
                number = _line_of(quote, self._lines)
                if number is None:
                    changed.append(Changed(fact.id, quote, self._likest(quote)))
                    continue
                start = self._lines[number - 1].find(text := as_read(quote.text))
                for begin, end, place in ranges.get(number, ()):
                    owners = quoting.setdefault(place, [])
                    if begin < start + len(text) and start < end and fact.id not in owners:
                        owners.append(fact.id)
        return quoting, changed

    def _ranges(self) -> dict[int, list[tuple[int, int, int]]]:
        """By line, where each part of a sentence begins and ends on it, and which sentence."""
        found: dict[int, list[tuple[int, int, int]]] = {}
        ends: dict[int, int] = {}
        for place, sentence in enumerate(self._sentences):
            for number, piece in sentence.pieces:
                start = max(self._lines[number - 1].find(piece, ends.get(number, 0)), 0)
                ends[number] = start + len(piece)
                found.setdefault(number, []).append((start, start + len(piece), place))
        return found

    def _likest(self, quote: Quote) -> Sentence | None:
        texts = [it.text for it in self._sentences]
        best = process.extractOne(quote.text, texts, scorer=fuzz.partial_ratio, score_cutoff=LIKE)
        return self._sentences[best[2]] if best else None

    def _telling(self, text: str) -> frozenset[str]:
        return self._analyser.read(self._analyser.normalise(text), mends=False).telling_stems

    def _weight(self, stems: frozenset[str]) -> float:
        return sum(self._rarity.get(it, 1.0) for it in stems)


def _answer(fact: Fact) -> str:
    return f"{fact.answer} ; {fact.according_to}" if fact.according_to else fact.answer


def _line_of(quote: Quote, lines: list[str]) -> int | None:
    """The line on which a quote stands: the one that it names, else the first."""
    text = as_read(quote.text)
    numbers = [number for number, line in enumerate(lines, start=1) if text in line]
    return quote.line if quote.line in numbers else next(iter(numbers), None)


def _rarity(sentences: list[frozenset[str]]) -> dict[str, float]:
    """How much a stem tells: more, the fewer sentences have it."""
    seen = Counter(stem for stems in sentences for stem in stems)
    return {stem: math.log(1 + len(sentences) / count) for stem, count in seen.items()}


def _joined(one: Said, other: Said) -> Said:
    return Said(
        (*one.values, *other.values),
        {**one.days, **other.days},
        {**one.names, **other.names},
        f"{one.words} ; {other.words}",
    )
