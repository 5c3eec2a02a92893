"""The records of what happened: outcomes, votes, and what readers sent to the editors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.core.model import Fact, Reply
from bot.ports.messages import Post, Reader

DAY = 24 * 60 * 60.0
"""Seconds of a day."""

CONVERSATION = 15 * 60.0
"""Seconds after which a conversation is forgotten; a later question stands on its own."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and the reply to it.

    `knowledge` is the digest of the story that replied, `seconds` the time to find it, if any.
    """

    question: str
    reply: Reply
    reader: Reader
    knowledge: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Retention:
    """For how many days things are kept; `misses` is None where their text is not kept unasked."""

    records: int
    texts: int
    misses: int | None
    notices: int = 30

    def days_of(self, kind: str) -> int:
        """For how many days words of that kind are kept; see `KeptText`."""
        if kind == "notice":
            return self.notices
        return (self.misses or 0) if kind == "miss" else self.texts


@dataclass(frozen=True, slots=True)
class KeptVote:
    """A vote: the fact's id, up or down, and the day (such as 2031-04-03, UTC)."""

    fact: str
    up: bool
    day: str


@dataclass(frozen=True, slots=True)
class KeptText:
    """Words of a reader: a "report" (what was wrong), a "question" (sent), a "miss" (kept) or a
    "notice" (what they want to hear of)."""

    kind: str
    text: str
    day: str
    until: str


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of one reader."""

    votes: tuple[KeptVote, ...] = ()
    texts: tuple[KeptText, ...] = ()


class Records(Protocol):
    """What happened. The plain methods return at once and lose rather than delay.

    The coroutines are durable when they return, within 2 seconds (to forget takes three waits of
    that), and raise `NotRecordedError` when they could not be: say so to the reader instead of
    thanking them.
    """

    retention: Retention
    """What `/privacy` says of the time things are kept."""

    def replied(self, exchange: Exchange) -> None:
        """A question had this outcome. `Answering` calls it; no text is kept by default."""

    def posted(self, fact: Fact, post: Post, story: str = "", *, is_doubtful: bool = False) -> None:
        """`fact` of that story (`Story.key`) now stands in `post`, where others can see it (never
        for a private reply)."""

    def removed(self, post: Post) -> None:
        """`post` is no longer there."""

    def keep_rules(self, space: str, rules: str) -> None:
        """What administrators decided for a server or workspace, in place of what they had.

        `rules` is JSON, as `Moderation` writes it.
        """

    async def rules(self) -> dict[str, str]:
        """What administrators decided, by server or workspace."""

    async def vote(self, reader: Reader, fact: Fact, *, up: bool) -> None:
        """A thumb. One vote a reader and version of a fact: the last one counts."""

    async def report(self, reader: Reader, fact: Fact, text: str, once: str = "") -> None:
        """What a reader wrote is wrong with `fact`; the same `once` is kept once."""

    async def send_to_editors(self, reader: Reader, question: str, once: str = "") -> None:
        """A question without an answer; only after the reader agreed to it in words."""

    async def kept_of(self, reader: Reader) -> Kept:
        """All that is kept of `reader`."""

    async def forget(self, reader: Reader, channel: str | None = None) -> None:
        """Delete all that is kept of `reader`, and of `channel`, which only they and the bot use.

        Its id would name that person.
        """

    async def forget_space(self, platform: str, space: str) -> None:
        """Delete all that is kept of a server or workspace, as when the bot is removed from it."""
