"""Slack as a surface of the bot: the loopback server, and unpatched Bolt against it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

from bot.application.rules import Room
from bot.rendering.actions import Verb
from bot.settings import CommunitySettings
from tests.adapters.slack.slack_bot import FULL_SCOPES, Running, serving, typed
from tests.adapters.surface import Seen, Surface
from tests.fakes import discord_service
from tests.fakes.records import FakeRecords
from tests.fakes.slack_service import FakeService
from tests.servers.slack_objects import CHANNEL, READER, TEAM, changed, deleted, mention
from tests.servers.slack_server import SlackServer

PEOPLE = {"asker": READER, "other": "U0OTHER"}


class SlackSurface(Surface):
    """A channel of the loopback Slack."""

    def __init__(self, bot: Running) -> None:
        super().__init__(bot.records, bot.moderation)
        self._slack = bot.slack

    async def ask(self, words: str) -> Any:
        asked = mention(words)
        await self._slack.event(asked)
        return asked

    async def command(self, words: str) -> None:
        await self._slack.command(words)

    async def edit(self, question: Any, words: str) -> None:
        await self._slack.event(changed(question, f"<@U0BOT> {words}"))

    async def delete(self, question: Any) -> None:
        await self._slack.event(deleted(question))

    async def press(self, seen: Seen, verb: Verb, who: str = "asker") -> None:
        shown = seen.raw
        await self._slack.press(shown, shown.carrying(f"storybot:{verb}"), PEOPLE[who])

    async def touch(self, seen: Seen, action: str) -> None:
        button = {"type": "button", "action_id": "old_1", "value": action}
        await self._slack.press(seen.raw, button)

    def has_form(self) -> bool:
        return bool(self._slack.modals)

    async def submit(self, words: str) -> None:
        await self._slack.submit(self._slack.modals[-1], typed(words))

    def seen(self) -> Sequence[Seen]:
        shown = self._slack.shown
        return [
            Seen(shown[it.ts].text, it.private_to is not None, shown[it.ts])
            for it in self._slack.sent
            if it.ts in shown
        ]

    @property
    def room(self) -> Room:
        return Room(TEAM, CHANNEL)


@asynccontextmanager
async def slack_surface(**community: Any) -> AsyncIterator[Surface]:
    """The bot on the loopback Slack; it must break no rule."""
    async with SlackServer() as slack:
        slack.scopes = FULL_SCOPES
        settings = CommunitySettings(**community)
        service = cast(FakeService, discord_service.FakeService())
        async with serving(slack, "socket", service, FakeRecords(), settings) as bot:
            yield SlackSurface(bot)
        assert slack.kinds == [], slack.watch.violations
