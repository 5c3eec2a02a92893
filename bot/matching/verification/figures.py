"""What speaks for and against a candidate, as numbers: the input of the verifier."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from math import log
from typing import NamedTuple

from bot.core.model import Fact, GuardNote
from bot.matching.ranking.alignment import Alignment
from bot.matching.ranking.ranker import Ranking

MOST_MARGIN = 0.6
"""A lead beyond it says no more: in a short file nothing else may come near by chance."""

FEW, MANY = 6, 20
"""From the one number of phrasings up to the other, evidence changes what it is worth."""

LISTED_FROM, LISTED_SHARE = 0.4, 0.5
"""Between these shares of known unknowns a file comes to list what its story does not tell. With
fewer, most near misses are not among them: a few that are listed say nothing of the others
(`python -m tests.benchmarks.fewer`)."""

SOME_SHARE, SOME = 0.05, 0.1
"""From this share on, some known unknowns count for so much of a list."""

FLAGS = (
    *("opposite", "number", "year", "negation", "reason", "thing", "untold", "unheard"),
    *("subject", "name", "asker"),
)
"""The guards that are weighed; any other one bars the candidate."""

NO_FLAGS = (0.0,) * len(FLAGS)
"""The evidence of a candidate against which none of them speaks."""


class Figures(NamedTuple):
    """One candidate of one question.

    `score` and `margin` (to the best other candidate, negative when that one leads) are the
    ranker's, `lead` is that to the best known unknown, and `unlisted`, 0 to 1, how few of them the
    file lists (not held against one of them); `nearest` is the largest cosine to a phrasing.
    `details` is the share of the question's words, names apart, that the fact speaks of; `kinds`,
    1 at most, and `names` count what it misses of what was asked, and `beside` is 1 where it is
    mostly asked for another kind of thing.
    """

    score: float
    margin: float
    lead: float
    unlisted: float
    nearest: float
    details: float
    kinds: float
    beside: float
    names: float


@lru_cache(maxsize=256)
def backing(phrasings: int) -> float:
    """How well a fact is backed by so many phrasings: 0 for few, 1 for many."""
    return log(min(max(phrasings, FEW), MANY) / FEW) / log(MANY / FEW)


def unlisted(facts: Sequence[Fact]) -> float:
    """How little of what its story does not tell a file lists: 1 for nothing, 0 for much."""
    share = sum(not fact.is_known for fact in facts) / len(facts)
    listed = (share - LISTED_FROM) / (LISTED_SHARE - LISTED_FROM)
    return (1.0 - SOME * min(1.0, share / SOME_SHARE)) * (1.0 - min(1.0, max(0.0, listed)))


KINDS = ("who", "when", "where", "how many", "how long", "why", "name", "how", "what")
"""What a question may ask for. One that asks for none of them, by yes or no or in key words,
presupposes least; none of this is held against a known unknown."""

NO_KINDS = (0.0,) * (len(KINDS) + 1)

FIELDS = (
    *Figures._fields,
    *Alignment._fields,
    *(f"asks {kind}" for kind in (*KINDS, "none")),
    *FLAGS,
)
"""What `values_of` holds, in order."""


def rivals_of(match: Ranking, facts: Sequence[Fact]) -> tuple[tuple[int, float, bool], ...]:
    """The best candidates by the ranker, best first: their places, scores, and whether they are
    told."""
    scores = match.scores.take(match.order).tolist()
    known = (facts[place].is_known for place in match.order)
    return tuple(zip(match.order, scores, known, strict=True))


def values_of(
    match: Ranking,
    place: int,
    rivals: Sequence[tuple[int, float, bool]],
    nearest: float,
    alignment: Alignment,
    notes: Sequence[GuardNote],
    share_unlisted: float,
) -> tuple[float, ...]:
    """The evidence for the fact at `place`, one of `rivals`, in the order of `FIELDS`.

    `nearest` is the largest cosine to one of its phrasings, `share_unlisted` how little of
    what its story does not tell its file lists.
    """
    coverage = match.coverage
    score, is_known = next((score, known) for it, score, known in rivals if it == place)
    others = [rival for rival in rivals if rival[0] != place]
    ahead = others[0][1] if others else 0.0
    unknown = next((rival for _, rival, known in others if not known), score - MOST_MARGIN)
    figures = Figures(
        score=score,
        margin=min(score - ahead, MOST_MARGIN),
        lead=min(score - unknown, MOST_MARGIN),
        unlisted=share_unlisted if is_known else 0.0,
        nearest=nearest,
        details=float(coverage.details[place]),
        kinds=min(1.0, float(coverage.kinds_missed[place])),
        beside=float(coverage.kinds_beside[place]),
        names=float(coverage.names_missed[place]),
    )
    spoke = {note.guard for note in notes}
    flags = tuple(float(flag in spoke) for flag in FLAGS) if spoke else NO_FLAGS
    kinds = _asked(match.analysis.kinds) if is_known else NO_KINDS
    return (*figures, *alignment, *kinds, *flags)


@cache
def _asked(kinds: frozenset[str]) -> tuple[float, ...]:
    """Which of `KINDS` a question asks for, and whether it asks for none."""
    return (*(float(kind in kinds) for kind in KINDS), float(not kinds))
