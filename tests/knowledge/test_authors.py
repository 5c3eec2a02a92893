"""Who wrote the story is a line, or a list of names that becomes one."""

from __future__ import annotations

import pytest

from bot.core.errors import KnowledgeError
from bot.knowledge.loader import parse

FILE = (
    "version: 1\nstory: {title: A bridge, authors: %s}\n"
    "facts: [{id: a, questions: [Why?], answer: B.}]"
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ada Brook and Tom Reyes", "Ada Brook and Tom Reyes"),
        ("[Ada Brook]", "Ada Brook"),
        ("[Ada Brook, Tom Reyes]", "Ada Brook and Tom Reyes"),
        ("[Ada Brook, Tom Reyes, Li Moor]", "Ada Brook, Tom Reyes and Li Moor"),
    ],
)
def test_reads_a_line_or_a_list(written: str, read: str) -> None:
    assert parse((FILE % written).encode(), "a.yaml").authors == read


@pytest.mark.parametrize("written", ["[]", "{a: b}", "[[a]]", "~"])
def test_refuses_what_names_nobody(written: str) -> None:
    with pytest.raises(KnowledgeError, match="authors"):
        parse((FILE % written).encode(), "a.yaml")
