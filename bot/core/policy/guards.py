"""Reasons why a candidate that looks right may be no answer, each shown by `ask --explain`."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.language.lexicon import Lexicon
from bot.core.matching.features import ideas_of
from bot.core.matching.index import Index
from bot.core.matching.matcher import Match, Matcher
from bot.core.matching.support import is_year
from bot.core.model import GuardNote

NEVER_FROM = 0.3
"""The least cosine to a barred question that counts (parts of words left out, 0.5 is the most)."""

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

BARS_TELLING = frozenset({"gap", "asker"})
BARS_OFFER = frozenset({"answerer"})
MISMATCHES = frozenset({"opposite", "number", "year", "reason", "kind"})
BARS_ANSWER = BARS_TELLING | BARS_OFFER | MISMATCHES | {"never"}
DOUBTS = frozenset({"negation", "thing", "untold", "unheard", "subject", "name"})
BARS_IN_SHORT_FILE = BARS_ANSWER | DOUBTS
"""Guards that bar a fact from being told even with doubt, from being offered, from answering, and
from answering in a file of few facts, where no other candidate comes near by chance. The verifier
weighs mismatches and doubts, too."""

DENIALS = frozenset({"opposite", "year"})
"""Guards that must have spoken where an answer is said to contradict the question."""


def guards_against(
    match: Match, place: int, fact_id: str, matcher: Matcher, unknown: frozenset[int]
) -> tuple[GuardNote, ...]:
    """Every guard that speaks against the fact at `place`.

    `unknown` holds the places of the known unknowns: those answer nothing, so all that can be held
    against one is that the curators barred the question.
    """
    index, lexicon = matcher.index, matcher.analyser.lexicon
    barred = tuple(_never(match, place, index))
    if place in unknown:
        return tuple(GuardNote(guard, fact_id, detail) for guard, detail in barred)
    speaks = _Speaks(index, place)
    found = (
        *barred,
        *_opposite(match, speaks, lexicon),
        *_number(match, speaks),
        *_negation(match, speaks),
        *_name(match, speaks),
        *_reason(match, speaks),
        *_kind(match, place),
        *_thing(match, speaks, lexicon),
        *_answerer(match, speaks),
        *_gap(match),
        *_untold(match, speaks, index, lexicon, unknown),
        *_asker(match, speaks),
        *_unheard(match, index.facts),
        *_subject(match, speaks, index, lexicon),
    )
    return tuple(GuardNote(guard, fact_id, detail) for guard, detail in found)


class _Speaks:
    """What one fact speaks of."""

    def __init__(self, index: Index, place: int) -> None:
        self._support = index.support
        self._place = place

    def of(self, key: str) -> bool:
        return self._support.has(key, self._place)


Finding = tuple[str, str]


def _never(match: Match, place: int, index: Index) -> Iterator[Finding]:
    """The question is more like one the curators barred for this fact than like its phrasings."""
    barred = index.nearest_never(match.similarity, place)
    if barred <= NEVER_FROM:
        return
    asked, _ = index.nearest(match.similarity, place)
    if barred > asked + NEVER_LEAD:
        yield "never", f"like a question this fact must not answer ({barred:.2f} to {asked:.2f})"


def _opposite(match: Match, speaks: _Speaks, lexicon: Lexicon) -> Iterator[Finding]:
    """The question says "raise" where the fact only knows "cut", and does not say both."""
    analysis = match.analysis
    ideas: dict[int, set[str]] = {}
    for place, idea in ideas_of(analysis.stems, lexicon):
        if analysis.telling[place]:
            ideas.setdefault(place, set()).add(idea)
    said = set().union(*ideas.values())
    for place, meant in ideas.items():
        if speaks.of(f"={analysis.stems[place]}") or any(speaks.of(f"#{i}") for i in meant):
            continue
        for idea in sorted(meant):
            opposed = (other for other in lexicon.opposed(idea) if other not in said)
            clash = next((other for other in opposed if speaks.of(f"#{other}")), None)
            if clash is not None:
                yield "opposite", f"“{analysis.words[place]}” against {clash} in the fact"
                break


def _number(match: Match, speaks: _Speaks) -> Iterator[Finding]:
    """The question names a number or year that the fact does not."""
    if not match.analysis.numbers or speaks.of("!numbers"):
        return
    for number in sorted(match.analysis.numbers):
        if speaks.of(f"%{number:g}"):
            continue
        of_a_year = is_year(number) and speaks.of("!year")
        yield "year" if of_a_year else "number", f"{number:g} is not in the fact"


def _negation(match: Match, speaks: _Speaks) -> Iterator[Finding]:
    """The question denies what the fact states."""
    if match.analysis.negated and not speaks.of("!not"):
        yield "negation", "the question denies, the fact does not"


def _name(match: Match, speaks: _Speaks) -> Iterator[Finding]:
    """The question names a person, firm or place that the fact does not speak of."""
    for name in sorted(match.analysis.names):
        if not speaks.of(f"@{name}"):
            yield "name", f"the fact does not speak of “{name}”"


def _reason(match: Match, speaks: _Speaks) -> Iterator[Finding]:
    """The question asks why, and the fact gives no reason."""
    if "why" in match.analysis.kinds and not speaks.of("?why"):
        yield "reason", "the fact does not say why"


def _kind(match: Match, place: int) -> Iterator[Finding]:
    """The question asks for a kind of thing that nobody asks the fact for, but for another."""
    coverage = match.coverage
    if coverage.kinds_missed[place] and coverage.kinds_beside[place]:
        yield "kind", "the fact is asked for another kind of thing"


def _thing(match: Match, speaks: _Speaks, lexicon: Lexicon) -> Iterator[Finding]:
    """The question asks how many there are of what the fact never mentions."""
    counted = match.analysis.counted
    missing = _not_spoken_of(match, speaks, lexicon) if counted else ()
    for thing in sorted(counted.intersection(word for word, _ in missing)):
        yield "thing", f"the fact does not speak of “{thing}”"


def _asker(match: Match, speaks: _Speaks) -> Iterator[Finding]:
    """The question is about whoever asks it, and nobody asks this fact so."""
    if "asker" in match.analysis.persons and not speaks.of("!asker"):
        yield "asker", "the question is about the person who asks it"


def _answerer(match: Match, speaks: _Speaks) -> Iterator[Finding]:
    """The question is about who answers it, and nobody asks this fact so."""
    if "answerer" in match.analysis.persons and not speaks.of("!answerer"):
        yield "answerer", "the question is about who answers it"


def _gap(match: Match) -> Iterator[Finding]:
    """The question says nothing that tells."""
    if not any(match.analysis.telling) and not match.completed:
        yield "gap", "the question does not say what it is about"


def _unheard(match: Match, facts: int) -> Iterator[Finding]:
    """The question says mostly what the whole file has never heard of."""
    most = UNHEARD_IN_SHORT_FILE if facts < SHORT_FILE else UNHEARD_FROM
    if match.coverage.unseen >= most:
        yield "unheard", f"{match.coverage.unseen:.0%} of what tells is not in the file"


def _untold(
    match: Match, speaks: _Speaks, index: Index, lexicon: Lexicon, unknown: frozenset[int]
) -> Iterator[Finding]:
    """The question turns on a word that only known unknowns speak of ("wife", "salary")."""
    for word, stem in _not_spoken_of(match, speaks, lexicon):
        often = index.phrasings_with(f"={stem}") >= UNTOLD_FROM
        if often and unknown.issuperset(index.support.rows_of(f"={stem}").tolist()):
            yield "untold", f"only what the story does not tell speaks of “{word}”"


def _subject(match: Match, speaks: _Speaks, index: Index, lexicon: Lexicon) -> Iterator[Finding]:
    """The question is about a thing that other facts are about, and this one never mentions."""
    is_short = index.facts < SHORT_FILE
    least = SUBJECT_IN_SHORT_FILE if is_short else SUBJECT_FROM
    most = index.facts if is_short else max(SUBJECT_MOST, SUBJECT_SHARE * index.facts)
    for word, stem in _not_spoken_of(match, speaks, lexicon):
        if least <= len(index.support.rows_of(f"*{stem}")) <= most:
            yield "subject", f"other facts are about “{word}”, this one never mentions it"


def _not_spoken_of(match: Match, speaks: _Speaks, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """The telling words of the question, with their stems, that the fact says in no form."""
    analysis = match.analysis
    covered = {place for place, idea in ideas_of(analysis.stems, lexicon) if speaks.of(f"#{idea}")}
    for place, stem in enumerate(analysis.stems):
        if analysis.telling[place] and place not in covered and not speaks.of(f"={stem}"):
            yield analysis.words[place], stem
