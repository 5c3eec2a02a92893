"""How well questions are answered, counted: what is right, wrong, told, offered, false."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import TYPE_CHECKING, Any

from bot.core.model import Answered, Candidate, Fact, Question, Reply, Suggested

if TYPE_CHECKING:
    from bot.core.service import QuestionService

Z_95 = 1.959964
"""The normal quantile of a 95 % interval."""

UNNAMED = "(none)"
"""The style or kind of a question that names none."""

AT_LEAST = ("right", "told right", "right or told right", "offered right", "first right")
"""Shares that are better the larger they are."""

AUROC = "auroc"
"""What `separation` measures, as a requirement names it."""

AT_MOST = (
    *("wrong", "told wrong", "wrong or told wrong", "offered", "declined"),
    *("false", "told", "answered or told"),
)
"""Shares that are better the smaller they are; the last three are of the unanswerable."""


class CaseVerdict(StrEnum):
    """What became of one question; only `WRONG` and `FALSE` mislead a reader.

    What is told with doubt is `TOLD` where the question is not answerable.
    """

    RIGHT = "right"
    WRONG = "wrong"
    TOLD_RIGHT = "told right"
    TOLD_WRONG = "told wrong"
    TOLD = "told"
    OFFERED_RIGHT = "offered right"
    OFFERED = "offered"
    DECLINED = "declined"
    FALSE = "false"


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what is expected: all of `must` in the answer, or no answer at all.

    `group` is the style of an answerable question, the kind of another. `previous` is asked
    before it in the same conversation.
    """

    question: str
    answerable: bool
    group: str
    must: tuple[re.Pattern[str], ...] = ()
    fact: str | None = None
    previous: str | None = None

    def is_met_by(self, fact: Fact) -> bool:
        """Whether the answer of `fact` says all that it must."""
        return all(pattern.search(fact.answer) for pattern in self.must)


@dataclass(frozen=True, slots=True)
class JudgedCase:
    """A case, the reply it got, and the verdict."""

    case: Case
    reply: Reply
    verdict: CaseVerdict

    @property
    def first_told(self) -> Candidate | None:
        """The first candidate with a fact that the story tells, whatever the outcome."""
        return next((it for it in self.reply.candidates if it.fact.is_known), None)

    @property
    def is_first_right(self) -> bool:
        """Whether that fact's answer is right."""
        first = self.first_told
        return self.case.answerable and first is not None and self.case.is_met_by(first.fact)


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `total` questions."""

    count: int
    total: int

    @property
    def value(self) -> float:
        """The share from 0 to 1; 0 of nothing is 0."""
        return self.count / self.total if self.total else 0.0

    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share by Wilson (JASA 22, 1927), from 0 to 1."""
        if not self.total:
            return 0.0, 1.0
        weight = Z_95**2 / self.total
        middle = (self.value + weight / 2) / (1 + weight)
        spread = self.value * (1 - self.value) / self.total + weight / (4 * self.total)
        half = Z_95 * sqrt(spread) / (1 + weight)
        low = 0.0 if self.count == 0 else max(0.0, middle - half)
        high = 1.0 if self.count == self.total else min(1.0, middle + half)
        return low, high


Tally = Mapping[str, Share]
"""Shares by name, in the order in which tables show them."""


def case_of(value: Mapping[str, Any]) -> Case:
    """The case of one JSON object; raises `ValueError` with a sentence about what is wrong."""
    question = _text(value, "q")
    if not question:
        raise ValueError('"q", the question, is missing')
    answerable = value.get("answerable", True)
    if not isinstance(answerable, bool):
        raise ValueError('"answerable" is neither true nor false')
    group = _text(value, "style" if answerable else "kind") or UNNAMED
    must = _patterns(value.get("must")) if answerable else ()
    return Case(question, answerable, group, must, _text(value, "fact"), _text(value, "prev"))


