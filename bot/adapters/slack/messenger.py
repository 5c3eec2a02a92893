"""Sends, changes and deletes answers in Slack, and shows that one is being worked on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from bot.adapters.slack.api_errors import code_of
from bot.adapters.slack.incoming import Asked, Place, asked_in
from bot.adapters.slack.outgoing import Outgoing, Ticket
from bot.adapters.slack.request_codec import question_of
from bot.adapters.slack.sender import Sender, report
from bot.ports.inbox import Inbox
from bot.ports.messages import Post
from bot.ports.responder import Delivered
from bot.rendering import texts
from bot.rendering.draft import Draft

STATUS_AFTER = 0.5
"""Seconds after which somebody who waits is told that the bot works; most answers come sooner."""


class SlackMessenger:
    """The port `Messenger`."""

    def __init__(self, outgoing: Outgoing, sender: Sender, inbox: Inbox) -> None:
        self._outgoing = outgoing
        self._sender = sender
        self._inbox = inbox

    async def words_of(self, question: Asked) -> str | None:
        """Its words; of a mention alone in a thread, what the message above asks."""
        thread = question.place.thread_ts
        if question.text or question.message is None or thread in (None, question.message):
            return question.text
        try:
            above = await self._outgoing.above(question.place)
        except Exception as error:  # of channels most apps may read nothing
            if code_of(error) != "missing_scope":
                report("Slack did not show what a mention stands below", error)
            above = {}
        return "" if above.get("bot_id") else asked_in(above) or None

    async def take(self, question: Asked) -> None:
        """It was taken in hand before it was acknowledged."""

    async def answer(self, question: Asked, draft: Draft) -> Delivered:
        """Unless another process took it over."""
        post = question_of(question)
        ticket = Ticket(lambda: self._inbox.begin(post), post.message)
        return await self._sender.say(question.place, draft, ticket)

    async def say(self, question: Asked, draft: Draft) -> Delivered:
        """Without a claim to be the answer."""
        return await self._sender.say(question.place, draft)

    async def change(self, question: Asked, message: str, draft: Draft) -> bool:
        """By chat.update."""
        return await self._sender.say_instead(question.place, message, draft)

    async def take_away(self, message: Post) -> bool:
        """By chat.delete."""
        place = Place(message.space or "", message.channel, "")
        return await self._sender.take_away(place, message.message)

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
        try:
            await self._outgoing.show_status(place, status)
        except Exception as error:  # the answer matters, not what is shown meanwhile
            report("Slack did not take a status", error)
