"""A Discord on the loopback interface: REST and gateway v10, and a record of what a bot did wrong.

    async with DiscordServer() as server:
        ...  # start a bot against server.api_url with server.token
        asked = await server.use_command("ask", question="Why?")
        print(await server.answer_to(asked), server.violations)

A violation is answered as Discord would (an error) and kept, with its kind: `answered-twice`,
`ping`, `late`, `wrong-auth`, `invalid` (limits, OpenAPI), `intents`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.servers import discord_objects as objects
from tests.servers.discord_gateway import (
    DM_MESSAGES,
    GUILD_MESSAGES,
    MESSAGE_CONTENT,
    Gateway,
)
from tests.servers.discord_objects import CHANNEL_ID, READER, THE_BOT, Data, Person
from tests.servers.discord_rest import Asked, Rest

ACK_LIMIT = 3.0
"""Seconds after which Discord no longer takes the first response to an interaction."""


class DiscordServer(Rest):
    """One guild, two channels, direct messages, one bot. Use as an async context manager."""

    def __init__(
        self,
        token: str = "right.token",
        *,
        ack_limit: float = ACK_LIMIT,
        heartbeat_interval: float = 41.25,
    ) -> None:
        super().__init__(token, ack_limit)
        self.gateway = Gateway(token, self._greeting, self.complain, heartbeat_interval)

    async def __aenter__(self) -> DiscordServer:
        app = web.Application()
        app.add_routes([web.get("/gateway", self.gateway.handle), *self.routes()])
        self._runner = web.AppRunner(app, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.gateway.close()
        await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """What to put into DISCORD_API_URL."""
        return f"http://127.0.0.1:{self.port}/api/v10"

    def count(self, method: str, ending: str) -> int:
        """How many requests of `method` went to a path that ends so."""
        return sum(one.method == method and one.path.endswith(ending) for one in self.requests)

    async def say(
        self,
        content: str,
        *,
        author: Person = READER,
        channel_id: int = CHANNEL_ID,
        pings: tuple[Person, ...] = (),
        **more: Any,
    ) -> Data:
        """Somebody writes a message; `pings` are its mentions. Returns the message object."""
        direct = channel_id == author.direct_channel
        mentions = [{**person.data(), "member": person.member()} for person in pings]
        said = objects.message(
            author, channel_id, content, direct=direct, **{"mentions": mentions, **more}
        )
        self._last_question[said["channel_id"]] = said["id"]
        await self.deliver(said)
        return said

    async def deliver(self, message: Data) -> None:
        """Dispatch `message`, as the intents allow: content only where Discord would show it."""
        session = self.gateway.live
        if session is None:
            return
        direct = "guild_id" not in message
        if not session.intents & (DM_MESSAGES if direct else GUILD_MESSAGES):
            return
        bot = str(THE_BOT.id)
        concerned = direct or message["author"]["id"] == bot
        concerned = concerned or any(person["id"] == bot for person in message["mentions"])
        if not concerned and not session.intents & MESSAGE_CONTENT:
            message = {**message, "content": "", "embeds": [], "components": []}
        await session.dispatch("MESSAGE_CREATE", message)

    async def use_command(
        self,
        command: str,
        *,
        person: Person = READER,
        channel_id: int = CHANNEL_ID,
        **options: Any,
    ) -> Asked:
        """Somebody uses a slash command with these options."""
        given = [
            {"name": name, "type": 5 if isinstance(value, bool) else 3, "value": value}
            for name, value in options.items()
        ]
        data = {"id": "1", "name": command, "type": 1, "options": given}
        return await self._ask(objects.interaction(2, data, person, channel_id))

    async def press(self, message: Data, label: str, *, person: Person = READER) -> Asked:
        """Somebody presses the button of `message` whose label starts with `label`."""
        buttons = [button for row in message["components"] for button in row["components"]]
        button = next(one for one in buttons if one["label"].startswith(label))
        data = {"component_type": 2, "custom_id": button["custom_id"]}
        channel_id = int(message["channel_id"])
        return await self._ask(objects.interaction(3, data, person, channel_id, message=message))

    async def answer_to(self, asked: Asked, timeout: float = 5.0) -> Data:
        """The message that answers an interaction; raises TimeoutError when none comes."""
        await self.until(lambda: bool(asked.messages), timeout)
        return asked.messages[0]

    async def reply_to(self, message: Data, timeout: float = 5.0) -> Data:
        """The bot's reply to a message; raises TimeoutError when none comes."""
        await self.until(lambda: bool(self.replies_to(message)), timeout)
        return self.replies_to(message)[0]

    def replies_to(self, message: Data) -> list[Data]:
        """The bot's messages that refer to `message`."""
        return [
            one
            for one in self.messages
            if str(one.get("message_reference", {}).get("message_id")) == message["id"]
        ]

    def never_answered(self) -> list[Asked]:
        """The interactions that got no response (yet)."""
        return [asked for asked in self._asked.values() if not asked.responses]

    async def until(self, holds: Callable[[], bool], timeout: float = 5.0) -> None:
        """Wait until `holds()` after some request, or raise TimeoutError."""
        async with self._changed, asyncio.timeout(timeout):
            await self._changed.wait_for(holds)

    async def _ask(self, interaction: Data) -> Asked:
        asked = Asked(interaction, asyncio.get_running_loop().time())
        self._asked[interaction["token"]] = asked
        if self.gateway.live is not None:
            await self.gateway.live.dispatch("INTERACTION_CREATE", interaction)
        return asked

    def _greeting(self, session_id: str) -> tuple[Data, list[Data]]:
        ready = {
            "v": 10,
            "user": THE_BOT.data(),
            "guilds": [{"id": str(objects.GUILD_ID), "unavailable": True}],
            "private_channels": [],
            "session_id": session_id,
            "resume_gateway_url": f"ws://127.0.0.1:{self.port}/gateway",
            "application": {"id": str(objects.APPLICATION_ID), "flags": 0},
        }
        return ready, [objects.guild()]
