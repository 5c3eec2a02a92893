"""Serves one desk on this machine alone, until it is stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.core.errors import StorybotError
from bot.listening import LOOPBACK, listening
from bot.page.bench import Bench
from bot.page.desk import Desk
from bot.page.editing import Editing
from bot.page.heading import HeaderEditing
from bot.page.inbox import Deciding
from bot.page.security import Guard
from bot.page.views import Views

STOP_SECONDS = 1.0

MOST_BYTES = 1_000_000
"""What a form may send."""


def application(bench: Bench, guard: Guard) -> web.Application:
    """The pages of one desk."""
    desk = Desk(bench, guard)

    @web.middleware
    async def telling(request: web.Request, handler: Handler) -> web.StreamResponse:
        """A file that cannot be used is said so on the page, with what to do."""
        try:
            return await handler(request)
        except StorybotError as error:
            return desk.page("broken.html", "", status=409, problem=str(error))

    app = web.Application(middlewares=[guard.middleware, telling], client_max_size=MOST_BYTES)
    for part in (Views(desk), Editing(desk), HeaderEditing(desk), Deciding(desk)):
        app.add_routes(part.routes())
    return app


@asynccontextmanager
async def serving(bench: Bench, port: int) -> AsyncIterator[str]:
    """The address of a desk that is served while this is open; with port 0 on one that is free.

    Raises SettingsError where the port is taken.
    """
    guard = Guard()
    runner = web.AppRunner(
        application(bench, guard), access_log=None, shutdown_timeout=STOP_SECONDS
    )
    async with listening(runner, port, "choose another --port", LOOPBACK):
        guard.port = runner.addresses[0][1]
        await bench.now()  # what takes long begins before somebody asks for it
        yield guard.address
