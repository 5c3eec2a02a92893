"""The REST half of the loopback Discord: takes what a bot sends, checks it, keeps it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from aiohttp import web

from tests.servers import discord_objects as objects
from tests.servers.discord_objects import CHANNEL_ID, EPHEMERAL, THE_BOT, Data
from tests.servers.discord_rules import (
    DEFERRED_MESSAGE,
    NEW_MESSAGE,
    UPDATE_MESSAGE,
    command_faults,
    message_faults,
    ping_faults,
    schema_faults,
)

_CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
_MESSAGES = "/channels/{channel_id}/messages"
_COMMANDS = "/applications/{application_id}/commands"
_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
_ORIGINAL = f"{_WEBHOOK}/messages/@original"
_BY_TOKEN = ("/interactions/", "/webhooks/")


class Request(NamedTuple):
    """A request that came in, and the status it got."""

    method: str
    path: str
    body: Any
    status: int


class Violation(NamedTuple):
    """Something a bot must not do."""

    kind: str
    detail: str


@dataclass
class Asked:
    """An interaction: what was sent, what came back, and after how many seconds."""

    data: Data
    at: float
    responses: list[Data] = field(default_factory=list)
    messages: list[Data] = field(default_factory=list)
    after: float | None = None


class _Refusal(Exception):
    """An error that Discord answers; with `kind` it is a violation."""

    def __init__(
        self, status: int, code: int, message: str, kind: str | None = None, detail: str = ""
    ) -> None:
        self.status, self.body = status, {"code": code, "message": message}
        self.violation = Violation(kind, detail or message) if kind else None


class Rest:
    """The API of one bot: `requests`, `violations`, and the `messages` and `commands` it made."""

    def __init__(self, token: str, ack_limit: float) -> None:
        self.token = token
        self.ack_limit = ack_limit
        self.requests: list[Request] = []
        self.violations: list[Violation] = []
        self.commands: list[Data] = []
        self.messages: list[Data] = []
        self.may_read_history = True
        self.port = 0
        self._asked: dict[str, Asked] = {}
        self._last_question: dict[str, str] = {}
        self._answered: set[str] = set()
        self._changed = asyncio.Condition()

    def complain(self, kind: str, detail: str) -> None:
        """Keep a violation."""
        self.violations.append(Violation(kind, detail))

    async def deliver(self, message: Data) -> None:
        """Tell the bot about a message; the gateway's part."""
        raise NotImplementedError

    def routes(self) -> list[web.RouteDef]:
        """Everything under /api/v10."""
        handlers = (
            ("GET", "/gateway", self._gateway),
            ("GET", "/gateway/bot", self._gateway_for_bots),
            ("GET", "/users/@me", self._me),
            ("GET", "/oauth2/applications/@me", self._application),
            ("GET", _COMMANDS, self._get_commands),
            ("PUT", _COMMANDS, self._put_commands),
            ("POST", _CALLBACK, self._callback),
            ("POST", _WEBHOOK, self._follow_up),
            ("GET", _ORIGINAL, self._original),
            ("PATCH", _ORIGINAL, self._edit_original),
            ("DELETE", _ORIGINAL, self._delete_original),
            ("POST", _MESSAGES, self._post_message),
        )
        known = [
            web.route(method, f"/api/v10{path}", self._recorded(handler))
            for method, path, handler in handlers
        ]
        return [*known, web.route("*", "/{rest:.*}", self._recorded(self._unknown))]

    async def _gateway(self, _: web.Request, __: Any) -> Any:
        return {"url": f"ws://127.0.0.1:{self.port}/gateway"}

    async def _gateway_for_bots(self, request: web.Request, body: Any) -> Any:
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return {**await self._gateway(request, body), "shards": 1, "session_start_limit": limit}

    async def _me(self, _: web.Request, __: Any) -> Any:
        return THE_BOT.data()

    async def _application(self, _: web.Request, __: Any) -> Any:
        return objects.application()

    async def _get_commands(self, _: web.Request, __: Any) -> Any:
        return self.commands

    def _recorded(
        self, handler: Callable[[web.Request, Any], Awaitable[Any]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def serve(request: web.Request) -> web.Response:
            raw = await request.text()
            body = json.loads(raw) if raw else None
            status, answer = 200, None
            try:
                self._check_auth(request)
                answer = await handler(request, body)
                status = 200 if answer is not None else 204
            except _Refusal as refusal:
                status, answer = refusal.status, refusal.body
                if refusal.violation is not None:
                    self.violations.append(refusal.violation)
            self.requests.append(Request(request.method, request.path, body, status))
            async with self._changed:
                self._changed.notify_all()
            if answer is None:
                return web.Response(status=status)
            text = json.dumps(answer)  # exactly this type, without a charset, or it is not read
            headers = {"Content-Type": "application/json"}
            return web.Response(status=status, body=text.encode(), headers=headers)

        return serve

    def _check_auth(self, request: web.Request) -> None:
        given = request.headers.get("Authorization")
        by_token = any(part in request.path for part in _BY_TOKEN)
        if given != f"Bot {self.token}" and not (by_token and given is None):
            raise _Refusal(401, 0, "401: Unauthorized", "wrong-auth", request.path)

    async def _unknown(self, request: web.Request, _: Any) -> Any:
        raise _Refusal(404, 0, "404: Not Found", "invalid", f"{request.method} {request.path}")

    async def _put_commands(self, _: web.Request, body: Any) -> Any:
        _refuse_faults(command_faults(body) + schema_faults(_COMMANDS, "put", body))
        self.commands = [objects.registered(command) for command in body]
        return self.commands

    async def _post_message(self, request: web.Request, body: Any) -> Any:
        channel_id = request.match_info["channel_id"]
        reference = body.get("message_reference")
        if reference and not self.may_read_history:
            message = "Cannot reply without permission to read message history"
            raise _Refusal(400, 160002, message)
        self._check_message(body, _MESSAGES, "post", body)
        question = (
            str(reference["message_id"]) if reference else self._last_question.get(channel_id)
        )
        if question is not None and question in self._answered:
            self.complain("answered-twice", f"message {question}")
        self._answered.add(question or "")
        made = self._make(body, int(channel_id), direct=not _in_guild(channel_id))
        self.messages.append(made)
        await self.deliver(made)
        return made

    async def _callback(self, request: web.Request, body: Any) -> Any:
        asked = self._find(request.match_info["interaction_token"])
        after = asyncio.get_running_loop().time() - asked.at
        if asked.responses:
            detail = f"interaction {asked.data['id']}"
            message = "Interaction has already been acknowledged."
            raise _Refusal(400, 40060, message, "answered-twice", detail)
        if after > self.ack_limit:
            raise _Refusal(404, 10062, "Unknown interaction", "late", f"after {after:.2f} s")
        data = body.get("data") or {}
        if body.get("type") in (NEW_MESSAGE, UPDATE_MESSAGE):
            self._check_message(data, _CALLBACK, "post", body)
        else:
            _refuse_faults(schema_faults(_CALLBACK, "post", body))
        asked.responses.append(body)
        asked.after = after
        if body["type"] == NEW_MESSAGE:
            await self._answer(asked, data)
        if "with_response" not in request.query:
            return None
        return {"interaction": {"id": asked.data["id"], "type": asked.data["type"]}}

    async def _follow_up(self, request: web.Request, body: Any) -> Any:
        asked = self._find(request.match_info["webhook_token"])
        if not asked.responses:
            raise _Refusal(404, 10015, "Unknown Webhook", "invalid", "a follow-up comes first")
        self._check_message(body, _WEBHOOK, "post", body)
        return await self._answer(asked, body)

    async def _original(self, request: web.Request, _: Any) -> Any:
        return self._find_answer(request)[-1]

    async def _edit_original(self, request: web.Request, body: Any) -> Any:
        asked = self._find(request.match_info["webhook_token"])
        self._check_message(body, _ORIGINAL, "patch", body)
        if asked.messages:
            asked.messages[0].update(body)
            return asked.messages[0]
        if not asked.responses or asked.responses[0]["type"] != DEFERRED_MESSAGE:
            raise _Refusal(404, 10008, "Unknown Message", "invalid", "nothing to edit")
        flags = (asked.responses[0].get("data") or {}).get("flags", 0)
        return await self._answer(asked, {"flags": flags, **body})

    async def _delete_original(self, request: web.Request, _: Any) -> Any:
        self._find_answer(request).pop(0)
        return None

    def _find_answer(self, request: web.Request) -> list[Data]:
        messages = self._find(request.match_info["webhook_token"]).messages
        if not messages:
            raise _Refusal(404, 10008, "Unknown Message", "invalid")
        return messages

    def _find(self, token: str) -> Asked:
        if token not in self._asked:
            raise _Refusal(404, 10062, "Unknown interaction", "wrong-auth", "an unknown token")
        return self._asked[token]

    async def _answer(self, asked: Asked, body: Data) -> Data:
        direct = "guild_id" not in asked.data
        made = self._make(body, int(asked.data["channel_id"]), direct=direct)
        asked.messages.append(made)
        if not made["flags"] & EPHEMERAL:
            await self.deliver(made)
        return made

    def _make(self, body: Data, channel_id: int, *, direct: bool) -> Data:
        shown = {key: value for key, value in body.items() if key != "allowed_mentions"}
        if "message_reference" in shown:
            place = {"channel_id": str(channel_id)}
            shown["message_reference"] = {**place, **shown["message_reference"]}
        return objects.message(
            THE_BOT, channel_id, shown.pop("content", None) or "", direct=direct, **shown
        )

    def _check_message(self, message: Data, path: str, method: str, body: Data) -> None:
        for fault in ping_faults(message):
            self.complain("ping", fault)
        _refuse_faults(message_faults(message) + schema_faults(path, method, body))


def _refuse_faults(faults: list[str]) -> None:
    if faults:
        raise _Refusal(400, 50035, "Invalid Form Body", "invalid", "; ".join(faults))


def _in_guild(channel_id: str) -> bool:
    return int(channel_id) in (CHANNEL_ID, objects.OTHER_CHANNEL_ID)
