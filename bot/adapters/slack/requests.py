"""What comes in from Slack: noted, acknowledged, then done once, whichever process is killed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import Any

from slack_bolt.response import BoltResponse

from bot.adapters.slack.app import Identity
from bot.adapters.slack.features import AGENT, THREADS, works
from bot.adapters.slack.incoming import asked_by_event, change_by_event, wanted
from bot.adapters.slack.messenger import SlackMessenger, report, worked
from bot.adapters.slack.outgoing import Outgoing, TakenOverError
from bot.adapters.slack.payload import Payload, text_at
from bot.adapters.slack.request import PLATFORM, Change, Kind, Request, as_asked, request_of
from bot.adapters.slack.responder import HomeResponder, SlackResponder, show_home
from bot.application.application import Application
from bot.application.background_tasks import BackgroundTasks
from bot.application.commands import Commands
from bot.application.deduplication import Deduplication, Fate, fate_of
from bot.application.drafts import whisper
from bot.application.rate_limit import Refusal
from bot.ports.checks import Examination
from bot.ports.inbox import InHand
from bot.rendering import texts
from bot.rendering.slack.views import home, prompts

RATE_LIMITED = "app_rate_limited"
"""What Slack sends in place of an event after 30,000 in an hour."""

FEW = 32
"""Requests that may wait to be acknowledged while answers begin: Slack waits three seconds for
that, and readers longer for an answer."""

SKEW = 60.0
"""Seconds by which the clock of this machine and Slack's may differ."""

Refusing = Awaitable[Refusal | None] | None
"""Whether somebody asks too much, where that was looked up already."""

_log = logging.getLogger(__name__)


