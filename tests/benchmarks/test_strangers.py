"""What honesty is measured by: the crowd's patterns, risk and coverage, gates, the report."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.core.model import Answered, Candidate, Fact, Reply, Status, Story, Suggested
from bot.ops.evaluation import AUROC, Case, JudgedCase, verdict
from bot.ops.risk import counts_of, curve_of, line_of
from tests.benchmarks.curated import main as curated
from tests.benchmarks.datasets import Absent
from tests.benchmarks.gates import Gate, gates, mean
from tests.benchmarks.markdown import END, START, with_measured
from tests.benchmarks.measures import Figure
from tests.benchmarks.risk import earlier
from tests.benchmarks.risk_pictures import drawing
from tests.benchmarks.squad import any_of, cases_about
from tests.benchmarks.strangers_report import are_kept, report
from tests.benchmarks.subjects import (
    STRANGERS,
    Measured,
    Subject,
    figures,
    folder_of,
    subjects,
    told_only,
)

COST = Fact("cost", ("How much?",), "It cost 48 million.")
CREW = Fact("crew", ("Who?",), "Mara Quill.")
LOST = Fact("lost", ("Where?",), "Nobody says where.", status=Status.UNKNOWN)
ASKED = Case("how much", True, "plain", (re.compile("48"),))
UNASKED = Case("weather", False, "other-topic")
NEAR = Case("how old", False, "near-miss")


def _answered(case: Case, fact: Fact, score: float) -> JudgedCase:
    return _judged(case, Answered(fact, (Candidate(fact, score),)))


def _told(case: Case, fact: Fact, score: float) -> JudgedCase:
    return _judged(case, Suggested((fact,), (Candidate(fact, score),), told=fact))


def _judged(case: Case, reply: Reply) -> JudgedCase:
    return JudgedCase(case, reply, verdict(case, reply))


JUDGED = (
    _answered(ASKED, COST, 0.9),
    _answered(NEAR, CREW, 0.8),
    _told(ASKED, COST, 0.7),
    _told(ASKED, CREW, 0.6),
    _told(UNASKED, CREW, 0.5),
)


def _measured(key: str) -> Measured:
    subject = Subject(key, Story("s", (COST, CREW)), tuple(it.case for it in JUDGED))
    return figures(subject, JUDGED)


@pytest.mark.parametrize(
    ("answer", "matches", "misses"),
    [
        ("16", "of 16 members", "of 1600 members"),
        ("peer-reviewed sources", "peer–reviewed\n sources", "peer reviewed sources"),
        ("Earth's surface", "the Earth’s surface", "the Earths surface"),
        ("90%", "90% of it", "190% of it"),
        ("(WMO)", "Organization (WMO)", "WMO"),
        ("0.3 to 0.6 °C", "0.3 to 0.6 °C", "013 to 0.6 °C"),
    ],
)
def test_an_answer_of_the_crowd_is_found_at_the_ends_of_words(
    answer: str, matches: str, misses: str
) -> None:
    pattern = any_of([answer, answer])
    assert re.search(pattern, matches)
    assert not re.search(pattern, misses)


def test_any_answer_of_the_crowd_will_do() -> None:
    assert (
        any_of(["United Nations", "the UN", "the UN"]) == r"(?:\bUnited\s+Nations\b|\bthe\s+UN\b)"
    )


def test_the_crowds_questions_become_cases(tmp_path: Path) -> None:
    with pytest.raises(Absent, match=r"paragraphs\.jsonl is not there"):
        cases_about(tmp_path, "Bridge")
    file = tmp_path / "benchmarks/squad2/paragraphs.jsonl"
    file.parent.mkdir(parents=True)
    asked = [{"q": "What broke?", "answers": ["a pier"]}, {"q": "Who sang?", "answers": []}]
    file.write_text(json.dumps({"article": "Bridge", "context": "…", "questions": asked}), "utf-8")
    one, other = cases_about(tmp_path, "Bridge")
    assert (one.group, one.fact, one.must[0].pattern) == ("crowd", "line 1", r"(?:\ba\s+pier\b)")
    assert (other.answerable, other.group) == (False, "false-premise")
    with pytest.raises(Absent, match="no such article"):
        cases_about(tmp_path, "Ferry")


def test_files_are_asked_the_questions_of_their_article(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "benchmarks/squad2/paragraphs.jsonl"
    file.parent.mkdir(parents=True)
    asked = [{"q": "What broke?", "answers": ["pier"]}, {"q": "Who sang?", "answers": []}]
    file.write_text(json.dumps({"article": "Bridge", "context": "…", "questions": asked}), "utf-8")
    facts = "facts: [{id: pier, questions: [What broke?], answer: A pier broke.}]"
    (tmp_path / "bridge.yaml").write_text(f"version: 1\nstory: {{title: Bridge}}\n{facts}\n")
    curated(["--data", str(tmp_path), "--article", "Bridge", str(tmp_path / "bridge.yaml")])
    row = capsys.readouterr().out.splitlines()[-1]
    assert row.startswith("| bridge.yaml | 1 | 1 | 100.0 (21–100) |")


def test_what_is_absent_is_named_and_passed_over(tmp_path: Path) -> None:
    found, absent = subjects(tmp_path)
    here = ["shipped", "shipped-six", "shipped-told", "second", "third"]
    assert [one.key for one in found] == here
    assert len(absent) == 4
    assert all("is not there" in sentence for sentence in absent)
    with pytest.raises(Absent, match="no --data folder"):
        folder_of(None, "ipcc")


def test_known_unknowns_are_taken_out() -> None:
    story = told_only(Story("s", (COST, LOST), digest="d"))
    assert (story.facts, story.digest) == ((COST,), "d-told")


def test_a_line_has_a_point_for_each_further_right_answer() -> None:
    scored = [(0.9, True), (0.5, True), (0.7, False), (0.5, False), (0.1, False)]
    assert line_of(scored, 4) == ((0.25, 0.0), (0.5, 0.5))
    assert line_of([], 0) == ()


def test_marks_show_what_is_answered_and_what_is_told() -> None:
    curve = curve_of(JUDGED)
    assert curve.answered == (1 / 3, 1 / 2)
    assert curve.told == (2 / 3, 3 / 5)
    assert curve.line == ((1 / 3, 0.0), (2 / 3, 1 - 2 / 3))


def test_what_was_measured_earlier_is_kept_whole() -> None:
    then = earlier()
    assert {*STRANGERS, "second", "third", "shipped"} <= then.keys()
    for one in then.values():
        assert one.counts.keys() == counts_of(JUDGED).keys()
        assert one.curve.line[-1][0] == pytest.approx(
            one.counts["first right"] / one.counts["answerable"], abs=1e-4
        )


def test_a_picture_is_whole_and_says_what_it_shows() -> None:
    curve = curve_of(JUDGED)
    root = ElementTree.fromstring(drawing("A & B", curve, curve))
    texts = [one.text for one in root.iter() if one.tag.endswith("text")]
    assert {"A & B", "now", "what it answers"} <= set(texts)
    marks = [one for one in root.iter() if one.tag.endswith("circle")]
    assert len(marks) == 3 + 2  # the line's and the legend's


def test_the_mean_needs_every_story() -> None:
    one, other = Figure(0.5, 0.4, 0.7), Figure(0.7, 0.6, 0.8)
    found = mean([one, other])
    assert found is not None
    assert found.value == pytest.approx(0.6)
    assert found.low == pytest.approx(0.6 - (0.01 + 0.01) ** 0.5 / 2)
    assert found.high == pytest.approx(0.6 + (0.04 + 0.01) ** 0.5 / 2)
    assert mean([one, None]) is None
    assert mean([]) is None


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("right", 0.47, True),
        ("right", 0.469, False),
        (AUROC, 0.4, False),
        ("wrong", 0.47, True),
        ("wrong", 0.48, False),
        ("told, other", 0.48, False),
    ],
)
def test_a_gate_is_a_floor_or_a_ceiling(name: str, value: float, kept: bool) -> None:
    assert Gate("here", name, 47, Figure(value, 0, 1)).is_kept == kept
    assert not Gate("here", name, 47, None).is_kept


def test_gates_of_what_was_not_measured_are_not_kept() -> None:
    results = [_measured(key) for key in ("ipcc", "second")]
    found = {(one.where, one.name): one for one in gates(results)}
    assert found["strangers, mean", "right"].reached is None
    assert found["third", "wrong"].reached is None
    false = found["second", "false"]
    assert (false.reached or Figure(0, 0, 0)).value == 0.5
    assert false.limit == pytest.approx(100 * (4 + 2) / 90)
    assert not are_kept(results)


def test_the_report_has_gates_tables_and_pictures() -> None:
    results = [_measured(key) for key in (*STRANGERS, "third")]
    text = report(results, results, ["dev: it is not there"], ["--write"])
    assert "- Not measured: dev: it is not there." in text
    assert "| strangers, mean | right | ≥ 47 | 33.3" in text
    assert "| Shipped story | right | ≥ 86 | – | not measured | – |" in text
    assert "## Strangers' stories, with the extra, %" in text
    assert "| told, other | 100.0" in text
    assert "![Third story](pictures/risk-coverage-third.svg)" in text
    assert "mean" not in report(results[1:], None, [], []).split("## Strangers")[1]


def test_hand_written_text_stays_around_what_is_measured() -> None:
    document = f"# By hand\n\n{START}\nold\n{END}\n\nAlso by hand.\n"
    found = with_measured(document, "new\n")
    assert found == f"# By hand\n\n{START}\n\nnew\n\n{END}\n\nAlso by hand.\n"
    assert with_measured(found, "new") == found
    with pytest.raises(ValueError, match="the document has no"):
        with_measured("# By hand", "new")
