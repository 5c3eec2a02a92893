"""Bolt's listeners: acknowledge first, then answer; the same for Socket Mode and HTTP."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.channels.answering import Answering
from bot.channels.slack.app import Identity
from bot.channels.slack.changes import Deleted, Edited, change_by_event
from bot.channels.slack.features import AGENT, works
from bot.channels.slack.incoming import (
    asked_by_command,
    asked_by_event,
    asked_by_shortcut,
    pressed,
)
from bot.channels.slack.outgoing import Outgoing
from bot.channels.slack.questions import Questions
from bot.channels.slack.replies import Replies
from bot.channels.slack.speaker import Speaker
from bot.channels.slack.underway import Underway
from bot.rendering.slack import PROOF_ACTION, TAKE_ACTION

ASK, STORY = "/ask", "/story"
SHORTCUT = "ask_about_this"
EVENTS = ("app_mention", "message", "app_home_opened")
"""What is listened to; the manifests in `deploy/` subscribe to the same."""

_ANYTHING = re.compile("")
_TAKE = re.compile(f"{TAKE_ACTION}_[0-9]+")


class Listeners:
    """Answers what comes in. Each `on_…` method acknowledges, starts the answer and returns."""

    def __init__(
        self, answering: Answering, outgoing: Outgoing, underway: Underway, identity: Identity
    ) -> None:
        self._underway = underway
        self._identity = identity
        self._is_agent = works(AGENT, identity.scopes)
        self._replies = Replies(answering)
        self._speaker = Speaker(outgoing, answering.records, identity.name)
        self._questions = Questions(self._replies, outgoing, self._speaker, status=self._is_agent)

    def register(self, app: AsyncApp) -> None:
        """Listen to `app`. What nobody asked for is acknowledged too, or Slack would send it again.

        Bolt acknowledges events by itself before it calls the listener.
        """
        for event in EVENTS:
            app.event(event)(self.on_event)
        app.event(_ANYTHING)(self.on_anything)
        app.command(ASK)(self.on_ask)
        app.shortcut(SHORTCUT)(self.on_shortcut)
        app.action(_TAKE)(self.on_take)
        app.action(PROOF_ACTION)(self.on_proof)
        app.action(_ANYTHING)(self.on_anything)

    async def on_event(self, body: dict[str, Any]) -> None:
        """A mention or a message: answered in its thread, or in the direct conversation."""
        match change_by_event(body):
            case Edited() as edit:
                self._underway.start(self._questions.edited(edit))
            case Deleted() as gone:
                self._underway.start(self._questions.deleted(gone))
            case None:
                bot_user = self._identity.bot_user
                asked = asked_by_event(body, bot_user, threads=self._is_agent)
                if asked is not None:
                    self._underway.start(self._questions.answer(asked))

    async def on_ask(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """`/ask question`: answered for the asker only."""
        await ack()
        self._underway.start(self._questions.answer(asked_by_command(body)))

    async def on_shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """“Ask about this” on a message: its words are the question, answered privately."""
        await ack()
        self._underway.start(self._questions.answer(asked_by_shortcut(body)))

    async def on_take(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A suggestion: told where the suggestions stand."""
        await ack()
        taken = pressed(body)
        self._press(taken.keys, lambda: self._replies.to_choice(taken), taken.place)

    async def on_proof(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """“Show the proof”: the quotes on file, for the one who pressed only."""
        await ack()
        asked = pressed(body)
        self._press(asked.keys, lambda: self._replies.proof(asked), asked.place, private=True)

    async def on_anything(self, ack: AsyncAck) -> None:
        """Whatever else comes."""
        await ack()

    def _press(self, keys: Any, compose: Any, place: Any, *, private: bool = False) -> None:
        async def answer() -> bool:
            return (await self._speaker.say(place, compose, private=private)).served

        self._underway.start(self._questions.once(keys, answer))
