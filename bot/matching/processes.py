"""Spreads long work over the processors of a machine."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_inherited: list[Callable[[Any], Any]] = []
"""The work of a process that was forked for it."""


def over_processors(work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """The results of `work` for each of `items`, in their order; items and results are picklable.

    On Linux in as many processes as there are processors, forked from this one, so that what
    `work` rests on is in their memory already. Elsewhere, and where other threads run, which do
    not survive a fork, in this one; so too what is left once a process was killed, as by a system
    that ran out of memory.
    """
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    done = 0
    if processors > 1 and threading.active_count() == 1:
        forking = get_context("fork")
        with ProcessPoolExecutor(processors, forking, _begin, (work,)) as pool:
            try:
                for result in pool.map(_work, items):
                    yield result
                    done += 1
            except BrokenProcessPool:
                pass
    yield from map(work, items[done:])


def _begin(work: Callable[[Any], Any]) -> None:
    """In a forked process: an interrupt from the keyboard is for the one that forked it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _inherited.append(work)


def _work(item: Any) -> Any:
    return _inherited[0](item)
