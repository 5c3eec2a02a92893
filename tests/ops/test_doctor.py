"""Each part says what is wrong with it and what to do; a broken check hides nothing of others."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from discord.http import Route

from bot.adapters.discord import servers
from bot.adapters.discord.checks import check_discord
from bot.adapters.discord.commands import command_payloads
from bot.adapters.discord.servers import check_servers
from bot.adapters.probing import Answer, clock
from bot.knowledge.checks import SHOWN, check_knowledge
from bot.ops import doctor
from bot.ops.doctor import examine, is_well
from bot.ports.checks import Finding, Level
from bot.records import checks
from bot.records.checks import check_records
from bot.settings import DiscordSettings
from tests.fakes.discord_service import moderation
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

KEY = "a key that only tests have"


def bad(findings: Sequence[Finding]) -> list[str]:
    """What is not good; each has a remedy."""
    found = [finding for finding in findings if finding.level is not Level.GOOD]
    assert all(finding.remedy for finding in found)
    return [f"{finding.level} {finding.part}: {finding.what}" for finding in found]


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
            "warning discord: Discord has trouble (HTTP 404)"
        ]
    nowhere = "http://127.0.0.1:1/api"
    assert bad(await check_discord(DiscordSettings("right", nowhere))) == [
        f"problem discord: {nowhere}/users/@me cannot be reached"
    ]


async def test_commands_that_drifted_are_found() -> None:
    async with DiscordServer("right") as server:
        server.commands = [registered(command) for command in command_payloads()]
        server.commands[0]["description"] = "What an older version said"
        assert bad(await check_discord(DiscordSettings("right", server.api_url))) == [
            "warning discord: Discord's commands are not those of this version"
        ]


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


@pytest.fixture
def route() -> Iterator[None]:
    """discord.py keeps the address in a class: put it back."""
    base = Route.BASE
    yield
    Route.BASE = base


@pytest.mark.usefixtures("route")
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


@pytest.mark.usefixtures("route")
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


@pytest.mark.usefixtures("route")
async def test_of_many_servers_the_first_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "LOOKED_AT", 0)
    async with DiscordServer("right") as server:
        findings = await check_servers(DiscordSettings("right", server.api_url), moderation())
    assert [it.what for it in findings] == ["only the first 0 servers were looked at"]


@pytest.mark.parametrize(
    ("behind", "found"),
    [
        (3.0, []),
        (-59.0, []),
        (None, []),
        (90.0, ["problem clock: the clock is 90 seconds behind"]),
        (-3600.0, ["problem clock: the clock is 3600 seconds ahead"]),
    ],
)
def test_a_clock_that_is_wrong_is_found(behind: float | None, found: list[str]) -> None:
    assert bad(clock(Answer(200, {}, {}, behind))) == found


def test_a_knowledge_file_is_examined(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    assert "no such file" in bad(check_knowledge(path))[0]
    facts = "".join(f"  - {{id: f{number}}}\n" for number in range(9))
    path.write_text(f"version: 1\nstory: {{title: T}}\nfacts:\n{facts}")
    found = bad(check_knowledge(path))
    assert len(found) == SHOWN + 1
    assert found[0].startswith(f"problem knowledge: {path}:4:")
    assert "more problems" in found[-1]


async def test_a_database_that_is_down_is_found_without_its_password() -> None:
    found = bad(await check_records("postgres://u:sesame@127.0.0.1:1/x", KEY, {}))
    assert found == [
        "problem database: postgresql+psycopg://u:***@127.0.0.1:1/x is down (OperationalError)"
    ]


async def test_a_shared_database_wants_a_shared_key(postgres_address: str, tmp_path: Path) -> None:
    environ = {"XDG_DATA_HOME": str(tmp_path)}
    assert bad(await check_records(postgres_address, KEY, environ)) == []
    assert (
        "STORYBOT_HASH_KEY is not set"
        in bad(await check_records(postgres_address, None, environ))[0]
    )


@pytest.mark.parametrize("named", ["mysql://u:sesame@db/x", None])
async def test_a_database_that_makes_no_sense_is_found(named: str | None) -> None:
    found = bad(await check_records(named, KEY, {}))
    assert len(found) == 1
    assert "sesame" not in found[0]


async def test_a_disk_that_does_not_last_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    monkeypatch.setattr(checks, "MOUNTS", mounts)
    monkeypatch.setattr(checks, "CONTAINER_MARKS", ())
    monkeypatch.delenv("DYNO", raising=False)
    database = str(tmp_path / "records.sqlite3")
    assert bad(await check_records(database, KEY, {})) == []
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\ntmpfs {tmp_path} tmpfs rw 0 0\n")
    assert "does not last" in bad(await check_records(database, KEY, {}))[0]
    mounts.write_text("overlay / overlay rw 0 0\n")
    assert bad(await check_records(database, KEY, {})) == []
    monkeypatch.setattr(checks, "CONTAINER_MARKS", (mounts,))
    assert "does not last" in bad(await check_records(database, KEY, {}))[0]
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\n/dev/sda1 {tmp_path} ext4 rw 0 0\n")
    assert bad(await check_records(database, KEY, {})) == []
    monkeypatch.setenv("DYNO", "web.1")
    assert "does not last" in bad(await check_records(database, KEY, {}))[0]
    monkeypatch.delenv("DYNO")
    monkeypatch.setattr(checks, "ROOM", 1 << 62)
    assert "are free" in bad(await check_records(database, KEY, {}))[0]


async def test_a_check_that_breaks_hides_nothing_of_the_others() -> None:
    async def broken() -> list[Finding]:
        raise ZeroDivisionError("sesame")

    async def good() -> list[Finding]:
        return [Finding("clock", Level.GOOD, "right")]

    findings = await examine({"discord": broken, "slack": good, "again": good})
    assert bad(findings) == ["problem discord: this part could not be examined (ZeroDivisionError)"]
    assert len(findings) == 2
    assert not is_well(findings)


async def test_a_part_that_does_not_answer_is_no_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    async def waiting() -> list[Finding]:
        await asyncio.sleep(60)
        return []

    monkeypatch.setattr(doctor, "PATIENCE", 0.01)
    [found] = await examine({"slack": waiting})
    assert found.what == "this part did not answer within 0.01 seconds"
    assert found.remedy == "check the network, and try again"
