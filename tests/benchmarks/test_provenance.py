"""A report tells how it came about without a word on where this machine keeps things."""

from __future__ import annotations

from tests.benchmarks.provenance import ROOT, command


def test_folders_are_shown_from_the_repository() -> None:
    sets = str(ROOT.parent / "shared" / "sets")
    shown = "python -m tests.benchmarks.quality --data ../shared/sets --write"
    assert command("tests.benchmarks.quality", ["--data", sets, "--write"]) == shown
    assert command("m", [f"--data={sets}"]) == "python -m m --data=../shared/sets"


def test_what_is_relative_stays_as_typed() -> None:
    arguments = ["--data", "../shared/sets", "--rounds", "3"]
    assert command("m", arguments) == "python -m m --data ../shared/sets --rounds 3"
