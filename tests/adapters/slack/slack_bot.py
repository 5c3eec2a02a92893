"""Runs bots against the loopback Slack: the real one in both modes, and broken ones."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack import serve_slack
from bot.adapters.slack.features import FULL, MINIMAL, scopes_of
from bot.application.moderation import Moderation
from bot.application.unasked import NOTHING
from bot.core.service import QuestionService
from bot.ports.checks import Examination
from bot.ports.memory_state import MemoryState
from bot.ports.reply_index import ReplyIndex
from bot.ports.shared_state import SharedState
from bot.rendering.slack.views import FIELD, SEARCH
from bot.settings import CommunitySettings, SlackSettings
from tests.adapters.editors_room import EditorsRoom
from tests.fakes.answering import answering_of
from tests.fakes.clock import FakeClock
from tests.fakes.inbox import FakeInbox
from tests.fakes.records import FakeRecords
from tests.fakes.slack_service import FakeService
from tests.servers.slack_objects import Payload
from tests.servers.slack_server import SlackServer
from tests.servers.slack_watch import Sent
from tests.waiting import HANG

MODES = ("socket", "http")
in_both_modes = pytest.mark.parametrize("mode", MODES)
MINIMAL_SCOPES = ",".join(sorted(scopes_of(MINIMAL)))
POLITE = {"unfurl_links": False, "unfurl_media": False}
"""What every message of a bot that is not broken in this point says."""

NO_RULES = CommunitySettings()
FULL_SCOPES = ",".join(sorted(scopes_of(FULL)))

READS_BACK = "history"
"""What the server minds of a bot that reads a channel: only after a crash is that right."""


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that serves, the Slack it serves in, and what it answers from."""

    slack: SlackServer
    service: FakeService
    records: FakeRecords
    inbox: FakeInbox
    moderation: Moderation
    task: asyncio.Task[None]


@asynccontextmanager
async def slack_with_bot(
    mode: str,
    *,
    tolerated: tuple[str, ...] = (),
    ack_limit: float | None = None,
    scopes: str = MINIMAL_SCOPES,
    community: CommunitySettings = NO_RULES,
    examine_all: Examination | None = None,
    inbox: FakeInbox | None = None,
    shared: SharedState | None = None,
    answers: QuestionService | None = None,
) -> AsyncIterator[Running]:
    """The bot in `mode`; at the end it must have closed and broken no rule but those tolerated."""
    async with SlackServer(ack_limit=ack_limit) as slack:
        slack.scopes = scopes
        slack.watch.untrusted = ["*bold*", "`code`", ":bomb:"]
        async with serving(
            slack,
            mode,
            community=community,
            inbox=inbox,
            shared=shared,
            examine_all=examine_all,
            answers=answers,
        ) as running:
            yield running
        assert [kind for kind in slack.kinds if kind not in tolerated] == [], slack.watch.violations


@asynccontextmanager
async def serving(
    slack: SlackServer,
    mode: str,
    service: FakeService | None = None,
    records: FakeRecords | None = None,
    community: CommunitySettings = NO_RULES,
    reply_index: ReplyIndex | None = None,
    examine_all: Examination | None = None,
    inbox: FakeInbox | None = None,
    shared: SharedState | None = None,
    room: EditorsRoom | None = None,
    answers: QuestionService | None = None,
) -> AsyncIterator[Running]:
    """The bot in `mode` at a Slack that is there already; cancelled at the end.

    With a `room` of editors it answers from that, with `answers` from these.
    """
    service, records = service or FakeService(), records or FakeRecords()
    inbox, shared = inbox or FakeInbox(), shared or MemoryState()
    moderation = Moderation(community, FakeClock(), shared)
    ready = asyncio.Event()
    settings = settings_for(slack, mode)
    slack.events_url = f"http://127.0.0.1:{settings.port}/slack/events" if mode == "http" else None
    through = answering_of(answers or service, records, inbox, shared, reply_index)
    through, unasked = (room.answering, room.unasked) if room else (through, NOTHING)
    calls: dict[str, Any] = {"ready": ready.set, "examine_all": examine_all, "unasked": unasked}
    serving = serve_slack(through, settings, moderation, **calls)
    task = asyncio.create_task(serving)
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait((task, waiting), timeout=HANG, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        task.result()
    assert ready.is_set()
    try:
        yield Running(slack, service, records, inbox, moderation, task)
    finally:
        await cancelled(task)


async def told(slack: SlackServer, doing: Awaitable[object]) -> Sent:
    """What the bot says once somebody has done that."""
    before = len(slack.sent)
    await doing
    return (await slack.messages(before + 1))[-1]


async def taken_care_of(bot: Running) -> None:
    """Wait until nothing is in hand."""
    await bot.slack.until(lambda: bot.inbox.in_hand == [])


def typed(words: str) -> dict[str, dict[str, Payload]]:
    """What a form holds that is sent off."""
    return {FIELD: {FIELD: {"type": "plain_text_input", "value": words}}}


def searching(words: str) -> Payload:
    """The search box of the home, with words in it."""
    return {"type": "plain_text_input", "block_id": SEARCH, "action_id": SEARCH, "value": words}


async def cancelled(task: asyncio.Task[None]) -> None:
    """Cancel `task` and see it end, without an error of its own."""
    task.cancel()
    await asyncio.wait((task,), timeout=HANG)
    assert task.cancelled()


def settings_for(slack: SlackServer, mode: str, *, bot_token: str | None = None) -> SlackSettings:
    """Settings that point at `slack`."""
    token = bot_token or slack.bot_token
    if mode == "socket":
        return SlackSettings(token, slack.app_token, None, slack.api_url)
    return SlackSettings(token, None, slack.secret, slack.api_url, free_port())


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def slack_with_broken_bot(
    register: Callable[[AsyncApp], None],
    *,
    ack_limit: float | None = None,
    reconnects: bool = True,
    ignores_itself: bool = True,
) -> AsyncIterator[SlackServer]:
    """A minimal Bolt bot in Socket Mode, made by `register`; nothing is asserted at the end."""
    async with SlackServer(ack_limit=ack_limit, retry_delays=(0.05,)) as slack:
        client = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
        app = AsyncApp(
            client=client,
            signing_secret="unused",
            ignoring_self_events_enabled=ignores_itself,
        )
        register(app)
        handler = AsyncSocketModeHandler(
            app, slack.app_token, web_client=AsyncWebClient(base_url=slack.api_url)
        )
        handler.client.default_auto_reconnect_enabled = reconnects
        await handler.connect_async()  # type: ignore[no-untyped-call]
        try:
            yield slack
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]


def answering_mentions(**said: Any) -> Callable[[AsyncApp], None]:
    """For `slack_with_broken_bot`: answers every mention in its thread with `said`."""

    async def answer(event: Payload, say: Any) -> None:
        await say(**{"text": "Yes.", **POLITE, **said}, thread_ts=event["ts"])

    def register(app: AsyncApp) -> None:
        app.event("app_mention")(answer)

    return register
