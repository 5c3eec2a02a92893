"""The command that shows whether tests are steady tells passing from failing."""

from __future__ import annotations

import pytest

from tests.steady import main

BARE = ("-n", "0", "--noconftest", "-p", "no:hypothesispytest", "-p", "no:cov")
"""A run without what takes most of a short one: to import what other tests need."""


@pytest.mark.parametrize(
    ("tests", "status", "verdict"),
    [("tests/test_folders.py", 0, "steady: passed 1 of 1"), ("no.py", 1, "NOT steady: passed 0")],
)
def test_the_verdict_is_that_of_the_runs(
    tests: str, status: int, verdict: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["--times", "1", "--spinning", "1", *BARE, tests]) == status
    assert verdict in capfd.readouterr().out
