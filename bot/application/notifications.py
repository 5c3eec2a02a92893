"""Tells readers once what they wanted to hear of, when the story comes to tell it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace

from bot.application.ask import Answering
from bot.application.corrections import is_newer
from bot.application.drafts import report, whisper
from bot.application.moderation import Moderation
from bot.application.press import Press
from bot.application.rules import Room
from bot.core.errors import NotRecordedError
from bot.core.model import (
    Answered,
    Fact,
    Status,
    Story,
)
from bot.counting import counted
from bot.ports.corrections import mark_of
from bot.ports.notices import Notices, Notifier, Subscription
from bot.rendering.actions import fact_of
from bot.rendering.card import Card, fact_card
from bot.rendering.draft import Draft
from bot.rendering.forms import form_of
from bot.rendering.language import said_in

EVERY = 20.0
"""Seconds between two looks at whether the file is another one."""

PAUSE = 1.2
"""Seconds between two notices: readers who ask come first."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Notifications:
    """Takes wishes at a press, and carries them out; kept for `days` at most."""

    answering: Answering
    moderation: Moderation
    notices: Notices
    days: int

    async def explain(self, press: Press) -> bool:
        """What is kept of whom, for how long, and the button that agrees to it."""
        said = said_in(self.answering.story.language)
        words = said.NOTIFY_CONSENT.format(days=counted(self.days, *said.DAYS))
        card = Card(words, agrees=press.action.target, language=self.answering.story.language)
        return await press.reply(whisper(card))

    async def agree(self, press: Press, text: str = "") -> bool:
        """Keep the wish; where the words that were asked are not known any more, ask for them."""
        story, target = self.answering.story, press.action.target
        fact = fact_of(target, story) if target else None
        said = said_in(story.language)
        if target and fact is None:
            return await press.whisper(said.FACT_GONE)
        words = fact.title if fact else text or self.answering.missed(press.context.conversation)
        if not words:
            return await press.by.open_form(form_of(press.action))
        notice = Subscription(press.context.reader, press.context.channel, words, story.key)
        if fact is not None:
            notice = replace(notice, fact=fact.id)
            if fact.is_known:
                mark = mark_of(fact)
                notice = replace(notice, version=fact.version, correction=mark)
        try:
            await self.notices.keep(notice)
        except NotRecordedError:
            return await press.whisper(said.NOT_KEPT)
        return await press.whisper(said.NOTIFY_KEPT.format(text=words))

    async def run(self, platform: str, notifier: Notifier[Draft]) -> None:
        """Tell what has come to be told whenever the file is another one, until cancelled."""
        digest = ""
        while True:
            if self.answering.story.digest != digest:
                digest = self.answering.story.digest
                try:
                    await self._look(platform, notifier)
                except NotRecordedError:  # the database is down: later
                    digest = ""
                except Exception as error:  # a bug here must not end it
                    report("Readers could not be told what they wait for", error)
            await asyncio.sleep(EVERY)

    async def _look(self, platform: str, notifier: Notifier[Draft]) -> None:
        told = 0
        for notice in await self.notices.waiting(platform):
            fact = await self._answer_to(notice)
            await asyncio.sleep(0)  # questions of readers come in between
            if fact is None or not await self.notices.take(notice):
                continue
            reader, story = notice.reader, self.answering.story
            room = Room(reader.space, notice.channel)
            channel = None if self.moderation.is_private(room) else notice.channel
            if await notifier.tell(reader, channel, _draft(fact, notice, story)):
                told += 1
            await asyncio.sleep(PAUSE)
        if told:
            _log.info("%s readers were told on %s what they waited for", told, platform)

    async def _answer_to(self, notice: Subscription) -> Fact | None:
        """The fact that tells it now, if any does."""
        story = self.answering.story
        if notice.story != story.key:
            return None
        if notice.fact is not None:
            fact = story.fact(notice.fact)
            if fact is None or not fact.is_known:
                return None
            if notice.version is None:
                return fact
            is_corrected = is_newer(mark_of(fact), notice.correction or "")
            return fact if fact.version != notice.version and is_corrected else None
        reply = await self.answering.ask(notice.text)  # a judge is heard, and nothing recorded
        if isinstance(reply, Answered) and reply.fact.status is not Status.UNKNOWN:
            return reply.fact
        return None


def _draft(fact: Fact, notice: Subscription, story: Story) -> Draft:
    said = said_in(story.language)
    lead = said.NOTIFIED.format(text=notice.text)
    card = fact_card(fact, story, f"{lead}\n{fact.answer}")
    return Draft(card, line=said.NOTIFIED_ONCE)
