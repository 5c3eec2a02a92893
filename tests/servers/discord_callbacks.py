"""The half of the loopback Discord that interactions are answered through."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from tests.servers.discord_objects import EPHEMERAL, Data
from tests.servers.discord_records import Asked, Handler, Refusal, refuse_faults
from tests.servers.discord_rest import Rest
from tests.servers.discord_rules import (
    CHOICES,
    DEFERRED_MESSAGE,
    DEFERRED_UPDATE,
    FORM,
    NEW_MESSAGE,
    UPDATE_MESSAGE,
    choice_faults,
    form_faults,
    schema_faults,
)

_CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
_ORIGINAL = f"{_WEBHOOK}/messages/@original"
_COMMAND, _COMPONENT, _TYPING, _SENT_FORM = 2, 3, 4, 5
_ALLOWED = {
    NEW_MESSAGE: (_COMMAND, _COMPONENT, _SENT_FORM),
    DEFERRED_MESSAGE: (_COMMAND, _COMPONENT, _SENT_FORM),
    DEFERRED_UPDATE: (_COMPONENT, _SENT_FORM),
    UPDATE_MESSAGE: (_COMPONENT, _SENT_FORM),
    CHOICES: (_TYPING,),
    FORM: (_COMMAND, _COMPONENT),
}
"""To which kinds of interaction each kind of response may be given."""


class Callbacks(Rest):
    """Takes the responses, once each and in time, and what follows them."""

    def interaction_routes(self) -> list[tuple[str, str, Handler]]:
        """The routes by an interaction's token."""
        return [
            ("POST", _CALLBACK, self._callback),
            ("POST", _WEBHOOK, self._follow_up),
            ("GET", _ORIGINAL, self._original),
            ("PATCH", _ORIGINAL, self._edit_original),
            ("DELETE", _ORIGINAL, self._delete_original),
        ]

    async def _callback(self, request: web.Request, body: Any) -> Any:
        asked = self.find(request.match_info["interaction_token"])
        self._check_turn(asked)
        kind, data = body.get("type"), body.get("data") or {}
        if asked.data["type"] not in _ALLOWED.get(kind, ()):
            refuse_faults([f"a response of type {kind} to an interaction of another kind"])
        self._check_data(kind, data, body)
        asked.responses.append(body)
        made: Data | None = None
        if kind == NEW_MESSAGE:
            made = await self._answer(asked, data)
        elif kind == UPDATE_MESSAGE and asked.pressed_on is not None:
            made = asked.pressed_on
            made.update({key: data[key] for key in ("content", "components") if key in data})
        if "with_response" not in request.query:
            return None
        resource = {"type": kind, "message": made} if made else {"type": kind}
        about = {"id": asked.data["id"], "type": asked.data["type"]}
        return {"interaction": about, "resource": resource}

    def _check_turn(self, asked: Asked) -> None:
        after = asyncio.get_running_loop().time() - asked.at
        if asked.responses:
            detail = f"interaction {asked.data['id']}"
            message = "Interaction has already been acknowledged."
            raise Refusal(400, 40060, message, "answered-twice", detail)
        if after > self.ack_limit:
            raise Refusal(404, 10062, "Unknown interaction", "late", f"after {after:.2f} s")
        asked.after = after

    def _check_data(self, kind: int, data: Data, body: Any) -> None:
        if kind == UPDATE_MESSAGE and (data.get("flags") or 0) & EPHEMERAL:
            refuse_faults(["an update cannot make a message private"])
        if kind in (NEW_MESSAGE, UPDATE_MESSAGE):
            self.check_message(data, _CALLBACK, "post", body)
            return
        faults = choice_faults(data) if kind == CHOICES else []
        faults += form_faults(data) if kind == FORM else []
        refuse_faults(faults + schema_faults(_CALLBACK, "post", body))

    async def _follow_up(self, request: web.Request, body: Any) -> Any:
        asked = self.find(request.match_info["webhook_token"])
        if not asked.responses:
            raise Refusal(404, 10015, "Unknown Webhook", "invalid", "a follow-up comes first")
        self.check_message(body, _WEBHOOK, "post", body)
        return await self._answer(asked, body)

    async def _original(self, request: web.Request, _: Any) -> Any:
        return self._message_of(request)

    async def _edit_original(self, request: web.Request, body: Any) -> Any:
        asked = self.find(request.match_info["webhook_token"])
        self.check_message(body, _ORIGINAL, "patch", body)
        if asked.messages:
            asked.messages[0].update(body)
            return asked.messages[0]
        if not asked.responses or asked.responses[0]["type"] != DEFERRED_MESSAGE:
            raise Refusal(404, 10008, "Unknown Message", "invalid", "nothing to edit")
        flags = (asked.responses[0].get("data") or {}).get("flags", 0)
        return await self._answer(asked, {**body, "flags": flags | (body.get("flags") or 0)})

    async def _delete_original(self, request: web.Request, _: Any) -> Any:
        message = self._message_of(request)
        self.deleted.append(message["id"])
        for kept in (self.messages, *(asked.messages for asked in self.asked.values())):
            if message in kept:
                kept.remove(message)
        await self.note_deleted(message)

    def _message_of(self, request: web.Request) -> Data:
        """The response, or after a deferred update the message whose button was pressed."""
        asked = self.find(request.match_info["webhook_token"])
        found = [*asked.messages, *([asked.pressed_on] if asked.pressed_on else [])]
        there = [message for message in found if message["id"] not in self.deleted]
        if not asked.responses or not there:
            raise Refusal(404, 10008, "Unknown Message", "gone", "a message that is not there")
        return there[0]

    async def _answer(self, asked: Asked, body: Data) -> Data:
        direct = "guild_id" not in asked.data
        made = self.make(body, int(asked.data["channel_id"]), direct=direct)
        asked.messages.append(made)
        if not made["flags"] & EPHEMERAL:
            await self.deliver(made)
        return made
