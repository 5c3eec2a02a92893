"""Time as an argument, so that tests need not wait."""

from __future__ import annotations

from typing import Protocol


class Clock(Protocol):
    """Time as an argument."""

    def now(self) -> float:
        """Seconds since some fixed moment; never runs backwards."""
