"""Candidates to a reply: the sure answer, the likely are told with doubt, the rest are declined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from bot.core.evidence import (
    BARS_ANSWER,
    BARS_IN_SHORT_FILE,
    BARS_OFFER,
    BARS_TELLING,
    Evidence,
    FactEvidence,
)
from bot.core.model import (
    Answered,
    Candidate,
    Declined,
    DeclineReason,
    Explanation,
    Fact,
    Reply,
    Suggested,
)

ANSWER_FROM, ANSWER_FROM_BACKED, ANSWER_FROM_UNLISTED = 0.49, 0.58, 0.86
"""Answer when the best candidate is at least this likely right; the second where a fact has many
phrasings, for then readers' words are mostly among them; the third where it has, and the file lists
nothing that its story does not tell, so that near misses look like the fact itself."""

DOUBT_FROM, DOUBT_FROM_CLOSE, DOUBT_FROM_CLEAR = 0.15, 0.25, 0.1
CLOSE, CLEAR = 1.3, 2.0
"""Tell the best candidate with doubt from this likelihood; from more where it is less than `CLOSE`
times as likely as the next, from less where it is `CLEAR` times as likely and has few phrasings.
All thresholds were chosen on ten stories, each left out of what the weights were learnt from: see
docs/honesty.md."""

CORRECT_FROM = 0.5
"""Correct the question when the fact that contradicts it is at least this likely meant."""

TIED_LEAD = 0.05
"""List two facts rather than tell one where the question's words fit both and the likelihoods
differ by less than this."""

VAGUE_SHARE = 0.4
"""Where one word is all there is, a second fact ties from this share of the first's likelihood."""

DECLINE_FROM = 0.6
"""Say that the story does not tell when a known unknown is at least this likely meant."""

RIVAL_SHARE = 0.6
"""Not where a fact that is told is so nearly as likely as the unknown."""

OFFER_FROM = 0.06
"""Offer candidates when the best is at least this likely right; below, decline."""

FOREIGN_FROM = 0.9
"""Decline without offering when so much of what tells in the question is not in the file at all."""

THIN_COVER = 0.34
THIN_SCORE, THIN_SCORE_BACKED = 0.12, 0.3
"""Nor offer a fact of a lower likelihood (the second for one of many phrasings) that covers less of
it than this: that spares offers on other topics."""

OFFERED_SHARE = 0.1
"""Offer only what is so nearly as likely as the best."""

HIGHEST_BARRED = ANSWER_FROM - 0.01
"""The score of a candidate that a guard keeps from answering is at most this."""


class Judged(NamedTuple):
    """A fact with what was found about it, its score, and from where it would answer."""

    evidence: FactEvidence
    candidate: Candidate
    answer_threshold: float

    @property
    def fact(self) -> Fact:
        """The candidate's fact."""
        return self.evidence.fact

    @property
    def likelihood(self) -> float:
        """How likely it answers, whatever bars it."""
        return self.evidence.likelihood

    def is_barred(self, bars: frozenset[str]) -> bool:
        """Whether a guard of `bars` spoke against it."""
        return any(note.guard in bars for note in self.evidence.guards)


def judge(evidence: Evidence) -> list[Judged]:
    """The facts of `evidence` with their scores, best first."""
    bars = _bars(evidence)
    judged = (_judged(one, bars) for one in evidence.facts)
    return sorted(judged, key=lambda one: -one.candidate.score)


def decide(evidence: Evidence) -> Reply:
    """The reply to the question of `evidence`, with its explanation."""
    judged = judge(evidence)
    best = judged[0]
    explain = partial(
        Explanation,
        normalised=evidence.normalised,
        repairs=evidence.repairs,
        guards=tuple(note for one in judged for note in one.evidence.guards),
        evidence=tuple(zip(evidence.fields, best.evidence.figures, strict=True)),
        answer_threshold=best.answer_threshold,
        offer_threshold=OFFER_FROM,
    )
    return _reply(evidence, judged, explain)


def _bars(evidence: Evidence) -> frozenset[str]:
    """The guards that keep a fact from answering."""
    return BARS_IN_SHORT_FILE if evidence.is_short_file else BARS_ANSWER


def _judged(one: FactEvidence, bars: frozenset[str]) -> Judged:
    """A fact as a candidate, from what was found about it."""
    is_barred = any(note.guard in bars for note in one.guards)
    score = min(one.likelihood, HIGHEST_BARRED) if is_barred else one.likelihood
    backed = _between(ANSWER_FROM_BACKED, ANSWER_FROM_UNLISTED, one.unlisted)
    threshold = _between(ANSWER_FROM, backed, one.backing)
    return Judged(one, Candidate(one.fact, round(score, 4)), threshold)


