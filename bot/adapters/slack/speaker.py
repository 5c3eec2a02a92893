"""Says things in Slack: an answer or, where something broke, what readers can do about it."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.adapters.slack.app import Identity
from bot.adapters.slack.incoming import Place
from bot.adapters.slack.outgoing import Outgoing, TakenOverError, Ticket
from bot.adapters.slack.replies import Draft
from bot.adapters.slack.troubles import code_of, in_words
from bot.application.moderation import Controls, Room
from bot.application.rate_limit import Refusal
from bot.ports.messages import Post, Reader
from bot.ports.records import Records
from bot.rendering import texts
from bot.rendering.buttons import Audience
from bot.rendering.card import Card
from bot.rendering.slack.message import slack

LOST = (aiohttp.ClientError, TimeoutError, OSError)

Message = dict[str, Any]
Compose = Callable[[], Awaitable[Draft | None]]
"""Makes what is to be said; None where silence is right."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Said:
    """What came of it: whether the reader was served, and the timestamp of an answer others see."""

    served: bool
    ts: str | None = None


class Speaker:
    """Sends what is composed, to whom the rules of the workspace want it to be seen by."""

    def __init__(
        self, outgoing: Outgoing, records: Records, controls: Controls, identity: Identity
    ) -> None:
        self._outgoing = outgoing
        self._records = records
        self._controls = controls
        self._identity = identity

    async def recall(self, place: Place) -> None:
        """Know the mutes and the last answers there, whichever process they came through."""
        await self._controls.recall(room_of(place))

    async def refusal(self, place: Place, *, seen: bool = True) -> Refusal | None:
        """Why who is at `place` has to wait; `seen` by others, what a channel may ask counts."""
        is_seen = seen and place.response_url is None and not place.is_direct
        reader = Reader("slack", place.user, place.team or None)
        return await self._controls.limits.refusal(reader, place.channel if is_seen else None)

    def is_heard(self, place: Place) -> bool:
        """Whether others see what is said there, as the rules of the workspace want it."""
        return not self._controls.is_private(room_of(place))

    def may_repeat_privately(self, place: Place) -> bool:
        """Whether an answer is for the reader alone where the same was told there lately."""
        return self._controls.rules(room_of(place).server).cooldown > 0

    async def say(
        self,
        place: Place,
        compose: Compose,
        *,
        private: bool = False,
        ticket: Ticket | None = None,
    ) -> Said:
        """Send what `compose` makes to `place`, for the reader alone if `private`.

        So it is too where the rules of the workspace want it, or it was told there lately.
        """
        private = private or place.response_url is not None or not self.is_heard(place)
        try:
            draft = await compose()
            if draft is None:
                return Said(True)
            if not private and (earlier := self._told_lately(draft, place)):
                draft, private = self._once_more(draft, place, earlier), True
            message = rendered(draft, place, private=private)
        except Exception as error:  # a reader must never be left with silence
            report("Composing an answer failed", error)
            return await self._excuse(place, texts.TROUBLE, private=private)
        said = await self._send(place, message, private, ticket)
        self._note(draft, place, said.ts)
        return said

    async def say_instead(self, place: Place, ts: str, compose: Compose) -> bool:
        """Let the message `ts` say what `compose` makes; what it said stays if that fails."""
        try:
            draft = await compose()
            if draft is None:
                return True
            await self._outgoing.update(place.channel, ts, rendered(draft, place))
        except Exception as error:  # the reader has an answer, to the words before the edit
            report("Changing an answer failed", error)
            return False
        self._records.removed(post_of(place, ts))
        self._note(draft, place, ts)
        return True

    async def share(self, place: Place, url: str, draft: Draft, ticket: Ticket) -> None:
        """Show the whole channel what only the reader saw, and take the private message away.

        `url` is that message's. Raises what Slack refuses, and `TakenOverError`.
        """
        if self._controls.may_speak(room_of(place)):
            message = rendered(draft, place)
            await self._outgoing.respond(url, message, place.thread_ts, openly=True, ticket=ticket)
            await self._outgoing.take_back(url)
        else:
            await self.say_privately(place, texts.SILENT_HERE, ticket)

    async def turn(self, place: Place, url: str, draft: Draft) -> None:
        """Show another page in the reader's own message; raises what Slack refuses."""
        await self._outgoing.replace(url, rendered(draft, place, private=True))

    async def take_away(self, place: Place, ts: str) -> bool:
        """Delete the message `ts` of our own."""
        try:
            await self._delete(place, ts)
        except Exception as error:  # it stays; the caller says so where somebody asked for it
            report("Slack did not delete a message", error)
            return False
        self.gone(place, ts)
        return True

    def gone(self, place: Place, ts: str) -> None:
        """The message `ts` of our own is there no more."""
        self._records.removed(post_of(place, ts))

    async def _delete(self, place: Place, ts: str) -> None:
        """By its channel or, where the bot is no member and shared it, by its response_url."""
        try:
            await self._outgoing.delete(place.channel, ts)
        except SlackApiError:
            if place.whisper_url is None:
                raise
            await self._outgoing.take_back(place.whisper_url)

    async def say_privately(self, place: Place, text: str, ticket: Ticket | None = None) -> Said:
        """A word to the reader alone."""
        return await self.say(place, saying(Draft(Card(text))), private=True, ticket=ticket)

    async def _send(
        self, place: Place, message: Message, private: bool, ticket: Ticket | None
    ) -> Said:
        send = self._outgoing.send
        try:
            return Said(True, await send(place, message, private=private, ticket=ticket))
        except TakenOverError:
            return Said(True)  # this process was silent for so long that another one answers
        except LOST as error:  # it may have arrived: an excuse could be one message too many
            report("Slack was not reached", error)
            return Said(False)
        except Exception as error:  # as when composing
            report("Slack did not take an answer", error)
            return await self._explain(place, error, private=private)

    def _note(self, draft: Draft, place: Place, ts: str | None) -> None:
        if ts is not None and draft.fact is not None:
            self._records.posted(draft.fact, post_of(place, ts))
            self._controls.told(room_of(place), draft.fact.id, ts)

    def _told_lately(self, draft: Draft, place: Place) -> str | None:
        """The message that told the same there within the cooldown."""
        if draft.fact is None:
            return None
        return self._controls.told_lately(room_of(place), draft.fact.id)

    def _once_more(self, draft: Draft, place: Place, earlier: str) -> Draft:
        """The draft with a word on where the same stands already."""
        link = self._identity.link(place.channel, earlier)
        body = f"{draft.card.body}\n{texts.TOLD_LATELY_PRIVATE.format(link=link)}"
        return replace(draft, card=replace(draft.card, body=body))

    async def _explain(self, place: Place, error: Exception, *, private: bool) -> Said:
        """Say what is missing by a way that may be open, or else that there was trouble."""
        words = in_words(error, self._identity.name)
        if words is None:
            return await self._excuse(place, texts.TROUBLE, private=private)
        if place.response_url or place.whisper_url:
            return await self._excuse(place, words, private=True)
        try:
            await self._outgoing.send_directly(place.user, slack(Card(words)))
        except Exception as failed:  # nothing more can be done for this reader
            report("Slack did not take a direct message", failed)
            return Said(False)
        return Said(True)

    async def _excuse(self, place: Place, words: str, *, private: bool) -> Said:
        try:
            await self._outgoing.send(place, slack(Card(words)), private=private)
        except Exception as error:  # nothing more can be done for this reader
            report("Slack did not take an excuse", error)
            return Said(False)
        return Said(True)


def saying(draft: Draft) -> Compose:
    """What makes no more than `draft`."""

    async def compose() -> Draft:
        return draft

    return compose


def rendered(draft: Draft, place: Place, *, private: bool = False) -> Message:
    """The message of a draft, with the buttons that those who see it may use."""
    message = slack(draft.card, Audience(place.user, private))
    return {**message, "blocks": [*message["blocks"], *draft.below]}


def room_of(place: Place) -> Room:
    """The place as the rules of a workspace know it: a thread belongs to its channel."""
    return Room(None if place.is_direct else place.team, place.channel)


def post_of(place: Place, ts: str) -> Post:
    """The message `ts` at `place`, as records know it."""
    return Post("slack", place.team or None, place.channel, ts)


def report(what: str, error: BaseException) -> None:
    """Log where `error` arose, not its message: that may hold a reader's words or a token."""
    where = "".join(traceback.format_tb(error.__traceback__))
    code = code_of(error)
    _log.error("%s (%s%s)\n%s", what, type(error).__name__, f": {code}" if code else "", where)