def verdict(case: Case, reply: Reply) -> CaseVerdict:
    """What became of `case` by `reply`; small talk counts as declined, for it answers nothing."""
    match reply:
        case Answered(fact=fact) if case.answerable:
            return CaseVerdict.RIGHT if case.is_met_by(fact) else CaseVerdict.WRONG
        case Answered():
            return CaseVerdict.FALSE
        case Suggested(told=Fact() as told) if case.answerable:
            return CaseVerdict.TOLD_RIGHT if case.is_met_by(told) else CaseVerdict.TOLD_WRONG
        case Suggested(told=Fact()):
            return CaseVerdict.TOLD
        case Suggested(suggestions=facts) if case.answerable and any(map(case.is_met_by, facts)):
            return CaseVerdict.OFFERED_RIGHT
        case Suggested():
            return CaseVerdict.OFFERED
        case _:
            return CaseVerdict.DECLINED


def judge(service: QuestionService, case: Case) -> JudgedCase:
    """What becomes of `case`, asked in a conversation of its own."""
    context = None
    if case.previous is not None:
        _, context = service.ask(Question(case.previous))
    reply, _ = service.ask(Question(case.question), context)
    return JudgedCase(case, reply, verdict(case, reply))


def tally(judged: Iterable[JudgedCase], *, answerable: bool) -> Tally:
    """The shares among the answerable questions, or among the others.

    "offered" counts all that got suggestions alone, "offered right" those with a right one among
    them. "first right" counts those whose first told candidate is right, whatever the outcome.
    """
    asked = [one for one in judged if one.case.answerable == answerable]
    found = Counter(one.verdict for one in asked)

    def of(*verdicts: CaseVerdict) -> Share:
        return Share(sum(found[it] for it in verdicts), len(asked))

    it = CaseVerdict
    if not answerable:
        return {
            "false": of(it.FALSE),
            "told": of(it.TOLD),
            "answered or told": of(it.FALSE, it.TOLD),
            "offered": of(it.OFFERED),
            "declined": of(it.DECLINED),
        }
    return {
        "right": of(it.RIGHT),
        "told right": of(it.TOLD_RIGHT),
        "right or told right": of(it.RIGHT, it.TOLD_RIGHT),
        "wrong": of(it.WRONG),
        "told wrong": of(it.TOLD_WRONG),
        "wrong or told wrong": of(it.WRONG, it.TOLD_WRONG),
        "offered": of(it.OFFERED, it.OFFERED_RIGHT),
        "offered right": of(it.OFFERED_RIGHT),
        "declined": of(it.DECLINED),
        "first right": Share(sum(one.is_first_right for one in asked), len(asked)),
    }


def tally_by_group(judged: Iterable[JudgedCase], *, answerable: bool) -> dict[str, Tally]:
    """The shares of each style, or of each kind, in alphabetical order."""
    groups: dict[str, list[JudgedCase]] = {}
    for one in judged:
        if one.case.answerable == answerable:
            groups.setdefault(one.case.group, []).append(one)
    return {name: tally(groups[name], answerable=answerable) for name in sorted(groups)}


def went_wrong(judged: Iterable[JudgedCase]) -> list[JudgedCase]:
    """What is not as it should be, the misleading first, otherwise in the order asked."""
    order = (
        *(
            CaseVerdict.WRONG,
            CaseVerdict.FALSE,
            CaseVerdict.TOLD_WRONG,
            CaseVerdict.OFFERED,
            CaseVerdict.DECLINED,
        ),
        *(CaseVerdict.OFFERED_RIGHT, CaseVerdict.TOLD_RIGHT),
    )
    amiss = [
        one
        for one in judged
        if one.verdict is not CaseVerdict.RIGHT
        and (one.case.answerable or one.verdict is CaseVerdict.FALSE)
    ]
    return sorted(amiss, key=lambda one: order.index(one.verdict))


def _text(value: Mapping[str, Any], key: str) -> str | None:
    found = value.get(key)
    if found is not None and not isinstance(found, str):
        raise ValueError(f'"{key}" is not text')
    return found


def _patterns(value: Any) -> tuple[re.Pattern[str], ...]:
    if not isinstance(value, list) or not value or not all(isinstance(it, str) for it in value):
        raise ValueError('"must" is not a list of at least one regular expression')
    try:
        return tuple(re.compile(pattern, re.IGNORECASE) for pattern in value)
    except re.error as error:
        raise ValueError(f'"must" holds what is no regular expression: {error}') from None
