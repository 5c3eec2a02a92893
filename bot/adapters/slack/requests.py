"""Does what people want, once: what comes in, and what a process had in hand that was killed."""

from __future__ import annotations

import asyncio

from bot.adapters.slack.changes import Deleted, Edited
from bot.adapters.slack.commands import Commands
from bot.adapters.slack.incoming import PLATFORM, Asked, Typed
from bot.adapters.slack.inhand import Wish, in_hand, question_of, verb_of, wish_of
from bot.adapters.slack.interactions import Pressed, Sent
from bot.adapters.slack.messenger import SlackMessenger
from bot.adapters.slack.outgoing import Outgoing, TakenOverError, Ticket
from bot.adapters.slack.responder import HomeResponder, SlackResponder
from bot.adapters.slack.sender import Sender, report
from bot.adapters.slack.troubles import code_of
from bot.application.actions import Actions
from bot.application.ask import Answering
from bot.application.background_tasks import Underway
from bot.application.deduplication import Deduplication, Fate, fate_of
from bot.application.drafts import Drafts, whisper
from bot.application.moderation import Controls
from bot.application.questions import Questions
from bot.ports.inbox import InHand
from bot.rendering import texts
from bot.rendering.actions import read_action

SKEW = 60.0
"""Seconds by which the clock of this machine and Slack's may differ."""


class Requests:
    """Everything between what comes in and who does it. With `status`, threads show the work."""

    def __init__(
        self,
        answering: Answering,
        controls: Controls,
        drafts: Drafts,
        actions: Actions,
        commands: Commands,
        questions: Questions[Asked],
        messenger: SlackMessenger,
        sender: Sender,
        outgoing: Outgoing,
        underway: Underway,
        *,
        status: bool,
    ) -> None:
        self._answering = answering
        self._inbox = answering.inbox
        self._controls = controls
        self._drafts = drafts
        self._actions = actions
        self._commands = commands
        self._questions = questions
        self._messenger = messenger
        self._sender = sender
        self._outgoing = outgoing
        self._underway = underway
        self._status = status
        self._requests = Deduplication(answering.shared, answering.inbox)
        self._recalls: dict[tuple[str, ...], asyncio.Future[None]] = {}

    async def note(self, wish: Wish) -> None:
        """Before a wish is acknowledged: what it takes to do it after a crash.

        An edit or a deletion that comes from now on waits for it.
        """
        self._requests.expect(wish.keys)
        if isinstance(wish, Asked) and wish.perhaps:
            return
        recall = self._drafts.recall(wish.place.context)
        self._recalls[wish.keys] = asyncio.ensure_future(recall)
        await self._requests.note(wish.keys, in_hand(wish))

    def start(self, wish: Wish) -> None:
        """Do it, unless that has been done."""
        self._underway.start(self._start(wish))

    async def edited(self, edit: Edited) -> None:
        """Let the answer to an edited question say what it would say now."""
        await self._requests.once(edit.keys, lambda: self._correct(edit))

    async def deleted(self, gone: Deleted) -> None:
        """Take away the answer to a question that is gone."""
        await self._requests.settled(gone.keys)
        await self._questions.deleted([gone.place.context.post(gone.message)])

    async def take_over(self) -> None:
        """Do what processes had in hand that are gone; look for it until cancelled."""
        await self._requests.take_over(PLATFORM, self._underway, self._take_over)

    async def _start(self, wish: Wish) -> None:
        try:
            context = wish.place.context
            await (self._recalls.pop(wish.keys, None) or self._drafts.recall(context))
            is_perhaps = isinstance(wish, Asked) and wish.perhaps
            if not is_perhaps or self._answering.is_known(context.conversation):
                await self._requests.once(wish.keys, lambda: self._do(wish))
        finally:
            self._requests.expect_no_more(wish.keys)

    async def _correct(self, edit: Edited) -> bool:
        await self._requests.settled(edit.question + edit.talk)
        asked = Asked(edit.text, edit.place, edit.question, edit.message)
        return await self._questions.edited(asked, or_ask=self._start if edit.is_asked else None)

    async def _take_over(self, left: InHand) -> None:
        wish = wish_of(left)
        fate = Fate.LOST if wish is None else _fate_of(wish, begun=left.begun)
        if wish is not None and fate is Fate.LOOK:
            was_done = await self._was_answered(wish, left.at)
            fate = {True: Fate.DONE, False: Fate.AGAIN, None: Fate.LOST}[was_done]
        if wish is None or fate is Fate.LOST:
            self._inbox.lost(left.question)
        elif fate is Fate.DONE:
            self._inbox.done(left.question)
        else:
            await self._drafts.recall(wish.place.context)
            await self._do(wish)

    async def _was_answered(self, wish: Wish, since: float) -> bool | None:
        """Whether our answer is there; None where Slack does not show what is.

        `since` is when it was asked, in seconds since 1970.
        """
        place, question = wish.place, question_of(wish).message
        if place.is_home or place.response_url or self._controls.is_private(place.context.room):
            return None
        try:
            if await self._outgoing.is_answered(place, question, since - SKEW):
                return True
            may_repeat_privately = self._controls.rules(place.context.room.server).cooldown > 0
            return None if may_repeat_privately else False
        except Exception as error:  # asked too often, or without the scope: nobody can tell
            if code_of(error) != "missing_scope":
                report("Slack did not show whether a question was answered", error)
            return None

    async def _do(self, wish: Wish) -> bool:
        """Do what is claimed; say where it breaks."""
        try:
            served = await self._act(wish)
        except TakenOverError:
            return True  # this process was silent for so long that another one does it
        except Exception as error:  # nobody must ever be left with silence
            report("Doing what was asked for failed", error)
            served = (await self._sender.say(wish.place, whisper(texts.TROUBLE))).served
        self._inbox.done(question_of(wish))
        return served

    async def _act(self, wish: Wish) -> bool:
        question, context = question_of(wish), wish.place.context
        ticket = Ticket(lambda: self._inbox.begin(question), question.message)
        by = SlackResponder(wish, self._sender, ticket)
        match wish:
            case Typed():
                return await self._commands.typed(wish, by)
            case Asked():
                return await self._answer(wish)
            case Sent():
                return await self._actions.submit(wish.action, wish.text, context, by)
            case Pressed() if wish.place.is_home:
                story = self._answering.story
                return await self._at_home(
                    wish, HomeResponder(wish, self._sender, ticket, self._outgoing, story)
                )
            case Pressed():
                return await self._actions.press(read_action(wish.action), context, by)

    async def _answer(self, asked: Asked) -> bool:
        answering = self._questions.asked(asked)
        if self._status and asked.place.thread_ts is not None and not asked.perhaps:
            answering = self._messenger.at_work(asked.place, answering)
        return (await answering).served

    async def _at_home(self, press: Pressed, by: HomeResponder) -> bool:
        """Somebody searched or pressed something in the App Home."""
        context = press.place.context
        if press.typed is None:
            return await self._actions.press(read_action(press.action), context, by)
        return await (self._actions.ask(press.typed, context, by) if press.typed else by.show())


def _fate_of(wish: Wish, *, begun: bool) -> Fate:
    if isinstance(wish, Sent):
        verb = wish.action.verb if wish.action is not None else None
        return fate_of(verb, begun=begun, is_form=True)
    return fate_of(verb_of(wish), begun=begun, is_asked=isinstance(wish, Asked))
