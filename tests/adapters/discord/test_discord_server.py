"""The loopback Discord itself: bots that are broken on purpose do not get past it."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
import pytest
from discord import app_commands

from tests.adapters.discord.running import MENTION, Broken, ask, reply_with
from tests.servers.discord_rules import SPEC, schema_faults
from tests.servers.discord_server import DiscordServer
from tests.waiting import eventually

INTENTS = discord.Intents(guilds=True, guild_messages=True)
NOBODY = discord.AllowedMentions.none()


def kinds(server: DiscordServer) -> list[str]:
    return [violation.kind for violation in server.violations]


class Replying(discord.Client):
    """A bot that replies to every message of others with these arguments, one call each."""

    def __init__(self, *replies: dict[str, Any], intents: discord.Intents = INTENTS) -> None:
        super().__init__(intents=intents)
        self._replies = replies

    async def on_message(self, message: discord.Message) -> None:
        if message.author != self.user:
            for reply in self._replies:
                await message.reply(**reply)


class Responding(discord.Client):
    """A bot whose command `/ask` waits, then sends these callbacks."""

    def __init__(self, *contents: str, wait: float = 0.0, defer: bool = False) -> None:
        super().__init__(intents=INTENTS, allowed_mentions=NOBODY)
        tree = app_commands.CommandTree(self)

        @tree.command(name="ask", description="Ask")
        async def ask(interaction: discord.Interaction) -> None:
            await asyncio.sleep(wait)
            if defer:
                await interaction.response.defer()
                await interaction.edit_original_response(content=contents[0])
                return
            for content in contents:
                interaction.response._response_type = None
                await interaction.response.send_message(content)

        @tree.error
        async def quietly(_: discord.Interaction, __: Exception) -> None:
            return


@pytest.mark.asyncio
async def test_a_well_behaved_bot_passes(server: DiscordServer, broken: Broken) -> None:
    async with broken(Replying({"content": "yes", "allowed_mentions": NOBODY})):
        await reply_with(server, "hello")
    assert server.violations == []


@pytest.mark.asyncio
async def test_a_deferred_answer_passes(server: DiscordServer, broken: Broken) -> None:
    async with broken(Responding("later", defer=True)):
        asked = await server.use_command("ask")
        assert (await server.answer_to(asked))["content"] == "later"
    assert server.violations == []


@pytest.mark.asyncio
async def test_a_bot_that_answers_twice_is_caught(server: DiscordServer, broken: Broken) -> None:
    reply = {"content": "yes", "allowed_mentions": NOBODY}
    async with broken(Replying(reply, reply)):
        await ask(server, "hello")
        await server.until(lambda: len(server.messages) == 2)
    assert kinds(server) == ["answered-twice"]


@pytest.mark.asyncio
async def test_a_second_callback_is_caught(server: DiscordServer, broken: Broken) -> None:
    async with broken(Responding("one", "two")):
        asked = await server.use_command("ask")
        await server.until(lambda: bool(server.violations))
    assert kinds(server) == ["answered-twice"]
    assert [response["data"]["content"] for response in asked.responses] == ["one"]
    assert server.requests[-1].status == 400


@pytest.mark.parametrize(
    "permissive",
    [
        {},
        {"allowed_mentions": discord.AllowedMentions(everyone=True)},
        {"allowed_mentions": discord.AllowedMentions(everyone=False, users=True, roles=False)},
        {"allowed_mentions": NOBODY, "mention_author": True},
    ],
)
@pytest.mark.asyncio
async def test_a_bot_that_pings_is_caught(
    server: DiscordServer, broken: Broken, permissive: dict[str, Any]
) -> None:
    async with broken(Replying({"content": "@everyone", **permissive})):
        await ask(server, "hello")
        await server.until(lambda: len(server.messages) == 1)
    assert set(kinds(server)) == {"ping", "markup"}


@pytest.mark.asyncio
async def test_a_bot_that_acknowledges_late_is_caught(
    server: DiscordServer, broken: Broken
) -> None:
    server.ack_limit = 0.05
    async with broken(Responding("at last", wait=0.1)):
        asked = await server.use_command("ask")
        await server.until(lambda: bool(server.violations))
    assert kinds(server) == ["late"]
    assert asked in server.never_answered()
    assert server.requests[-1].status == 404


@pytest.mark.parametrize(
    "reply",
    [
        {"content": "x" * 2001},
        {"content": " "},
        {"embed": discord.Embed(description="x" * 4097)},
        {"embeds": [discord.Embed(description="x" * 4000)] * 2},
    ],
)
@pytest.mark.asyncio
async def test_a_message_over_the_limits_is_caught(
    server: DiscordServer, broken: Broken, reply: dict[str, Any]
) -> None:
    async with broken(Replying({**reply, "allowed_mentions": NOBODY})):
        await ask(server, "hello")
        await server.until(lambda: bool(server.violations))
    assert kinds(server) == ["invalid"]
    assert server.messages == []


@pytest.mark.asyncio
async def test_a_privileged_intent_is_refused(server: DiscordServer, broken: Broken) -> None:
    intents = discord.Intents(guilds=True, guild_messages=True, message_content=True)

    async def connect() -> None:
        async with broken(Replying(intents=intents)):
            pass

    connecting = asyncio.create_task(connect())
    await eventually(lambda: "intents" in kinds(server))
    connecting.cancel()
    await asyncio.wait((connecting,))


@pytest.mark.asyncio
async def test_content_is_withheld_where_the_bot_is_not_mentioned(
    server: DiscordServer, broken: Broken
) -> None:
    heard: list[str] = []

    class Listening(discord.Client):
        async def on_message(self, message: discord.Message) -> None:
            heard.append(message.content)

    async with broken(Listening(intents=INTENTS)):
        await server.say("among ourselves")
        await ask(server, "and to you")
        await eventually(lambda: len(heard) == 2)
    assert heard == ["", f"{MENTION} and to you"]


def test_bodies_are_checked_against_the_openapi_document() -> None:
    if not SPEC.is_file():
        pytest.skip(f"{SPEC} is not here: bodies are checked against the hard limits only")
    path = "/channels/{channel_id}/messages"
    assert schema_faults(path, "post", {"content": "Yes.", "flags": 4}) == []
    wrong: list[dict[str, Any]] = [
        {"content": 5},
        {"allowed_mentions": {"parse": ["all"]}},
        {"components": [{}]},
    ]
    for body in wrong:
        assert schema_faults(path, "post", body) != []
    callback = "/interactions/{interaction_id}/{interaction_token}/callback"
    assert schema_faults(callback, "post", {"type": 4, "data": {"content": "Yes."}}) == []
    assert schema_faults(callback, "post", {"type": 4, "data": {"flags": "64"}}) != []
