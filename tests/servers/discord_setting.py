"""The setting of the loopback Discord: the server a bot is on, and what it may do there."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from tests.servers import discord_objects as objects
from tests.servers.discord_objects import (
    READ_HISTORY,
    SEND,
    SEND_IN_THREADS,
    THE_BOT,
    VIEW,
    Data,
)
from tests.servers.discord_records import Handler, Refusal


class Setting:
    """What is asked of Discord about the bot's application, its server, and how to connect."""

    def __init__(self) -> None:
        self.port = 0
        self.permissions = VIEW | SEND | READ_HISTORY | SEND_IN_THREADS
        self.denied: dict[int, int] = {}  # permissions that channels withhold
        self.locks_threads = False
        self.more_channels: list[Data] = []
        self.application: Data = {}  # what is not as it should be
        self.is_on_a_server = True
        self.recommends_shards = True
        self.sessions_left = 1000
        self.sessions_reset = 0  # milliseconds until there are as many again

    def setting_routes(self) -> list[tuple[str, str, Handler]]:
        """The routes that only tell."""
        return [
            ("GET", "/gateway", self._gateway),
            ("GET", "/gateway/bot", self._gateway_for_bots),
            ("GET", "/users/@me", self._me),
            ("GET", "/users/@me/guilds", self._guilds),
            ("GET", "/oauth2/applications/@me", self._application),
            ("GET", "/applications/@me", self._application),
            ("GET", "/guilds/{guild_id}", self._guild),
            ("GET", "/guilds/{guild_id}/channels", self._channels),
            ("GET", "/guilds/{guild_id}/members/{user_id}", self._member),
        ]

    def guild(self) -> Data:
        """The server as the bot is told of it."""
        guild = objects.guild(self.permissions, self.denied, locked=self.locks_threads)
        return {**guild, "channels": [*guild["channels"], *self.more_channels]}

    async def _gateway(self, _: web.Request, __: Any) -> Any:
        return {"url": f"ws://127.0.0.1:{self.port}/gateway"}

    async def _gateway_for_bots(self, request: web.Request, body: Any) -> Any:
        if not self.recommends_shards:
            raise Refusal(404, 0, "404: Not Found")
        limit = {
            "total": 1000,
            "remaining": self.sessions_left,
            "reset_after": self.sessions_reset,
            "max_concurrency": 1,
        }
        return {**await self._gateway(request, body), "shards": 1, "session_start_limit": limit}

    async def _me(self, _: web.Request, __: Any) -> Any:
        return THE_BOT.data()

    async def _application(self, _: web.Request, __: Any) -> Any:
        return {**objects.application(), **self.application}

    async def _guilds(self, _: web.Request, __: Any) -> Any:
        named = {"id": str(objects.GUILD_ID), "name": "The newsroom", "features": []}
        here = {**named, "icon": None, "banner": None, "owner": False, "permissions": "0"}
        return [here] if self.is_on_a_server else []

    async def _guild(self, _: web.Request, __: Any) -> Any:
        return self.guild()

    async def _channels(self, _: web.Request, __: Any) -> Any:
        return self.guild()["channels"]

    async def _member(self, _: web.Request, __: Any) -> Any:
        return {**THE_BOT.member(), "user": THE_BOT.data()}
