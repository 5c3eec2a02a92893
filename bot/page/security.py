"""Keeps the desk to whoever started it: one host, one origin, a token, and nothing from elsewhere.

Any page in the browser can send requests to this machine, and any name can be made to lead to it
(DNS rebinding). So what comes for another host or from another origin is refused, what changes
something carries a token that only the desk's own forms have, and the cookie goes to no other site.
"""

from __future__ import annotations

import secrets
from hmac import compare_digest

from aiohttp import web
from aiohttp.typedefs import Handler

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

REFUSED = "Open the desk by the address that storybot desk printed in the terminal.\n"


class Guard:
    """The tokens of one desk; `port` is set once it listens."""

    def __init__(self) -> None:
        self.port = 0
        self.entry = secrets.token_urlsafe(32)
        self.form = secrets.token_urlsafe(32)
        self._session = secrets.token_urlsafe(32)

    @property
    def address(self) -> str:
        """Where the desk is opened."""
        return f"http://127.0.0.1:{self.port}/?token={self.entry}"

    @property
    def cookie(self) -> str:
        """The cookie's name: cookies do not tell ports apart, and there may be two desks."""
        return f"storybot-desk-{self.port}"

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let in what is ours."""
        try:
            response = await self._answer(request, handler)
        except web.HTTPException as error:
            error.headers.update(HEADERS)
            raise
        response.headers.update(HEADERS)
        return response

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        hosts = {f"127.0.0.1:{self.port}", f"localhost:{self.port}"}
        origin = request.headers.get("Origin")
        if request.host not in hosts or origin not in (None, f"http://{request.host}"):
            raise web.HTTPForbidden(text="This is another host or origin than the desk's.\n")
        if request.path == "/" and _same(request.query.get("token", ""), self.entry):
            entered = web.HTTPSeeOther("/")
            entered.set_cookie(self.cookie, self._session, httponly=True, samesite="Strict")
            raise entered
        if not _same(request.cookies.get(self.cookie, ""), self._session):
            raise web.HTTPForbidden(text=REFUSED)
        if request.method not in ("GET", "HEAD"):
            token = (await request.post()).get("token", "")
            if not isinstance(token, str) or not _same(token, self.form):
                raise web.HTTPForbidden(text="This form is of another desk, or an earlier one.\n")
        return await handler(request)


def _same(one: str, other: str) -> bool:
    return compare_digest(one.encode("utf-8", "replace"), other.encode())
