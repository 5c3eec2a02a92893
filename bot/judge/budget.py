"""How often the judge may be asked, and when it is better left alone."""

from __future__ import annotations

import logging

from bot.ports.clock import Clock

A_MINUTE = 120
"""Questions a minute at most, so that a crowd does not use up a day's in one go."""

AT_ONCE = 8
"""Questions that are with the judge at the same moment: in a crowd with a slow one, only so many
replies wait for it, and the others are told with doubt at once."""

PATIENCE = 3
REST = 30.0
"""After so many failures in a row it is not asked for so many seconds."""

MINUTE, DAY = 60.0, 24 * 60 * 60.0

_log = logging.getLogger(__name__)


class _Window:
    """At most `most` in each `seconds` (0: no limit); the first use opens a window."""

    def __init__(self, seconds: float, most: int) -> None:
        self._seconds = seconds
        self._most = most
        self._ends = 0.0
        self._used = 0

    def is_open(self, now: float) -> bool:
        if now >= self._ends:
            self._ends, self._used = now + self._seconds, 0
        return not self._most or self._used < self._most

    def use(self) -> bool:
        """Whether that was the last that it had."""
        self._used += 1
        return self._used == self._most


class Budget:
    """Of one process, in memory."""

    def __init__(self, daily: int, a_minute: int, clock: Clock) -> None:
        self._clock = clock
        self._minute, self._day = _Window(MINUTE, a_minute), _Window(DAY, daily)
        self._asking = 0
        self._failures = 0
        self._rests_until = float("-inf")

    def take(self) -> bool:
        """Whether the judge may be asked now; then `give` must follow."""
        now = self._clock.now()
        windows = (self._minute, self._day)
        is_free = now >= self._rests_until and self._asking < AT_ONCE
        if not is_free or not all(one.is_open(now) for one in windows):
            return False
        self._asking += 1
        self._minute.use()
        if self._day.use():
            _log.warning("the judge has had its questions for a day: STORYBOT_JUDGE_DAILY")
        return True

    def give(self, failure: str = "") -> None:
        """The judge was asked; `failure` says why it gave no verdict in time, if it gave none."""
        self._asking -= 1
        self._failures = self._failures + 1 if failure else 0
        if not failure:
            return
        _log.info("the judge gave no verdict: %s", failure)
        if self._failures >= PATIENCE:
            self._failures = 0
            self._rests_until = self._clock.now() + REST
            _log.warning(
                "the judge gave no verdict %d times in a row, at last because %s; it is not asked "
                "for %d seconds",
                *(PATIENCE, failure, REST),
            )
