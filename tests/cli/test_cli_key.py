"""`storybot key` prints a key that `serve` takes."""

from __future__ import annotations

from bot.records.pseudonyms import find_key
from tests.cli.conftest import Run


def test_prints_a_key_that_records_take_and_never_the_same_one(run: Run) -> None:
    first, second = run("key"), run("key")
    assert first.exit_code == second.exit_code == 0
    key = first.stdout.strip()
    assert find_key(key, None) == key
    assert key != second.stdout.strip()
