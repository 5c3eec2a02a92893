"""Does what people want, once: what comes in, and what a process had in hand that was killed."""

from __future__ import annotations

import asyncio

from bot.adapters.slack.api_errors import code_of
from bot.adapters.slack.changes import Deleted, Edited
from bot.adapters.slack.commands import Commands
from bot.adapters.slack.incoming import PLATFORM, Asked, Typed
from bot.adapters.slack.interactions import Pressed, Sent
from bot.adapters.slack.messenger import SlackMessenger
from bot.adapters.slack.outgoing import Outgoing, TakenOverError, Ticket
from bot.adapters.slack.request_codec import AnyRequest, in_hand, question_of, request_of, verb_of
from bot.adapters.slack.responder import HomeResponder, SlackResponder
from bot.adapters.slack.sender import Sender, report
from bot.application.application import Application
from bot.application.background_tasks import BackgroundTasks
from bot.application.deduplication import Deduplication, Fate, fate_of
from bot.application.drafts import whisper
from bot.application.rate_limit import Refusal
from bot.ports.inbox import InHand
from bot.rendering import texts
from bot.rendering.actions import read_action

SKEW = 60.0
"""Seconds by which the clock of this machine and Slack's may differ."""


class Requests:
    """Everything between what comes in and who does it. With `status`, threads show the work."""

    def __init__(
        self,
        app: Application,
        commands: Commands,
        messenger: SlackMessenger,
        sender: Sender,
        outgoing: Outgoing,
        underway: BackgroundTasks,
        *,
        status: bool,
    ) -> None:
        self._app = app
        self._inbox = app.answering.inbox
        self._commands = commands
        self._questions = app.questions(messenger)
        self._messenger = messenger
        self._sender = sender
        self._outgoing = outgoing
        self._underway = underway
        self._status = status
        self._deduplication = Deduplication(app.answering.shared, self._inbox)
        self._recalls: dict[tuple[str, ...], asyncio.Future[None]] = {}
        self._refusals: dict[tuple[str, ...], asyncio.Future[Refusal | None]] = {}

    async def note(self, request: AnyRequest) -> None:
        """Before a request is acknowledged: what it takes to do it after a crash.

        An edit or a deletion that comes from now on waits for it. All that the database is asked
        before there is an answer goes in one batch: the claim, what is known, and the limits.
        """
        self._deduplication.expect(request.keys)
        if isinstance(request, Asked) and request.perhaps:
            return
        recall = self._app.drafts.recall(request.place.context)
        self._recalls[request.keys] = asyncio.ensure_future(recall)
        if isinstance(request, Asked) and not isinstance(request, Typed):
            refusal = self._questions.refusal(request)
            self._refusals[request.keys] = asyncio.ensure_future(refusal)
        await self._deduplication.note(request.keys, in_hand(request))

    def start(self, request: AnyRequest) -> None:
        """Do it, unless that has been done."""
        self._underway.start(self._start(request))

    async def edited(self, edit: Edited) -> None:
        """Let the answer to an edited question say what it would say now."""
        await self._deduplication.once(edit.keys, lambda: self._correct(edit))

    async def deleted(self, gone: Deleted) -> None:
        """Take away the answer to a question that is gone."""
        await self._deduplication.settled(gone.keys)
        await self._questions.deleted([gone.place.context.post(gone.message)])

    async def take_over(self) -> None:
        """Do what processes had in hand that are gone; look for it until cancelled."""
        await self._deduplication.take_over(
            PLATFORM, self._underway, _read, self._was_answered, self._do_again
        )

    async def _start(self, request: AnyRequest) -> None:
        try:
            context = request.place.context
            await (self._recalls.pop(request.keys, None) or self._app.drafts.recall(context))
            is_perhaps = isinstance(request, Asked) and request.perhaps
            if not is_perhaps or self._app.answering.is_known(context.conversation):
                await self._deduplication.once(request.keys, lambda: self._do(request))
        finally:
            self._refusals.pop(request.keys, None)
            self._deduplication.expect_no_more(request.keys)

    async def _correct(self, edit: Edited) -> bool:
        await self._deduplication.settled(edit.question + edit.talk)
        asked = Asked(edit.text, edit.place, edit.question, edit.message)
        return await self._questions.edited(asked, or_ask=self._start if edit.is_asked else None)

    async def _do_again(self, request: AnyRequest) -> None:
        await self._app.drafts.recall(request.place.context)
        await self._do(request)

    async def _was_answered(self, request: AnyRequest, since: float) -> bool | None:
        """Whether our answer is there; None where Slack does not show what is.

        `since` is when it was asked, in seconds since 1970.
        """
        place, question = request.place, question_of(request).message
        moderation, room = self._app.moderation, place.context.room
        if place.is_home or place.response_url or moderation.is_private(room):
            return None
        try:
            if await self._outgoing.is_answered(place, question, since - SKEW):
                return True
            may_repeat_privately = moderation.rules(room.server).cooldown > 0
            return None if may_repeat_privately else False
        except Exception as error:  # asked too often, or without the scope: nobody can tell
            if code_of(error) != "missing_scope":
                report("Slack did not show whether a question was answered", error)
            return None

    async def _do(self, request: AnyRequest) -> bool:
        """Do what is claimed; say where it breaks."""
        try:
            served = await self._act(request)
        except TakenOverError:
            return True  # this process was silent for so long that another one does it
        except Exception as error:  # nobody must ever be left with silence
            report("Doing what was asked for failed", error)
            served = (await self._sender.say(request.place, whisper(texts.TROUBLE))).served
        self._inbox.done(question_of(request))
        return served

    async def _act(self, request: AnyRequest) -> bool:
        question, context = question_of(request), request.place.context
        ticket = Ticket(lambda: self._inbox.begin(question), question.message)
        sending = (self._sender, self._outgoing, ticket)
        by = SlackResponder(request, *sending)
        match request:
            case Typed():
                return await self._commands.typed(request, by)
            case Asked():
                return await self._answer(request)
            case Sent():
                return await self._app.actions.submit(request.action, request.text, context, by)
            case Pressed() if request.place.is_home:
                story = self._app.answering.story
                return await self._at_home(request, HomeResponder(request, *sending, story))
            case Pressed():
                return await self._app.actions.press(read_action(request.action), context, by)

    async def _answer(self, asked: Asked) -> bool:
        refusing = self._refusals.pop(asked.keys, None)
        answering = self._questions.asked(asked, refusing=refusing)
        if self._status and asked.place.thread_ts is not None and not asked.perhaps:
            answering = self._messenger.at_work(asked.place, answering)
        return (await answering).served

    async def _at_home(self, press: Pressed, by: HomeResponder) -> bool:
        """Somebody searched or pressed something in the App Home."""
        context = press.place.context
        if press.typed is None:
            return await self._app.actions.press(read_action(press.action), context, by)
        return await (self._app.actions.ask(press.typed, context, by) if press.typed else by.show())


def _read(left: InHand) -> tuple[AnyRequest, Fate] | None:
    """What another process had in hand, and its fate."""
    request = request_of(left)
    if request is None:
        return None
    if isinstance(request, Sent):
        verb = request.action.verb if request.action is not None else None
        return request, fate_of(verb, begun=left.begun, is_form=True)
    is_asked = isinstance(request, Asked)
    return request, fate_of(verb_of(request), begun=left.begun, is_asked=is_asked)
