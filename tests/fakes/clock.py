"""A clock that stands still until a test lets time pass."""

from __future__ import annotations


class FakeClock:
    """Time by hand, in seconds."""

    def __init__(self, now: float = 1000.0) -> None:
        self._now = now

    def now(self) -> float:
        """The moment that the test has reached."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass."""
        self._now += seconds
