"""Says things in Slack: an answer or, where something broke, what readers can do about it."""

from __future__ import annotations

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.adapters.slack.api_errors import code_of, in_words
from bot.adapters.slack.app import Identity
from bot.adapters.slack.incoming import Place
from bot.adapters.slack.outgoing import Outgoing, TakenOverError, Ticket
from bot.application import drafts
from bot.ports.responder import Delivered
from bot.rendering import texts
from bot.rendering.card import Card
from bot.rendering.draft import Draft
from bot.rendering.slack.message import slack
from bot.rendering.slack.views import drafted

LOST = (aiohttp.ClientError, TimeoutError, OSError)


class Sender:
    """Sends drafts to places."""

    def __init__(self, outgoing: Outgoing, identity: Identity) -> None:
        self._outgoing = outgoing
        self._identity = identity

    async def say(self, place: Place, draft: Draft, ticket: Ticket | None = None) -> Delivered:
        """Send `draft` to `place`, for the reader alone if it is private."""
        private, send = draft.is_private, self._outgoing.send
        try:
            message = drafted(draft, place.user)
            return Delivered(True, await send(place, message, private=private, ticket=ticket))
        except TakenOverError:
            return Delivered(True)  # this process was silent for so long that another one answers
        except LOST as error:  # it may have arrived: an excuse could be one message too many
            report("Slack was not reached", error)
            return Delivered(False)
        except Exception as error:  # a reader must never be left with silence
            report("Slack did not take an answer", error)
            return await self._explain(place, error, private=private)

    async def say_instead(self, place: Place, ts: str, draft: Draft) -> bool:
        """Let the message `ts` say `draft`; what it said stays if that fails."""
        try:
            await self._outgoing.update(place.channel, ts, drafted(draft, place.user))
        except Exception as error:  # the reader has an answer, to the words before the edit
            report("Changing an answer failed", error)
            return False
        return True

    async def take_away(self, place: Place, ts: str) -> bool:
        """Delete the message `ts` of our own."""
        try:
            await self._delete(place, ts)
        except Exception as error:  # it stays; the caller says so where somebody asked for it
            report("Slack did not delete a message", error)
            return False
        return True

    async def _delete(self, place: Place, ts: str) -> None:
        """By its channel or, where the bot is no member and shared it, by its response_url."""
        try:
            await self._outgoing.delete(place.channel, ts)
        except SlackApiError:
            if place.whisper_url is None:
                raise
            await self._outgoing.take_back(place.whisper_url)

    async def _explain(self, place: Place, error: Exception, *, private: bool) -> Delivered:
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
            return Delivered(False)
        return Delivered(True)

    async def _excuse(self, place: Place, words: str, *, private: bool) -> Delivered:
        try:
            await self._outgoing.send(place, slack(Card(words)), private=private)
        except Exception as error:  # nothing more can be done for this reader
            report("Slack did not take an excuse", error)
            return Delivered(False)
        return Delivered(True)


def report(what: str, error: BaseException) -> None:
    """Log where `error` arose, and what Slack calls it: its message may hold a reader's words."""
    drafts.report(what, error, code_of(error))
