"""Opens a port for HTTP, for whatever is served there; says in words when it is taken."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.core.errors import SettingsError

HOST = "0.0.0.0"
LOOPBACK = "127.0.0.1"


@asynccontextmanager
async def listening(
    runner: web.AppRunner, port: int, remedy: str, host: str = HOST
) -> AsyncIterator[None]:
    """Serve what `runner` runs on `port` while this is open.

    Raises `SettingsError`, with the `remedy`, when the port cannot be had.
    """
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise SettingsError(
                f"Port {port} cannot be listened on ({error.strerror}): {remedy}."
            ) from None
        yield
    finally:
        await runner.cleanup()
