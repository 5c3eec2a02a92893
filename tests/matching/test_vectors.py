"""The word vectors that storybot ships: what they know of English, and what of names."""

from __future__ import annotations

import numpy as np
import pytest

from bot.matching.shipped import word_vectors


def likeness(one: str, other: str) -> float:
    rows = word_vectors().embed([one, other])
    return float(rows[0] @ rows[1])


def test_every_row_has_unit_length_and_no_text_depends_on_another() -> None:
    texts = ["who runs the company", "", "osprey2", "osprey2 osprey2"]
    rows = word_vectors().embed(texts)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    alone = np.vstack([word_vectors().embed([text]) for text in texts])
    assert np.array_equal(rows, alone)


@pytest.mark.parametrize(
    ("asked", "told", "else_"),
    [
        ("who is the boss", "name of the chief", "colour of the bread"),
        ("film", "movie", "harvest"),
        ("how much does it cost", "price", "weather"),
        ("doctors", "physician", "bridge"),
    ],
)
def test_texts_about_the_like_lie_closer(asked: str, told: str, else_: str) -> None:
    assert likeness(asked, told) > likeness(asked, else_) + 0.1


def test_a_name_is_like_itself_and_like_nothing_else() -> None:
    assert likeness("veldanemara", "veldanemara") == pytest.approx(1.0, abs=1e-5)
    assert likeness("who is veldanemara", "who is oskampiet") < likeness(
        "who is veldanemara", "veldanemara"
    )
