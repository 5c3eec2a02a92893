"""What speaks for and against a candidate, as numbers: the input of the calibrated score."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter

from bot.core.matching.index import Index
from bot.core.matching.matcher import Match

DETAIL_SCALE = 10.0
"""Details beyond twice this summed rarity say no more."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One candidate of one question.

    `score` and `margin` (to the best other candidate, negative when that one leads) are the
    matcher's, `nearest` is the largest cosine to a phrasing. `words`, `details` and `unseen` are
    shares of the question's telling words (`Coverage`), `kinds` and `names` count what the fact
    misses of what was asked, and `beside` is 1 when the fact is mostly asked for something of
    another kind. `weight` is the rarity of the details, scaled and capped.
    """

    score: float
    margin: float
    nearest: float
    words: float
    details: float
    unseen: float
    kinds: float
    beside: float
    names: float
    weight: float

    def values(self) -> tuple[float, ...]:
        """The evidence in the order of the fields."""
        return _VALUES(self)


FIELDS = tuple(field.name for field in fields(Evidence))
_VALUES = attrgetter(*FIELDS)


def evidence_for(match: Match, fact: int, index: Index) -> Evidence:
    """The evidence for the fact at place `fact` of the story."""
    coverage = match.coverage
    rival = max((float(match.scores[other]) for other in match.order if other != fact), default=0.0)
    return Evidence(
        score=float(match.scores[fact]),
        margin=float(match.scores[fact]) - max(rival, 0.0),
        nearest=index.nearest(match.similarity, fact),
        words=float(coverage.words[fact]),
        details=float(coverage.details[fact]),
        unseen=coverage.unseen,
        kinds=min(1.0, float(coverage.kinds_missed[fact])),
        beside=float(coverage.kinds_beside[fact]),
        names=float(coverage.names_missed[fact]),
        weight=min(coverage.detail_weight / DETAIL_SCALE, 2.0),
    )
