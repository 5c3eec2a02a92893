"""Claims about text that must fit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.shortening import shortened

WORDS = st.text(alphabet="ab.,!? \n", max_size=300)


def test_text_without_sentences_is_cut_between_words() -> None:
    assert shortened("one two, three four", 12) == "one two …"
    assert shortened("One. Two three four five", 20) == "One. Two three …"
    assert shortened("One two three. Four five", 20) == "One two three. …"
    assert shortened("x" * 50, 10) == "x" * 8 + " …"
    assert shortened(" fits ", 4) == "fits"


@given(WORDS, st.integers(10, 200))
def test_nothing_is_cut_inside_a_word(text: str, room: int) -> None:
    short = shortened(text, room)
    assert len(short) <= room
    if short != text.strip() and " " in text.strip()[: room - 2]:
        kept = short.removesuffix(" …")
        rest = text.strip()[len(kept) :]
        assert not kept or not rest[:1].isalnum() or not kept[-1].isalnum()
