"""Says things in Slack: an answer or, where something broke, what readers can do about it."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.channels.slack.incoming import Place
from bot.channels.slack.outgoing import Outgoing
from bot.channels.slack.troubles import code_of, in_words
from bot.core.model import Fact
from bot.core.ports import Post, Records
from bot.rendering import texts
from bot.rendering.card import Card
from bot.rendering.slack import slack

LOST = (aiohttp.ClientError, TimeoutError, OSError)

Message = dict[str, Any]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Draft:
    """A message, and the fact that it states, if any."""

    message: Message
    fact: Fact | None = None


Compose = Callable[[], Draft | None]
"""Makes what is to be said; None where silence is right."""


@dataclass(frozen=True, slots=True)
class Said:
    """What came of it: whether the reader was served, and the timestamp of an answer others see."""

    served: bool
    ts: str | None = None


class Speaker:
    """Sends what is composed. `name` is what people call the bot in `/invite`."""

    def __init__(self, outgoing: Outgoing, records: Records, name: str) -> None:
        self._outgoing = outgoing
        self._records = records
        self._name = name

    async def say(self, place: Place, compose: Compose, *, private: bool = False) -> Said:
        """Send what `compose` makes to `place`, for the reader alone if `private`."""
        try:
            draft = compose()
        except Exception as error:  # a reader must never be left with silence
            report("Composing an answer failed", error)
            return await self._excuse(place, texts.TROUBLE, private=private)
        if draft is None:
            return Said(True)
        try:
            ts = await self._outgoing.send(place, draft.message, private=private)
        except LOST as error:  # it may have arrived: an excuse could be one message too many
            report("Slack was not reached", error)
            return Said(False)
        except Exception as error:  # as above
            report("Slack did not take an answer", error)
            return await self._explain(place, error, private=private)
        if ts is not None and draft.fact is not None:
            self._records.posted(draft.fact, post_of(place, ts))
        return Said(True, ts)

    async def say_instead(self, place: Place, ts: str, compose: Compose) -> bool:
        """Let the message `ts` say what `compose` makes; what it said stays if that fails."""
        try:
            draft = compose()
            if draft is not None:
                await self._outgoing.update(place.channel, ts, draft.message)
        except Exception as error:  # the reader has an answer, to the words before the edit
            report("Changing an answer failed", error)
            return False
        self._records.removed(post_of(place, ts))
        if draft is not None and draft.fact is not None:
            self._records.posted(draft.fact, post_of(place, ts))
        return True

    async def take_away(self, place: Place, ts: str) -> bool:
        """Delete the message `ts` of our own."""
        try:
            await self._outgoing.delete(place.channel, ts)
        except Exception as error:  # it stays; the caller says so where somebody asked for it
            report("Slack did not delete a message", error)
            return False
        self._records.removed(post_of(place, ts))
        return True

    async def say_privately(self, place: Place, text: str) -> Said:
        """A word to the reader alone."""
        return await self.say(place, lambda: Draft(notice(text)), private=True)

    async def _explain(self, place: Place, error: Exception, *, private: bool) -> Said:
        """Say what is missing by a way that may be open, or else that there was trouble."""
        words = in_words(error, self._name)
        if words is None:
            return await self._excuse(place, texts.TROUBLE, private=private)
        if place.response_url or place.whisper_url:
            return await self._excuse(place, words, private=True)
        try:
            await self._outgoing.send_directly(place.user, notice(words))
        except Exception as failed:  # nothing more can be done for this reader
            report("Slack did not take a direct message", failed)
            return Said(False)
        return Said(True)

    async def _excuse(self, place: Place, words: str, *, private: bool) -> Said:
        try:
            await self._outgoing.send(place, notice(words), private=private)
        except Exception as error:  # nothing more can be done for this reader
            report("Slack did not take an excuse", error)
            return Said(False)
        return Said(True)


def notice(text: str) -> Message:
    """A message of `text` alone."""
    return slack(Card(text))


def post_of(place: Place, ts: str) -> Post:
    """The message `ts` at `place`, as records know it."""
    return Post("slack", place.team or None, place.channel, ts)


def report(what: str, error: BaseException) -> None:
    """Log where `error` arose, not its message: that may hold a reader's words or a token."""
    where = "".join(traceback.format_tb(error.__traceback__))
    code = code_of(error)
    _log.error("%s (%s%s)\n%s", what, type(error).__name__, f": {code}" if code else "", where)
