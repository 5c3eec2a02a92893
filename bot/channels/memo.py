"""Remembers what was replied to questions that many people ask, so that it is worked out once.

Of the words only a keyed hash is kept, under a key that ends with the process.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from hashlib import blake2b
from secrets import token_bytes

from bot.core.model import Context, Explanation, Reply

CAPACITY = 4096
"""Questions remembered: some 8 MB; the one asked least lately is forgotten first."""

Outcome = tuple[Reply, Context]


class Memo:
    """Replies of one service by question and context. How they came about is not remembered."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._key = token_bytes(16)
        self._outcomes: OrderedDict[bytes, Outcome] = OrderedDict()

    def get(self, text: str, before: Context | None) -> Outcome | None:
        """What was replied to the same words in the same context."""
        key = self._digest(text, before)
        found = self._outcomes.get(key)
        if found is None:
            return None
        self._outcomes.move_to_end(key)
        reply, after = found
        return reply, replace(after, question=text) if after.question else after

    def put(self, text: str, before: Context | None, outcome: Outcome) -> None:
        """Remember `outcome`, unless its context would keep words that are not these."""
        reply, after = outcome
        if after.question not in ("", text):
            return
        bare = replace(reply, explanation=Explanation())
        words = "asked" if after.question else ""
        self._outcomes[self._digest(text, before)] = bare, replace(after, question=words)
        if len(self._outcomes) > self._capacity:
            self._outcomes.popitem(last=False)

    def _digest(self, text: str, before: Context | None) -> bytes:
        asked = repr((text, before or Context())).encode("utf-8", "backslashreplace")
        return blake2b(asked, key=self._key, digest_size=16).digest()
