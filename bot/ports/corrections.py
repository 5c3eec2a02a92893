"""What stands in chats and is not true any more, so that it can be put right where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from hashlib import sha256
from typing import Protocol, TypeVar

from bot.core.model import Fact
from bot.ports.messages import Post

Card = TypeVar("Card", contravariant=True)
"""What is to be said."""


@dataclass(frozen=True, slots=True)
class ToldVersion:
    """How a fact was told: its id and version, and the mark of the correction that it had."""

    fact: str
    version: str
    correction: str


@dataclass(frozen=True, slots=True)
class StandingPost:
    """A message that tells a fact as it was; with doubt, if it `is_doubtful`."""

    post: Post
    is_doubtful: bool


class EditResult(Enum):
    """What became of a message that was to be changed."""

    DONE = auto()
    GONE = auto()
    """It is not there any more, or the bot may not change it: nobody will."""
    LATER = auto()
    """The platform has trouble."""


class ToldFacts(Protocol):
    """Which messages tell what."""

    async def told(self, platform: str, story: str, since: float) -> Sequence[ToldVersion]:
        """What was told of a story where others see it since then, in seconds since 1970."""

    async def standing(
        self, platform: str, story: str, told: ToldVersion, since: float
    ) -> Sequence[StandingPost]:
        """The messages that tell just that, a hundred at most."""

    async def put_right(self, post: Post, fact: Fact | None) -> None:
        """A message tells `fact` as it is now; None: it tells nothing any more."""


class Corrector(Protocol[Card]):
    """Changes messages of the bot's, whoever sent them."""

    async def correct(self, post: Post, card: Card) -> EditResult:
        """Let a message say `card`; its buttons stay as far as the platform lets them."""


def mark_of(fact: Fact) -> str:
    """The correction of a fact: its day and a digest of its words; empty where it has none."""
    if fact.correction is None:
        return ""
    return f"{fact.revised or ''}/{sha256(fact.correction.encode()).hexdigest()[:8]}"
