"""A number agrees with its noun wherever one is said, and in every language."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.counting import counted
from bot.rendering import texts, texts_de, texts_es


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 facts"), (1, "1 fact"), (1.0, "1 fact"), (0.5, "0.5 facts"), (21, "21 facts")],
)
def test_one_alone_is_singular(number: float, said: str) -> None:
    assert counted(number, "fact") == said


def test_a_plural_may_be_its_own_word() -> None:
    assert counted(1, "record was", "records were") == "1 record was"
    assert counted(2, "record was", "records were") == "2 records were"


@pytest.mark.parametrize("said", [texts, texts_de, texts_es], ids=["en", "de", "es"])
def test_no_sentence_brings_a_noun_for_a_number_of_its_own(said: Any) -> None:
    nouns = {noun for pair in (said.SECONDS, said.DAYS, said.QUESTIONS) for noun in pair}
    after = re.compile(rf"\{{\w+\}} (?:{'|'.join(nouns)})\b")
    assert not [it for it in vars(said).values() if isinstance(it, str) and after.search(it)]
