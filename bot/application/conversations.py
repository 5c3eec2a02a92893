"""Remembers each conversation for a while, apart from all others."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from bot.core.model import Context
from bot.ports.clock import Clock
from bot.ports.records import CONVERSATION

PRIVATELY = "/private"
"""Ends the key of a conversation that is apart from one in the same place that others see."""

CAPACITY = 10_000
"""Conversations held at once; beyond it the one silent for longest is forgotten."""


class Conversations:
    """Contexts by conversation key. Keys of different people or places must differ."""

    def __init__(self, clock: Clock, capacity: int = CAPACITY) -> None:
        self._clock = clock
        self._capacity = capacity
        self._contexts: OrderedDict[str, tuple[float, Context]] = OrderedDict()

    def get(self, key: str) -> Context | None:
        """The context of conversation `key`, or None when there is none (any more)."""
        at, context = self._contexts.get(key, (0.0, None))
        if context is not None and self._clock.now() - at > CONVERSATION:
            del self._contexts[key]
            return None
        return context

    def put(self, key: str, context: Context) -> None:
        """Let conversation `key` go on from `context`."""
        self._contexts[key] = (self._clock.now(), context)
        self._contexts.move_to_end(key)
        while len(self._contexts) > self._capacity:
            self._contexts.popitem(last=False)

    def drop(self, key: str) -> None:
        """Forget conversation `key`."""
        self._contexts.pop(key, None)

    def forget(self, is_meant: Callable[[str], bool]) -> tuple[str, ...]:
        """Forget at once the conversations whose key `is_meant`; which there were."""
        found = tuple(key for key in self._contexts if is_meant(key))
        for key in found:
            del self._contexts[key]
        return found
