"""Bolt's listeners: acknowledge first, then answer; the same for Socket Mode and HTTP."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.adapters.slack.app import Identity
from bot.adapters.slack.changes import Deleted, Edited, change_by_event
from bot.adapters.slack.commands import Commands
from bot.adapters.slack.features import AGENT, THREADS, works
from bot.adapters.slack.home import Home
from bot.adapters.slack.incoming import (
    Asked,
    Typed,
    asked_by_command,
    asked_by_event,
    asked_by_shortcut,
)
from bot.adapters.slack.interactions import pressed, sent
from bot.adapters.slack.messenger import SlackMessenger
from bot.adapters.slack.outgoing import Outgoing
from bot.adapters.slack.request_codec import AnyRequest
from bot.adapters.slack.requests import Requests
from bot.adapters.slack.sender import Sender, report
from bot.application.application import Application
from bot.application.ask import Answering
from bot.application.background_tasks import BackgroundTasks
from bot.application.drafts import BROWSE
from bot.application.moderation import Moderation
from bot.core.errors import NotRecordedError
from bot.ports.checks import Examination
from bot.rendering.slack import views

ASK = "/ask"
COMMANDS = (ASK, BROWSE)
SHORTCUT = "ask_about_this"
EVENTS = ("app_mention", "message", "app_home_opened", "app_uninstalled")
"""What is listened to; the manifests in `deploy/` subscribe to the same."""

RATE_LIMITED = "app_rate_limited"
"""What Slack sends in place of an event after 30,000 in an hour."""

WINDOWS = (views.FEEDBACK_WINDOW, views.FOLLOW_WINDOW, views.EDITORS_WINDOW)

Next = Callable[[], Awaitable[None]]

_ANYTHING = re.compile("")
_READ = "read"
"""Where an event's meaning stands in Bolt's context, once it is read."""

_log = logging.getLogger(__name__)


class Listeners:
    """Answers what comes in. Each `on_…` method acknowledges, starts the answer and returns."""

    def __init__(
        self,
        answering: Answering,
        moderation: Moderation,
        outgoing: Outgoing,
        underway: BackgroundTasks,
        identity: Identity,
        examine_all: Examination | None = None,
    ) -> None:
        self._answering = answering
        self._underway = underway
        self._identity = identity
        self._is_agent = works(AGENT, identity.scopes)
        app = Application(answering, moderation, identity.link)
        sender = Sender(outgoing, identity)
        messenger = SlackMessenger(outgoing, sender, answering.inbox)
        commands = Commands(app, outgoing, identity, examine_all)
        self._home = Home(answering, outgoing, is_agent=self._is_agent)
        self.requests = Requests(
            *(app, commands, messenger, sender, outgoing, underway), status=self._is_agent
        )

    def register(self, app: AsyncApp) -> None:
        """Listen to `app`. What nobody asked for is acknowledged too, or Slack would send it again.

        Bolt acknowledges events by itself before it calls the listener.
        """
        app.middleware(self.on_rate_limit)
        app.event("app_home_opened")(self.on_home)
        app.event("app_uninstalled")(self.on_removal)
        for event in ("app_mention", "message"):
            app.event(event, middleware=[self.note_event])(self.on_event)
        app.event(_ANYTHING)(self.on_anything)
        app.command(ASK)(self.on_ask)
        app.command(BROWSE)(self.on_story)
        app.shortcut(SHORTCUT)(self.on_shortcut)
        app.action(_ANYTHING)(self.on_action)
        for window in WINDOWS:
            app.view(window)(self.on_window)

    async def on_rate_limit(
        self, body: dict[str, Any], next_: Callable[[], Awaitable[BoltResponse | None]]
    ) -> BoltResponse | None:
        """Before all else: Slack may say that it delivers no events for a minute."""
        if body.get("type") != RATE_LIMITED:
            return await next_()
        _log.warning("Slack holds back events for a minute: there are more than it allows")
        return BoltResponse(status=200)

    async def note_event(
        self, body: dict[str, Any], context: AsyncBoltContext, next_: Next
    ) -> None:
        """Before Bolt acknowledges an event: it is read, and a question in it is noted."""
        found = context[_READ] = self._read(body)
        if isinstance(found, Asked):
            await self.requests.note(found)
        await next_()

    async def on_event(self, context: AsyncBoltContext) -> None:
        """A mention or a message: answered in its thread, or in the direct conversation."""
        match context[_READ]:
            case Edited() as edit:
                self._underway.start(self.requests.edited(edit))
            case Deleted() as gone:
                self._underway.start(self.requests.deleted(gone))
            case Asked() as asked:
                self.requests.start(asked)

    async def on_home(self, body: dict[str, Any]) -> None:
        """Somebody opened the App Home or the conversation."""
        self._underway.start(self._home.opened(body))

    async def on_removal(self, body: dict[str, Any]) -> None:
        """The workspace removed the app: what is kept of it goes."""
        self._underway.start(self._forget(str(body.get("team_id") or "")))

    async def on_ask(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """`/ask question`: answered for the asker only."""
        await self._take(ack, asked_by_command(body))

    async def on_story(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """`/story`, alone or with a word behind it."""
        await self._take(ack, asked_by_command(body, Typed))

    async def on_shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """“Ask about this” on a message: its words are the question, answered privately."""
        await self._take(ack, asked_by_shortcut(body))

    async def on_action(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A button, a menu or the search box; what they mean stands in them."""
        await self._take(ack, pressed(body))

    async def on_window(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A window that was sent off; the acknowledgement closes it."""
        await self._take(ack, sent(body))

    def _read(self, body: dict[str, Any]) -> Asked | Edited | Deleted | None:
        """What an event tells of; None for what concerns nobody."""
        hears_all = works(THREADS, self._identity.scopes)
        bot_user, threads = self._identity.bot_user, self._is_agent
        change = change_by_event(body, bot_user, threads=threads, full=hears_all)
        return change or asked_by_event(body, bot_user, threads=threads)

    async def _take(self, ack: AsyncAck, request: AnyRequest) -> None:
        await self.requests.note(request)
        await ack()
        self.requests.start(request)

    async def _forget(self, team: str) -> None:
        try:
            await self._answering.records.forget_space("slack", team)
        except NotRecordedError as error:  # retention deletes it later; nobody is there to be told
            report("What is kept of a workspace could not be deleted", error)

    async def on_anything(self, ack: AsyncAck) -> None:
        """Whatever else comes."""
        await ack()
