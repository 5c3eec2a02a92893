"""Remembers what editors decided on readers' words, in a file beside the knowledge file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO

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
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return frozenset()
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableInputError(f"{path} cannot be read ({_why(error)}).") from None
    found = set()
    for number, line in enumerate(lines, 1):
        try:
            found.add(str(json.loads(line)["text"]))
        except (ValueError, KeyError, TypeError):
            where = f"{path}:{number}: not a decision"
            raise UnusableInputError(f"{where}; mend or delete the line.") from None
    return frozenset(found)


def remember(knowledge: Path, decisions: Iterable[Decision]) -> None:
    """Add decisions to the file, one a line; raises `UnusableInputError` where that fails."""
    lines = "".join(f"{json.dumps(asdict(it), ensure_ascii=False)}\n" for it in decisions)
    path = file_for(knowledge)
    try:
        with path.open("a+b") as file:
            if file.tell() and not _ends_a_line(file):
                file.write(b"\n")
            file.write(lines.encode())
    except OSError as error:
        raise UnusableInputError(
            f"{path} cannot be written ({_why(error)}), so the decisions are not remembered: make "
            "them again once it can."
        ) from None


def _ends_a_line(file: BinaryIO) -> bool:
    file.seek(-1, SEEK_END)
    return file.read() == b"\n"


def _why(error: OSError | UnicodeDecodeError) -> str:
    return getattr(error, "strerror", None) or "it is not UTF-8"