def _reply(evidence: Evidence, judged: list[Judged], explain: Callable[..., Explanation]) -> Reply:
    candidates = tuple(one.candidate for one in judged)
    best = judged[0]

    def because(decision: str) -> Explanation:
        return explain(decision=decision)

    def declined(reason: DeclineReason, fact: Fact | None, decision: str) -> Reply:
        return Declined(reason, fact, candidates, because(decision))

    verbatim = [one for one in judged if one.evidence.is_phrasing]
    said_so = verbatim[0] if len(verbatim) == 1 else None
    if said_so is not None and said_so.fact.is_known:
        return Answered(said_so.fact, candidates, because("it is a phrasing, word for word"))
    if _is_far(evidence, best) or best.is_barred(BARS_OFFER):
        return declined(DeclineReason.NOT_IN_STORY, None, "no candidate is likely enough")
    told = [one for one in judged if one.fact.is_known and not one.is_barred(BARS_TELLING)]
    if not best.fact.is_known:
        clear = not best.evidence.guards and not _has_rival(best, told)
        if clear and (best.likelihood >= DECLINE_FROM or said_so is best):
            reason = DeclineReason.UNKNOWN_TO_STORY
            return declined(reason, best.fact, "a known unknown is meant")
    elif _is_contradicted(evidence, best):
        return declined(DeclineReason.FALSE_PREMISE, best.fact, "the fact contradicts it")
    if not told or told[0].likelihood < OFFER_FROM:
        return declined(DeclineReason.NOT_IN_STORY, None, "no fact is likely enough")
    first = told[0]
    offered = _offered(told)
    if _is_tie(evidence, told):
        return Suggested(offered, candidates, because("the question fits several facts"))
    sure = first.likelihood >= first.answer_threshold and not first.is_barred(_bars(evidence))
    if first is best and sure:
        return Answered(first.fact, candidates, because("the best candidate is likely enough"))
    if first.likelihood >= _doubt_threshold(told):
        decision = because("the best candidate is likely enough to be told with doubt")
        return Suggested(offered, candidates, decision, told=first.fact)
    return Suggested(offered, candidates, because("no candidate is sure enough to answer"))


def _is_contradicted(evidence: Evidence, best: Judged) -> bool:
    """Whether the fact that is meant denies, in its answer, what the question presupposes.

    A question that can be answered by yes or no presupposes nothing.
    """
    found = best.evidence
    return evidence.asks_kind and found.denies and found.meant >= CORRECT_FROM


def _between(least: float, most: float, share: float) -> float:
    """The threshold that lies at `share`, 0 to 1, of the way between two."""
    return least + share * (most - least)


def _doubt_threshold(told: Sequence[Judged]) -> float:
    """The likelihood from which the first of `told` is told with doubt."""
    second = max((one.likelihood for one in told[1:]), default=0.0)
    if told[0].likelihood >= CLEAR * second:
        return _between(DOUBT_FROM_CLEAR, DOUBT_FROM, told[0].evidence.backing)
    return DOUBT_FROM if told[0].likelihood >= CLOSE * second else DOUBT_FROM_CLOSE


def _offered(told: Sequence[Judged]) -> tuple[Fact, ...]:
    least = OFFERED_SHARE * told[0].candidate.score
    return tuple(one.fact for one in told if one.candidate.score >= least)


def _is_far(evidence: Evidence, best: Judged) -> bool:
    """Whether the best candidate has next to nothing to do with the question."""
    if best.likelihood < OFFER_FROM or evidence.unseen >= FOREIGN_FROM:
        return True
    thin = evidence.has_details and best.evidence.covered < THIN_COVER
    least = _between(THIN_SCORE, THIN_SCORE_BACKED, best.evidence.backing)
    return thin and best.candidate.score < least


def _has_rival(best: Judged, told: Sequence[Judged]) -> bool:
    """Whether a fact that the story tells, against which nothing speaks, is nearly as likely."""
    free = (one.likelihood for one in told if not one.evidence.guards)
    return max(free, default=0.0) >= RIVAL_SHARE * best.likelihood


def _is_tie(evidence: Evidence, told: Sequence[Judged]) -> bool:
    """Whether nothing in the question tells the first two facts apart.

    Either a single word is all there is, and both are about it; or all words of the question fit
    the second as well as the first, which hardly leads: "how long is the bridge" of two bridges.
    """
    if len(told) < 2:
        return False
    best, second = told[0].evidence, told[1].evidence
    as_well = second.covered >= best.covered
    if evidence.telling == 1 and not evidence.asks_kind and not evidence.is_completed:
        near = second.likelihood >= VAGUE_SHARE * best.likelihood
        return as_well and near and not evidence.has_names
    return (
        as_well
        and second.nearest >= best.nearest
        and second.kinds_missed <= best.kinds_missed
        and second.likelihood > best.likelihood - TIED_LEAD
    )
