"""The counting of an evaluation, apart from any service."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.core.model import Answered, Chatted, Declined, DeclineReason, Fact, Reply, Suggested
from bot.ops.evaluation import (
    UNNAMED,
    Case,
    Judged,
    Share,
    Verdict,
    case_of,
    tally,
    tally_by_group,
    verdict,
    went_wrong,
)

COST = Fact("cost", ("How much?",), "The ferry cost 48 Million crowns.")
OTHER = Fact("other", ("Who?",), "Mara Quill.")
ASKED = Case("how much", True, "plain", (re.compile("48 million", re.I), re.compile("crowns")))
UNASKED = Case("weather", False, "other-topic")
NOTHING = Declined(DeclineReason.NOT_IN_STORY)


@pytest.mark.parametrize(
    ("case", "reply", "expected"),
    [
        (ASKED, Answered(COST), Verdict.RIGHT),
        (ASKED, Answered(OTHER), Verdict.WRONG),
        (ASKED, Suggested((OTHER, COST)), Verdict.OFFERED_RIGHT),
        (ASKED, Suggested((OTHER,)), Verdict.OFFERED),
        (ASKED, NOTHING, Verdict.DECLINED),
        (ASKED, Declined(DeclineReason.FALSE_PREMISE, COST), Verdict.DECLINED),
        (ASKED, Chatted("bye", "Bye."), Verdict.DECLINED),
        (UNASKED, Answered(COST), Verdict.FALSE),
        (UNASKED, Suggested((COST,)), Verdict.OFFERED),
        (UNASKED, NOTHING, Verdict.DECLINED),
    ],
)
def test_each_reply_has_one_verdict(case: Case, reply: Reply, expected: Verdict) -> None:
    assert verdict(case, reply) is expected


def test_every_pattern_must_match() -> None:
    half = Case("q", True, "plain", (re.compile("crowns"), re.compile("dollars")))
    assert verdict(half, Answered(COST)) is Verdict.WRONG


def test_lines_become_cases() -> None:
    case = case_of(
        {"q": "how?", "must": ["48 M"], "fact": "cost", "style": "terse", "prev": "who?"}
    )
    assert (case.question, case.answerable, case.group) == ("how?", True, "terse")
    assert (case.fact, case.previous) == ("cost", "who?")
    assert case.is_met_by(COST)
    assert case_of({"q": "x", "answerable": False}).group == UNNAMED


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"must": ["x"]}, '"q"'),
        ({"q": 1, "must": ["x"]}, '"q" is not text'),
        ({"q": "x"}, '"must"'),
        ({"q": "x", "must": []}, '"must"'),
        ({"q": "x", "must": "x"}, '"must"'),
        ({"q": "x", "must": ["("]}, "no regular expression"),
        ({"q": "x", "must": ["x"], "answerable": "no"}, '"answerable"'),
        ({"q": "x", "must": ["x"], "prev": ["y"]}, '"prev"'),
    ],
)
def test_a_bad_line_says_what_is_wrong(line: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        case_of(line)


def test_shares_are_counted_apart() -> None:
    judged = [
        Judged(case, NOTHING, it)
        for case, it in (
            (ASKED, Verdict.RIGHT),
            (ASKED, Verdict.WRONG),
            (ASKED, Verdict.OFFERED),
            (ASKED, Verdict.OFFERED_RIGHT),
            (UNASKED, Verdict.FALSE),
            (UNASKED, Verdict.DECLINED),
        )
    ]
    assert tally(judged, answerable=True) == {
        "right": Share(1, 4),
        "wrong": Share(1, 4),
        "offered": Share(2, 4),
        "offered right": Share(1, 4),
        "declined": Share(0, 4),
    }
    assert tally(judged, answerable=False) == {
        "false": Share(1, 2),
        "offered": Share(0, 2),
        "declined": Share(1, 2),
    }
    assert list(tally_by_group(judged, answerable=True)) == ["plain"]
    assert [one.verdict for one in went_wrong(judged)] == [
        Verdict.WRONG,
        Verdict.FALSE,
        Verdict.OFFERED,
        Verdict.OFFERED_RIGHT,
    ]


# Computed by hand from Wilson's formula; the first is the textbook's 10 of 20.
@pytest.mark.parametrize(
    ("share", "low", "high"),
    [
        (Share(10, 20), 0.2993, 0.7007),
        (Share(0, 10), 0.0, 0.2775),
        (Share(10, 10), 0.7225, 1.0),
        (Share(0, 0), 0.0, 1.0),
    ],
)
def test_intervals_are_wilsons(share: Share, low: float, high: float) -> None:
    assert share.interval() == pytest.approx((low, high), abs=1e-4)
