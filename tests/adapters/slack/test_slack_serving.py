"""Starting, staying connected, refusing strangers, and closing."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

import aiohttp
import pytest

from bot.adapters.slack import serve_slack, serving
from bot.application.moderation import Moderation
from bot.core.errors import RefusedTokenError, SettingsError
from bot.ports.memory_state import MemoryState
from bot.rendering import texts
from bot.settings import CommunitySettings, SlackSettings
from tests.adapters.slack.slack_bot import (
    FULL_SCOPES,
    cancelled,
    in_both_modes,
    settings_for,
    slack_with_bot,
)
from tests.adapters.slack.slack_bot import serving as serving_there
from tests.fakes.answering import answering_of
from tests.fakes.clock import FakeClock
from tests.fakes.slack_service import FakeService
from tests.servers.slack_objects import READER, TEAM, compact, event_callback, mention, message
from tests.servers.slack_server import SlackServer
from tests.waiting import HANG, eventually


async def _serve(settings: SlackSettings, ready: Callable[[], None] | None = None) -> None:
    moderation = Moderation(CommunitySettings(), FakeClock(), MemoryState())
    serving = serve_slack(answering_of(FakeService()), settings, moderation, ready=ready)
    await asyncio.wait_for(serving, HANG)


@in_both_modes
async def test_a_refused_bot_token_stops_it_with_one_sentence(mode: str) -> None:
    async with SlackServer() as slack:
        with pytest.raises(
            RefusedTokenError, match=r"^Slack refused SLACK_BOT_TOKEN .*invalid_auth"
        ):
            await _serve(settings_for(slack, mode, bot_token="xoxb-bad"))
        assert slack.kinds == ["wrong token"]


async def test_a_refused_app_token_stops_it_with_one_sentence() -> None:
    async with SlackServer() as slack:
        settings = replace(settings_for(slack, "socket"), app_token="xapp-bad")
        with pytest.raises(
            RefusedTokenError, match=r"SLACK_APP_TOKEN.*connections:write"
        ) as caught:
            await _serve(settings)
        assert caught.value.exit_status == 78
        assert "xapp-bad" not in str(caught.value)


async def test_a_port_in_use_is_named() -> None:
    async with slack_with_bot("http") as bot:
        assert bot.slack.events_url is not None
        port = int(bot.slack.events_url.split(":")[2].split("/")[0])
        settings = replace(settings_for(bot.slack, "http"), port=port)
        with pytest.raises(SettingsError, match=f"Port {port} .*PORT"):
            await _serve(settings)


async def test_http_without_a_secret_is_refused() -> None:
    with pytest.raises(SettingsError, match="SLACK_SIGNING_SECRET"):
        await _serve(SlackSettings("xoxb-good"))


@in_both_modes
async def test_a_missing_scope_is_warned_of(mode: str, caplog: pytest.LogCaptureFixture) -> None:
    async with SlackServer() as slack:
        slack.scopes = "chat:write, commands,app_mentions:read"
        ready = asyncio.Event()
        task = asyncio.create_task(_serve(settings_for(slack, mode), ready.set))
        await ready.wait()
        await cancelled(task)
    assert "lacks im:history: add" in caplog.text


@pytest.mark.parametrize(("secret", "age"), [("wrong", 0), (None, 6 * 60), (None, -6 * 60)])
async def test_a_bad_or_stale_signature_is_refused(
    secret: str | None, age: int, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with slack_with_bot("http") as bot:
            body = compact(event_callback(message("the secret cost?")))
            status, _ = await bot.slack.post(body, "application/json", secret=secret, age=age)
            assert status == 401
            await bot.slack.messages(0)
    assert "secret cost" not in caplog.text


async def test_an_unsigned_request_is_refused() -> None:
    async with slack_with_bot("http") as bot, aiohttp.ClientSession() as session:
        assert bot.slack.events_url is not None
        async with session.post(bot.slack.events_url, json={"type": "event_callback"}) as response:
            assert response.status == 401
        async with session.get(bot.slack.events_url) as response:
            assert response.status == 405


@pytest.mark.parametrize("at", ["", "now", "1e9", "9" * 400])
async def test_a_request_with_a_date_that_is_none_is_refused(at: str) -> None:
    headers = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": "v0=0"}
    async with slack_with_bot("http") as bot, aiohttp.ClientSession() as session:
        assert bot.slack.events_url is not None
        async with session.post(bot.slack.events_url, data="{}", headers=headers) as response:
            assert response.status == 401


async def test_the_address_is_verified_only_with_a_signature() -> None:
    async with slack_with_bot("http") as bot:
        body = json.dumps({"type": "url_verification", "challenge": "c", "token": "t"})
        status, answer = await bot.slack.post(body, "application/json")
        assert (status, answer) == (200, {"challenge": "c"})
        status, _ = await bot.slack.post(body, "application/json", secret="wrong")
        assert status == 401


async def test_signed_nonsense_does_not_stop_it() -> None:
    async with slack_with_bot("http") as bot:
        for body in ("", "{", "[]", "null", "payload=%7B", "\x00", '{"type":"event_callback"}'):
            await bot.slack.post(body, "application/json")
        await bot.slack.event(mention("the cost?"))
        await bot.slack.messages(1)


@in_both_modes
@pytest.mark.parametrize("value", ["cost", "storybot:nonsense:cost", "", "x" * 2000])
async def test_a_stale_or_forged_button_gets_a_polite_word(mode: str, value: str) -> None:
    async with slack_with_bot(mode) as bot:
        await bot.slack.event(mention("the cost?"))
        [answer] = await bot.slack.messages(1)
        unknown = {**answer.buttons[0], "action_id": "of-an-older-version", "value": value}
        assert (await bot.slack.press(answer, unknown)).status == 200
        _, said = await bot.slack.messages(2)
        assert (said.text, said.private_to) == (texts.STALE, READER)


@in_both_modes
async def test_acknowledges_before_slow_work(mode: str) -> None:
    async with slack_with_bot(mode) as bot:
        bot.slack.takes.clear()
        deliveries = [
            await bot.slack.event(mention("the cost?")),
            await bot.slack.command("the cost?"),
        ]
        assert all(delivery.attempts == 1 for delivery in deliveries)
        assert bot.slack.sent == []
        bot.slack.takes.set()
        await bot.slack.messages(2)


@in_both_modes
async def test_closing_sends_what_is_under_way_and_leaves_nothing_behind(mode: str) -> None:
    before = asyncio.all_tasks()
    async with slack_with_bot(mode) as bot:
        bot.slack.takes.clear()
        await bot.slack.event(mention("the cost?"))
        await bot.slack.until(lambda: bool(bot.service.asked))
        closing = asyncio.create_task(cancelled(bot.task))
        await asyncio.sleep(0)
        bot.slack.takes.set()
        await closing
        await bot.slack.messages(1)
        if mode == "http":
            with pytest.raises(aiohttp.ClientConnectorError):
                await bot.slack.post("{}", "application/json")
    await eventually(lambda: asyncio.all_tasks() == before)


@in_both_modes
async def test_a_start_in_good_order_warns_of_nothing(
    mode: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-good")
    async with slack_with_bot(mode, scopes=FULL_SCOPES):
        assert [record.getMessage() for record in caplog.records] == []


@in_both_modes
async def test_what_the_app_may_not_do_is_said_in_the_log(
    mode: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        async with slack_with_bot(mode):
            pass
    assert "off are: follow-ups in threads" in caplog.text
    assert "the agent view" in caplog.text


@pytest.mark.parametrize("polite", [True, False])
async def test_connects_again_after_a_disconnect(polite: bool) -> None:
    async with slack_with_bot("socket") as bot:
        await bot.slack.sockets.close(polite=polite)
        await bot.slack.until(lambda: bot.slack.sockets.connected == 2)
        await bot.slack.event(mention("the cost?"))
        await bot.slack.messages(1)


async def test_gets_over_an_address_that_has_expired(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "PING_SECONDS", 0.3)
    async with slack_with_bot("socket") as bot:
        bot.slack.sockets.refuse_tickets = 2
        await bot.slack.sockets.close(polite=False)
        await bot.slack.until(lambda: bot.slack.sockets.connected == 2)
        await bot.slack.event(mention("the cost?"))
        await bot.slack.messages(1)


async def test_notices_a_socket_that_is_open_and_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "PING_SECONDS", 0.3)
    async with slack_with_bot("socket") as bot:
        bot.slack.sockets.deaf = True
        await bot.slack.sockets.close(polite=False)
        await bot.slack.until(lambda: bot.slack.sockets.connected == 2)
        bot.slack.sockets.deaf = False
        await bot.slack.until(lambda: bot.slack.sockets.connected == 3)
        await bot.slack.event(mention("the cost?"))
        await bot.slack.messages(1)


@in_both_modes
async def test_a_workspace_that_removes_it_is_forgotten(
    mode: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with slack_with_bot(mode) as bot:
        await bot.slack.event({"type": "app_uninstalled"})
        await bot.slack.until(lambda: bot.records.forgotten_spaces == [("slack", TEAM)])
        bot.records.down = True
        await bot.slack.event({"type": "app_uninstalled"})
        await bot.slack.until(lambda: "could not be deleted" in caplog.text)


async def test_two_processes_on_one_workspace_do_not_answer_twice() -> None:
    async with SlackServer() as slack, serving_there(slack, "socket"):
        await slack.event(mention("the cost?"))
        async with serving_there(slack, "socket"):
            await slack.until(lambda: slack.sockets.connected == 2)
            for event in (mention("the cost?"), message("the launch?")):
                await slack.event(event)
            await slack.command("the cost?")
            await slack.messages(4)
        assert slack.kinds == []
        assert slack.watch.unanswered == []


async def test_takes_events_commands_and_buttons_on_one_path() -> None:
    async with slack_with_bot("http") as bot:
        kind = "application/x-www-form-urlencoded"
        status, _ = await bot.slack.post(urlencode({"ssl_check": "1", "token": "t"}), kind)
        assert status == 200


async def test_that_slack_holds_back_events_is_acknowledged_and_noted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    limited = {"type": "app_rate_limited", "team_id": TEAM, "minute_rate_limited": 1518467820}
    async with slack_with_bot("http") as bot:
        status, _ = await bot.slack.post(json.dumps(limited), "application/json")
        assert status == 200
        await bot.slack.event(mention("the cost?"))
        await bot.slack.messages(1)
    assert "Slack holds back events for a minute" in caplog.text
