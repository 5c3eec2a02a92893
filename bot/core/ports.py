"""What the core needs from outside, as protocols, and the nouns in which they speak."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

from bot.core.model import Fact, Reply


class Clock(Protocol):
    """Time as an argument."""

    def now(self) -> float:
        """Seconds since some fixed moment; never runs backwards."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A person on a platform ("discord", "slack"), by the platform's own id.

    `space` is the server's or workspace's id, None in a direct message on Discord. Behind the
    port the id becomes a keyed hash, the same in every space of a platform.
    """

    platform: str
    id: str
    space: str | None = None


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
class Post:
    """A message of the bot's that states a fact: its channel, and its id or Slack's timestamp."""

    platform: str
    space: str | None
    channel: str
    message: str


@dataclass(frozen=True, slots=True)
class Retention:
    """For how many days things are kept; `misses` is None where their text is not kept unasked."""

    records: int
    texts: int
    misses: int | None


@dataclass(frozen=True, slots=True)
class KeptVote:
    """A vote: the fact's id, up or down, and the day (such as 2031-04-03, UTC)."""

    fact: str
    up: bool
    day: str


@dataclass(frozen=True, slots=True)
class KeptText:
    """Words of a reader: a "report" (what was wrong), a "question" (sent) or a "miss" (kept)."""

    kind: str
    text: str
    day: str
    until: str


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of one reader."""

    votes: tuple[KeptVote, ...] = ()
    texts: tuple[KeptText, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A question and the bot's message that answers it; no `reply` where that was taken away.

    `words` is the fingerprint of the words that were answered.
    """

    question: Post
    reply: Post | None
    words: str


class Answers(Protocol):
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

        None where the database is down.
        """

    def fingerprint(self, question: Post, words: str) -> str:
        """What `Standing.words` is for these words."""


@dataclass(frozen=True, slots=True)
class InHand:
    """A question that is being answered, named by its place.

    `words` are what it takes to answer where they cannot be read again: the text, and a reply
    token. `begun` says that an answer may have gone out already; `at`, since when it is in hand.
    """

    question: Post
    words: str = ""
    begun: bool = False
    at: float = field(default=0.0, compare=False)


class Inbox(Protocol):
    """Which questions are in hand, for a process that is killed while others go on or start."""

    async def take(self, question: Post, words: str = "") -> None:
        """`question` is about to be answered: durable, unless the database is down or slow.

        For replies that are made once however often they are sent; else see `Shared.claim`.
        """

    async def begin(self, question: Post) -> bool:
        """An answer is about to go out; False where another process took the question over."""

    def done(self, question: Post) -> None:
        """It was answered, or never can be."""

    def lost(self, question: Post) -> None:
        """It may be unanswered, and nobody can tell: count it."""

    async def left(self, platform: str) -> tuple[InHand, ...]:
        """Takes over what was in hand when processes ended, where it is recent enough."""


@dataclass(frozen=True, slots=True)
class Bill:
    """`name` does something that costs so many seconds, of which `burst` may be owed: a leaky
    bucket, as in the generic cell rate algorithm."""

    name: str
    cost: float
    burst: float


class Shared(Protocol):
    """What processes that serve together agree on, each thing for some seconds only.

    Names and persons are keyed hashes. While the database is down or slow, what this process knows
    by itself holds. The plain methods return at once.
    """

    async def claim(self, name: str, seconds: float, in_hand: InHand | None = None) -> bool:
        """Whether `name` was free; for `seconds` it is not. `in_hand` goes to the inbox with it."""

    async def hold(self, name: str, seconds: float) -> bool:
        """Whether this process has `name`: nobody else does for `seconds`, longer if called again.

        While the database is down it has what it had, or all if it never reached it.
        """

    async def release(self, name: str) -> None:
        """Let `name` be free again, if it is this process's."""

    def put(
        self, name: str, item: str, value: str, seconds: float, of: Reader | None = None
    ) -> None:
        """Know `value` as one item of `name`; it goes when `of` wants to be forgotten."""

    def drop(self, name: str, item: str) -> None:
        """Know it no longer."""

    async def get(self, name: str) -> dict[str, str]:
        """The items of `name` that are known at the moment."""

    async def glance(self) -> Callable[[str], bool]:
        """Whether something may be known under a name, as of now: asked once for very many."""

    async def pay(self, *bills: Bill) -> tuple[float, ...]:
        """Pay one bill after the other, up to the first that cannot be.

        Returns for each that was looked at the seconds to wait, 0 where it is paid.
        """


class Records(Protocol):
    """What happened. The plain methods return at once and lose rather than delay.

    The coroutines are durable when they return, within 2 seconds, and raise `NotRecordedError`
    when they could not be: say so to the reader instead of thanking them.
    """

    @property
    def retention(self) -> Retention:
        """What `/privacy` says of the time things are kept."""

    def replied(self, exchange: Exchange) -> None:
        """A question had this outcome. `Answering` calls it; no text is kept by default."""

    def posted(self, fact: Fact, post: Post) -> None:
        """`fact` now stands in `post`, where others can see it (never for a private reply)."""

    def removed(self, post: Post) -> None:
        """`post` is no longer there."""

    def keep_rules(self, space: str, rules: str) -> None:
        """What administrators decided for a server or workspace, in place of what they had."""

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


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge finds: the id of the fact that answers the question, None where none does."""

    fact: str | None


class Judge(Protocol):
    """Says which of a few facts answers a question. It decides nothing: see `bot.core.judging`."""

    async def verdict(
        self, question: str, facts: Sequence[Fact], within: float | None = None
    ) -> Verdict | None:
        """None where there is none in time, at most `within` seconds; raises nothing."""


class Embedder(Protocol):
    """Texts as vectors that lie close to each other where the texts mean the like.

    `identity` differs between embedders whose vectors may differ.
    """

    identity: str

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """A row of unit length for each text, shape (texts, dimensions).

        A text's row does not depend on the other texts.
        """
