"""The questions that are being answered, for a process that is killed meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from bot.ports.messages import Post


@dataclass(frozen=True, slots=True)
class InHand:
    """A question that is being answered, named by its place.

    `words` are what it takes to answer where they cannot be read again: the text, and a reply
    token. `begun` says that an answer may have gone out already; `at`, since when it is in hand, in
    seconds since 1970 by the clock of the machine that took it.
    """

    question: Post
    words: str = ""
    begun: bool = False
    at: float = field(default=0.0, compare=False)


class Inbox(Protocol):
    """Which questions are in hand, for a process that is killed while others go on or start."""

    async def take(self, question: Post) -> None:
        """`question` is about to be answered: durable, unless the database is down or slow.

        For replies that are made once however often they are sent; else see `SharedState.claim`.
        """

    async def begin(self, question: Post) -> bool:
        """An answer is about to go out; False where another process took the question over."""

    def done(self, question: Post) -> None:
        """It was answered, or never can be."""

    def lost(self, question: Post) -> None:
        """It may be unanswered, and nobody can tell: count it."""

    async def left(self, platform: str) -> tuple[InHand, ...]:
        """Takes over what was in hand when processes ended, where it is recent enough."""
