"""How calls of Slack's Web API come in, and how their answers go out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.servers.slack_objects import Payload

PARSED = ("blocks", "view", "prompts", "attachments")


@dataclass(frozen=True, slots=True)
class Call:
    """A request to the Web API or a response_url: the method, what came with it, the token."""

    method: str
    arguments: Payload
    token: str | None
    at: float


async def arguments_of(request: web.Request) -> Payload:
    """What came with a call, however it was encoded."""
    if request.content_type == "application/json":
        arguments: Payload = await request.json()
    else:
        arguments = dict(await request.post())
    arguments = {**dict(request.query), **arguments}
    for name in PARSED:
        if isinstance(arguments.get(name), str):
            arguments[name] = json.loads(arguments[name])
    return arguments


def fine(**more: Any) -> web.Response:
    """An answer that says all went well."""
    return web.json_response({"ok": True, **more})


def failed(error: str, **more: Any) -> web.Response:
    """An answer that names the error."""
    return web.json_response({"ok": False, "error": error, **more})
