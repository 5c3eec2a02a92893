"""`storybot serve`: which channels run, how they end, and what the log may hold."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from pathlib import Path
from typing import Any

import pytest

import bot.cli.serve
from bot.cli.serve import run_channels
from bot.cli.stopping import Stopped, Stopping
from bot.core.errors import RefusedTokenError, StorybotError
from bot.ops.connections import Connections
from tests.cli.conftest import Run
from tests.waiting import HANG

pytestmark = pytest.mark.usefixtures("signals_and_logs")


class _Channel:
    """A channel that answers until it is cancelled, or ends in its own way."""

    def __init__(self, end: BaseException | int | None = None, *, ends: bool = False) -> None:
        self.end, self.ends, self.closed = end, ends, False

    async def __call__(self) -> None:
        try:
            if isinstance(self.end, int):
                os.kill(os.getpid(), self.end)
            elif self.end is not None:
                raise self.end
            if not self.ends:
                await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            self.closed = True


@pytest.fixture
def channels(monkeypatch: pytest.MonkeyPatch) -> dict[str, _Channel]:
    """What `serve` runs in place of the real channels, by name; those without tokens not."""
    found: dict[str, _Channel] = {}

    def chosen(names: list[str], *_: Any) -> dict[str, _Channel]:
        return {name: found[name] for name in names}

    monkeypatch.setattr(bot.cli.serve, "_channels", chosen)
    return found


def test_without_a_token_it_says_which_variables_to_set(run: Run) -> None:
    for arguments in ((), ("discord",), ("slack",)):
        result = run("serve", *arguments)
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
        for name in ("DISCORD_TOKEN", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
            assert name in result.stderr


def test_runs_every_channel_with_a_token_until_a_signal(
    run: Run, channels: dict[str, _Channel], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "sesame")
    Path(".env").write_text("SLACK_BOT_TOKEN=xoxb-1\nSLACK_APP_TOKEN=xapp-1\n", encoding="utf-8")
    for number in (signal.SIGTERM, signal.SIGINT):
        channels.update(discord=_Channel(), slack=_Channel(number))
        result = run("serve")
        assert (result.exit_code, result.stdout) == (0, "")
        assert all(channel.closed for channel in channels.values())
        assert "connecting to Discord and Slack" in result.stderr
        assert "sesame" not in result.stderr
        assert all(
            re.match(r"\d{4}-\d\d-\d\dT\S+Z INFO bot", it) for it in result.stderr.splitlines()
        )


def test_one_channel_runs_alone_whatever_the_other_lacks(
    run: Run, channels: dict[str, _Channel], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "sesame")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-without-a-bot-token")
    channels["discord"] = _Channel(signal.SIGTERM)
    assert run("serve", "discord", "--log-level", "error").stderr == ""
    assert run("serve").exit_code == 2


def test_a_refused_token_ends_with_78_and_closes_the_other_channel(
    run: Run, channels: dict[str, _Channel], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISCORD_TOKEN", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.setenv(name, "sesame")
    refused = RefusedTokenError("Discord does not accept DISCORD_TOKEN.")
    channels.update(discord=_Channel(refused), slack=_Channel())
    result = run("serve")
    assert result.exit_code == 78
    assert result.stderr.splitlines()[-1] == "Discord does not accept DISCORD_TOKEN."
    assert channels["slack"].closed


async def test_a_channel_that_ends_by_itself_is_an_error() -> None:
    with pytest.raises(StorybotError, match="Slack stopped by itself"):
        await run_channels({"slack": _Channel(ends=True)}, Stopping(), Connections(["slack"]))


async def test_a_bug_in_a_channel_is_not_hidden() -> None:
    bug = _Channel(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        await run_channels({"slack": bug}, Stopping(), Connections(["slack"]))


@pytest.mark.parametrize("was_up", [True, False])
@pytest.mark.parametrize("error", [ZeroDivisionError("words"), RefusedTokenError("Revoked.")])
async def test_what_ends_one_channel_does_not_end_the_other(
    error: Exception, was_up: bool, caplog: pytest.LogCaptureFixture
) -> None:
    connections = Connections(["discord", "slack"])
    other, stopping = _Channel(), Stopping()
    if was_up:
        connections.up("slack")
    running = asyncio.create_task(
        run_channels({"slack": _Channel(error), "discord": other}, stopping, connections)
    )
    await asyncio.sleep(0.05)
    if isinstance(error, RefusedTokenError) and not was_up:
        with pytest.raises(RefusedTokenError):
            await running
        return
    assert (other.closed, connections.states["slack"]) == (False, False)
    assert "Discord goes on." in caplog.text
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, HANG)
    assert other.closed


async def test_a_signal_ends_cleanly_whatever_failed_before() -> None:
    connections = Connections(["discord", "slack"])
    connections.up("discord")
    failed, stopping = _Channel(ZeroDivisionError()), Stopping()
    channels = {"discord": failed, "slack": _Channel(signal.SIGTERM, ends=True)}
    await asyncio.wait_for(run_channels(channels, stopping, connections), HANG)


def test_a_signal_while_starting_ends_cleanly(
    run: Run, channels: dict[str, _Channel], monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(*_: Any) -> Any:
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setenv("DISCORD_TOKEN", "sesame")
    monkeypatch.setattr(bot.cli.serve, "open_story", build)
    result = run("serve")
    assert (result.exit_code, "stopped before it was ready" in result.stderr) == (0, True)


async def test_later_signals_change_nothing() -> None:
    stopping = Stopping()
    with pytest.raises(Stopped):
        os.kill(os.getpid(), signal.SIGTERM)
    os.kill(os.getpid(), signal.SIGINT)
    await asyncio.wait_for(stopping.wait(), HANG)
