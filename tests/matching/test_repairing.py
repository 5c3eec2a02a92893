"""Typing mistakes are mended towards the story's words, and nothing that is right is touched."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.language import repair
from bot.matching.language.analysis import Analyser
from bot.matching.language.lexicon import EMPTY, parse_lexicon
from bot.matching.language.repair import Repair
from bot.matching.shipped import english
from tests.core.invented import answered_by, ask, told_by

STORY = ("ferry", "bridge", "passengers", "inspectors", "veldane", "resignation", "wire", "48")
mend = Repair(STORY, english().lexicon)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fery", "ferry"),
        ("ferrry", "ferry"),
        ("brigde", "bridge"),
        ("pasengers", "passengers"),
        ("insepctrs", "inspectors"),
        ("veldene", "veldane"),
        ("resignashun", "resignation"),
    ],
)
def test_mends_typing_mistakes_towards_the_words_of_the_story(typed: str, meant: str) -> None:
    assert mend(typed) == meant


def test_mends_towards_common_words_of_news_where_the_story_has_none() -> None:
    assert mend("salarry") == "salary"


def test_prefers_the_words_of_the_story() -> None:
    assert Repair(["hospitel"], english().lexicon)("hospitl") == "hospitel"


def test_of_two_that_are_as_near_the_commoner_is_meant() -> None:
    assert Repair(["much", "match"], EMPTY)("mutch") == "much"
    assert Repair(["exports", "experts"], EMPTY)("exprts") == "exports"


def test_two_words_run_together_are_parted_where_no_word_is_near() -> None:
    words = ["power", "full", "ferry", "price"]
    assert Repair(words, EMPTY)("ferryprice") == "ferry price"
    assert Repair(["powerful", *words], EMPTY)("powerfull") == "powerful"


@pytest.mark.parametrize("word", ["wife", "bride", "fairy", "merry", "refinery"])
def test_leaves_real_english_words_alone(word: str) -> None:
    assert mend(word) is None


@pytest.mark.parametrize("word", ["ferry", "490", "4800", "49", "fer", "brg", "r2d2x", "f3rry"])
def test_leaves_known_words_digits_and_short_words_alone(word: str) -> None:
    assert mend(word) is None


def test_leaves_what_is_like_no_word_alone() -> None:
    assert mend("qwxzzvkj") is None


def test_a_short_word_may_hold_one_mistake_only() -> None:
    assert Repair(["pier"], EMPTY)("piiir") is None
    assert Repair(["piers"], EMPTY)("piesr") == "piers"


def test_remembers_no_more_than_it_should(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repair, "_MEMORY", 2)
    mends = Repair(STORY, EMPTY)
    typed = ["fery", "brigde", "pasengers", "fery", "qwxzzvkj", "brigde"]
    assert [mends(word) for word in typed] == [
        "ferry", "bridge", "passengers", "ferry", None, "bridge",
    ]  # fmt: skip


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=14))
@settings(derandomize=True, deadline=None, max_examples=150)
def test_mends_to_known_words_only_and_never_again(word: str) -> None:
    meant = mend(word)
    if meant is not None:
        assert meant in STORY or meant in english().lexicon.spellings
        assert mend(meant) is None


def test_a_mended_word_is_shown_and_read_as_the_one_meant() -> None:
    analyser = Analyser({"Osprey II": []}, english())
    analyser.learn(STORY)
    analysis = analyser.analyse("when did the ospry two cary pasengers")
    assert ("pasengers", "passengers") in analysis.repairs
    assert "passengers" in analysis.words
    assert analysis.names == {"osprey2"}


def test_mends_nothing_before_it_has_seen_the_story() -> None:
    assert Analyser({}, english()).analyse("fery").words == ("fery",)


def test_a_question_full_of_mistakes_is_answered_all_the_same() -> None:
    assert told_by(ask("how mutch did teh new fery cost")) == "cost"
    assert answered_by(ask("why is the brigde shut")) == "bridge-shut"


def test_says_how_common_a_word_is() -> None:
    lexicon = parse_lexicon("10 the bridge\n35 quay\n\n", "", english().stem)
    assert lexicon.tier("bridge") == 0
    assert lexicon.tier("quay") == 1
    assert lexicon.tier("ridge") is None
    assert lexicon.tier("the bridge quay") is None


def test_reads_ideas_and_opposites() -> None:
    lexicon = parse_lexicon(
        "",
        """
        # a comment
        rise: rise rose go_up   # another
        fall: fall go_down
        climb: rise
        climb: rise
        drop: fall
        ! rise fall
        ! climb fall
        """,
        english().stem,
    )
    assert lexicon.ideas[("rise",)] == ("rise", "climb")
    assert lexicon.ideas[("go", "up")] == ("rise",)
    assert lexicon.opposed("rise") == ("fall",)
    assert lexicon.opposed("fall") == ("rise", "climb")
    assert lexicon.opposed("drop") == ()
    assert lexicon.spellings == {"rise", "rose", "fall"}


def test_the_shipped_english_has_what_the_guards_need() -> None:
    lexicon = english().lexicon
    assert lexicon is english().lexicon
    assert lexicon.tier("wife") == 0
    assert "decrease" in lexicon.opposed("increase")
    assert set(lexicon.opposites) <= {idea for ideas in lexicon.ideas.values() for idea in ideas}


def test_forms_of_one_word_have_one_stem() -> None:
    stem = english().stem
    assert len(set(map(stem, ["cost", "costs", "costing"]))) == 1
    assert stem("bought") == stem("buys")
    assert stem("children") == stem("child")
    assert stem("48") == "48"
