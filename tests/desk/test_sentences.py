"""Where a sentence ends, and where it only looks so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.sentences import split


@pytest.mark.parametrize(
    "sentences",
    [
        ["It was late.", "Nobody knew why."],
        ["Dr. Bell and Mrs. Quill met J. R. Reyes at No. 5.", "They left."],
        ["“Why so late?” he asked.", "“Because,” she said."],
        ["He said: “It is over.”", "Then he left (at once.)", "She stayed."],
        ["It rose by 3.5 per cent to $1.2 million.", "That is much."],
        ["The U.S. Navy came.", "It left the U.S.", "The rest stayed."],
        ["North Quay Inc. builds ferries.", "It belongs to Halm Ltd.", "That is all."],
        ["Cranes, ropes, etc. were sold.", "Who bought them?", "Nobody!"],
        ["Wait… there is more…", "Much more."],
        ["船が来た。", "だれも知らなかった。"],
        ["Es kam zu spät.", "Älter war keines."],
        ["They sold e.g. Boats and i.e. Ships.", "2031 was the year."],
        ["One line without an end"],
    ],
)
def test_sentences_are_told_apart(sentences: list[str]) -> None:
    for between in (" ", "\n"):
        text = between.join(sentences)
        if between == " " or "。" not in text:
            assert [text[start:end] for start, end in split(text)] == sentences


@given(st.text())
def test_nothing_is_lost(text: str) -> None:
    spans = [*split(text)]
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(
        text.split()
    )
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
