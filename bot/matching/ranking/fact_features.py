"""What a fact speaks of, in its phrasings and its answer: what coverage and guards look up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.matching.language.analysis import Analysis
from bot.matching.language.lexicon import Lexicon
from bot.matching.ranking.features import ideas_of

MOSTLY = 0.5
"""A fact is mostly asked for a kind of thing, or about a word, from this share of its phrasings."""

VARYING = 0.5
"""Numbers vary where so many of those in a fact's phrasings differ."""

YEARS = range(1500, 2200)
"""Whole numbers that are read as years."""


def support_of(asked: Sequence[Analysis], answer: Analysis, lexicon: Lexicon) -> dict[str, float]:
    """What a fact speaks of: `=stem`, `#idea`, `@name`, `%number`, `?kind`, `!not`, `!year`,
    `!asker` where it is asked by people about themselves, `!answerer` about who answers.

    `!numbers` stands for any number: the fact is asked for with ever other ones, and tells none.
    `^kind` stands for a kind of thing that it is mostly asked for, `^` alone for any such kind,
    `*stem` for a stem that most of its phrasings have.
    """
    found: dict[str, float] = {}
    for analysis in (*asked, answer):
        found.update((f"={stem}", 1.0) for stem in analysis.stems)
        found.update((f"#{idea}", 1.0) for _, idea in ideas_of(analysis.stems, lexicon))
        found.update(dict.fromkeys(traits_of(analysis), 1.0))
    for kind in answer.kinds.difference(*(one.kinds for one in asked)):
        del found[f"?{kind}"]
    if not answer.numbers and _vary([number for one in asked for number in one.numbers]):
        found["!numbers"] = 1.0
    used = Counter(stem for one in asked for stem in set(one.stems))
    about = [f"*{stem}" for stem, n in used.items() if n >= MOSTLY * len(asked)]
    found.update(dict.fromkeys(about, 1.0))
    asked_for = Counter(kind for one in asked for kind in one.kinds)
    mostly = [f"^{kind}" for kind, n in asked_for.items() if n >= MOSTLY * len(asked)]
    found.update(dict.fromkeys([*mostly, "^"] if mostly else (), 1.0))
    return found


def _vary(numbers: Sequence[float]) -> bool:
    """Whether the numbers are examples, as in "send 20 to her", and no part of what is asked."""
    distinct = len(set(numbers))
    return distinct > 1 and distinct >= VARYING * len(numbers)


def traits_of(analysis: Analysis) -> list[str]:
    """The names, numbers and kinds of a text, its denial and persons, as keys of `support`."""
    return [
        *(f"@{name}" for name in analysis.names),
        *(f"%{number:g}" for number in analysis.numbers),
        *(f"?{kind}" for kind in analysis.kinds),
        *(("!not",) if analysis.negated else ()),
        *(("!year",) if any(map(is_year, analysis.numbers)) else ()),
        *(f"!{person}" for person in analysis.persons),
    ]


def is_year(number: float) -> bool:
    """Whether a number is read as a year."""
    return number in YEARS
