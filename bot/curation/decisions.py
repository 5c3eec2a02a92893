"""Remembers what editors decided on readers' words, in a file beside the knowledge file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.core.errors import UnusableInputError


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a text: "accept" or "new" with the fact, or "dismiss"."""

    text: str
    decision: str
    fact: str | None = None


def file_for(knowledge: Path) -> Path:
    """The file of decisions that belongs to a knowledge file."""
    return knowledge.with_name(f"{knowledge.stem}.decisions.jsonl")


def decided(knowledge: Path) -> frozenset[str]:
    """The ids of texts that were decided on; raises `UnusableInputError` for a broken file."""
    path = file_for(knowledge)
    if not path.is_file():
        return frozenset()
    found = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            found.add(str(json.loads(line)["text"]))
        except (ValueError, KeyError, TypeError):
            where = f"{path}:{number}: not a decision"
            raise UnusableInputError(f"{where}; mend or delete the line.") from None
    return frozenset(found)


def remember(knowledge: Path, decisions: Iterable[Decision]) -> None:
    """Add decisions to the file, one a line."""
    lines = "".join(f"{json.dumps(asdict(it), ensure_ascii=False)}\n" for it in decisions)
    with file_for(knowledge).open("a", encoding="utf-8") as file:
        file.write(lines)
