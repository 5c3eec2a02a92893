"""The Bolt app and its clients, made from settings; and whether Slack accepts the tokens."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import perf_counter

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.slack.api_errors import LOST, code_of
from bot.application.background_tasks import BackgroundTasks
from bot.application.request_context import RequestContext
from bot.core.errors import RefusedTokenError, UnreachableError

BOT_TOKEN, APP_TOKEN = "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"
_REMEDIES = {
    BOT_TOKEN: (
        "copy the Bot User OAuth Token (xoxb-…) from your Slack app's page “OAuth & Permissions”"
    ),
    APP_TOKEN: (
        "copy an App-Level Token (xapp-…) with the scope connections:write from your Slack app's "
        "page “Basic Information”, and switch Socket Mode on"
    ),
}

_PASSING = frozenset(
    "fatal_error internal_error ratelimited request_timeout service_unavailable "
    "team_added_to_org".split()
)
"""Errors of auth.test and apps.connections.open that say nothing about the token."""

AT_ONCE = 128
"""Deliveries that Bolt looks at at a time: it takes a megabyte for five. More of them are
acknowledged as they come, and wait: Slack gives an acknowledgement three seconds."""

RETRIES = 3
"""How often a connection is tried again, after half a second, one and two."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in its workspace, and where that is.

    `scopes` are those it was granted; none where Slack did not say.
    """

    team: str
    bot_user: str
    bot: str
    name: str = "storybot"
    scopes: frozenset[str] = frozenset()
    url: str = "https://slack.com"
    workspace: str = ""

    def link(self, context: RequestContext, ts: str) -> str:
        """Where people open the message `ts` of a channel."""
        return f"{self.url}/archives/{context.channel}/p{ts.replace('.', '')}"


def quiet_logger() -> logging.Logger:
    """For Bolt and the clients: below warnings they tell texts, signatures, URLs with tickets."""
    logger = logging.getLogger(f"{__name__}.library")
    if logger.level != logging.WARNING:  # to set a level makes all loggers forget what they know
        logger.setLevel(logging.WARNING)
    logger.addFilter(_is_news)
    return logger


def _is_news(record: logging.LogRecord) -> bool:
    """Bolt finds SLACK_BOT_TOKEN by itself, and warns that it does not use it."""
    return "`token` will be unused" not in str(record.msg)


def connection_handlers() -> list[AsyncRetryHandler]:
    """Try a call anew where nothing was sent, and once where a connection broke."""
    lost: list[type[Exception]] = [aiohttp.ClientConnectorError]
    return [
        AsyncConnectionErrorRetryHandler(max_retry_count=RETRIES, error_types=lost),
        AsyncConnectionErrorRetryHandler(),
    ]


def web_client(token: str, api_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A client of `api_url` (with a slash at the end), which does not wait for 429 by itself."""
    handlers, logger = connection_handlers(), quiet_logger()
    return AsyncWebClient(token, api_url, session=session, retry_handlers=handlers, logger=logger)


class SlackApp(AsyncApp):
    """Bolt's app, which knows who it is, acknowledges in time, and tells how long that took."""

    def __init__(
        self,
        client: AsyncWebClient,
        identity: Identity,
        secret: str,
        underway: BackgroundTasks,
        acknowledged: Callable[[float], None],
    ) -> None:
        async def authorize() -> AuthorizeResult:  # else requests would wait for an auth.test
            return AuthorizeResult(
                enterprise_id=None,
                team_id=identity.team,
                bot_user_id=identity.bot_user,
                bot_id=identity.bot,
                bot_token=client.token,
            )

        super().__init__(
            name="storybot-slack",  # Bolt sets the level of the logger of this name
            logger=quiet_logger(),
            client=AsyncWebClient(base_url=client.base_url, session=client.session),  # no token
            authorize=authorize,
            signing_secret=secret,
        )
        self._underway = underway
        self._acknowledged = acknowledged
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """What is to be answered to a delivery, by socket or HTTP."""
        began, response = perf_counter(), BoltResponse(status=200)
        if self._turns.locked():
            self._underway.start(self._in_turn(req))
        else:
            response = await self._in_turn(req)
        self._acknowledged(perf_counter() - began)
        return response

    async def _in_turn(self, req: AsyncBoltRequest) -> BoltResponse:
        async with self._turns:
            return await super().async_dispatch(req)


async def identify(client: AsyncWebClient) -> Identity:
    """Who the bot token belongs to; errors as for `accepted`."""
    found = await accepted(client.auth_test(), BOT_TOKEN, client.base_url)
    if not found.get("bot_id"):
        raise RefusedTokenError(f"{BOT_TOKEN} is not the token of a bot: {_REMEDIES[BOT_TOKEN]}.")
    return Identity(
        found.get("team_id", ""),
        found.get("user_id", ""),
        found["bot_id"],
        found.get("user") or "storybot",
        frozenset(re.findall(r"[^\s,]+", found.headers.get("x-oauth-scopes", ""))),
        (found.get("url") or "https://slack.com").rstrip("/"),
        found.get("team", ""),
    )


async def socket_address(client: AsyncWebClient) -> str:
    """Where Socket Mode connects to, for one connection; errors as for `accepted`."""
    call = client.apps_connections_open(app_token=str(client.token))
    return str((await accepted(call, APP_TOKEN, client.base_url))["url"])


async def accepted(call: Awaitable[AsyncSlackResponse], token: str, url: str) -> AsyncSlackResponse:
    """What Slack answers to who has `token`, by its variable.

    Raises `RefusedTokenError` when Slack refuses it, `UnreachableError` while Slack cannot be
    reached.
    """
    try:
        return await call
    except SlackApiError as error:
        code = code_of(error)
        if code is None or code in _PASSING:
            reason = code or "no proper reply"
            told = f"Slack has trouble at the moment ({reason}): it should pass by itself."
            raise UnreachableError(told) from None
        raise RefusedTokenError(f"Slack refused {token} ({code}): {_REMEDIES[token]}.") from None
    except LOST:
        told = f"Slack cannot be reached at {url}: check the network, and SLACK_API_URL if set."
        raise UnreachableError(told) from None
