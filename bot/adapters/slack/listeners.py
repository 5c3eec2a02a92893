"""Bolt's listeners: note, acknowledge, then answer; the same for Socket Mode and HTTP."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.adapters.slack.app import Identity
from bot.adapters.slack.features import AGENT, THREADS, works
from bot.adapters.slack.incoming import (
    asked_by_command,
    asked_by_event,
    asked_by_shortcut,
    change_by_event,
    pressed,
    sent,
)
from bot.adapters.slack.messenger import SlackMessenger, worked
from bot.adapters.slack.outgoing import Outgoing
from bot.adapters.slack.payload import Payload, text_at
from bot.adapters.slack.request import PLATFORM, Kind, Request
from bot.adapters.slack.requests import Requests
from bot.adapters.slack.responder import show_home
from bot.application.application import Application
from bot.application.ask import Answering
from bot.application.background_tasks import BackgroundTasks
from bot.application.commands import Commands
from bot.application.drafts import BROWSE
from bot.application.moderation import Moderation
from bot.ports.checks import Examination
from bot.rendering.slack.views import home, prompts

ASK = "/ask"
COMMANDS = (ASK, BROWSE)
SHORTCUT = "ask_about_this"
EVENTS = ("app_mention", "message", "app_home_opened", "app_uninstalled")
"""What is listened to; the manifests in `deploy/` subscribe to the same."""

RATE_LIMITED = "app_rate_limited"
"""What Slack sends in place of an event after 30,000 in an hour."""

_ANYTHING = re.compile("")

_log = logging.getLogger(__name__)


class Listeners:
    """Answers what comes in. Each listener starts the answer and returns; nothing waits for it."""

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
        self._messenger = SlackMessenger(outgoing, identity)
        self._app = Application(answering, moderation, identity.link)
        parts = (self._app, Commands(self._app, examine_all), self._messenger, underway)
        self.requests = Requests(*parts, status=self._is_agent)

    def register(self, app: AsyncApp) -> None:
        """Listen to `app`. What nobody asked for is acknowledged too, or Slack would send it again.

        Events Bolt acknowledges by itself when their listener returns.
        """
        app.middleware(self.on_rate_limit)
        app.event("app_home_opened")(self.on_home)
        app.event("app_uninstalled")(self.on_removal)
        for event in ("app_mention", "message"):
            app.event(event)(self.on_event)
        app.event(_ANYTHING)(self.on_anything)
        app.command(ASK)(self._taking(asked_by_command))
        app.command(BROWSE)(self._taking(partial(asked_by_command, kind=Kind.TYPED)))
        app.shortcut(SHORTCUT)(self._taking(asked_by_shortcut))
        app.action(_ANYTHING)(self._taking(pressed))
        app.view(_ANYTHING)(self._taking(sent))  # the acknowledgement closes it

    async def on_rate_limit(
        self, body: dict[str, Any], next_: Callable[[], Awaitable[BoltResponse | None]]
    ) -> BoltResponse | None:
        """Before all else: Slack may say that it delivers no events for a minute."""
        if body.get("type") != RATE_LIMITED:
            return await next_()
        _log.warning("Slack holds back events for a minute: there are more than it allows")
        return BoltResponse(status=200)

    async def on_event(self, body: dict[str, Any]) -> None:
        """A mention or a message: answered in its thread, or in the direct conversation."""
        hears_all = works(THREADS, self._identity.scopes)
        bot_user, threads = self._identity.bot_user, self._is_agent
        if change := change_by_event(body, bot_user, threads=threads, full=hears_all):
            self._underway.start(self.requests.changed(change))
        elif asked := asked_by_event(body, bot_user, threads=threads):
            await self.requests.take(asked)

    async def on_home(self, body: dict[str, Any]) -> None:
        """Somebody opened the App Home or, in its other tab, the conversation."""
        user, channel = (text_at(body, "event", it) for it in ("user", "channel"))
        tab, story = text_at(body, "event", "tab"), self._answering.story
        if tab == "home":
            self._underway.start(show_home(self._messenger, user, home(story)))
        elif tab == "messages" and self._is_agent and prompts(story):
            self._underway.start(self._suggest(channel))

    async def on_removal(self, body: dict[str, Any]) -> None:
        """The workspace removed the app: what is kept of it goes."""
        self._underway.start(self._app.forget_space(PLATFORM, text_at(body, "team_id")))

    async def on_anything(self) -> None:
        """Whatever else comes."""

    def _taking(self, read: Callable[[Payload], Request]) -> Callable[..., Awaitable[None]]:
        """A listener to what people type, press and send off; `read` tells what it means."""

        async def take(ack: AsyncAck, body: dict[str, Any]) -> None:
            await self.requests.take(read(body))
            await ack()

        return take

    async def _suggest(self, channel: str) -> None:
        """Offer up to four questions in a conversation; without a thread, as agents do it."""
        outgoing, offered = self._messenger.outgoing, prompts(self._answering.story)
        suggest = outgoing.client.assistant_threads_setSuggestedPrompts
        where = f"prompts/{channel}"
        offering = outgoing.call(where, suggest, channel_id=channel, prompts=offered)
        await worked("Slack did not take prompts", offering)
