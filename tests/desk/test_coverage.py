"""Coverage: which facts quote or tell a sentence, what they say otherwise, and what is gone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.model import Fact
from bot.desk.comparing import Comparer
from bot.desk.coverage import ArticleCoverage, SentenceState, coverage
from bot.desk.dates import date_in, dates_in, has_day
from bot.matching.language.analysis import Analyser
from bot.matching.shipped import english
from tests.desk.stories import ARTICLE, UNKNOWN, article, fact, story

COST = fact("cost", "The ferry cost 48 million crowns.", "The ferry cost us 48 million", line=6)
BUILT = fact("built", "The ferry was built in Halm in 2029.")


def _covered(*facts: Fact, text: str = ARTICLE) -> ArticleCoverage:
    return coverage(story(*facts), article(text))


def _states(found: ArticleCoverage) -> list[str]:
    return [str(it.state) for it in found.sentences]


def test_a_sentence_is_quoted_told_or_missing() -> None:
    seen: list[tuple[int, int]] = []
    found = coverage(story(COST, BUILT, UNKNOWN), article(), lambda *so_far: seen.append(so_far))
    assert _states(found) == ["quoted", *["missing"] * 3, "told", "missing", "missing"]
    assert found.sentences[0].facts == ("cost",)
    assert found.sentences[4].facts == ("built",)
    assert found.counts() == {"quoted": 1, "told": 1, "contradicted": 0, "missing": 5}
    assert found.changed == ()
    assert seen[-1] == (7, 7)


def test_a_quote_over_two_sentences_covers_both_and_no_other() -> None:
    quote = "said Mara Quill of the North Quay Company (NQC). It was launched"
    found = _covered(fact("both", "It is so.", quote, "Nobody knew.", "Nobody knew."))
    assert _states(found) == ["quoted", "quoted", "missing", "missing", *["missing"] * 3]
    assert _states(_covered(fact("late", "It is so.", "“Why”"), text="It is “Why” so.")) == [
        "quoted"
    ]


def test_two_facts_tell_a_sentence_together() -> None:
    men = fact("men", "Jon Bell had 12 men.")
    cranes = fact("cranes", "The yard of Halm had 3 big cranes.")
    text = "Jon Bell had 12 men and 3 big cranes.\nIt is late. It is so."
    assert _states(_covered(men, text=text))[0] == "missing"
    assert _states(_covered(cranes, text=text))[0] == "missing"
    found = _covered(men, cranes, text=text).sentences[0]
    assert found.state is SentenceState.TOLD
    assert sorted(found.facts) == ["cranes", "men"]
    whole = fact("whole", "Jon Bell had twelve men and three cranes.")
    assert _states(_covered(whole))[5] == "told"


def test_a_fact_without_a_number_of_the_sentence_does_not_tell_it() -> None:
    assert _states(_covered(fact("built", "The ferry was built in Halm.")))[4] == "missing"


def test_a_draft_covers_nothing_and_is_named() -> None:
    found = _covered(replace(COST, draft=True), replace(BUILT, draft=True))
    assert set(_states(found)) == {"missing"}
    assert found.sentences[0].facts == ("cost",)


@pytest.mark.parametrize(
    ("answer", "kind", "told", "said"),
    [
        ("The ferry cost 38 million crowns.", "number", "38 million", "48 million"),
        (
            "Mara Guill said that the ferry cost much.",
            "name",
            "Mara Guill",
            "Mara Quill",
        ),
        (
            "Tara Quill said that the ferry cost much.",
            "name",
            "Tara Quill",
            "Mara Quill",
        ),
    ],
)
def test_what_a_fact_says_otherwise_contradicts(
    answer: str, kind: str, told: str, said: str
) -> None:
    found = _covered(replace(COST, answer=answer)).sentences[0]
    assert found.state is SentenceState.CONTRADICTED
    ((owner, difference),) = found.differences
    assert owner == "cost"
    assert (difference.kind, difference.told, difference.article) == (kind, told, said)


@pytest.mark.parametrize(
    "answer",
    [
        "The ferry cost 48,000,000 crowns, said Mara Quill.",
        "Mara Quil says that the ferry, launched in 2031, cost 48 million crowns.",
        "In 2031 the ferry cost 48 million, for the first time.",
        "The price of the ferry is told by the North Quay Company.",
        "The ferry cost 48 million crowns; 12 men had asked for 2 ferries.",
    ],
)
def test_what_a_fact_adds_or_leaves_out_does_not_contradict(answer: str) -> None:
    assert _covered(replace(COST, answer=answer)).sentences[0].state is SentenceState.QUOTED


def test_a_year_and_a_day_contradict_but_where_the_article_says_last_year() -> None:
    launch = fact("launch", "The ferry was launched on 9 March 2030.", "It was launched on 9 March")
    (difference,) = _covered(launch).sentences[1].differences
    assert difference[1].kind == "date"
    built = replace(BUILT, answer="The ferry was built in Halm in 2028.", quotes=())
    assert _states(_covered(built))[4] == "contradicted"
    text = "The ferry, planned in 2027, was built in Halm last year, they say."
    told = fact("built", "The ferry was built in Halm in 2030.", "built in Halm last year")
    assert _states(_covered(told, text=text)) == ["quoted"]


def test_quotes_that_are_gone_name_what_they_have_become() -> None:
    changed = ARTICLE.replace("48 million", "58 million").replace("The yard closes soon. ", "")
    yard = fact("yard", "The yard closes soon.", "The yard closes soon.", line=11)
    other = fact("other", "Nobody says it.", "Zebras quit xylophones by jumping")
    found = _covered(COST, replace(yard, answer="It closes."), other, text=changed)
    gone = {it.fact: it.now and it.now.line for it in found.changed}
    assert gone["cost"] == 6
    assert gone["other"] is None
    first = found.sentences[0]
    assert first.state is SentenceState.CONTRADICTED
    assert first.facts == ("cost",)
    assert first.differences[0][1].article == "58 million"


def test_quotes_are_found_on_the_line_that_they_name_else_on_the_first() -> None:
    text = "It is so, they say.\nIt is so, they say.\n"
    for line, states in ((2, ["missing", "quoted"]), (9, ["quoted", "missing"])):
        found = _covered(fact("so", "That is said.", "It is so", line=line), text=text)
        assert _states(found) == states


def test_days_are_read_in_every_common_form() -> None:
    for written in ("2031-04-03", "3 April 2031", "April 3, 2031", "3rd of April 2031",
                    "Apr. 3 2031", "the 3 Apr 2031"):  # fmt: skip
        assert date_in(f"It is {written}.") == "2031-04-03"
    assert [day for _, day in dates_in("On May 5 and 31 June 2030, 12 Sept 2030.")] == [
        "0004-05-05",
        "2030-09-12",
    ]
    assert date_in("May 5") is None
    assert has_day(["0004-05-05"], "2031-05-05")
    assert not has_day(["2030-05-05"], "2031-05-05")


def test_amounts_have_what_they_are_of() -> None:
    said = Comparer(Analyser({}, english())).said(
        "In 2031, 1,900 men paid $ 1.2 billion, and 70 per cent left in 2032."
    )
    amounts = {it.amount: it.units for it in said.values}
    assert amounts[2031] == amounts[2032] == {"year"}
    assert "year" not in amounts[1900]
    assert amounts[1.2e9] == {"dollar"}
    assert amounts[70]


def test_signs_that_do_not_show_are_no_difference() -> None:
    read = article("The ferry cost us 48\u200b million crowns. Nobody knew why.")
    told = fact("cost", "The ferry cost 48 million crowns.", "ferry cost us 48 mil\u00adlion")
    found = coverage(story(told), read)
    assert str(found.sentences[0].state) == "quoted"
    assert found.changed == ()
