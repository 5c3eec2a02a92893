"""What the bot's messages state and answer: for the records, for edits, and for the cooldown."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from bot.application.ask import Answering
from bot.application.moderation import Moderation
from bot.application.remembered import Remembered
from bot.application.request_context import RequestContext
from bot.ports.messages import Post
from bot.rendering.draft import Draft

REMEMBERED = 10_000
"""Questions whose replies this process knows by itself; the records know the others."""


@dataclass(slots=True)
class Known:
    """A question, and the id of the message that answers it.

    Of its words only a hash is kept, to see that they changed.
    """

    question: Post
    words: bytes = b""
    reply: str | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Posts:
    """What others can see of the bot's messages. What another process did counts, too.

    Where this process `is_alone` with a channel, what it remembers of it holds.
    """

    def __init__(
        self, answering: Answering, moderation: Moderation, *, is_alone: bool = False
    ) -> None:
        self._is_alone = is_alone
        self._answering = answering
        self._records = answering.records
        self._index = answering.reply_index
        self._moderation = moderation
        self._known = Remembered[tuple[str, str], Known](REMEMBERED)

    def begin(self, question: Post) -> Known:
        """`question` is about to be answered, or is already."""
        return self._known.setdefault(_key(question), Known(question))

    def drop(self, question: Post) -> None:
        """`question` has no answer."""
        self._known.pop(_key(question), None)

    async def find(self, question: Post, words: str) -> Known | None:
        """What answers a question, and whether to these `words`; None where it was not answered.

        Where the reply was taken away there is nothing to change, and nothing to say again.
        """
        known = self._known.get(_key(question))
        if known is not None and (self._is_alone or known.lock.locked()):
            return known
        found = known or Known(question)
        if not await self.recall(found, words):
            return known
        self._known[_key(question)] = found
        return found

    async def recall(self, known: Known, words: str) -> bool:
        """Whether it was answered, here or by another process; then how, and whether to `words`."""
        question = known.question
        for standing in await self._index.find([question]):
            if _key(standing.question) == _key(question):
                is_same = standing.words == self._index.fingerprint(question, words)
                known.words = digest(words) if is_same else b""
                known.reply = standing.reply.message if standing.reply is not None else None
                return True
        return False

    def answered(self, known: Known, words: str, reply: str) -> None:
        """The message `reply` answers these words now."""
        known.words, known.reply = digest(words), reply
        self._index.answered(known.question, words, reply)

    def stands(self, draft: Draft, context: RequestContext, message: str | None) -> None:
        """`message` says `draft` now; if it states no fact, or no message, nothing is kept."""
        fact = draft.fact
        if fact is not None and message is not None:
            is_doubtful = draft.card.doubtful
            story = self._answering.story.key
            self._records.posted(fact, context.post(message), story, is_doubtful=is_doubtful)
            self._moderation.told(context.room, fact.id, message)

    def states_nothing(self, message: Post) -> None:
        """A message of the bot's states no fact any more."""
        self._records.removed(message)

    def answers_nothing(self, message: Post) -> None:
        """Edits of the question that it answered change nothing any more."""
        self._index.gone(message)
        self._forget(message)

    def gone(self, message: Post) -> None:
        """A message of the bot's is deleted."""
        self._records.removed(message)
        self.answers_nothing(message)

    async def deleted(self, messages: Sequence[Post]) -> list[Post]:
        """These are gone: the replies that still stand to questions among them.

        Those questions are forgotten at once, for the same event may come again meanwhile.
        """
        found, unknown = list[Post](), list[Post]()
        for message in messages:
            known = self._known.pop(_key(message), None)
            if known is None:
                unknown.append(message)
                continue
            async with known.lock:  # it may be just being answered
                self._index.gone(message)
                if known.reply is not None:
                    found.append(replace(message, message=known.reply))
        gone = {_key(message) for message in unknown}
        for standing in await self._index.find(unknown):
            if _key(standing.question) in gone:
                self._index.gone(standing.question)
                found += filter(None, [standing.reply])
            elif standing.reply is not None:
                self.gone(standing.reply)
        for message in unknown:
            if self._forget(message):
                self.gone(message)
        return found

    def _forget(self, reply: Post) -> bool:
        """Whether `reply` was remembered."""
        for key, known in self._known.items():
            if known.reply == reply.message and key[0] == reply.channel:
                del self._known[key]
                return True
        return False


def digest(words: str) -> bytes:
    """By which words are known again."""
    return blake2b(words.encode("utf-8", "replace"), digest_size=16).digest()


def _key(message: Post) -> tuple[str, str]:
    return message.channel, message.message
