"""The port `SharedState` in memory: for one process, and while the database is down."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from bot.ports.inbox import InHand
from bot.ports.messages import Reader
from bot.ports.shared_state import Bill, SharedState, pay_in_turn

CAPACITY = 30_000
"""Names known at once, some 15 MB; beyond it the one that was touched least lately is forgotten."""

_Items = dict[str, tuple[float, str]]


class MemoryState(SharedState):
    """The port `SharedState`, in memory. `now` is in seconds and never runs backwards."""

    def __init__(self, now: Callable[[], float] = time.monotonic, capacity: int = CAPACITY) -> None:
        self._now = now
        self._capacity = capacity
        self._known: OrderedDict[str, _Items] = OrderedDict()

    async def claim(self, name: str, seconds: float, in_hand: InHand | None = None) -> bool:
        if "" in self._items(name):
            return False
        self._put(name, "", "", seconds)
        return True

    async def hold(self, name: str, seconds: float) -> bool:
        return True

    async def release(self, name: str) -> None:
        self._known.pop(name, None)

    def put(
        self, name: str, item: str, value: str, seconds: float, of: Reader | None = None
    ) -> None:
        self._put(name, item, value, seconds)
        if not seconds:
            self._items(name)  # what is for no time is forgotten now

    async def get(self, name: str) -> dict[str, str]:
        return {item: value for item, (_, value) in self._items(name).items()}

    async def pay(self, *bills: Bill) -> tuple[float, ...]:
        now = self._now()
        known = {bill.name: self._items(bill.name).get("", (now, ""))[0] for bill in bills}
        owed = {name: until - now for name, until in known.items()}
        waits = pay_in_turn(owed, bills)
        for bill in bills[: waits.count(0.0)]:
            self._put(bill.name, "", "", owed[bill.name])
        return waits

    def _items(self, name: str) -> _Items:
        now = self._now()
        fresh = {it: kept for it, kept in self._known.get(name, {}).items() if kept[0] > now}
        if fresh:
            self._known[name] = fresh
        else:
            self._known.pop(name, None)
        return fresh

    def _put(self, name: str, item: str, value: str, seconds: float) -> None:
        self._known.setdefault(name, {})[item] = (self._now() + seconds, value)
        self._known.move_to_end(name)
        while len(self._known) > self._capacity:
            self._known.popitem(last=False)
