"""What work costs, in a unit that grows with it on a slow or a busy machine."""

from __future__ import annotations

import time
from collections.abc import Callable

STEPS = 3000
"""Of the loop that is one unit: about a millisecond."""


def effort(work: Callable[[], object], tries: int = 3) -> float:
    """The least CPU time that `work` took, over the least of a plain loop tried beside it.

    CPU time does not pass while other processes run, and what slows the one slows the other.
    """
    pairs = [(_seconds(work), _seconds(_loop)) for _ in range(tries)]
    return min(spent for spent, _ in pairs) / min(unit for _, unit in pairs)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.thread_time()
    work()
    return time.thread_time() - begun


def _loop() -> None:
    seen: dict[str, int] = {}
    for number in range(STEPS):
        word = str(number % 100)
        seen[word] = seen.get(word, 0) + len(word)
