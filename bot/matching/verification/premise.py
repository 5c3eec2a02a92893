"""Whether a fact's answer denies what a question takes for granted: never said on a mere guess."""

from __future__ import annotations

from bot.matching.language.language import Language
from bot.matching.language.lexicon import Lexicon
from bot.matching.ranking.fact_features import is_year
from bot.matching.ranking.features import ideas_of
from bot.matching.ranking.ranker import Ranking


def denies(match: Ranking, answer: tuple[str, ...], language: Language) -> bool:
    """Whether `answer`, the stems of a fact's answer, contradicts the question of `match`.

    It says "cut" where the question says "raise" and not "cut", or tells of one year where the
    question names another.
    """
    return _says_opposite(match, answer, language.lexicon) or _tells_other_year(
        match, answer, language
    )


def _says_opposite(match: Ranking, answer: tuple[str, ...], lexicon: Lexicon) -> bool:
    analysis = match.analysis
    asked = {idea for place, idea in ideas_of(analysis.stems, lexicon) if analysis.telling[place]}
    told = {idea for _, idea in ideas_of(answer, lexicon)}
    denied = {other for idea in asked - told for other in lexicon.denied(idea)}
    return not denied.isdisjoint(told - asked)


def _tells_other_year(match: Ranking, answer: tuple[str, ...], language: Language) -> bool:
    asked = {number for number in match.analysis.numbers if is_year(number)}
    told = {float(stem) for stem in answer if stem.isdecimal() and is_year(float(stem))}
    if len(told) != 1 or not asked or not asked.isdisjoint(told):
        return False
    return language.spans.isdisjoint(answer)
