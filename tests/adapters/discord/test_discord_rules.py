"""What administrators decide, from the environment and from chat, end to end."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.application.rules import Room
from bot.rendering import texts, texts_managers
from tests.adapters.discord.running import MENTION, Running, ask, command, reply_with
from tests.fakes.clock import FakeClock
from tests.fakes.discord_service import COST, LAUNCH, moderation
from tests.fakes.examination import examining
from tests.servers.discord_objects import (
    CHANNEL_ID,
    EPHEMERAL,
    GUILD_ID,
    MANAGER,
    OTHER_CHANNEL_ID,
    OTHER_READER,
    READER,
    SEND,
    THE_BOT,
)
from tests.servers.discord_server import DiscordServer
from tests.waiting import eventually


async def decide(server: DiscordServer, command: str, **options: Any) -> str:
    """A manager uses `/storybot …`; the rules that hold then."""
    asked = await server.use_command(f"storybot {command}", person=MANAGER, **options)
    said = await server.answer_to(asked)
    assert said["flags"] & EPHEMERAL
    return str(said["content"])


async def is_public(server: DiscordServer, **options: Any) -> bool:
    answer = await command(server, "cost", **options)
    assert COST.answer in answer["content"]
    return not answer["flags"] & EPHEMERAL


async def test_the_environment_names_the_channels_to_speak_in(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot(rules=moderation(channels=frozenset({str(OTHER_CHANNEL_ID)}))):
        ignored = await ask(server)
        answer = await command(server, "cost")
        assert answer["flags"] & EPHEMERAL
        assert texts.SILENT_HERE in answer["content"]
        pressed = await server.answer_to(await server.press(answer, "Share in channel"))
        assert pressed["content"] == texts.SILENT_HERE
        assert await is_public(server, channel_id=OTHER_CHANNEL_ID)
        heard = await server.say(
            f"{MENTION} cost?", pings=(THE_BOT,), channel_id=OTHER_CHANNEL_ID, author=OTHER_READER
        )
        await server.reply_to(heard)
    assert server.replies_to(ignored) == []
    assert server.violations == []


async def test_managers_mute_a_channel_for_an_hour(
    server: DiscordServer, storybot: Running
) -> None:
    clock = FakeClock()
    async with storybot(rules=moderation(clock)):
        assert texts_managers.RULES_MUTED in await decide(server, "mute")
        ignored = await ask(server)
        assert not await is_public(server)
        assert texts_managers.RULES_MUTED not in await decide(server, "unmute")
        assert await is_public(server)
        await decide(server, "mute")
        clock.advance(3600)
        await reply_with(server, "launch?")
        assert server.replies_to(ignored) == []
    assert server.violations == []


async def test_managers_choose_the_channels_and_see_them_by_name(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        assert "I post only in #channel-2." in await decide(server, "speak", where="only-here")
        assert not await is_public(server, channel_id=OTHER_CHANNEL_ID)
        shown = await decide(server, "speak", where="not-here")
        assert "I do not post in #channel-2." in shown
        assert not await is_public(server)
        shown = await decide(server, "speak", where="everywhere")
        assert texts_managers.RULES_EVERYWHERE in shown
        assert await decide(server, "rules") == shown
        await decide(server, "speak", where="here")
        assert await is_public(server)
    assert server.violations == []


async def test_private_by_default_gives_way_to_the_askers_wish(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        assert texts_managers.RULES_PRIVATE in await decide(server, "private", on=True)
        assert not await is_public(server)
        assert await is_public(server, private=False)
        assert await is_public(server, channel_id=READER.direct_channel)
        await decide(server, "private", on=False)
        assert await is_public(server)
    assert server.violations == []


async def test_a_fact_told_lately_is_pointed_to_instead(
    server: DiscordServer, storybot: Running
) -> None:
    clock = FakeClock()
    rules = moderation(clock)
    async with storybot(rules=rules):
        assert "within 60 seconds" in await decide(server, "cooldown", seconds=60)
        first = await command(server, "cost")
        place = Room(str(GUILD_ID), str(CHANNEL_ID))
        await eventually(lambda: rules.told_lately(place, "cost") is not None)
        link = f"https://discord.com/channels/{GUILD_ID}/{CHANNEL_ID}/{first['id']}"
        again = await command(server, "cost")
        assert again["flags"] & EPHEMERAL
        assert COST.answer in again["content"]
        assert link in again["content"]
        pointed = await reply_with(server)
        assert link in pointed["content"]
        assert COST.answer not in pointed["content"]
        assert LAUNCH.answer in (await reply_with(server, "launch?"))["content"]
        clock.advance(60)
        assert await is_public(server)
    assert server.violations == []


async def test_only_managers_decide_and_only_in_a_server(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        asked = await server.use_command("storybot mute")
        assert (await server.answer_to(asked))["content"] == texts_managers.NOT_A_MANAGER
        assert await is_public(server)
        asked = await server.use_command("storybot mute", channel_id=READER.direct_channel)
        assert (await server.answer_to(asked))["content"] == texts_managers.NO_SERVER
        await asyncio.sleep(0)
    rules = next(command for command in server.commands if command["name"] == "storybot")
    assert rules["default_member_permissions"] == str(1 << 5)
    assert (rules["contexts"], rules["integration_types"]) == ([0], [0])
    assert server.violations == []


async def test_managers_are_told_what_is_wrong_here_and_in_general(
    server: DiscordServer, storybot: Running
) -> None:
    server.denied = {CHANNEL_ID: SEND}
    async with storybot(examine_all=examining()):
        asked = await server.use_command("storybot doctor", person=MANAGER)
        said = await server.answer_to(asked)
        assert said["flags"] & EPHEMERAL
        assert "on “The newsroom” the bot lacks Send Messages in #channel-2" in said["content"]
        assert "Discord's commands are not those" in said["content"]
        assert "database: something is wrong" in said["content"]
        assert "db.internal" not in said["content"]
        asked = await server.use_command("storybot doctor", person=READER)
        assert (await server.answer_to(asked))["content"] == texts_managers.NOT_A_MANAGER
    assert server.never_finished() == []
    assert server.violations == []


async def test_without_an_examination_the_server_alone_is_looked_at(
    server: DiscordServer, storybot: Running
) -> None:
    async with storybot():
        said = await server.answer_to(await server.use_command("storybot doctor", person=MANAGER))
        assert said["content"].startswith(texts_managers.DOCTOR_WELL)
        assert "it can speak in 2 channels" in said["content"]
    assert server.violations == []
