"""Lets in requests that are whole and signed by Slack, before anything reads what they say.

Bolt reads a body first and looks for the signature afterwards: strangers could make it stumble.
"""

from __future__ import annotations

import asyncio
import re

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from slack_sdk.signature import SignatureVerifier

READ_SECONDS = 5.0
"""How long the body of a request may take to arrive; Slack itself gives up after three."""

_DATE = re.compile("[0-9]{1,12}")


def require_signature(secret: str) -> Middleware:
    """A middleware that knows the signing `secret`."""
    verifier = SignatureVerifier(secret)

    @web.middleware
    async def pass_on(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.match_info.http_exception is not None:  # another path, another method
            return await handler(request)
        body = await _body_of(request)
        if not _is_signed(request, body, verifier):
            raise web.HTTPUnauthorized
        return await handler(request)

    return pass_on


async def _body_of(request: web.Request) -> str:
    """Its text; one that never ends would hold its connection open."""
    try:
        async with asyncio.timeout(READ_SECONDS):
            return await request.text()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except (UnicodeDecodeError, LookupError):  # no text, or in an encoding that nobody knows
        raise web.HTTPBadRequest from None


def _is_signed(request: web.Request, body: str, verifier: SignatureVerifier) -> bool:
    date = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    if not _DATE.fullmatch(date) or not signature.isascii():
        return False
    return verifier.is_valid(body, date, signature)