class Requests:
    """Everything between what comes in and who does it."""

    def __init__(
        self,
        app: Application,
        outgoing: Outgoing,
        underway: BackgroundTasks,
        identity: Identity,
        examine_all: Examination | None = None,
    ) -> None:
        self._app = app
        self._identity = identity
        self._is_agent = works(AGENT, identity.scopes)
        self._inbox = app.answering.inbox
        self._commands = Commands(app, examine_all)
        self._messenger = SlackMessenger(outgoing, identity)
        self._questions = app.questions(self._messenger)
        self._underway = underway
        self._deduplication = Deduplication(app.answering.shared, self._inbox)
        self._beginning = asyncio.Lock()
        self._noting = 0

    async def on_delivery(self, body: dict[str, Any]) -> BoltResponse:
        """Acknowledge what comes in once it is noted; its answer begins, and nothing waits for it.

        What nobody asked for is acknowledged too, or Slack would send it again.
        """
        heard = EVENTS.get(text_at(body, "event", "type"))
        if heard is not None:
            await heard(self, body)
        elif (request := wanted(body)) is not None:
            await self.take(request)
        elif body.get("type") == RATE_LIMITED:
            _log.warning("Slack holds back events for a minute: there are more than it allows")
        return BoltResponse(status=200)

    async def on_message(self, body: Payload) -> None:
        """A mention or a message: answered in its thread, or in the direct conversation."""
        hears_all = works(THREADS, self._identity.scopes)
        bot_user, threads = self._identity.bot_user, self._is_agent
        if change := change_by_event(body, bot_user, threads=threads, full=hears_all):
            self._underway.start(self._changed(change))
        elif asked := asked_by_event(body, bot_user, threads=threads, talk=hears_all):
            if not asked.is_perhaps or asked.place.thread_ts != asked.message:
                await self.take(asked)
            elif asked.text and self._questions.is_for_the_bot(asked):
                await self.take(as_asked(asked))

    async def on_home(self, body: Payload) -> None:
        """Somebody opened the App Home or, in its other tab, the conversation with an agent."""
        tab, story = text_at(body, "event", "tab"), self._app.answering.story
        if tab == "home":
            user = text_at(body, "event", "user")
            self._underway.start(show_home(self._messenger, user, home(story)))
        elif tab == "messages" and self._is_agent and (offered := prompts(story)):
            outgoing, channel = self._messenger.outgoing, text_at(body, "event", "channel")
            suggest = outgoing.client.assistant_threads_setSuggestedPrompts
            offering = outgoing.call(
                f"prompts/{channel}", suggest, channel_id=channel, prompts=offered
            )
            self._underway.start(worked("Slack did not take prompts", offering))

    async def on_removal(self, body: Payload) -> None:
        """The workspace removed the app: what is kept of it goes."""
        self._underway.start(self._app.forget_space(PLATFORM, text_at(body, "team_id")))

    async def take(self, request: Request) -> None:
        """Begin to do it, unless that has been done; returns when it may be acknowledged."""
        noted = asyncio.Event()
        self._underway.start(self._start(request, noted))
        await noted.wait()

    async def take_over(self) -> None:
        """Do what processes had in hand that are gone; look for it until cancelled."""
        await self._deduplication.take_over(
            PLATFORM, self._underway, _read, self._was_answered, self._do_again
        )

    async def _changed(self, change: Change) -> None:
        """A message was edited: its answer changes too; or it is gone, and its answer goes."""
        if change.key:
            await self._deduplication.once(change.key, lambda: self._correct(change))
        else:
            await self._settled(change)
            await self._questions.deleted([change.asked.in_inbox])

    async def _start(self, request: Request, noted: asyncio.Event | None = None) -> None:
        """Do it once. An edit or a deletion that comes from now on waits for it.

        All that the database is asked before there is an answer goes in one batch: the claim, what
        is known, and the limits.
        """
        with self._deduplication.expecting(request.key):
            recalling = asyncio.ensure_future(self._app.drafts.recall(request.context))
            refusing = None
            if request.kind is Kind.ASKED:
                refusing = asyncio.ensure_future(self._questions.refusal(request))
            self._noting += 1
            try:
                if noted is not None and not request.is_perhaps:
                    await self._deduplication.note(request.key, request.in_hand)
            finally:
                self._noting -= 1
                if noted is not None:
                    noted.set()
            async with self._beginning:  # one after the other, waiting for a second at most
                for _ in range(100):
                    await asyncio.sleep(0)
                    if self._noting <= FEW:
                        break
                    await asyncio.sleep(0.01)
            await recalling
            if not request.is_perhaps or self._app.answering.is_known(request.context.conversation):
                await self._deduplication.once(request.key, lambda: self._do(request, refusing))

    async def _correct(self, edit: Change) -> bool:
        await self._settled(edit)
        or_ask = self._start if edit.is_new else None
        return await self._questions.edited(edit.asked, or_ask=or_ask)

    async def _settled(self, change: Change) -> None:
        """Wait for what the message asked before, as a question or as talk."""
        for key in change.known_as:
            await self._deduplication.settled(key)

    async def _do_again(self, request: Request) -> None:
        await self._app.drafts.recall(request.context)
        await self._do(request)

    async def _was_answered(self, request: Request, since: float) -> bool | None:
        """Whether our answer is there; None where Slack does not show what is.

        `since` is when it was asked, in seconds since 1970.
        """
        place, moderation = request.place, self._app.moderation
        room = place.context.room
        if place.is_home or place.response_url or moderation.is_private(room):
            return None
        shows = await self._messenger.is_answered(request, since - SKEW)
        may_repeat_privately = moderation.rules(room.server).cooldown > 0
        return None if shows is False and may_repeat_privately else shows

    async def _do(self, request: Request, refusing: Refusing = None) -> bool:
        """Do what is claimed; say where it breaks."""
        try:
            served = await self._act(request, refusing)
        except TakenOverError:
            return True  # this process was silent for so long that another one does it
        except Exception as error:  # nobody must ever be left with silence
            report("Doing what was asked for failed", error)
            served = (await self._messenger.send(request.place, whisper(texts.TROUBLE))).served
        self._inbox.done(request.in_inbox)
        return served

    async def _act(self, request: Request, refusing: Refusing) -> bool:
        actions, context = self._app.actions, request.context
        by = SlackResponder(request, self._messenger)
        if request.place.is_home and request.kind is not Kind.SENT:
            by = HomeResponder(request, self._messenger, self._app.answering.story)
        match request.kind:
            case Kind.TYPED:
                return await self._commands.typed(request.text, context, by)
            case Kind.PRESSED:
                return await actions.press(request.does, context, by)
            case Kind.SENT:
                return await actions.submit(request.does, request.text, context, by)
            case Kind.SEARCHED if request.text:
                return await actions.ask(request.text, context, by)
            case Kind.SEARCHED:
                return (await by.reply(self._app.drafts.story())).served
            case _:
                return await self._answer(request, refusing)

    async def _answer(self, asked: Request, refusing: Refusing) -> bool:
        answering = self._questions.asked(asked, refusing=refusing)
        if self._is_agent and asked.place.thread_ts is not None and not asked.is_perhaps:
            answering = self._messenger.at_work(asked.place, answering)
        return (await answering).served


EVENTS = {
    "app_mention": Requests.on_message,
    "message": Requests.on_message,
    "app_home_opened": Requests.on_home,
    "app_uninstalled": Requests.on_removal,
}
"""What is listened to; the manifests in `deploy/` subscribe to the same."""


def _read(left: InHand) -> tuple[Request, Fate] | None:
    """What another process had in hand, and its fate."""
    request = request_of(left.words)
    if request is None:
        return None
    verb, is_form = request.does.verb if request.does else None, request.kind is Kind.SENT
    fate = fate_of(verb, begun=left.begun, is_form=is_form, is_asked=request.is_asked)
    return request, fate
