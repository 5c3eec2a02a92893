"""Candidates to one of four replies: sure enough answers, unsure offers, the rest declines."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.core.matching.matcher import Match, Matcher
from bot.core.model import (
    Answered,
    Candidate,
    Declined,
    DeclineReason,
    Explanation,
    GuardNote,
    Reply,
    Suggested,
)
from bot.core.policy.calibration import Calibration
from bot.core.policy.evidence import FIELDS, Evidence, evidence_for
from bot.core.policy.guards import CONTRADICTIONS, guards_against

ANSWER_FROM = 0.72
"""Answer when the best candidate is at least this likely right: then at most 2 % of the questions
that have an answer get a wrong one, which `storybot eval --require wrong=2` verifies."""

CORRECT_FROM = 0.5
"""Correct the question when the fact that contradicts it is at least this likely meant."""

TOO_CLOSE = 0.02
"""Offer both rather than answer when the next candidate is nearly as likely as the best."""

SURE = 0.9
SURE_MARGIN = 0.02
"""From here on, and with such a lead, the best is taken all the same, and mere doubts do not bar
it (chosen on the tuning questions of two stories)."""

TIED_FROM = 0.49
TIED_LEAD = 0.12
"""Offer both where the question's words fit a second candidate of this likelihood as well as the
first, which leads by less than this."""

DECLINE_FROM = 0.45
"""Say that the story does not tell when a known unknown is at least this likely meant."""

RIVAL_SHARE = 0.6
"""Offer rather than decline when a fact that is told is so nearly as likely as the unknown."""

OFFER_FROM = 0.12
"""Offer candidates when the best is at least this likely right; below, decline."""

TOLD_FROM = 0.2
"""Where the best is a known unknown that is hardly meant, offer from this score of what is told."""

FOREIGN_FROM = 0.9
"""Decline without offering when so much of what tells in the question is not in the file at all."""

THIN_COVER = 0.34
THIN_SCORE = 0.3
"""Nor offer a fact of a lower score that covers less of it than this: that spares offers on other
topics (chosen on the tuning questions of two stories)."""

OFFERED = 3
"""Suggestions at most."""

OFFERED_SHARE = 0.1
"""Offer only what is so nearly as likely as the best. Whenever the right answer of a question was
among three offers (130 times on three stories) it was among these."""

HIGHEST_BARRED = ANSWER_FROM - 0.01
"""The score of a candidate that a guard keeps from answering is at most this."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with what was found about it."""

    candidate: Candidate
    evidence: Evidence
    guards: tuple[GuardNote, ...]
    likelihood: float


