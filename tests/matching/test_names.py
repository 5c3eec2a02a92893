"""Names are found however readers type them, and only names are."""

from __future__ import annotations

import pytest

from bot.matching.language.analysis import Analyser
from bot.matching.language.names import Names
from bot.matching.shipped import english

NAMES = Names(
    {
        "Osprey II": ["Ospray 2"],
        "Mara Veldane": ["Marra Veldain"],
        "Piet Oskam": [],
        "Berta Oskam": [],
        "Tollan": [],
        "Tollan Marine": ["Tolan Marine"],
        "Rosalind Baker": [],
        "Pier-19 Crane": [],
        "Greyford": ["Grayford"],
        "harbour office": ["habour office", "harbor bureau"],
        "🛟": ["lifebelt"],
        "Skarholm": ["🌊"],
    },
    english(),
)


def joined(text: str) -> list[str]:
    return NAMES.join(english().normalise(text).split())


@pytest.mark.parametrize(
    "typed",
    ["Osprey II", "osprey ii", "OSPREY-2", "osprey2", "Osprey two", "os prey 2", "ospray ii"],
)
def test_finds_a_name_however_it_is_spaced_hyphenated_cased_or_numbered(typed: str) -> None:
    assert joined(f"when did the {typed} sail") == ["when", "did", "the", "osprey2", "sail"]


def test_takes_the_longest_name() -> None:
    assert joined("Tollan Marine or Tollan") == ["tollanmarine", "or", "tollan"]


@pytest.mark.parametrize("typed", ["Veldane", "Marra Veldain", "mara veldane", "MaraVeldane"])
def test_a_word_that_only_one_name_has_stands_for_the_whole(typed: str) -> None:
    assert joined(typed) == ["maraveldane"]


def test_a_word_that_two_names_share_stands_for_neither() -> None:
    assert joined("did Oskam resign") == ["did", "oskam", "resign"]
    assert joined("did Berta Oskam resign") == ["did", "bertaoskam", "resign"]


def test_an_english_word_is_no_short_form_of_a_name() -> None:
    assert joined("who is the baker") == ["who", "is", "the", "baker"]
    assert joined("who is Rosalind Baker") == ["who", "is", "rosalindbaker"]


def test_a_number_is_no_short_form_of_a_name() -> None:
    assert joined("19 people") == ["19", "people"]
    assert joined("2 people") == ["2", "people"]
    assert joined("part ii") == ["part", "ii"]


def test_a_canonical_name_in_lower_case_only_puts_spellings_right() -> None:
    assert joined("the habour office paid") == ["the", "harbour", "office", "paid"]
    assert joined("harbor bureau") == ["harbour", "office"]
    assert "harbouroffice" not in NAMES.canonical


def test_a_name_without_letters_is_passed_over() -> None:
    assert joined("lifebelt") == ["lifebelt"]
    assert joined("Skarholm") == ["skarholm"]


def test_words_that_only_begin_like_a_name_stay() -> None:
    assert joined("ospreys grey osp") == ["ospreys", "grey", "osp"]


def test_keeps_the_name_as_the_file_writes_it() -> None:
    assert NAMES.canonical["osprey2"] == "Osprey II"
    assert NAMES.canonical["greyford"] == "Greyford"


def test_a_name_longer_than_any_person_types_is_still_known_by_its_other_spellings() -> None:
    names = Names({"The Most Loyal and Ancient Guild of Ferry Pilots": ["MLAG"]})
    assert names.join(["the", "mlag"])[1].startswith("themostloyal")


@pytest.mark.parametrize("words", [["fire", "flyer", "ii"], ["fireflyer", "two"], ["fireflyer2"]])
def test_a_name_is_found_however_it_is_spaced_and_its_numbers_are_written(words: list[str]) -> None:
    assert Names({"Fire Flyer 2": []}, english()).join(words) == ["fireflyer2"]


@pytest.mark.parametrize("name", ["Max Ferrow", "Model Y", "American Harbour Line", "Osprey Two"])
def test_a_name_may_hold_a_word_that_chat_shortens(name: str) -> None:
    analyser = Analyser({name: []}, english())
    assert [analyser.names.canonical[one] for one in analyser.analyse(f"is {name} here").names] == [
        name
    ]


def test_a_name_that_chat_uses_as_shorthand_stays_a_name() -> None:
    assert Analyser({"Max": []}, english()).analyse("did max resign").words[1] == "max"
    assert Analyser({}, english()).analyse("max price").words == ("maximum", "price")


def test_the_third_of_its_kind_is_not_the_second() -> None:
    analyser = Analyser({"Osprey II": [], "Osprey III": []}, english())
    assert analyser.analyse("Osprey III").names == {"osprey3"}
    assert analyser.analyse("Osprey II").names == {"osprey2"}
