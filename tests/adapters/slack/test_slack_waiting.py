"""Slack need not be there when the bot starts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from bot.adapters import waiting
from bot.adapters.slack import app, serve_slack, serving
from bot.application.moderation import Moderation
from bot.ports.memory_state import MemoryState
from bot.settings import CommunitySettings, SlackSettings
from tests.adapters.slack.slack_bot import cancelled, free_port, in_both_modes, settings_for
from tests.fakes.answering import answering_of
from tests.fakes.clock import FakeClock
from tests.fakes.slack_service import FakeService
from tests.servers.slack_server import SlackServer
from tests.waiting import eventually


async def _serve(settings: SlackSettings, ready: Callable[[], None] | None = None) -> None:
    moderation = Moderation(CommunitySettings(), FakeClock(), MemoryState())
    await serve_slack(answering_of(FakeService()), settings, moderation, ready=ready)


@pytest.mark.parametrize("trouble", ["fatal_error", "<html>"])
@in_both_modes
async def test_trouble_at_slack_is_waited_out(
    mode: str, trouble: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(waiting, "FIRST_PAUSE", 0.01)
    async with SlackServer() as slack:
        slack.auth_error = trouble
        ready = asyncio.Event()
        task = asyncio.create_task(_serve(settings_for(slack, mode), ready.set))
        await slack.until(lambda: len(slack.calls) > 2)
        assert not ready.is_set()
        slack.auth_error = None
        await ready.wait()
        await cancelled(task)
    assert caplog.text.count("Slack has trouble at the moment") == 1
    assert "SLACK_BOT_TOKEN" not in caplog.text


async def test_a_socket_that_cannot_be_opened_is_waited_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(serving, "PING_SECONDS", 0.1)
    async with SlackServer() as slack:
        slack.sockets.refuse_tickets = 2
        ready = asyncio.Event()
        task = asyncio.create_task(_serve(settings_for(slack, "socket"), ready.set))
        await ready.wait()
        assert slack.sockets.connected == 1
        await cancelled(task)


async def test_an_unreachable_slack_is_named(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(app, "RETRIES", 1)
    monkeypatch.setattr(waiting, "FIRST_PAUSE", 0.01)
    port = free_port()
    for host in ("127.0.0.1", "slack.invalid"):
        url = f"http://{host}:{port}/api/"
        told = f"cannot be reached at {url}"
        task = asyncio.create_task(_serve(SlackSettings("xoxb-good", "xapp-good", None, url)))
        await eventually(lambda told=told: told in caplog.text)  # type: ignore[misc]
        await asyncio.sleep(0.1)
        await cancelled(task)
        assert caplog.text.count(told) == 1
