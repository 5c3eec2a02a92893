"""The benchmark reads what lies there, names what does not, and makes the same mistakes twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.datasets import (
    Absent,
    Benchmark,
    few,
    mistyped,
    read_banking,
    read_clinc,
    read_hint3,
    story_of,
    thinned,
)

TRAIN = [["pay my bill", "bill"], ["send money", "transfer"], ["the bill is due", "bill"]]


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def _clinc(data: Path, name: str, **parts: object) -> None:
    _write(data / "clinc150" / name, json.dumps(parts))


def test_clinc_is_asked_by_validation_questions_without_a_test_split(tmp_path: Path) -> None:
    _clinc(
        tmp_path, "train_val.json", train=TRAIN, val=[["a bill", "bill"]], oos_val=[["hi", "oos"]]
    )
    found = read_clinc(tmp_path)
    assert (found.split, found.asked) == ("validation split", (("a bill", "bill"),))
    assert found.outside == ("hi",)
    assert len(found.train) == 3


def test_clinc_is_asked_by_the_test_split_where_there_is_one(tmp_path: Path) -> None:
    _clinc(
        tmp_path, "train_val.json", train=TRAIN, val=[["a bill", "bill"]], oos_val=[["hi", "oos"]]
    )
    _clinc(tmp_path, "test.json", test=[["send it", "transfer"]], oos_test=[["yo", "oos"]])
    found = read_clinc(tmp_path)
    assert (found.split, found.asked, found.outside) == (
        "test split",
        (("send it", "transfer"),),
        ("yo",),
    )


def test_clinc_test_questions_may_be_a_bare_list(tmp_path: Path) -> None:
    _clinc(tmp_path, "train_val.json", train=TRAIN, val=[])
    rows = json.dumps([["send it", "transfer"], ["yo", "oos"]])
    _write(tmp_path / "clinc150/test.json", rows)
    found = read_clinc(tmp_path)
    assert (found.asked, found.outside) == ((("send it", "transfer"),), ("yo",))


def test_banking_keeps_a_fifth_apart_without_a_test_file(tmp_path: Path) -> None:
    lines = [f'"question, {n}",{"card" if n % 2 else "cash"}' for n in range(20)]
    _write(tmp_path / "banking77/train.csv", "\n".join(["text,category", *lines]))
    found = read_banking(tmp_path)
    assert (len(found.train), len(found.asked)) == (16, 4)
    assert not set(found.train) & set(found.asked)
    assert read_banking(tmp_path) == found


def test_banking_takes_its_test_file(tmp_path: Path) -> None:
    _write(tmp_path / "banking77/train.csv", "text,category\nmy card,card\n")
    _write(tmp_path / "banking77/test.csv", "text,category\nthat card,card\n")
    found = read_banking(tmp_path)
    assert (found.split, found.asked) == ("test split", (("that card", "card"),))
    assert found.train == (("my card", "card"),)


def test_hint3_sets_questions_without_an_entry_apart(tmp_path: Path) -> None:
    _write(tmp_path / "hint3/train/curekart_train.csv", "sentence,label\ncall you,CALL\n")
    rows = "sentence,label\nring you,CALL\nhm,NO_NODES_DETECTED\n"
    _write(tmp_path / "hint3/test/curekart_test.csv", rows)
    found = read_hint3(tmp_path, "curekart")
    assert (found.asked, found.outside) == ((("ring you", "CALL"),), ("hm",))


def test_absent_sets_are_named(tmp_path: Path) -> None:
    with pytest.raises(Absent, match="CLINC150"):
        read_clinc(tmp_path)
    with pytest.raises(Absent, match="BANKING77"):
        read_banking(tmp_path)
    with pytest.raises(Absent, match="HINT3 curekart"):
        read_hint3(tmp_path, "curekart")


def test_few_draws_the_same_phrasings_for_a_seed() -> None:
    rows = [(f"{label} {n}", label) for label in "ab" for n in range(10)]
    drawn = few(rows, 3, seed=1)
    assert [label for _, label in drawn] == ["a", "a", "a", "b", "b", "b"]
    assert drawn == few(rows, 3, seed=1) != few(rows, 3, seed=2)
    assert few(rows, None, seed=1) == tuple(rows)


def test_few_takes_what_there_is() -> None:
    assert few([("only", "a")], 5, seed=1) == (("only", "a"),)


def test_thinned_keeps_at_most_so_many() -> None:
    rows = tuple((str(n), "a") for n in range(9))
    small = thinned(Benchmark("set", "split", rows, rows, ("x", "y")), 4)
    assert (len(small.train), len(small.asked), len(small.outside)) == (9, 4, 2)


def test_story_has_a_fact_for_each_entry() -> None:
    story = story_of([("pay it", "bill"), ("send it", "move"), ("due", "bill")])
    assert [(fact.id, fact.questions) for fact in story.facts] == [
        ("bill", ("pay it", "due")),
        ("move", ("send it",)),
    ]


def test_one_word_is_mistyped_and_the_same_for_a_seed() -> None:
    text = "how do i reset my password"
    spoilt = {mistyped(text, str(seed)) for seed in range(50)}
    assert len(spoilt) > 10
    assert mistyped(text, "1") == mistyped(text, "1")
    for one in spoilt:
        changed = [a for a, b in zip(text.split(), one.split(), strict=True) if a != b]
        assert len(changed) == 1
        assert changed[0] in ("reset", "password")


@pytest.mark.parametrize("text", ["", "?", "a 1 b", "42"])
def test_nothing_to_mistype_comes_back_as_it_is(text: str) -> None:
    assert mistyped(text, "1") == text


@given(st.from_regex(r"[A-Za-z]{2,12}", fullmatch=True), st.integers())
def test_a_mistake_is_one_edit(word: str, seed: int) -> None:
    from rapidfuzz.distance import OSA

    assert OSA.distance(word, mistyped(word, str(seed))) == 1
