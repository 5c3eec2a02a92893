"""Bolt's listeners: acknowledge first, then answer; the same for Socket Mode and HTTP."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.channels.answering import Answering
from bot.channels.slack.deliveries import Deliveries
from bot.channels.slack.incoming import (
    Asked,
    Place,
    Pressed,
    asked_by_command,
    asked_by_event,
    pressed,
)
from bot.channels.slack.outgoing import Outgoing
from bot.channels.slack.underway import Underway
from bot.core.model import Reply
from bot.rendering import texts
from bot.rendering.actions import Action, Verb, fact_of, read_action
from bot.rendering.card import Card, card, proof_card
from bot.rendering.slack import slack
from bot.rendering.whole import read_on

COMMAND = "/ask"
EVENTS = ("app_mention", "message")
"""What is listened to; `deploy/slack-manifest.yaml` subscribes to the same."""

_ANYTHING = re.compile("")
_BUTTON = re.compile("[a-z]+_[0-9]+")
LOST = (aiohttp.ClientError, TimeoutError, OSError)

_log = logging.getLogger(__name__)


class Listeners:
    """Answers what comes in. Each `on_…` method acknowledges, starts the answer and returns."""

    def __init__(self, answering: Answering, outgoing: Outgoing, underway: Underway) -> None:
        self._answering = answering
        self._outgoing = outgoing
        self._underway = underway
        self._deliveries = Deliveries()

    def register(self, app: AsyncApp) -> None:
        """Listen to `app`. What nobody asked for is acknowledged too, or Slack would send it again.

        Bolt acknowledges events by itself before it calls the listener.
        """
        for event in EVENTS:
            app.event(event)(self.on_event)
        app.event(_ANYTHING)(self.on_anything)
        app.command(COMMAND)(self.on_command)
        app.action(_BUTTON)(self.on_button)
        app.action(_ANYTHING)(self.on_anything)

    async def on_event(self, body: dict[str, Any]) -> None:
        """A mention or a message: answered in its thread, or in the direct conversation."""
        asked = asked_by_event(body)
        if asked is not None:
            self._answer(asked, lambda: self._reply_to(asked))

    async def on_command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """`/ask question`: answered for the asker only."""
        await ack()
        asked = asked_by_command(body)
        if asked.text:
            self._answer(asked, lambda: self._reply_to(asked))
        else:
            title = self._answering.story.title
            self._answer(asked, lambda: Card(texts.ASK_WITH_WORDS.format(title=title)))

    async def on_button(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A button: a suggestion is told where it stands, all else to the one who pressed only."""
        await ack()
        asked = pressed(body)
        action = read_action(asked.action)
        private = action is None or action.verb not in (Verb.TAKE, Verb.RELATED)
        self._answer(asked, lambda: self._do(action, asked), private=private)

    async def on_anything(self, ack: AsyncAck) -> None:
        """Whatever else comes."""
        await ack()

    def _reply_to(self, asked: Asked) -> Card:
        return self._card(self._answering.ask(asked.text, asked.place.conversation))

    def _do(self, action: Action | None, asked: Pressed) -> Card:
        story = self._answering.story
        match action:
            case Action(verb=Verb.TAKE | Verb.RELATED, target=target):
                fact = fact_of(target, story)
                reply = self._answering.take(fact.id, asked.place.conversation) if fact else None
                return Card(texts.FACT_GONE) if reply is None else self._card(reply)
            case Action(verb=Verb.PROOF, target=target):
                fact = fact_of(target, story)
                return Card(texts.FACT_GONE) if fact is None else proof_card(fact, story)
            case Action(verb=Verb.MORE, target=target, number=rest):
                return read_on(target, rest, story) or Card(texts.TEXT_CHANGED)
            case _:
                return Card(texts.STALE)

    def _card(self, reply: Reply) -> Card:
        return card(reply, self._answering.story)

    def _answer(
        self, request: Asked | Pressed, compose: Callable[[], Card], *, private: bool = False
    ) -> None:
        async def answer() -> bool:
            return await self._send(request.place, compose, private=private)

        self._underway.start(self._deliveries.once(request.keys, answer))

    async def _send(self, place: Place, compose: Callable[[], Card], *, private: bool) -> bool:
        """Whether the reader got something: the answer, or else that there was trouble."""
        try:
            message = slack(compose())
        except Exception as error:  # a reader must never be left with silence
            report("Composing an answer failed", error)
            return await self._excuse(place, private=private)
        try:
            await self._outgoing.send(place, message, private=private)
        except LOST as error:  # it may have arrived: an excuse could be one message too many
            report("Slack was not reached", error)
            return False
        except Exception as error:  # as above
            report("Slack did not take an answer", error)
            return await self._excuse(place, private=private)
        return True

    async def _excuse(self, place: Place, *, private: bool) -> bool:
        try:
            await self._outgoing.send(place, slack(Card(texts.TROUBLE)), private=private)
        except Exception as error:  # nothing more can be done for this reader
            report("Slack did not take an excuse", error)
            return False
        return True


def report(what: str, error: BaseException) -> None:
    """Log where `error` arose, not its message: that may hold a reader's words or a token."""
    where = "".join(traceback.format_tb(error.__traceback__))
    _log.error("%s (%s)\n%s", what, type(error).__name__, where)
