"""Discord as a surface of the bot: the loopback server, and unpatched discord.py against it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from bot.application.moderation import Moderation
from bot.application.rules import Room
from bot.rendering.actions import Verb, read_action
from tests.adapters.discord.running import MENTION, Running
from tests.adapters.surface import Seen, Surface
from tests.fakes.discord_service import answering
from tests.fakes.records import FakeRecords
from tests.servers.discord_objects import (
    CHANNEL_ID,
    EPHEMERAL,
    GUILD_ID,
    OTHER_READER,
    READER,
    THE_BOT,
)
from tests.servers.discord_server import DiscordServer

PEOPLE = {"asker": READER, "other": OTHER_READER}


class DiscordSurface(Surface):
    """A channel of the loopback Discord."""

    def __init__(self, server: DiscordServer, records: FakeRecords, moderation: Moderation) -> None:
        super().__init__(records, moderation)
        self._server = server

    async def ask(self, words: str) -> Any:
        return await self._server.say(f"{MENTION} {words}", pings=(THE_BOT,))

    async def command(self, words: str) -> None:
        await self._server.use_command("ask", question=words, private=True)

    async def edit(self, question: Any, words: str) -> None:
        await self._server.rewrite(question, f"{MENTION} {words}")

    async def delete(self, question: Any) -> None:
        await self._server.take_back(question)

    async def press(self, seen: Seen, verb: Verb, who: str = "asker") -> None:
        for part in _parts(seen.raw):
            ids = [part.get("custom_id", ""), *_options(part)]
            found = [read_action(it) for it in ids[:1]]
            if found[0] is None or found[0].verb is not verb:
                continue
            values = _options(part)[:1] or None
            await self._server.touch(seen.raw, ids[0], values, person=PEOPLE[who])
            return
        raise AssertionError(f"nothing does {verb}")

    async def touch(self, seen: Seen, action: str) -> None:
        await self._server.touch(seen.raw, action)

    def has_form(self) -> bool:
        return bool(self._forms())

    async def submit(self, words: str) -> None:
        await self._server.fill_in(self._forms()[-1], words)

    def seen(self) -> Sequence[Seen]:
        asked = [it for one in self._server.asked.values() for it in one.messages]
        every = sorted([*self._server.messages, *asked], key=lambda it: int(it["id"]))
        return [
            Seen(it["content"], bool(it.get("flags", 0) & EPHEMERAL), it)
            for it in every
            if it["id"] not in self._server.deleted
        ]

    @property
    def room(self) -> Room:
        return Room(str(GUILD_ID), str(CHANNEL_ID))

    def _forms(self) -> list[Any]:
        return [it for it in self._server.asked.values() if it.responses and _is_form(it)]


@asynccontextmanager
async def discord_surface(
    server: DiscordServer, storybot: Running, records: FakeRecords, moderation: Moderation
) -> AsyncIterator[Surface]:
    """The bot on the loopback Discord; it must break no rule."""
    async with storybot(answering(records=records), rules=moderation):
        yield DiscordSurface(server, records, moderation)
    assert server.violations == []


def _is_form(asked: Any) -> bool:
    return bool(asked.responses[0]["type"] == 9)


def _parts(message: Any) -> list[Any]:
    return [part for row in message["components"] for part in row["components"]]


def _options(part: Any) -> list[str]:
    return [it["value"] for it in part.get("options", ())]
