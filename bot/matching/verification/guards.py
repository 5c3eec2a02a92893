"""Reasons why a candidate that looks right may be no answer, each shown by `ask --explain`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, compress
from typing import NamedTuple

from bot.core.model import GuardNote
from bot.matching.ranking.fact_features import is_year
from bot.matching.ranking.features import ideas_by_place
from bot.matching.ranking.postings import Span
from bot.matching.ranking.ranker import Ranker, Ranking

DENIALS = frozenset({"opposite", "year"})
"""Guards of which one must have spoken where an answer is said to contradict the question."""

NEVER_FROM, BARRED_FROM = 0.3, 0.4
"""The least cosine to a barred question that counts, and from which it is that question or nearly
(parts of words left out, 0.5 is the most)."""

UNTOLD_FROM = 3
"""A word stands for what is not told when so many phrasings of known unknowns use it."""

SUBJECT_FROM = 2
SUBJECT_IN_SHORT_FILE = 1
"""A word is a subject of the story when so many facts have it in most of their phrasings."""

SUBJECT_MOST = 5
SUBJECT_SHARE = 0.015
"""Of more facts, and more than this share, it is what the whole story is about."""

UNHEARD_FROM = 0.65
UNHEARD_IN_SHORT_FILE = 0.5
SHORT_FILE = 20
"""The share of a question, by rarity, that may not be unknown to the whole file. In a file of few
facts no other candidate comes near by chance, so there it must be less."""

NEVER_LEAD = 0.03
"""How much nearer the barred question must be than any phrasing of the fact."""

REMEMBERED = 4_000
"""Words of which it is remembered who is about them."""


class Guards:
    """What may be held against the facts of one story.

    `unknown` holds the places of the known unknowns: those answer nothing, so all that can be held
    against one is that the curators barred the question.
    """

    def __init__(self, ranker: Ranker) -> None:
        self.facts, self.index = ranker.facts, ranker.index
        places = enumerate(self.facts)
        self.unknown = frozenset(place for place, fact in places if not fact.is_known)
        self.lexicon = ranker.analyser.lexicon
        self.is_short = len(self.facts) < SHORT_FILE
        self.word = lru_cache(maxsize=REMEMBERED)(self._word)

    def against(self, match: Ranking) -> Against:
        """What tells every guard that speaks against a fact."""
        return _Asked(match, self).against

    def _word(self, word: str, stem: str, ideas: tuple[str, ...]) -> _Word:
        """A telling word with the ideas that begin with it."""
        span, meant = self.index.support.span, sorted({*ideas})
        spans = (span(f"={stem}"), *(span(f"#{idea}") for idea in meant))
        opposed = tuple(other for idea in meant for other in self.lexicon.opposed(idea))
        return _Word(word, spans, opposed, *self._use_of(stem))

    def _use_of(self, stem: str) -> tuple[bool, bool]:
        """Whether only what is not told speaks of a word, and whether it is a subject of facts."""
        key, support = f"={stem}", self.index.support
        often = self.index.phrasings_with(key) >= UNTOLD_FROM
        rows = support.rows_of(key)
        is_few = len(rows) <= len(self.unknown)
        is_untold = often and is_few and self.unknown.issuperset(rows.tolist())
        about = len(support.rows_of(f"*{stem}"))
        if self.is_short:
            return is_untold, about >= SUBJECT_IN_SHORT_FILE
        most = max(SUBJECT_MOST, SUBJECT_SHARE * len(self.facts))
        return is_untold, SUBJECT_FROM <= about <= most


Against = Callable[[int, float], tuple[GuardNote, ...]]
"""Every guard that speaks against the fact at a place, of whose phrasings one is so near."""

Finding = tuple[str, str]


class _Word(NamedTuple):
    """A telling word of the question, and where facts are found that say it in some form.

    `opposed` are the opposites of its ideas, but those that the question says as well.
    """

    word: str
    spans: Sequence[Span]
    opposed: Sequence[str]
    is_untold: bool
    is_subject: bool


class _Fact(NamedTuple):
    """A fact, and the telling words of the question that it says in no form."""

    place: int
    missing: Sequence[_Word]


class _Asked:
    """One question, read for the guards: what it needs of them is worked out once for all facts."""

    def __init__(self, match: Ranking, guards: Guards) -> None:
        self._match, self._analysis, self._guards = match, match.analysis, guards
        self._support = guards.index.support
        self._words = self._read()
        analysis = match.analysis
        checks = (
            (_Asked._opposite, any(word.opposed for word in self._words)),
            (_Asked._number, analysis.numbers),
            (_Asked._negation, analysis.negated),
            (_Asked._name, analysis.names),
            (_Asked._reason, "why" in analysis.kinds),
            (_Asked._kind, analysis.kinds),
            (_Asked._thing, analysis.counted),
            (_Asked._answerer, "answerer" in analysis.persons),
            (_Asked._gap, not any(analysis.telling) and not match.completed),
            (_Asked._untold, any(word.is_untold for word in self._words)),
            (_Asked._asker, "asker" in analysis.persons),
            (_Asked._unheard, match.coverage.unseen >= self._unheard_from()),
            (_Asked._subject, any(word.is_subject for word in self._words)),
        )
        # functions, not methods: these would tie the ranking to itself until the collector comes
        self._checks = tuple(check for check, may_speak in checks if may_speak)

    def _read(self) -> Sequence[_Word]:
        analysis, read = self._analysis, self._guards.word
        ideas = ideas_by_place(analysis.stems, self._guards.lexicon)
        parallel = zip(analysis.words, analysis.stems, ideas, strict=True)
        words = [read(*each) for each in compress(parallel, analysis.telling)]
        if not any(word.opposed for word in words):
            return words
        said = {*chain.from_iterable(compress(ideas, analysis.telling))}
        return [
            word._replace(opposed=[other for other in word.opposed if other not in said])
            for word in words
        ]

    def against(self, place: int, nearest: float) -> tuple[GuardNote, ...]:
        """Every guard that speaks against the fact at `place`; `nearest` is the largest cosine of
        the question to one of its phrasings."""
        found = list(self._never(place, nearest))
        if place not in self._guards.unknown:
            has_any = self._support.has_any
            missing = [word for word in self._words if not has_any(word.spans, place)]
            fact = _Fact(place, missing)
            for check in self._checks:
                found.extend(check(self, fact))
        fact_id = self._guards.facts[place].id
        return tuple(GuardNote(guard, fact_id, detail) for guard, detail in found)

    def _speaks(self, fact: _Fact, key: str) -> bool:
        return self._support.has(self._support.span(key), fact.place)

    def _never(self, place: int, nearest: float) -> Iterator[Finding]:
        """The question is more like one that is barred for this fact than like its phrasings, or is
        that one."""
        barred = self._guards.index.nearest_never(self._match.similarity, place)
        if barred > NEVER_FROM and barred > nearest + NEVER_LEAD:
            detail = f"like a question this fact must not answer ({barred:.2f} to {nearest:.2f})"
            yield "barred" if barred >= BARRED_FROM else "never", detail

    def _opposite(self, fact: _Fact) -> Iterator[Finding]:
        """The question says "raise" where the fact only knows "cut", and does not say both."""
        for word in fact.missing:
            clash = next((other for other in word.opposed if self._speaks(fact, f"#{other}")), None)
            if clash is not None:
                yield "opposite", f"“{word.word}” against {clash} in the fact"

    def _number(self, fact: _Fact) -> Iterator[Finding]:
        """The question names a number or year that the fact does not."""
        if self._speaks(fact, "!numbers"):
            return
        for number in sorted(self._analysis.numbers):
            if self._speaks(fact, f"%{number:g}"):
                continue
            of_a_year = is_year(number) and self._speaks(fact, "!year")
            yield "year" if of_a_year else "number", f"{number:g} is not in the fact"

    def _negation(self, fact: _Fact) -> Iterator[Finding]:
        """The question denies what the fact states."""
        if not self._speaks(fact, "!not"):
            yield "negation", "the question denies, the fact does not"

    def _name(self, fact: _Fact) -> Iterator[Finding]:
        """The question names a person, firm or place that the fact does not speak of."""
        for name in sorted(self._analysis.names):
            if not self._speaks(fact, f"@{name}"):
                yield "name", f"the fact does not speak of “{name}”"

    def _reason(self, fact: _Fact) -> Iterator[Finding]:
        """The question asks why, and the fact gives no reason."""
        if not self._speaks(fact, "?why"):
            yield "reason", "the fact does not say why"

    def _kind(self, fact: _Fact) -> Iterator[Finding]:
        """The question asks for a kind of thing that nobody asks the fact for, but for another."""
        coverage = self._match.coverage
        if coverage.kinds_missed[fact.place] and coverage.kinds_beside[fact.place]:
            yield "kind", "the fact is asked for another kind of thing"

    def _thing(self, fact: _Fact) -> Iterator[Finding]:
        """The question asks how many there are of what the fact never mentions."""
        for thing in sorted(self._analysis.counted.intersection(it.word for it in fact.missing)):
            yield "thing", f"the fact does not speak of “{thing}”"

    def _asker(self, fact: _Fact) -> Iterator[Finding]:
        """The question is about whoever asks it, and nobody asks this fact so."""
        if not self._speaks(fact, "!asker"):
            yield "asker", "the question is about the person who asks it"

    def _answerer(self, fact: _Fact) -> Iterator[Finding]:
        """The question is about who answers it, and nobody asks this fact so."""
        if not self._speaks(fact, "!answerer"):
            yield "answerer", "the question is about who answers it"

    def _gap(self, _: _Fact) -> Iterator[Finding]:
        """The question says nothing that tells."""
        yield "gap", "the question does not say what it is about"

    def _unheard_from(self) -> float:
        return UNHEARD_IN_SHORT_FILE if self._guards.is_short else UNHEARD_FROM

    def _unheard(self, _: _Fact) -> Iterator[Finding]:
        """The question says mostly what the whole file has never heard of."""
        yield "unheard", f"{self._match.coverage.unseen:.0%} of what tells is not in the file"

    def _untold(self, fact: _Fact) -> Iterator[Finding]:
        """The question turns on a word that only known unknowns speak of ("wife", "salary")."""
        for word in fact.missing:
            if word.is_untold:
                yield "untold", f"only what the story does not tell speaks of “{word.word}”"

    def _subject(self, fact: _Fact) -> Iterator[Finding]:
        """The question is about a thing that other facts are about, and this one never mentions."""
        for word in fact.missing:
            if word.is_subject:
                yield "subject", f"other facts are about “{word.word}”, this one never mentions it"
