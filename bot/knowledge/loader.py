"""A knowledge file to a Story: the way in for everything that reads one."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bot.core.model import Story
from bot.knowledge.consistency import compare
from bot.knowledge.decoding import read_bytes
from bot.knowledge.problems import Problems
from bot.knowledge.reading import read
from bot.knowledge.shape import story_of, values_of


def load(path: Path) -> Story:
    """The Story of a file.

    Raises UnusableInputError for a file that is missing, unreadable or larger than MAX_BYTES,
    and KnowledgeError with every problem of one that can be read.
    """
    return parse(read_bytes(path), str(path))


def parse(data: bytes, name: str) -> Story:
    """The Story of a file's bytes; `name` is what its problems call it. Raises as `load` does."""
    problems = Problems(name)
    root = read(data, problems)
    values = values_of(root, problems)
    compare(root, problems)
    if len(problems):
        raise problems.error()
    return story_of(values, hashlib.sha256(data).hexdigest())
