"""How readers will fare, told from a file alone: its phrasings, asked while left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.core.model import Fact, Story
from bot.core.service import QuestionService
from bot.ops.evaluation import Case, JudgedCase, Tally, judge, tally

TURNS = 5
"""Every so manieth phrasing, and every so manieth fact, is left out."""

ASKED = 300
"""Questions of each kind that are asked at most, evenly drawn."""

LEFT_OUT, MISSING = "phrasing left out", "fact left out"


@dataclass(frozen=True, slots=True)
class Prediction:
    """Shares among phrasings that were asked while the file lacked them, and while it lacked the
    whole fact: how readers fare whose words are not in the file, and who ask for what is not."""

    left_out: Tally
    missing: Tally


def predict(story: Story, build: Callable[[Story], QuestionService]) -> Prediction | None:
    """How well a file answers, by striking out; None where it is too short to tell.

    `build` makes the service of a story; it is called twice.
    """
    judged = judged_by_striking_out(story, build)
    if not judged:
        return None
    return Prediction(tally(judged, answerable=True), tally(judged, answerable=False))


def judged_by_striking_out(
    story: Story, build: Callable[[Story], QuestionService]
) -> list[JudgedCase]:
    """The questions that are asked for it, and what became of them; none as `predict`."""
    lacking, asked = _without_phrasings(story)
    fewer, unknown = _without_facts(story)
    if not asked or not unknown or not fewer.facts:
        return []
    return [*_judged(build(lacking), asked), *_judged(build(fewer), unknown)]


def _judged(service: QuestionService, cases: Sequence[Case]) -> list[JudgedCase]:
    step = max(1, -(-len(cases) // ASKED))
    return [judge(service, case) for case in cases[::step]]


def _without_phrasings(story: Story) -> tuple[Story, list[Case]]:
    """`story` with a fifth of the phrasings gone, never a fact's only one; those, to be asked."""
    facts, asked, number = [], [], 0
    for fact in story.facts:
        kept = []
        for phrasing in fact.questions:
            number += 1
            if number % TURNS == 0 and fact.is_known and len(fact.questions) > 1:
                asked.append(_case(phrasing, fact))
            else:
                kept.append(phrasing)
        facts.append(replace(fact, questions=tuple(kept)))
    return replace(story, facts=tuple(facts), digest=""), asked


def _without_facts(story: Story) -> tuple[Story, list[Case]]:
    """`story` with a fifth of what it tells gone, and the phrasings of that, to be asked."""
    known = [fact for fact in story.facts if fact.is_known]
    gone = {fact.id for fact in known[::TURNS]}
    kept = tuple(fact for fact in story.facts if fact.id not in gone)
    asked = [case for fact in known[::TURNS] for case in _unanswerable(fact)]
    return replace(story, facts=kept, digest=""), asked


def _case(phrasing: str, fact: Fact) -> Case:
    must = re.compile(f"^{re.escape(fact.answer)}$")
    return Case(phrasing, answerable=True, group=LEFT_OUT, must=(must,), fact=fact.id)


def _unanswerable(fact: Fact) -> Iterator[Case]:
    for phrasing in fact.questions:
        yield Case(phrasing, answerable=False, group=MISSING)
