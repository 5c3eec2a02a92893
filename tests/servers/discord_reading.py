"""What a bot may look up of the loopback Discord: channels, and what people wrote in them."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from tests.servers import discord_objects as objects
from tests.servers.discord_callbacks import Callbacks
from tests.servers.discord_objects import READ_HISTORY, READER, Data
from tests.servers.discord_records import Handler, Refusal
from tests.servers.discord_rest import in_guild

FIRST_SNOWFLAKE = 1 << 22
"""No id of Discord's is smaller."""


class Reading(Callbacks):
    """`questions` are what people asked, oldest first."""

    def __init__(self, token: str, ack_limit: float, checks_later: bool) -> None:
        super().__init__(token, ack_limit, checks_later)
        self.questions: list[Data] = []

    def interaction_routes(self) -> list[tuple[str, str, Handler]]:
        """These routes beside those of interactions."""
        return [
            *super().interaction_routes(),
            ("POST", "/users/@me/channels", self._open_direct_channel),
            ("GET", "/channels/{channel_id}", self._get_channel),
            ("GET", "/channels/{channel_id}/messages", self._get_messages),
            ("GET", "/channels/{channel_id}/messages/{message_id}", self._get_message),
        ]

    async def _open_direct_channel(self, _: web.Request, body: Any) -> Any:
        person = int(body["recipient_id"])
        return {"id": str(person + 1), "type": 1, "recipients": [], "flags": 0}

    async def _get_channel(self, request: web.Request, _: Any) -> Any:
        channel_id = int(request.match_info["channel_id"])
        if channel_id < FIRST_SNOWFLAKE:
            raise Refusal(404, 10003, "Unknown Channel")
        found = objects.channel(channel_id, READER)
        return {**found, "guild_id": str(objects.GUILD_ID)} if in_guild(channel_id) else found

    async def _get_message(self, request: web.Request, _: Any) -> Any:
        if not self.permissions & READ_HISTORY:
            raise Refusal(403, 50001, "Missing Access")
        for said in self._said(request):
            if said["id"] == request.match_info["message_id"]:
                return said
        raise Refusal(404, 10008, "Unknown Message")

    async def _get_messages(self, request: web.Request, _: Any) -> Any:
        """The latest questions, newest first, before and after which a bot names."""
        if not self.permissions & READ_HISTORY:
            raise Refusal(403, 50001, "Missing Access")
        after, limit = int(request.query.get("after", 0)), int(request.query.get("limit", 50))
        before = int(request.query.get("before", 2**63))
        found = [it for it in self._said(request) if after < int(it["id"]) < before]
        return found[::-1][:limit]

    def _said(self, request: web.Request) -> list[Data]:
        """What was asked in the channel, without what only the gateway tells."""
        return [
            {key: said[key] for key in said if key not in ("guild_id", "member")}
            for said in self.questions
            if said["channel_id"] == request.match_info["channel_id"]
        ]
