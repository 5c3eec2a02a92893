"""Where the environment names a proxy, every platform is reached through it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.adapters.discord.checks import check_discord
from bot.adapters.discord.serving import serve_discord
from bot.adapters.proxy import check_proxy, proxy_for
from bot.adapters.slack.checks import check_slack
from bot.settings import DiscordSettings, SlackSettings
from tests.fakes.discord_service import answering, moderation
from tests.waiting import HANG

NOWHERE = "http://127.0.0.1:1"
"""Nothing listens there: what is answered came through the proxy."""


@asynccontextmanager
async def proxy(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[str]]:
    """A proxy that the environment names; the addresses that were asked for through it."""
    asked: list[str] = []

    async def forward(request: web.BaseRequest) -> web.StreamResponse:
        asked.append(str(request.url))
        return web.json_response({"message": "Unauthorized"}, status=401)

    runner = web.ServerRunner(web.Server(forward))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("http_proxy", f"http://ada:sesame@127.0.0.1:{runner.addresses[0][1]}")
    yield asked
    await runner.cleanup()


async def test_discord_and_the_doctor_go_through_the_proxy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    discord = DiscordSettings("a.token", f"{NOWHERE}/api/v10")
    async with proxy(monkeypatch) as asked:
        with pytest.raises(Exception, match="does not accept DISCORD_TOKEN"):
            await asyncio.wait_for(serve_discord(answering(), discord, moderation()), HANG)
        assert asked == [f"{NOWHERE}/api/v10/users/@me"]
        found = await check_discord(discord)
        found += await check_slack(
            SlackSettings("xoxb", None, "s", f"{NOWHERE}/api/"), moderation()
        )
        assert {f"{NOWHERE}/api/v10/users/@me", f"{NOWHERE}/api/auth.test"} <= {*asked[1:]}
    told = [it.what for it in found if "proxy" in it.what]
    assert len(told) == 2
    assert all(it.startswith("reached through the proxy 127.0.0.1:") for it in told)


def test_what_the_environment_says_of_proxies_is_kept_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("https_proxy", raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example")
    monkeypatch.setenv("NO_PROXY", "slack.com")
    assert proxy_for("https://discord.com/api/v10") == "http://proxy.example"
    assert proxy_for("https://slack.com/api/") is None
    assert [it.what for it in check_proxy("discord", "https://discord.com")] == [
        "reached through the proxy proxy.example"
    ]
