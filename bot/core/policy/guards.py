"""Reasons why a candidate that looks right is no answer, each shown by `ask --explain`."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from bot.core.language.lexicon import Lexicon
from bot.core.matching.features import ideas_of
from bot.core.matching.index import Index, is_year
from bot.core.matching.matcher import Match
from bot.core.model import GuardNote

CONTRADICTIONS = frozenset({"opposite", "year"})
"""Guards that mean the question presupposes what the fact contradicts."""


def guards_against(
    match: Match, place: int, fact_id: str, index: Index, lexicon: Lexicon
) -> tuple[GuardNote, ...]:
    """Every guard that speaks against the fact at `place`; any one bars it from answering."""
    speaks = _Speaks(index, place)
    found = (
        *_opposite(match, speaks, lexicon),
        *_number(match, speaks),
        *_negation(match, speaks),
        *_name(match, speaks),
        *_reason(match, speaks),
    )
    return tuple(GuardNote(guard, fact_id, detail) for guard, detail in found)


class _Speaks:
    """What one fact speaks of."""

    def __init__(self, index: Index, place: int) -> None:
        self._support = index.support
        self._place = place

    def of(self, key: str) -> bool:
        rows = self._support.rows_of(key)
        at = int(np.searchsorted(rows, self._place))
        return at < len(rows) and int(rows[at]) == self._place


Finding = tuple[str, str]


def _opposite(match: Match, speaks: _Speaks, lexicon: Lexicon) -> Iterator[Finding]:
    """The question says "raise" where the fact only knows "cut"."""
    analysis = match.analysis
    ideas: dict[int, set[str]] = {}
    for place, idea in ideas_of(analysis.stems, lexicon):
        if analysis.telling[place]:
            ideas.setdefault(place, set()).add(idea)
    for place, meant in ideas.items():
        if speaks.of(f"={analysis.stems[place]}") or any(speaks.of(f"#{i}") for i in meant):
            continue
        for idea in sorted(meant):
            clash = next((b for b in lexicon.opposed(idea) if speaks.of(f"#{b}")), None)
            if clash is not None:
                yield "opposite", f"“{analysis.words[place]}” against {clash} in the fact"
                break


def _number(match: Match, speaks: _Speaks) -> Iterator[Finding]:
    """The question names a number or year that the fact does not."""
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
