"""The counting of an evaluation, apart from any service."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from bot.compose.stories import service_for
from bot.core.model import (
    Answered,
    Candidate,
    Chatted,
    Declined,
    DeclineReason,
    Fact,
    Reply,
    Status,
    Story,
    Suggested,
)
from bot.ops.evaluation import (
    AT_LEAST,
    AT_MOST,
    UNNAMED,
    Case,
    CaseVerdict,
    JudgedCase,
    Share,
    case_of,
    judge,
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
        (ASKED, Answered(COST), CaseVerdict.RIGHT),
        (ASKED, Answered(OTHER), CaseVerdict.WRONG),
        (ASKED, Suggested((OTHER, COST)), CaseVerdict.OFFERED_RIGHT),
        (ASKED, Suggested((OTHER,)), CaseVerdict.OFFERED),
        (ASKED, NOTHING, CaseVerdict.DECLINED),
        (ASKED, Declined(DeclineReason.FALSE_PREMISE, COST), CaseVerdict.DECLINED),
        (ASKED, Chatted("bye", "Bye."), CaseVerdict.DECLINED),
        (ASKED, Suggested((COST, OTHER), told=COST), CaseVerdict.TOLD_RIGHT),
        (ASKED, Suggested((OTHER, COST), told=OTHER), CaseVerdict.TOLD_WRONG),
        (UNASKED, Answered(COST), CaseVerdict.FALSE),
        (UNASKED, Suggested((COST,), told=COST), CaseVerdict.TOLD),
        (UNASKED, Suggested((COST,)), CaseVerdict.OFFERED),
        (UNASKED, NOTHING, CaseVerdict.DECLINED),
    ],
)
def test_each_reply_has_one_verdict(case: Case, reply: Reply, expected: CaseVerdict) -> None:
    assert verdict(case, reply) is expected


def test_every_pattern_must_match() -> None:
    half = Case("q", True, "plain", (re.compile("crowns"), re.compile("dollars")))
    assert verdict(half, Answered(COST)) is CaseVerdict.WRONG


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
        JudgedCase(case, NOTHING, it)
        for case, it in (
            (ASKED, CaseVerdict.RIGHT),
            (ASKED, CaseVerdict.WRONG),
            (ASKED, CaseVerdict.OFFERED),
            (ASKED, CaseVerdict.OFFERED_RIGHT),
            (ASKED, CaseVerdict.TOLD_RIGHT),
            (ASKED, CaseVerdict.TOLD_WRONG),
            (UNASKED, CaseVerdict.FALSE),
            (UNASKED, CaseVerdict.TOLD),
            (UNASKED, CaseVerdict.DECLINED),
        )
    ]
    assert tally(judged, answerable=True) == {
        "right": Share(1, 6),
        "told right": Share(1, 6),
        "right or told right": Share(2, 6),
        "wrong": Share(1, 6),
        "told wrong": Share(1, 6),
        "wrong or told wrong": Share(2, 6),
        "offered": Share(2, 6),
        "offered right": Share(1, 6),
        "declined": Share(0, 6),
        "first right": Share(0, 6),
    }
    assert tally(judged, answerable=False) == {
        "false": Share(1, 3),
        "told": Share(1, 3),
        "answered or told": Share(2, 3),
        "offered": Share(0, 3),
        "declined": Share(1, 3),
    }
    assert list(tally_by_group(judged, answerable=True)) == ["plain"]
    assert [one.verdict for one in went_wrong(judged)] == [
        CaseVerdict.WRONG,
        CaseVerdict.FALSE,
        CaseVerdict.TOLD_WRONG,
        CaseVerdict.OFFERED,
        CaseVerdict.OFFERED_RIGHT,
        CaseVerdict.TOLD_RIGHT,
    ]


def test_every_share_is_better_larger_or_smaller() -> None:
    names = {*tally([], answerable=True), *tally([], answerable=False)}
    assert names == {*AT_LEAST, *AT_MOST}
    assert not {*AT_LEAST} & {*AT_MOST}


def test_the_first_told_candidate_is_the_first_that_the_story_tells() -> None:
    price = Fact("price", ("Price?",), "48 million crowns? Nobody says.", status=Status.UNKNOWN)
    found = (Candidate(price, 0.9), Candidate(COST, 0.7), Candidate(OTHER, 0.1))
    reply = Declined(DeclineReason.UNKNOWN_TO_STORY, price, found)
    one = JudgedCase(ASKED, reply, CaseVerdict.DECLINED)
    assert one.first_told == Candidate(COST, 0.7)
    assert one.is_first_right
    assert tally([one], answerable=True)["first right"] == Share(1, 1)
    assert not JudgedCase(UNASKED, reply, CaseVerdict.DECLINED).is_first_right
    assert JudgedCase(ASKED, NOTHING, CaseVerdict.DECLINED).first_told is None


def test_a_case_is_asked_after_the_question_before_it() -> None:
    fact = Fact("pier", ("Why is the bridge shut?", "What closed the bridge?"), "A pier cracked.")
    service = service_for(Story("The bridge", (fact, OTHER)), None)
    alone = Case("Why is the bridge shut?", True, "plain", (re.compile("cracked"),))
    assert judge(service, alone).verdict is CaseVerdict.RIGHT
    more = replace(alone, question="tell me more")
    assert (
        judge(service, replace(more, previous=alone.question)).reply != judge(service, more).reply
    )


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
