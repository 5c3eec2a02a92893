"""Whether a fact's answer denies what a question takes for granted: never said on a mere guess."""

from __future__ import annotations

from bot.core.language.lexicon import Lexicon
from bot.core.language.stems import stem
from bot.core.matching.features import ideas_of
from bot.core.matching.matcher import Match
from bot.core.matching.support import is_year

SPANS = frozenset(
    map(stem, "since until from to before after between by through during till".split())
)
"""Stems of words by which a year in an answer says more than that year."""


def denies(match: Match, answer: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether `answer`, the stems of a fact's answer, contradicts the question of `match`.

    It says "cut" where the question says "raise" and not "cut", or tells of one year where the
    question names another.
    """
    return _says_opposite(match, answer, lexicon) or _tells_other_year(match, answer)


def _says_opposite(match: Match, answer: tuple[str, ...], lexicon: Lexicon) -> bool:
    analysis = match.analysis
    asked = {idea for place, idea in ideas_of(analysis.stems, lexicon) if analysis.telling[place]}
    told = {idea for _, idea in ideas_of(answer, lexicon)}
    denied = {other for idea in asked - told for other in lexicon.denied(idea)}
    return not denied.isdisjoint(told - asked)


def _tells_other_year(match: Match, answer: tuple[str, ...]) -> bool:
    asked = {number for number in match.analysis.numbers if is_year(number)}
    told = {float(word) for word in answer if word.isdecimal() and is_year(float(word))}
    return len(told) == 1 and bool(asked) and asked.isdisjoint(told) and SPANS.isdisjoint(answer)
