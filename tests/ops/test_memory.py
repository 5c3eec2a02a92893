"""What was built and thrown away does not stay with the process."""

from __future__ import annotations

import gc
import sys
import weakref
from pathlib import Path

import pytest

from bot.ops.memory import give_back


def resident() -> int:
    """Kilobytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells it so, and can give it back")
def test_freed_memory_is_given_back() -> None:
    pinned = []
    wasted: list[bytearray] = []
    for number in range(40_000):
        wasted.append(bytearray(2_000))
        if number % 1_000 == 0:
            pinned.append(bytearray(2_000))
    full = resident()
    wasted.clear()
    give_back()
    assert resident() < full - 40_000
    assert len(pinned) == 40


def test_elsewhere_it_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    give_back()


def test_what_stays_is_not_looked_through_again_and_what_went_is_still_freed() -> None:
    class Loop:
        """Refers to itself, so that only the collector frees it."""

        def __init__(self) -> None:
            self.itself = self

    loop = Loop()
    gone = weakref.ref(loop)
    try:
        give_back()
        assert gc.get_freeze_count() > 0
        del loop
        give_back()
        assert gone() is None
    finally:
        gc.unfreeze()
