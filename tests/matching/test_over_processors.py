"""Work that is spread over the processors of a machine."""

from __future__ import annotations

import os
import sys
import threading

import pytest

from bot.matching import processes
from bot.matching.processes import over_processors


@pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux alone")
def test_work_is_done_by_other_processes_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(
        threading, "active_count", lambda: 1
    )  # whoever runs the tests may have more
    local = 20  # what work rests on need not be picklable
    found = [*over_processors(lambda item: (item + local, os.getpid()), range(40))]
    assert [number for number, _ in found] == [*range(20, 60)]
    assert os.getpid() not in {process for _, process in found}


def test_a_forked_process_does_the_work_that_it_inherited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_inherited", [abs])
    assert processes._work(-1) == 1  # in the forked process itself no coverage is counted


def test_beside_other_threads_it_is_done_here() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        found = [*over_processors(lambda _: os.getpid(), range(2))]
    finally:
        done.set()
        thread.join()
    assert found == [os.getpid()] * 2
