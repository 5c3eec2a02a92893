"""The doctor finds what is wrong with a Discord set-up, and with the channels of its servers."""

from __future__ import annotations

from typing import Any

import pytest

from bot.adapters.discord import checks
from bot.adapters.discord.checks import check_discord, check_servers
from bot.adapters.discord.commands import command_payloads
from bot.settings import DiscordSettings
from tests.fakes.discord_service import moderation
from tests.findings import bad
from tests.servers.discord_objects import (
    CHANNEL_ID,
    OTHER_CHANNEL_ID,
    READ_HISTORY,
    READER,
    SEND,
    SEND_IN_THREADS,
    VIEW,
    channel,
    registered,
)
from tests.servers.discord_server import DiscordServer


async def test_a_good_discord_set_up_has_no_findings_but_good_ones() -> None:
    async with DiscordServer("right") as server:
        server.commands = [registered(command) for command in command_payloads()]
        findings = await check_discord(DiscordSettings("right", server.api_url))
    assert bad(findings) == []
    assert [finding.what for finding in findings if finding.part == "discord"][1:] == [
        "no privileged intent is on, and none is needed",
        "the commands are registered as they are: Ask about this, ask, privacy, story, storybot",
    ]


async def test_discord_token_address_and_missing_commands_are_found() -> None:
    async with DiscordServer("right") as server:
        assert bad(await check_discord(DiscordSettings("wrong", server.api_url))) == [
            "problem discord: Discord does not accept DISCORD_TOKEN"
        ]
        server.commands = [registered(it) for it in command_payloads() if it["name"] != "ask"]
        assert bad(await check_discord(DiscordSettings("right", server.api_url))) == [
            "warning discord: Discord does not have the commands ask"
        ]
        assert bad(await check_discord(DiscordSettings("right", f"{server.api_url}/nowhere"))) == [
            f"problem discord: Discord cannot be reached at {server.api_url}/nowhere (HTTP 404)"
        ]
    nowhere = "http://127.0.0.1:1/api"
    assert bad(await check_discord(DiscordSettings("right", nowhere))) == [
        f"problem discord: Discord cannot be reached at {nowhere} (ClientConnectorError)"
    ]


async def test_commands_that_drifted_are_found() -> None:
    async with DiscordServer("right") as server:
        server.commands = [registered(command) for command in command_payloads()]
        server.commands[0]["description"] = "What an older version said"
        assert bad(await check_discord(DiscordSettings("right", server.api_url))) == [
            "warning discord: Discord's commands are not those of this version"
        ]


@pytest.mark.parametrize(
    ("flags", "found"),
    [(0, ["problem discord: STORYBOT_READ_CHANNELS is set, and Discord does not"]), (1 << 18, [])],
)
async def test_reading_needs_the_intent_and_no_other(flags: int, found: list[str]) -> None:
    async with DiscordServer("right") as server:
        server.commands = [registered(command) for command in command_payloads()]
        server.application = {"flags": flags}
        settings = DiscordSettings("right", server.api_url, reads=True)
        told = bad(await check_discord(settings))
    assert [it[: len(one)] for it, one in zip(told, found, strict=True)] == found


@pytest.mark.parametrize(
    ("application", "found"),
    [
        ({"flags": 1 << 19}, "warning discord: privileged intents are on"),
        ({"flags": (1 << 12) | (1 << 15)}, "not need: Presence, Server Members"),
        ({"interactions_endpoint_url": "https://other.example"}, "problem discord: Discord sends"),
        ({"integration_types_config": {"0": {}}}, "cannot install the bot for themselves"),
        ({"bot_require_code_grant": True}, "the link that adds the bot to a server does not work"),
    ],
)
async def test_an_application_that_is_set_up_otherwise_is_found(
    application: dict[str, Any], found: str
) -> None:
    async with DiscordServer("right") as server:
        server.commands = [registered(command) for command in command_payloads()]
        server.application = application
        [finding] = bad(await check_discord(DiscordSettings("right", server.api_url)))
    assert found in finding


async def test_a_bot_that_starts_over_and_over_is_found_before_it_is_stopped() -> None:
    async with DiscordServer("right") as server:
        server.commands = [registered(command) for command in command_payloads()]
        server.sessions_left = 12
        assert bad(await check_discord(DiscordSettings("right", server.api_url))) == [
            "warning discord: only 12 sessions may be opened today"
        ]


async def test_permissions_that_a_channel_withholds_are_found() -> None:
    async with DiscordServer("right") as server:
        settings = DiscordSettings("right", server.api_url)
        assert bad(await check_servers(settings, moderation())) == []
        server.denied = {CHANNEL_ID: SEND | READ_HISTORY, OTHER_CHANNEL_ID: VIEW}
        lacking = "Send Messages, Read Message History in #channel-2"
        assert bad(await check_servers(settings, moderation()))[:1] == [
            f"warning discord: on “The newsroom” the bot lacks {lacking}"
        ]
        only_there = moderation(channels=frozenset({str(OTHER_CHANNEL_ID)}))
        found, nowhere = bad(await check_servers(settings, only_there))
        assert found.startswith("problem discord: on “The newsroom” the bot lacks View Channel")
        assert found.endswith("in #channel-3")
        assert "no channel in which it may and can speak" in nowhere
        server.is_on_a_server = False
        assert bad(await check_servers(settings, moderation())) == [
            "warning discord: the bot is on no server"
        ]
        wrong = DiscordSettings("wrong", server.api_url)
        assert await check_servers(wrong, moderation()) == []


async def test_channels_of_every_kind_are_examined_for_what_matters_in_them() -> None:
    category, voice, forum = 4, 2, 15
    async with DiscordServer("right") as server:
        settings = DiscordSettings("right", server.api_url)
        of_voice = {"bitrate": 64000, "user_limit": 0}
        server.more_channels = [
            {**channel(number, READER), **of_voice, "type": kind, "name": f"kind-{kind}"}
            for number, kind in enumerate((category, voice, forum), 70)
        ]
        [fine] = await check_servers(settings, moderation())
        assert "it can speak in 4 channels" in fine.what
        server.permissions &= ~SEND_IN_THREADS
        [found] = bad(await check_servers(settings, moderation()))
        assert "Send Messages in Threads in #channel-2, #channel-3, #kind-15" in found
        server.permissions |= SEND_IN_THREADS
        server.permissions &= ~SEND
        found, *_ = bad(await check_servers(settings, moderation()))
        assert "lacks Send Messages in #channel-2, #channel-3, #kind-2" in found


async def test_of_many_servers_the_first_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "LOOKED_AT", 0)
    async with DiscordServer("right") as server:
        findings = await check_servers(DiscordSettings("right", server.api_url), moderation())
    assert [it.what for it in findings] == ["only the first 0 servers were looked at"]
