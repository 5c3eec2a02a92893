"""How well questions are answered, counted: what is right, wrong, offered, declined and false."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Any

from bot.core.model import Answered, Fact, Reply, Suggested

Z_95 = 1.959964
"""The normal quantile of a 95 % interval."""

UNNAMED = "(none)"
"""The style or kind of a question that names none."""


class Verdict(StrEnum):
    """What became of one question; only `WRONG` and `FALSE` mislead a reader."""

    RIGHT = "right"
    WRONG = "wrong"
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
class Judged:
    """A case, the reply it got, and the verdict."""

    case: Case
    reply: Reply
    verdict: Verdict


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


def verdict(case: Case, reply: Reply) -> Verdict:
    """What became of `case` by `reply`; small talk counts as declined, for it answers nothing."""
    match reply:
        case Answered(fact=fact) if case.answerable:
            return Verdict.RIGHT if case.is_met_by(fact) else Verdict.WRONG
        case Answered():
            return Verdict.FALSE
        case Suggested(suggestions=facts) if case.answerable and any(map(case.is_met_by, facts)):
            return Verdict.OFFERED_RIGHT
        case Suggested():
            return Verdict.OFFERED
        case _:
            return Verdict.DECLINED


def tally(judged: Iterable[Judged], *, answerable: bool) -> Tally:
    """The shares among the answerable questions, or among the others.

    "offered" counts all that got suggestions, "offered right" those with a right one among them.
    """
    found = Counter(one.verdict for one in judged if one.case.answerable == answerable)
    total = found.total()
    offered = Share(found[Verdict.OFFERED] + found[Verdict.OFFERED_RIGHT], total)
    declined = Share(found[Verdict.DECLINED], total)
    if not answerable:
        return {
            "false": Share(found[Verdict.FALSE], total),
            "offered": offered,
            "declined": declined,
        }
    return {
        "right": Share(found[Verdict.RIGHT], total),
        "wrong": Share(found[Verdict.WRONG], total),
        "offered": offered,
        "offered right": Share(found[Verdict.OFFERED_RIGHT], total),
        "declined": declined,
    }


def tally_by_group(judged: Iterable[Judged], *, answerable: bool) -> dict[str, Tally]:
    """The shares of each style, or of each kind, in alphabetical order."""
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        if one.case.answerable == answerable:
            groups.setdefault(one.case.group, []).append(one)
    return {name: tally(groups[name], answerable=answerable) for name in sorted(groups)}


def went_wrong(judged: Iterable[Judged]) -> list[Judged]:
    """What is not as it should be, the misleading first, otherwise in the order asked."""
    order = (Verdict.WRONG, Verdict.FALSE, Verdict.OFFERED, Verdict.DECLINED, Verdict.OFFERED_RIGHT)
    amiss = [
        one
        for one in judged
        if one.verdict is not Verdict.RIGHT
        and (one.case.answerable or one.verdict is Verdict.FALSE)
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
