"""Which message of the bot's answers which question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.ports.messages import Post


@dataclass(frozen=True, slots=True)
class Standing:
    """A question and the bot's message that answers it; no `reply` where that was taken away.

    `words` is the fingerprint of the words that were answered.
    """

    question: Post
    reply: Post | None
    words: str


class ReplyIndex(Protocol):
    """Which message of the bot's answers which question, for as long as records are kept.

    So an edit or a deletion finds the reply also after a restart, or in another process. Of the
    words only a fingerprint is kept, made with a key and different for each message.
    """

    def answered(self, question: Post, words: str, reply: str) -> None:
        """The message `reply` beside `question` answers these words now. Returns at once."""

    def gone(self, message: Post) -> None:
        """A question, or a reply, is there no more. Returns at once."""

    async def find(self, messages: Sequence[Post]) -> tuple[Standing, ...]:
        """Those whose question or reply is one of `messages`, all of one channel.

        Empty where the database is down.
        """

    def fingerprint(self, question: Post, words: str) -> str:
        """What `Standing.words` is for these words."""
