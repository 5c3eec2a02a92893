"""Who wants to hear of what, once the story tells it: kept because they agreed to it in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.ports.messages import Reader

Draft = TypeVar("Draft", contravariant=True)
"""What is to be said."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What `reader` asked in a channel: the words, or the title of the `fact` that it is about.

    `version` and `correction` are those of a fact that they reported; `story` tells the story apart
    from others. The reader's id is the platform's own: nobody can be written to by a code.
    """

    reader: Reader
    channel: str
    text: str
    story: str
    fact: str | None = None
    version: str | None = None
    correction: str | None = None
    id: str = ""


class Notices(Protocol):
    """The notices that are kept. All methods raise `NotRecordedError` where that fails."""

    async def keep(self, notice: Subscription) -> None:
        """Until it is told or its time is over; the same wish of the same person once."""

    async def waiting(self, platform: str) -> Sequence[Subscription]:
        """Those of a platform, first come first."""

    async def take(self, notice: Subscription) -> bool:
        """Let go of it, to tell it; False where another process has, or who wished it has."""


class Notifier(Protocol[Draft]):
    """Writes to one person."""

    async def tell(self, reader: Reader, channel: str | None, draft: Draft) -> bool:
        """In a direct message; where they take none, in `channel`, if that is named. Whether it was
        sent."""
