"""Records that keep nothing: for the terminal, and wherever no database is opened."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.errors import NotRecordedError
from bot.core.model import Fact
from bot.ports.inbox import InHand
from bot.ports.messages import Post, Reader
from bot.ports.records import Exchange, Kept, Retention
from bot.ports.reply_index import Standing


class NullRecords:
    """Takes everything and keeps nothing; what would have to be durable is refused."""

    @property
    def retention(self) -> Retention:
        """No time at all."""
        return Retention(records=0, texts=0, misses=None)

    def replied(self, exchange: Exchange) -> None:
        """Not kept."""

    def posted(self, fact: Fact, post: Post) -> None:
        """Not kept."""

    def removed(self, post: Post) -> None:
        """Was not kept."""

    def keep_rules(self, space: str, rules: str) -> None:
        """Not kept."""

    async def rules(self) -> dict[str, str]:
        """None."""
        return {}

    async def take(self, question: Post, words: str = "") -> None:
        """Not kept."""

    async def begin(self, question: Post) -> bool:
        """Nobody else could have it."""
        return True

    def done(self, question: Post) -> None:
        """Was not kept."""

    def lost(self, question: Post) -> None:
        """Not counted."""

    async def left(self, platform: str) -> tuple[InHand, ...]:
        """None."""
        return ()

    def answered(self, question: Post, words: str, reply: str) -> None:
        """Not kept."""

    def gone(self, message: Post) -> None:
        """Was not kept."""

    async def find(self, messages: Sequence[Post]) -> tuple[Standing, ...]:
        """None."""
        return ()

    def fingerprint(self, question: Post, words: str) -> str:
        """None: there is nothing to compare it with."""
        return ""

    async def vote(self, reader: Reader, fact: Fact, *, up: bool) -> None:
        """Raises `NotRecordedError`."""
        raise NotRecordedError(_NOTHING)

    async def report(self, reader: Reader, fact: Fact, text: str, once: str = "") -> None:
        """Raises `NotRecordedError`."""
        raise NotRecordedError(_NOTHING)

    async def send_to_editors(self, reader: Reader, question: str, once: str = "") -> None:
        """Raises `NotRecordedError`."""
        raise NotRecordedError(_NOTHING)

    async def kept_of(self, reader: Reader) -> Kept:
        """Nothing."""
        return Kept()

    async def forget(self, reader: Reader, channel: str | None = None) -> None:
        """Nothing was kept."""

    async def forget_space(self, platform: str, space: str) -> None:
        """Nothing was kept."""


_NOTHING = "No database is open: start storybot with `storybot serve`."
