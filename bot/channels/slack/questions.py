"""Answers questions once, and keeps the answers true to questions that are edited or deleted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.channels.answering import Answering
from bot.channels.limits import Refusal
from bot.channels.slack.answers import Answer, Answers
from bot.channels.slack.changes import Deleted, Edited
from bot.channels.slack.deliveries import Deliveries
from bot.channels.slack.incoming import Asked, Place, Typed, asked_in
from bot.channels.slack.inhand import Wish, in_hand, question_of
from bot.channels.slack.outgoing import Outgoing, TakenOverError, Ticket
from bot.channels.slack.replies import Draft, Replies
from bot.channels.slack.speaker import Said, Speaker, post_of, report
from bot.channels.slack.troubles import code_of
from bot.ports.messages import Post
from bot.rendering import texts
from bot.rendering.card import Card

SKEW = 60.0
"""Seconds by which the clock of this machine and Slack's may differ."""

STATUS_AFTER = 0.5
"""Seconds after which somebody who waits is told that the bot works; most answers come sooner."""

CANNOT_READ = Draft(Card(texts.CANNOT_READ))


class Questions:
    """Everything between a question and its answer. With `status`, threads show that it works."""

    def __init__(
        self,
        answering: Answering,
        replies: Replies,
        outgoing: Outgoing,
        speaker: Speaker,
        *,
        status: bool,
    ) -> None:
        self._replies = replies
        self._kept = answering.answers
        self._outgoing = outgoing
        self._speaker = speaker
        self._status = status
        self._inbox = answering.inbox
        self._deliveries = Deliveries(answering.shared)
        self._answers = Answers()
        self._recalls: dict[tuple[str, ...], asyncio.Future[None]] = {}
        self._refusals: dict[tuple[str, ...], asyncio.Future[Refusal | None]] = {}

    async def do_once(self, wish: Wish, act: Callable[[], Awaitable[bool]]) -> None:
        """Run `act`, unless a delivery of `wish` has had its way; say where it breaks."""
        try:
            await self._recalled(wish)
            await self._deliveries.once(wish.keys, lambda: self.do_again(wish, act))
        finally:
            self._deliveries.expect_no_more(wish.keys)

    async def do_again(self, wish: Wish, act: Callable[[], Awaitable[bool]]) -> bool:
        """Run `act` for what is claimed already."""
        try:
            served = await act()
        except TakenOverError:
            return True  # this process was silent for so long that another one does it
        except Exception as error:  # who pressed must never be left with silence
            report("Doing what was asked for failed", error)
            served = (await self._speaker.say_privately(wish.place, texts.TROUBLE)).served
        self._inbox.done(question_of(wish))
        return served

    def ticket(self, wish: Wish) -> Ticket:
        """Asked just before the first word about a wish goes out."""
        question = question_of(wish)
        return Ticket(lambda: self._inbox.begin(question), question.message)

    async def note(self, wish: Wish) -> None:
        """Before a wish is acknowledged: what it takes to do it after a crash.

        An edit or a deletion that comes from now on waits for it. All that the database is asked
        before there is an answer goes in one batch: the claim, what is known, and the limits.
        """
        self._deliveries.expect(wish.keys)
        if isinstance(wish, Asked) and wish.perhaps:
            return
        if isinstance(wish, Asked) and not isinstance(wish, Typed):
            self._refusals[wish.keys] = asyncio.ensure_future(self._speaker.refusal(wish.place))
        self._recalls[wish.keys] = asyncio.ensure_future(self.recall(wish.place))
        await self._deliveries.note(wish.keys, in_hand(wish))

    async def answer(self, asked: Asked) -> None:
        """Answer where it was asked, unless that has been done."""
        try:
            await self._recalled(asked)
            if not asked.perhaps or self._replies.is_followed(asked.place):
                await self._deliveries.once(asked.keys, lambda: self._answer(asked))
        finally:
            self._refusals.pop(asked.keys, None)
            self._deliveries.expect_no_more(asked.keys)

    async def answer_again(self, asked: Asked) -> None:
        """Answer what is claimed already."""
        await self.recall(asked.place)
        await self._answer(asked)

    async def _recalled(self, wish: Wish) -> None:
        await (self._recalls.pop(wish.keys, None) or self.recall(wish.place))

    async def recall(self, place: Place) -> None:
        """Know what other processes know of a place and who is there."""
        await asyncio.gather(self._replies.recall(place), self._speaker.recall(place))

    async def was_answered(self, wish: Wish, since: float) -> bool | None:
        """Whether our answer is there; None where Slack does not show what is.

        `since` is when it was asked, in seconds since 1970.
        """
        place, question = wish.place, question_of(wish).message
        if place.response_url or place.is_home or not self._speaker.is_heard(place):
            return None
        try:
            if await self._outgoing.is_answered(place, question, since - SKEW):
                return True
            return None if self._speaker.may_repeat_privately(place) else False
        except Exception as error:  # asked too often, or without the scope: nobody can tell
            if code_of(error) != "missing_scope":
                report("Slack did not show whether a question was answered", error)
            return None

    async def edited(self, edit: Edited) -> None:
        """Let the answer to an edited question say what it would say now."""
        await self._deliveries.once(edit.keys, lambda: self._correct(edit))

    async def deleted(self, gone: Deleted) -> None:
        """Take away the answer to a question that is gone."""
        await self._deliveries.settled(gone.keys)
        message = post_of(gone.place, gone.message)
        answer = self._answers.pop(gone.place.channel, gone.message)
        if answer is not None:
            await self._take_away(message, answer.place, answer.ts)
            return
        for standing in await self._kept.find([message]):
            if standing.question.message != gone.message:
                self.forget_answer(gone.place, gone.message)
                self._speaker.gone(gone.place, gone.message)
            elif standing.reply is not None:
                await self._take_away(message, gone.place, standing.reply.message)

    def forget_answer(self, place: Place, ts: str) -> None:
        """The answer `ts` is gone: edits of its question change nothing any more."""
        self._answers.forget(place.channel, ts)
        self._kept.gone(post_of(place, ts))

    async def _answer(self, asked: Asked) -> bool:
        if asked.perhaps and not self._speaker.is_heard(asked.place):
            return True  # nobody asked, and nobody wants the bot to speak up here
        asking = self._refusals.pop(asked.keys, None) or self._speaker.refusal(asked.place)
        if refusal := await asking:
            if refusal.is_news or asked.place.response_url:
                await self._speaker.say_privately(asked.place, refusal.words)
            self._inbox.done(question_of(asked))
            return True
        shows_work = self._status and asked.place.thread_ts is not None and not asked.perhaps
        said = await (self._say_at_work(asked) if shows_work else self._say(asked))
        if said.ts is not None and asked.message is not None:
            self._note(asked, asked.message, said.ts)
        self._inbox.done(question_of(asked))
        return said.served

    def _note(self, asked: Asked, message: str, ts: str) -> None:
        self._answers.put(message, Answer(asked, ts))
        self._kept.answered(post_of(asked.place, message), asked.text, ts)

    async def _take_away(self, question: Post, place: Place, ts: str) -> None:
        self._kept.gone(question)  # first: the same event may come again meanwhile
        await self._speaker.take_away(place, ts)

    async def _say(self, asked: Asked) -> Said:
        return await self._speaker.say(
            asked.place, lambda: self._draft(asked), ticket=self.ticket(asked)
        )

    async def _draft(self, asked: Asked) -> Draft | None:
        """What to say; to a mention alone in a thread, what the message above asks."""
        thread = asked.place.thread_ts
        if asked.text or asked.perhaps or asked.message is None or thread in (None, asked.message):
            return await self._replies.to_question(asked)
        try:
            above = await self._outgoing.above(asked.place)
        except Exception as error:  # of channels most apps may read nothing
            if code_of(error) != "missing_scope":
                report("Slack did not show what a mention stands below", error)
            above = {}
        if above.get("bot_id"):
            return await self._replies.to_question(asked)
        text = asked_in(above)
        return await self._replies.to_question(replace(asked, text=text)) if text else CANNOT_READ

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
        await self._deliveries.settled(edit.question + edit.talk)
        asked = Asked(edit.text, edit.place, edit.question, edit.message)
        known = await self._answer_to(edit)
        if known is None:
            if edit.is_asked:
                await self.answer(asked)
            return True
        ts, is_same = known
        if is_same or ts is None:
            return True
        if refusal := await self._speaker.refusal(asked.place):
            if refusal.is_news:
                await self._speaker.say_privately(asked.place, refusal.words)
            return True  # the answer stays as it is until the next edit
        if await self._speaker.say_instead(asked.place, ts, lambda: self._draft(asked)):
            self._note(asked, edit.message, ts)
            return True
        return False

    async def _answer_to(self, edit: Edited) -> tuple[str | None, bool] | None:
        """What answers the message, None if it was taken away, and whether to the same words.

        None in all where it was not answered. What the records know counts, for it may be another
        process that answered, or this one before a restart.
        """
        question = post_of(edit.place, edit.message)
        for standing in await self._kept.find([question]):
            if standing.question.message == edit.message:
                is_same = standing.words == self._kept.fingerprint(question, edit.text)
                return standing.reply.message if standing.reply else None, is_same
        answer = self._answers.get(edit.place.channel, edit.message)
        return None if answer is None else (answer.ts, answer.asked.text == edit.text)
