"""The system's time."""

from __future__ import annotations

import time


class SystemClock:
    """A clock that never runs backwards."""

    def now(self) -> float:
        """Seconds since some moment before the process started."""
        return time.monotonic()
