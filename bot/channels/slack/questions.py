"""Answers questions once, and keeps the answers true to questions that are edited or deleted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.channels.slack.answers import Answer, Answers
from bot.channels.slack.changes import Deleted, Edited
from bot.channels.slack.deliveries import Deliveries
from bot.channels.slack.incoming import Asked, Place
from bot.channels.slack.outgoing import Outgoing
from bot.channels.slack.replies import Replies
from bot.channels.slack.speaker import Said, Speaker, report
from bot.rendering import texts

STATUS_AFTER = 0.5
"""Seconds after which somebody who waits is told that the bot works; most answers come sooner."""


class Questions:
    """Everything between a question and its answer. With `status`, threads show that it works."""

    def __init__(
        self, replies: Replies, outgoing: Outgoing, speaker: Speaker, *, status: bool
    ) -> None:
        self._replies = replies
        self._outgoing = outgoing
        self._speaker = speaker
        self._status = status
        self._deliveries = Deliveries()
        self._answers = Answers()

    async def do_once(
        self, keys: tuple[str, ...], place: Place, act: Callable[[], Awaitable[bool]]
    ) -> None:
        """Run `act`, unless a delivery with one of `keys` has had its way.

        Where it breaks, who is at `place` hears so.
        """

        async def guarded() -> bool:
            try:
                return await act()
            except Exception as error:  # who pressed must never be left with silence
                report("Doing what was asked for failed", error)
                return (await self._speaker.say_privately(place, texts.TROUBLE)).served

        await self._deliveries.once(keys, guarded)

    async def answer(self, asked: Asked) -> None:
        """Answer where it was asked, unless that has been done."""
        await self._deliveries.once(asked.keys, lambda: self._answer(asked))

    async def edited(self, edit: Edited) -> None:
        """Let the answer to an edited question say what it would say now."""
        await self._deliveries.once(edit.keys, lambda: self._correct(edit))

    async def deleted(self, gone: Deleted) -> None:
        """Take away the answer to a question that is gone."""
        await self._deliveries.settled(gone.keys)
        answer = self._answers.pop(gone.channel, gone.message)
        if answer is not None:
            await self._speaker.take_away(answer.place, answer.ts)

    def forget_answer(self, channel: str, ts: str) -> None:
        """The answer `ts` is gone: edits of its question change nothing any more."""
        self._answers.forget(channel, ts)

    async def _answer(self, asked: Asked) -> bool:
        if asked.perhaps and not self._speaker.is_heard(asked.place):
            return True  # nobody asked, and nobody wants the bot to speak up here
        shows_work = self._status and asked.place.thread_ts is not None and not asked.perhaps
        said = await (self._say_at_work(asked) if shows_work else self._say(asked))
        if said.ts is not None and asked.message is not None:
            self._answers.put(asked.message, Answer(asked, said.ts))
        return said.served

    async def _say(self, asked: Asked) -> Said:
        return await self._speaker.say(asked.place, lambda: self._replies.to_question(asked))

    async def _say_at_work(self, asked: Asked) -> Said:
        """Slack takes the status away when an answer stands below it; all else does it here."""
        showing = asyncio.create_task(self._show_work(asked.place))
        try:
            said = await self._say(asked)
        finally:
            showing.cancel()
        await asyncio.wait((showing,))
        if not showing.cancelled() and said.ts is None:
            await self._show(asked.place, "")
        return said

    async def _show_work(self, place: Place) -> None:
        await asyncio.sleep(STATUS_AFTER)
        await self._show(place, texts.SLACK_WORKING)

    async def _show(self, place: Place, status: str) -> None:
        try:
            await self._outgoing.show_status(place, status)
        except Exception as error:  # the answer matters, not what is shown meanwhile
            report("Slack did not take a status", error)

    async def _correct(self, edit: Edited) -> bool:
        """Whether the edit needs no more: also where the words are those answered already."""
        await self._deliveries.settled(edit.question)
        answer = self._answers.get(edit.channel, edit.message)
        if answer is None or answer.asked.text == edit.text:
            return True
        asked = replace(answer.asked, text=edit.text, perhaps=False)
        if await self._speaker.say_instead(
            asked.place, answer.ts, lambda: self._replies.to_question(asked)
        ):
            self._answers.put(edit.message, Answer(asked, answer.ts))
            return True
        return False
