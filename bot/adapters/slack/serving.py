"""Runs the Slack channel, by Socket Mode or signed HTTP, until it is cancelled."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from bot.adapters.slack.app import SlackApp, identify, quiet_logger, socket_address, web_client
from bot.adapters.slack.checks import check_scopes
from bot.adapters.slack.outgoing import Outgoing
from bot.adapters.slack.request import PLATFORM
from bot.adapters.slack.requests import Requests
from bot.adapters.slack.speaker import SlackSpeaker
from bot.adapters.waiting import patient
from bot.application.application import Application
from bot.application.ask import Answering
from bot.application.background_tasks import BackgroundTasks, beside
from bot.application.moderation import Moderation
from bot.application.unasked import NOTHING, Unasked
from bot.core.errors import SettingsError
from bot.listening import listening
from bot.ports.checks import Examination, Level
from bot.settings import SlackSettings

PATH = "/slack/events"
"""Takes events, slash commands and interactivity."""

Receiving = AsyncIterator[SocketModeClient | None]
"""Events can arrive; by the socket, if there is one, while that is connected."""

CALL_TIMEOUT = aiohttp.ClientTimeout(total=30)
PING_SECONDS = 10.0
"""How often the socket is tried; after four silent pings the SDK connects anew."""

IDLE_SECONDS = 75.0
"""How long a connection may say nothing, or not come to the end of its headers: longer than load
balancers keep one (60), much shorter than aiohttp's hour."""

LINGER_SECONDS = 1.0
"""How long what is still on its way may hold a connection open after a refusal."""

STOP_SECONDS = 3.0
"""How long a request that is being acknowledged may hold up closing."""

READ_SECONDS = 5.0
"""How long the body of a request may take to arrive; Slack itself gives up after three."""


_log = logging.getLogger(__name__)


@patient
async def serve_slack(
    answering: Answering,
    settings: SlackSettings,
    moderation: Moderation,
    *,
    ready: Callable[[], None] | None = None,
    lost: Callable[[], None] | None = None,
    examine_all: Examination | None = None,
    unasked: Unasked = NOTHING,
) -> None:
    """Answer in Slack until cancelled.

    `ready` is called while events can arrive, `lost` while they cannot, every few seconds. Raises
    `RefusedTokenError` when Slack refuses a token, `SettingsError` when the port is taken or a
    secret is missing. Waits and tries again while Slack cannot be reached. `examine_all` is what
    `/story doctor` asks, `unasked` is what it says without being asked.
    """
    if settings.app_token is None and not settings.signing_secret:
        raise SettingsError("Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP).")
    async with (
        aiohttp.ClientSession(timeout=CALL_TIMEOUT) as session,
        BackgroundTasks() as underway,
    ):
        client = web_client(settings.bot_token, settings.api_url, session)
        identity = await identify(client)
        for it in check_scopes(identity.scopes):
            level = logging.INFO if it.level is Level.GOOD else logging.WARNING
            _log.log(level, "slack: %s", f"{it.what}: {it.remedy}" if it.remedy else it.what)
        acknowledged = partial(answering.meter.acknowledged, PLATFORM)
        secret = settings.signing_secret or ""
        app = SlackApp(client, identity, secret, underway, acknowledged)
        outgoing = Outgoing(client, session, answering.inbox)
        there = Application(answering, moderation, identity.link, unasked)
        requests = Requests(there, outgoing, underway, identity, examine_all)
        app.middleware(requests.on_delivery)
        if settings.app_token is None:
            receiving = _listening(app, settings.port, secret)
        else:
            receiving = _connected(app, settings, settings.app_token, session)
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(beside(unasked.run(SlackSpeaker(outgoing))))
            await stack.enter_async_context(beside(requests.take_over()))
            socket = await stack.enter_async_context(receiving)
            while True:
                tell = ready if await _is_connected(socket) else lost
                if tell is not None:
                    tell()
                await asyncio.sleep(PING_SECONDS)


@asynccontextmanager
async def _connected(
    app: AsyncApp, settings: SlackSettings, app_token: str, session: aiohttp.ClientSession
) -> Receiving:
    """Socket Mode, with a web client of its own: Bolt's holds the other token."""
    client = web_client(app_token, settings.api_url, session)
    address = await socket_address(client)
    handler = AsyncSocketModeHandler(
        app, app_token, logger=quiet_logger(), web_client=client, ping_interval=PING_SECONDS
    )
    handler.client.wss_uri = address
    connecting = asyncio.create_task(handler.connect_async())  # type: ignore[no-untyped-call]
    try:
        # it goes on trying by itself, with another address once `_is_connected` has dropped this
        await asyncio.wait((connecting,), timeout=PING_SECONDS)
        yield handler.client
    finally:
        connecting.cancel()
        await handler.close_async()  # type: ignore[no-untyped-call]


async def _is_connected(client: SocketModeClient | None) -> bool:
    """Whether the socket is; where not, drops its address, which was good for one connection.

    The SDK would go on trying it.
    """
    if client is None or await client.is_connected():
        return True
    client.wss_uri = None
    return False


@asynccontextmanager
async def _listening(app: AsyncApp, port: int, secret: str) -> Receiving:
    """Signed HTTP on `port`: while it is open, events can arrive."""
    served = app.web_app(path=PATH, port=port)
    served.middlewares.append(require_signature(secret))
    runner = web.AppRunner(
        served,
        access_log=None,
        shutdown_timeout=STOP_SECONDS,
        keepalive_timeout=IDLE_SECONDS,
        lingering_time=LINGER_SECONDS,
    )
    async with listening(runner, port, "set PORT to another"):
        yield None


def require_signature(secret: str) -> Middleware:
    """Lets in requests that are whole and signed, before anything reads what they say.

    Bolt reads a body first and looks for the signature afterwards: strangers could make it stumble.
    """
    verifier = SignatureVerifier(secret)

    @web.middleware
    async def pass_on(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.match_info.http_exception is not None:  # another path, another method
            return await handler(request)
        try:
            async with asyncio.timeout(READ_SECONDS):
                body = await request.text()
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        except (UnicodeDecodeError, LookupError):  # no text, or in an encoding that nobody knows
            raise web.HTTPBadRequest from None
        try:
            is_signed = verifier.is_valid_request(body, request.headers)
        except (ValueError, TypeError, OverflowError):  # a date or a signature that is none
            is_signed = False
        if not is_signed:
            raise web.HTTPUnauthorized
        return await handler(request)

    return pass_on
