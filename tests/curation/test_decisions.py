"""What editors decided is remembered beside the file it is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.errors import UnusableInputError
from bot.curation.decisions import Decision, decided, file_for, remember


def test_decisions_are_remembered_and_added_to(tmp_path: Path) -> None:
    knowledge = tmp_path / "ferry.yaml"
    assert decided(knowledge) == frozenset()
    remember(knowledge, [Decision("a", "accept", "cost")])
    remember(knowledge, [Decision("b", "dismiss")])
    assert decided(knowledge) == {"a", "b"}
    path = file_for(knowledge)
    path.write_text(path.read_text("utf-8").rstrip("\n"), encoding="utf-8")
    remember(knowledge, [Decision("c", "dismiss")])
    assert decided(knowledge) == {"a", "b", "c"}
    assert file_for(knowledge).name == "ferry.decisions.jsonl"


@pytest.mark.parametrize("line", ["{", "[]", '{"decision": "dismiss"}', "null"])
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    knowledge = tmp_path / "ferry.yaml"
    remember(knowledge, [Decision("a", "dismiss")])
    with file_for(knowledge).open("a") as file:
        file.write(f"{line}\n")
    with pytest.raises(UnusableInputError, match=r"decisions\.jsonl:2: not a decision"):
        decided(knowledge)


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    knowledge = tmp_path / "ferry.yaml"
    file_for(knowledge).write_bytes(b"\xff")
    with pytest.raises(UnusableInputError, match=r"cannot be read \(it is not UTF-8"):
        decided(knowledge)
    file_for(knowledge).unlink()
    file_for(knowledge).mkdir()
    with pytest.raises(UnusableInputError, match="cannot be read"):
        decided(knowledge)
    with pytest.raises(UnusableInputError, match="make them again once it can"):
        remember(knowledge, [Decision("a", "dismiss")])