class Policy:
    """Decides what becomes of a match."""

    def __init__(self, matcher: Matcher, calibration: Calibration) -> None:
        self._matcher = matcher
        self._calibration = calibration
        self._unknown = frozenset(
            place for place, fact in enumerate(matcher.facts) if not fact.is_known
        )

    def decide(self, match: Match) -> Reply:
        """The reply to the question of `match`, with its explanation."""
        judged: list[Judged] = []
        for place in match.order[:OFFERED]:
            ceiling = judged[-1].candidate.score if judged else 1.0
            judged.append(self._judge(match, place, ceiling))
        best = judged[0]
        explanation = Explanation(
            normalised=match.analysis.normalised,
            repairs=match.analysis.repairs,
            guards=tuple(note for one in judged for note in one.guards),
            evidence=tuple((name, getattr(best.evidence, name)) for name in FIELDS),
            answer_threshold=ANSWER_FROM,
            offer_threshold=OFFER_FROM,
        )
        return self._reply(judged, explanation)

    def _judge(self, match: Match, place: int, ceiling: float) -> Judged:
        """The candidate at `place`, scored at most `ceiling`, the score of the one before it."""
        fact = self._matcher.facts[place]
        evidence = evidence_for(match, place, self._matcher.index)
        likelihood = self._calibration.probability(evidence)
        decisive = place == match.order[0] or likelihood >= DECLINE_FROM
        notes = self._guards(match, place, likelihood >= SURE) if decisive else ()
        score = min(likelihood, ceiling, HIGHEST_BARRED if notes else 1.0)
        return Judged(Candidate(fact, round(score, 4)), evidence, notes, likelihood)

    def _guards(self, match: Match, place: int, is_sure: bool) -> tuple[GuardNote, ...]:
        matcher = self._matcher
        fact_id = matcher.facts[place].id
        lexicon = matcher.analyser.lexicon
        return guards_against(match, place, fact_id, matcher.index, lexicon, self._unknown, is_sure)

    def _reply(self, judged: list[Judged], explanation: Explanation) -> Reply:
        best = judged[0]
        fact = best.candidate.fact
        candidates = tuple(one.candidate for one in judged)

        def because(decision: str) -> Explanation:
            return replace(explanation, decision=decision)

        if best.candidate.score < OFFER_FROM or _is_far(best) or _is_pointless(judged):
            reason = DeclineReason.NOT_IN_STORY
            return Declined(reason, None, candidates, because("no candidate is likely enough"))
        clear = not best.guards and not _has_rival(judged)
        if not fact.is_known and clear and best.likelihood >= DECLINE_FROM:
            reason = DeclineReason.UNKNOWN_TO_STORY
            return Declined(reason, fact, candidates, because("a known unknown is meant"))
        contradicts = any(note.guard in CONTRADICTIONS for note in best.guards)
        if fact.is_known and contradicts and best.likelihood >= CORRECT_FROM:
            reason = DeclineReason.FALSE_PREMISE
            return Declined(reason, fact, candidates, because("the fact contradicts it"))
        sure = best.likelihood >= ANSWER_FROM and not best.guards
        if fact.is_known and sure and not _is_close(judged):
            return Answered(fact, candidates, because("the best candidate is likely enough"))
        least = OFFERED_SHARE * best.candidate.score
        offered = tuple(one.fact for one in candidates if one.score >= least)
        return Suggested(offered, candidates, because("no candidate is sure enough to answer"))


def _is_far(best: Judged) -> bool:
    """Whether the best candidate has next to nothing to do with the question."""
    evidence = best.evidence
    thin = evidence.weight > 0.0 and evidence.words < THIN_COVER
    return evidence.unseen >= FOREIGN_FROM or (thin and best.candidate.score < THIN_SCORE)


def _is_pointless(judged: list[Judged]) -> bool:
    """Whether an offer would help nobody: the best is no likely known unknown and next to nothing
    that is told is likely, or the question is about who asks or answers it."""
    best = judged[0]
    if any(note.guard in ("asker", "answerer") for note in best.guards):
        return True
    told = (one.candidate.score for one in judged if one.candidate.fact.is_known)
    unlikely = not best.candidate.fact.is_known and best.likelihood < DECLINE_FROM
    return unlikely and max(told, default=0.0) < TOLD_FROM


def _has_rival(judged: list[Judged]) -> bool:
    """Whether a fact that the story tells, barred by no guard, is nearly as likely."""
    told = (one.likelihood for one in judged if one.candidate.fact.is_known and not one.guards)
    return max(told, default=0.0) >= RIVAL_SHARE * judged[0].likelihood


def _is_close(judged: list[Judged]) -> bool:
    """Whether the second candidate is nearly as likely as the first, which is not sure."""
    if len(judged) < 2:
        return False
    best, second = judged[:2]
    least = max(TIED_FROM, best.likelihood - TIED_LEAD)
    if _is_tied(best.evidence, second.evidence) and second.likelihood >= least:
        return True
    sure = best.candidate.score >= SURE and best.evidence.margin >= SURE_MARGIN
    return not sure and second.candidate.score > best.candidate.score - TOO_CLOSE


def _is_tied(best: Evidence, second: Evidence) -> bool:
    """Whether no word of the question tells the two apart: "how long is the bridge" of two."""
    as_well = second.words >= best.words and second.nearest >= best.nearest
    return as_well and second.kinds <= best.kinds and second.beside <= best.beside
