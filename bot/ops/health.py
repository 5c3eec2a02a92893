"""Health that means "answers flow", and metrics, on a port that is for the operator only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.listening import listening
from bot.ops.metrics import Gauges

STOP_SECONDS = 1.0


@asynccontextmanager
async def serve_health(
    port: int, gauges: Gauges, registry: CollectorRegistry
) -> AsyncIterator[None]:
    """`/livez`, `/readyz` and `/metrics` on `port`; raises `SettingsError` when it is taken."""
    app = web.Application()
    health = _Health(gauges, registry)
    app.add_routes(
        [
            web.get("/livez", health.livez),
            web.get("/readyz", health.readyz),
            web.get("/metrics", health.metrics),
        ]
    )
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_SECONDS)
    async with listening(runner, port, "choose another --health-port"):
        yield


def readiness(gauges: Gauges) -> tuple[bool, dict[str, Any]]:
    """Whether every channel is connected, and what an operator asks next.

    A database that is down, or a file that broke after it was read, costs no reply: taking the
    bot out of service for it would.
    """
    states = gauges.connections.states
    told = {
        "channels": {name: "connected" if up else "not connected" for name, up in states.items()},
        "knowledge": (gauges.knowledge_problem() or "good").partition("\n")[0],
        "version": gauges.story().digest[:12],
        "database": "down" if gauges.is_down() else "up",
    }
    return all(states.values()), told


class _Health:
    def __init__(self, gauges: Gauges, registry: CollectorRegistry) -> None:
        self._gauges = gauges
        self._registry = registry

    async def livez(self, _request: web.Request) -> web.Response:
        """The event loop that answers readers answers this too."""
        return web.Response(text="alive\n")

    async def readyz(self, _request: web.Request) -> web.Response:
        """200 or 503."""
        ready, told = readiness(self._gauges)
        return web.json_response({"ready": ready, **told}, status=200 if ready else 503)

    async def metrics(self, _request: web.Request) -> web.Response:
        """In Prometheus' text format."""
        body = generate_latest(self._registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})
