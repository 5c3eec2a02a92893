"""Work that is spread over the processors of a machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest

from bot.matching import processes
from bot.matching.processes import over_processors

needs_fork = pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux alone")


@pytest.fixture
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processors, and no other thread, though whoever runs the tests may have some."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(threading, "active_count", lambda: 1)


@needs_fork
@pytest.mark.usefixtures("two_processors")
def test_work_is_done_by_other_processes_in_order() -> None:
    local = 20  # what work rests on need not be picklable
    found = [*over_processors(lambda item: (item + local, os.getpid()), range(40))]
    assert [number for number, _ in found] == [*range(20, 60)]
    assert os.getpid() not in {process for _, process in found}


@needs_fork
@pytest.mark.usefixtures("two_processors")
def test_what_a_killed_process_leaves_is_done_here() -> None:
    here = os.getpid()

    def work(item: int) -> int:
        if item == 20 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return item

    assert [*over_processors(work, range(40))] == [*range(40)]


INTERRUPTED = """
import os, threading, time
from bot.matching.processes import over_processors

os.sched_getaffinity = lambda _: {0, 1}
def work(item):
    time.sleep(0.05)
    return item
try:
    for found in over_processors(work, range(1_000)):
        print(found, flush=True)
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


@needs_fork
def test_an_interrupt_ends_it_with_one_message() -> None:
    command = [sys.executable, "-c", INTERRUPTED]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdout=pipe, stderr=pipe, text=True, start_new_session=True
    ) as run:
        assert run.stdout is not None
        run.stdout.readline()
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does: all processes hear it
        said, complaint = run.communicate(timeout=20)
    assert (said.split()[-1], complaint) == ("interrupted", "")


def test_a_forked_process_does_the_work_that_it_inherited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    handlers: list[tuple[int, object]] = []
    inherited: list[Callable[[int], int]] = []
    monkeypatch.setattr(processes, "_inherited", inherited)
    monkeypatch.setattr(signal, "signal", lambda *given: handlers.append(given))
    processes._begin(abs)  # in the forked process itself no coverage is counted
    assert processes._work(-1) == 1
    assert handlers == [(signal.SIGINT, signal.SIG_IGN)]


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
