"""The REST half of the loopback Discord: takes what a bot sends, checks it, keeps it."""

from __future__ import annotations

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.servers import discord_objects as objects
from tests.servers.discord_objects import (
    CHANNEL_ID,
    READ_HISTORY,
    SEND,
    SEND_IN_THREADS,
    THE_BOT,
    VIEW,
    Data,
)
from tests.servers.discord_records import (
    Asked,
    Handler,
    Refusal,
    Request,
    Violation,
    refuse_faults,
)
from tests.servers.discord_rules import (
    command_faults,
    markup_faults,
    message_faults,
    ping_faults,
    schema_faults,
)
from tests.servers.discord_setting import Setting

_MESSAGES = "/channels/{channel_id}/messages"
_COMMANDS = "/applications/{application_id}/commands"
_MESSAGE = "/channels/{channel_id}/messages/{message_id}"
MOST_INVALID = 10
_BY_TOKEN = ("/interactions/", "/webhooks/")


class Rest(Setting, ABC):
    """The API of one bot: `requests`, `violations`, and the `messages` and `commands` it made."""

    def __init__(self, token: str, ack_limit: float, checks_later: bool) -> None:
        super().__init__()
        self.token = token
        self.ack_limit = ack_limit
        self._checks_later = checks_later
        self._kept: list[tuple[Data, str, str, Data]] = []
        self.requests: list[Request] = []
        self.violations: list[Violation] = []
        self.commands: list[Data] = []
        self.messages: list[Data] = []
        self.takes_direct_messages = True
        self.lost_answers = 0  # messages that are made while all the bot hears is an error
        self.troubles: list[Refusal] = []  # what the next messages and answers are refused with
        self.slowness = 0.0  # seconds before a message or an answer is taken
        self.takes = asyncio.Event()  # cleared: messages and answers wait until it is set
        self.takes.set()
        self.held = 0
        self._nonces: dict[str, Data] = {}
        self.refuses_commands = False
        self.edits: list[tuple[str, Data]] = []
        self.deleted: list[str] = []
        self._registered: Any = None
        self._invalid = 0
        self.asked: dict[str, Asked] = {}
        self._last_question: dict[str, str] = {}
        self._answered: set[str] = set()
        self._changed = asyncio.Condition()

    def complain(self, kind: str, detail: str) -> None:
        """Keep a violation."""
        self.violations.append(Violation(kind, detail))

    @abstractmethod
    async def deliver(self, message: Data) -> None:
        """Tell the bot about a message; the gateway's part."""

    @abstractmethod
    async def note_deleted(self, message: Data) -> None:
        """Tell the bot that a message is gone; the gateway's part too."""

    def routes(self) -> list[web.RouteDef]:
        """Everything under /api/v10."""
        handlers = (
            *self.setting_routes(),
            ("GET", _COMMANDS, self._get_commands),
            ("PUT", _COMMANDS, self._put_commands),
            ("POST", _MESSAGES, self._post_message),
            ("PATCH", _MESSAGE, self._edit_message),
            ("DELETE", _MESSAGE, self._delete_message),
            *self.interaction_routes(),
        )
        known = [
            web.route(method, f"/api/v10{path}", self._recorded(handler))
            for method, path, handler in handlers
        ]
        return [*known, web.route("*", "/{rest:.*}", self._recorded(self._unknown))]

    async def _get_commands(self, _: web.Request, __: Any) -> Any:
        return self.commands

    @abstractmethod
    def interaction_routes(self) -> list[tuple[str, str, Handler]]:
        """What answers interactions; the other half of the API."""

    def _recorded(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def serve(request: web.Request) -> web.Response:
            raw = await request.text()
            body = json.loads(raw) if raw else None
            status, answer = 200, None
            try:
                self._check_auth(request)
                await self._make_trouble(request)
                answer = await handler(request, body)
                status = 200 if answer is not None else 204
            except Refusal as refusal:
                status, answer = refusal.status, refusal.body
                if refusal.violation is not None:
                    self.violations.append(refusal.violation)
            self.requests.append(Request(request.method, request.path, body, status))
            self._count_invalid(status)
            async with self._changed:
                self._changed.notify_all()
            if answer is None:
                return web.Response(status=status)
            text = json.dumps(answer)  # exactly this type, without a charset, or it is not read
            headers = {"Content-Type": "application/json"}
            if status == 429:
                headers |= {"Via": "1.1 edge", "Retry-After": str(answer["retry_after"])}
            return web.Response(status=status, body=text.encode(), headers=headers)

        return serve

    def _count_invalid(self, status: int) -> None:
        """Discord shuts out who makes 10,000 such requests in ten minutes; here it is fewer."""
        if status in (401, 403, 429):
            self._invalid += 1
            if self._invalid == MOST_INVALID:
                self.complain("shut-out", f"{MOST_INVALID} requests that Discord refuses")

    async def _make_trouble(self, request: web.Request) -> None:
        """Be slow or refuse, where somebody waits for a message."""
        if request.method == "POST" and request.path.endswith(("/messages", "/callback")):
            await asyncio.sleep(self.slowness)
            self.held += 1
            await self.takes.wait()
            self.held -= 1
            if self.troubles:
                raise self.troubles.pop(0)

    def _check_auth(self, request: web.Request) -> None:
        given = request.headers.get("Authorization")
        by_token = any(part in request.path for part in _BY_TOKEN)
        if given != f"Bot {self.token}" and not (by_token and given is None):
            raise Refusal(401, 0, "401: Unauthorized", "wrong-auth", request.path)

    async def _unknown(self, request: web.Request, _: Any) -> Any:
        raise Refusal(404, 0, "404: Not Found", "invalid", f"{request.method} {request.path}")

    async def _put_commands(self, _: web.Request, body: Any) -> Any:
        if self.refuses_commands:
            raise Refusal(400, 30034, "Max number of daily application command creates")
        refuse_faults(command_faults(body) + schema_faults(_COMMANDS, "put", body))
        if body == self._registered:
            self.complain("synced-again", "the commands are the same as before")
        self._registered = body
        self.commands = [objects.registered(command) for command in body]
        return self.commands

    async def _post_message(self, request: web.Request, body: Any) -> Any:
        channel_id = request.match_info["channel_id"]
        reference = body.get("message_reference")
        self._check_permissions(int(channel_id), is_reply=bool(reference))
        self.check_message(body, _MESSAGES, "post", body)
        nonce = f"{channel_id}:{body.get('nonce')}"
        if body.get("enforce_nonce") and nonce in self._nonces:
            return self._nonces[nonce]
        last = self._last_question.get(channel_id)
        question = str(reference["message_id"]) if reference else last
        if question is not None and question in self._answered:
            self.complain("answered-twice", f"message {question}")
        self._answered.add(question or "")
        direct = not in_guild(channel_id)
        made = self._nonces[nonce] = self.make(body, int(channel_id), direct=direct)
        self.messages.append(made)
        await self.deliver(made)
        if self.lost_answers:
            self.lost_answers -= 1
            raise Refusal(502, 0, "Bad gateway")
        return made

    def _check_permissions(self, channel_id: int, *, is_reply: bool) -> None:
        if not in_guild(channel_id):
            if not self.takes_direct_messages:
                raise Refusal(403, 50007, "Cannot send messages to this user")
            return
        speaking = SEND_IN_THREADS if channel_id == objects.THREAD_ID else SEND
        if not self.permissions & VIEW:
            raise Refusal(403, 50001, "Missing Access")
        if not self.permissions & speaking:
            raise Refusal(403, 50013, "Missing Permissions")
        if is_reply and not self.permissions & READ_HISTORY:
            message = "Cannot reply without permission to read message history"
            raise Refusal(400, 160002, message)

    async def _edit_message(self, request: web.Request, body: Any) -> Any:
        message = self._own_message(request)
        self.check_message(body, _MESSAGE, "patch", body)
        message.update({key: body[key] for key in body if key != "allowed_mentions"})
        self.edits.append((message["id"], body))
        return message

    async def _delete_message(self, request: web.Request, _: Any) -> Any:
        message = self._own_message(request)
        self.messages.remove(message)
        self.deleted.append(message["id"])
        await self.note_deleted(message)

    def _own_message(self, request: web.Request) -> Data:
        wanted = (request.match_info["channel_id"], request.match_info["message_id"])
        for message in self.messages:
            if (message["channel_id"], message["id"]) == wanted:
                return message
        raise Refusal(404, 10008, "Unknown Message", "invalid", "a message that is not there")

    def find(self, token: str) -> Asked:
        if token not in self.asked:
            raise Refusal(404, 10062, "Unknown interaction", "wrong-auth", "an unknown token")
        return self.asked[token]

    def make(self, body: Data, channel_id: int, *, direct: bool) -> Data:
        shown = {key: value for key, value in body.items() if key != "allowed_mentions"}
        if reference := body.get("message_reference"):
            shown["message_reference"] = {"channel_id": str(channel_id), **reference}
        return objects.message(
            THE_BOT, channel_id, shown.pop("content", None) or "", direct=direct, **shown
        )

    def check_message(self, message: Data, path: str, method: str, body: Data) -> None:
        """Refuse what Discord refuses; or look at it later, where only the time counts now."""
        if self._checks_later:
            self._kept.append((message, path, method, body))
            return
        for fault in ping_faults(message):
            self.complain("ping", fault)
        for fault in markup_faults(message):
            self.complain("markup", fault)
        refuse_faults(message_faults(message) + schema_faults(path, method, body))

    def drop_kept(self) -> None:
        """Look at none of what was kept for later."""
        self._kept.clear()

    def check_kept(self) -> None:
        """Look at what was kept for later; the same bodies once."""
        self._checks_later = False
        for one in {json.dumps(one): one for one in self._kept}.values():
            try:
                self.check_message(*one)
            except Refusal as refusal:
                self.complain("invalid", str(refusal.violation))


def in_guild(channel_id: int | str) -> bool:
    """Whether a channel is one of the server's."""
    return int(channel_id) in (CHANNEL_ID, objects.OTHER_CHANNEL_ID, objects.THREAD_ID)
