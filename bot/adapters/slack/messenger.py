"""Says, changes and deletes things in Slack; where it broke, what readers can do about it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.slack.api_errors import LOST, code_of, in_words
from bot.adapters.slack.app import Identity
from bot.adapters.slack.outgoing import ANSWER, Message, Outgoing, TakenOverError
from bot.adapters.slack.payload import asked_in
from bot.adapters.slack.request import HOME, Place, Request
from bot.application import drafts
from bot.ports.messages import Post
from bot.ports.responder import Delivered
from bot.rendering import texts
from bot.rendering.card import Card
from bot.rendering.draft import Draft
from bot.rendering.slack.message import changed, slack
from bot.rendering.slack.views import drafted

LOOKED_THROUGH = 15
"""Messages that are looked through for an answer; Slack gives some apps no more at once."""

NOT_DELETED = "Slack did not delete a message"

STATUS_AFTER = 0.5
"""Seconds after which somebody who waits is told that the bot works; most answers come sooner."""


class SlackMessenger:
    """The port `Messenger`, and whatever else is said."""

    def __init__(self, outgoing: Outgoing, identity: Identity) -> None:
        self.outgoing = outgoing
        self.identity = identity

    async def words_of(self, question: Request) -> str | None:
        """Its words; of a mention alone in a thread, what the message above asks."""
        thread, channel = question.place.thread_ts, question.place.channel
        if question.text or question.message is None or thread in (None, question.message):
            return question.text
        replies = self.outgoing.client.conversations_replies
        found = await shown(replies(channel=channel, ts=str(thread), limit=1))
        above: Message = next((it for it in found or () if it.get("ts") == thread), {})
        return "" if above.get("bot_id") else asked_in(above) or None

    async def take(self, question: Request) -> None:
        """It was taken in hand before it was acknowledged."""

    async def answer(self, question: Request, draft: Draft) -> Delivered:
        """Unless another process took it over."""
        return await self.send(question.place, draft, question.in_inbox)

    async def say(self, question: Request, draft: Draft) -> Delivered:
        """Without a claim to be the answer."""
        return await self.send(question.place, draft)

    async def change(self, question: Request, message: str, draft: Draft) -> bool:
        """What it said stays if that fails: the reader has an answer to the words before."""
        channel, said = question.place.channel, changed(drafted(draft, question.place.user))
        update = self.outgoing.client.chat_update
        changing = self.outgoing.call(channel, update, channel=channel, ts=message, **said)
        return await worked("Changing an answer failed", changing)

    async def take_away(self, message: Post) -> bool:
        """Delete an answer."""
        return await self.delete(Place(message.space or "", message.channel, ""), message.message)

    async def send(self, place: Place, draft: Draft, claim: Post | None = None) -> Delivered:
        """Send `draft` to `place`, for the reader alone if it is private."""
        private, message = draft.is_private, drafted(draft, place.user)
        try:
            send = self.outgoing.send(place, message, private=private, claim=claim)
            return Delivered(True, await send)
        except TakenOverError:
            return Delivered(True)  # this process was silent for so long that another one answers
        except LOST as error:  # it may have arrived: an excuse could be one message too many
            report("Slack was not reached", error)
            return Delivered(False)
        except Exception as error:  # a reader must never be left with silence
            report("Slack did not take an answer", error)
            return Delivered(await self._explain(place, error, private=private))

    async def is_answered(self, question: Request, since: float) -> bool | None:
        """Whether one of the messages there `since` a time, in seconds since 1970, answers it.

        None where Slack does not show them.
        """
        client, place = self.outgoing.client, question.place
        where: Message = {"channel": place.channel, "limit": LOOKED_THROUGH}
        where |= {"include_all_metadata": True, "oldest": f"{max(since, 0):.6f}"}
        if place.thread_ts is None:
            found = await shown(client.conversations_history(**where))
        else:
            found = await shown(client.conversations_replies(ts=place.thread_ts, **where))
        told = [it.get("metadata") or {} for it in found or ()]
        answers = [it["event_payload"] for it in told if it.get("event_type") == ANSWER]
        is_there = any(it.get("question") == question.in_inbox.message for it in answers)
        return None if found is None else is_there

    async def delete(self, place: Place, ts: str) -> bool:
        """Delete the message `ts` of our own; one that is gone already is no error.

        By its channel or, where the bot is no member and shared it, by its response_url.
        """
        try:
            delete = self.outgoing.client.chat_delete
            await self.outgoing.call(place.channel, delete, channel=place.channel, ts=ts)
        except Exception as error:  # it stays; the caller says so where somebody asked for it
            if code_of(error) == "message_not_found":
                return True
            if place.whisper_url is None or not isinstance(error, SlackApiError):
                report(NOT_DELETED, error)
                return False
            taking = self.outgoing.hook(place.whisper_url, {"delete_original": True})
            return await worked(NOT_DELETED, taking)
        return True

    async def at_work(self, place: Place, work: Awaitable[Delivered]) -> Delivered:
        """Show that the bot works while that takes long.

        Slack takes the status away when an answer stands below it; all else does it here.
        """
        showing = asyncio.create_task(self._show_work(place))
        try:
            said = await work
        finally:
            showing.cancel()
        await asyncio.wait((showing,))
        if not showing.cancelled() and said.message is None:
            await self._show(place, "")
        return said

    async def _show_work(self, place: Place) -> None:
        await asyncio.sleep(STATUS_AFTER)
        await self._show(place, texts.SLACK_WORKING)

    async def _show(self, place: Place, status: str) -> None:
        show = self.outgoing.client.assistant_threads_setStatus
        setting = show(channel_id=place.channel, thread_ts=str(place.thread_ts), status=status)
        await worked("Slack did not take a status", setting)

    async def _explain(self, place: Place, error: Exception, *, private: bool) -> bool:
        """Say what is missing by a way that may be open, or else that there was trouble."""
        words = in_words(error, self.identity.name)
        if words is not None and not (place.response_url or place.whisper_url):
            place = Place(place.team, HOME, place.user)  # in a direct message
        private = private or words is not None
        said = slack(Card(words or texts.TROUBLE))
        saying = self.outgoing.send(place, said, private=private)
        return await worked("Slack did not take an excuse", saying)


async def shown(reading: Awaitable[AsyncSlackResponse]) -> list[Message] | None:
    """The messages that are being read; None where Slack does not show them."""
    try:
        return list((await reading)["messages"])
    except Exception as error:  # of channels most apps may read nothing, and others not so often
        if code_of(error) != "missing_scope":
            report("Slack did not show a conversation", error)
        return None


async def worked(what: str, doing: Awaitable[object]) -> bool:
    """Whether what is being done did; that `what` went wrong is logged, and nothing else lost."""
    try:
        await doing
    except Exception as error:  # what was there before stays
        report(what, error)
        return False
    return True


def report(what: str, error: BaseException) -> None:
    """Log where `error` arose, and what Slack calls it: its message may hold a reader's words."""
    drafts.report(what, error, code_of(error))
