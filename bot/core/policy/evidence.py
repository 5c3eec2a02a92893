"""What speaks for and against a candidate, as numbers: the input of the verifier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from math import log
from operator import attrgetter

from bot.core.matching.alignment import Alignment, AskedWords
from bot.core.matching.matcher import Match, Matcher
from bot.core.model import Fact, GuardNote

MOST_MARGIN = 0.6
"""A lead beyond it says no more: in a short file nothing else may come near by chance."""

FEW, MANY = 6, 20
"""From the one number of phrasings up to the other, evidence changes what it is worth."""

LISTED_SHARE = 0.2
"""The share of known unknowns from which a file lists what its story does not tell."""

FLAGS = (
    *("opposite", "number", "year", "negation", "reason", "thing", "untold", "unheard"),
    *("subject", "name", "asker"),
)
"""The guards that are weighed; any other one bars the candidate."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One candidate of one question.

    `score` and `margin` (to the best other candidate, negative when that one leads) are the
    matcher's, `lead` is that to the best known unknown, and `unlisted` 1 where the file lists none
    of them (not held against a known unknown); `nearest` is the largest cosine to a phrasing.
    `details` is the share of the question's words, names apart, that the fact speaks of; `kinds`
    and `names` count what it misses of what was asked, and `beside` is 1 where it is mostly asked
    for another kind of thing.
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


def backing(phrasings: int) -> float:
    """How well a fact is backed by so many phrasings: 0 for few, 1 for many."""
    return log(min(max(phrasings, FEW), MANY) / FEW) / log(MANY / FEW)


def unlisted(facts: Sequence[Fact]) -> float:
    """How little of what its story does not tell a file lists: 1 for nothing, 0 for much."""
    unknown = sum(not fact.is_known for fact in facts)
    return 1.0 - min(1.0, unknown / (LISTED_SHARE * len(facts)))


KINDS = ("who", "when", "where", "how many", "how long", "why", "name", "how", "what")
"""What a question may ask for. One that asks for none of them, by yes or no or in key words,
presupposes least."""

FIELDS = (
    *(field.name for field in fields(Evidence)),
    *(field.name for field in fields(Alignment)),
    *(f"asks {kind}" for kind in (*KINDS, "none")),
    *FLAGS,
)
"""What `values_of` holds, in order."""

_EVIDENCE = attrgetter(*(field.name for field in fields(Evidence)))
_ALIGNMENT = attrgetter(*(field.name for field in fields(Alignment)))


def values_of(
    match: Match, asked: AskedWords, place: int, matcher: Matcher, notes: tuple[GuardNote, ...]
) -> tuple[tuple[float, ...], int]:
    """The evidence for the fact at `place` of the story, in the order of `FIELDS`.

    With it comes its phrasing that is nearest to the question.
    """
    index, coverage, facts = matcher.index, match.coverage, matcher.facts
    rivals = [(float(match.scores[it]), facts[it]) for it in match.order if it != place]
    unknown = (rival for rival, fact in rivals if not fact.is_known)
    score = float(match.scores[place])
    nearest, near = index.nearest(match.similarity, place)
    evidence = Evidence(
        score=score,
        margin=min(score - max((rival for rival, _ in rivals), default=0.0), MOST_MARGIN),
        lead=min(score - max(unknown, default=score - MOST_MARGIN), MOST_MARGIN),
        unlisted=unlisted(facts) if facts[place].is_known else 0.0,
        nearest=nearest,
        details=float(coverage.details[place]),
        kinds=min(1.0, float(coverage.kinds_missed[place])),
        beside=float(coverage.kinds_beside[place]),
        names=float(coverage.names_missed[place]),
    )
    alignment = matcher.aligner.align(asked, place, near)
    spoke = {note.guard for note in notes}
    flags = (float(flag in spoke) for flag in FLAGS)
    asked_for = match.analysis.kinds
    kinds = (*(float(kind in asked_for) for kind in KINDS), float(not asked_for))
    return (*_EVIDENCE(evidence), *_ALIGNMENT(alignment), *kinds, *flags), near
