"""Spreads long work over the processors of a machine."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_inherited: list[Callable[[Any], Any]] = []
"""The work of a process that was forked for it."""


def over_processors(work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """The results of `work` for each of `items`, in their order; both must be picklable.

    On Linux in as many processes as there are processors, forked from this one, so that what
    `work` rests on is in their memory already. Elsewhere, and where other threads run, which do
    not survive a fork, in this one.
    """
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    if processors < 2 or threading.active_count() > 1:
        yield from map(work, items)
        return
    with get_context("fork").Pool(processors, _inherited.append, (work,)) as pool:
        yield from pool.imap(_work, items)


def _work(item: Any) -> Any:
    return _inherited[0](item)
