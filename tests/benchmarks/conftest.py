"""A database for things to be thrown at the bot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.benchmarks.faulty import Place


def nothing() -> None:
    """No outage here."""


@pytest.fixture
def place(tmp_path: Path) -> Callable[[str], Place]:
    """Makes a place for a file of that name."""
    return lambda name: Place("SQLite", str(tmp_path / name), nothing, nothing)
