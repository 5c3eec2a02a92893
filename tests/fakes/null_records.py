"""Records that keep nothing, for tests that open no database."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.errors import NotRecordedError
from bot.core.model import Fact
from bot.ports.inbox import Inbox, InHand
from bot.ports.messages import Post, Reader
from bot.ports.records import Exchange, Kept, Records, Retention
from bot.ports.reply_index import ReplyIndex, Standing

_NOTHING = "No database is open: start storybot with `storybot serve`."


class NullRecords(Records, Inbox, ReplyIndex):
    """Takes everything and keeps nothing; what would have to be durable is refused."""

    retention = Retention(records=0, texts=0, misses=None)

    def replied(self, exchange: Exchange) -> None:
        pass

    def posted(self, fact: Fact, post: Post, story: str = "", *, is_doubtful: bool = False) -> None:
        pass

    def removed(self, post: Post) -> None:
        pass

    def keep_rules(self, space: str, rules: str) -> None:
        pass

    async def rules(self) -> dict[str, str]:
        return {}

    async def vote(self, reader: Reader, fact: Fact, *, up: bool) -> None:
        raise NotRecordedError(_NOTHING)

    async def report(self, reader: Reader, fact: Fact, text: str, once: str = "") -> None:
        raise NotRecordedError(_NOTHING)

    async def send_to_editors(self, reader: Reader, question: str, once: str = "") -> None:
        raise NotRecordedError(_NOTHING)

    async def kept_of(self, reader: Reader) -> Kept:
        return Kept()

    async def forget(self, reader: Reader, channel: str | None = None) -> None:
        pass

    async def forget_space(self, platform: str, space: str) -> None:
        pass

    async def take(self, question: Post) -> None:
        pass

    async def begin(self, question: Post) -> bool:
        return True

    def done(self, question: Post) -> None:
        pass

    def lost(self, question: Post) -> None:
        pass

    async def left(self, platform: str) -> tuple[InHand, ...]:
        return ()

    def answered(self, question: Post, words: str, reply: str) -> None:
        pass

    def gone(self, message: Post) -> None:
        pass

    async def find(self, messages: Sequence[Post]) -> tuple[Standing, ...]:
        return ()

    def fingerprint(self, question: Post, words: str) -> str:
        return ""
