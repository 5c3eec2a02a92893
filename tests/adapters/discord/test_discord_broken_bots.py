"""Bots with the faults of others, one a pitfall: the loopback Discord must not let them pass."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import Any

import discord
import pytest
from discord import app_commands
from discord.http import Route

from tests.adapters.discord.running import MENTION, Broken, ask, reply_with
from tests.servers.discord_objects import CHANNEL_ID, READ_HISTORY, SEND, THE_BOT, message
from tests.servers.discord_rest import MOST_INVALID
from tests.servers.discord_rules import choice_faults, form_faults, message_faults
from tests.servers.discord_server import DiscordServer
from tests.waiting import HANG

pytestmark = pytest.mark.slow

INTENTS = discord.Intents(guilds=True, guild_messages=True)
NOBODY = discord.AllowedMentions.none()


def kinds(server: DiscordServer) -> set[str]:
    return {violation.kind for violation in server.violations}


class SyncingWhenReady(discord.Client):
    """Row 20: registers its commands at every READY, so after every reconnect."""

    def __init__(self) -> None:
        super().__init__(intents=INTENTS, allowed_mentions=NOBODY)
        self.tree = app_commands.CommandTree(self)
        self.tree.command(name="ask", description="Ask")(_nothing)

    async def on_ready(self) -> None:
        await self.tree.sync()


async def _nothing(interaction: discord.Interaction) -> None:
    return


async def test_syncing_at_every_ready_is_caught(server: DiscordServer, broken: Broken) -> None:
    async with broken(SyncingWhenReady()):
        await server.until(lambda: server.count("PUT", "/commands") == 1)
        await server.gateway.forget_session()
        await server.until(lambda: server.count("PUT", "/commands") == 2, 15)
    assert kinds(server) == {"synced-again"}


class GivingUp(discord.Client):
    """Row 22: where it may not reply, it says nothing anywhere."""

    async def on_message(self, said: discord.Message) -> None:
        try:
            await said.reply("yes", allowed_mentions=NOBODY)
        except discord.Forbidden:
            return


@pytest.mark.parametrize("lacking", [SEND, SEND | READ_HISTORY])
async def test_giving_up_without_a_permission_is_caught(
    server: DiscordServer, broken: Broken, lacking: int
) -> None:
    server.permissions &= ~lacking
    async with broken(GivingUp(intents=INTENTS)):
        await ask(server, "hello")
        await server.until(lambda: server.count("POST", "/messages") == 1)
    assert server.unanswered() == [f"{MENTION} hello"]


async def test_trying_where_it_may_not_speak_over_and_over_is_caught(
    server: DiscordServer, broken: Broken
) -> None:
    server.permissions &= ~SEND
    async with broken(GivingUp(intents=INTENTS)):
        for _ in range(MOST_INVALID):
            await ask(server, "hello")
        await server.until(lambda: server.count("POST", "/messages") == MOST_INVALID)
    assert kinds(server) == {"shut-out"}


class Forgetting(discord.Client):
    """Row 23: its buttons live in a view of one process."""

    async def on_message(self, said: discord.Message) -> None:
        if said.author != self.user:
            view = discord.ui.View(timeout=180)
            button: discord.ui.Button[Any] = discord.ui.Button(label="More")
            button.callback = self._more  # type: ignore[method-assign]
            view.add_item(button)
            await said.reply("yes", view=view, allowed_mentions=NOBODY)

    async def _more(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("more", allowed_mentions=NOBODY)


async def test_buttons_that_die_with_the_process_are_caught(
    server: DiscordServer, broken: Broken
) -> None:
    async with broken(Forgetting(intents=INTENTS)):
        answer = await reply_with(server, "hello")
        await asyncio.sleep(0.05)  # the library keeps the view when its message is there
        await server.answer_to(await server.press(answer, "More"))
    server.gateway.sessions.clear()
    async with broken(Forgetting(intents=INTENTS)):
        pressed = await server.press(answer, "More")
        await asyncio.sleep(0.2)
    assert server.never_answered() == [pressed]


class Echoing(discord.Client):
    """Rows 24 and 33: repeats what a reader wrote; this reader wrote markup."""

    async def on_message(self, message: discord.Message) -> None:
        if message.author != self.user:
            said = message.content.removeprefix(MENTION)
            await message.reply(f"You asked: {said}", allowed_mentions=NOBODY)


@pytest.mark.parametrize("words", ["@everyone", "<@123>", "<@&5>", "[click](https://evil.example)"])
async def test_echoing_what_was_written_is_caught(
    server: DiscordServer, broken: Broken, words: str
) -> None:
    async with broken(Echoing(intents=INTENTS)):
        await reply_with(server, words)
    assert kinds(server) == {"markup"}


DEAF_TO_SIGNALS = """
import sys, yarl, discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
Route.BASE = sys.argv[1]
DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sys.argv[2])
discord.Client(intents=discord.Intents(guilds=True)).run(sys.argv[3], log_handler=None)
"""
"""Row 25: nothing closes it on SIGTERM."""


async def test_not_closing_on_sigterm_is_caught(server: DiscordServer) -> None:
    gateway = f"ws://127.0.0.1:{server.port}/gateway"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", DEAF_TO_SIGNALS, server.api_url, gateway, server.token)
    )
    await server.gateway.until(lambda gateway: gateway.live is not None)
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), HANG) == -signal.SIGTERM


async def test_identifying_over_and_over_is_caught(server: DiscordServer, broken: Broken) -> None:
    """Row 26: starts anew at once, again and again."""
    server.gateway.identify_limit = 2
    for _ in range(3):
        server.gateway.sessions.clear()
        async with broken(discord.Client(intents=INTENTS)):
            pass
    assert kinds(server) == {"identifies"}


class Thinking(discord.Client):
    """Row 34: shows that it thinks, then fails in silence."""

    def __init__(self) -> None:
        super().__init__(intents=INTENTS, allowed_mentions=NOBODY)
        tree = app_commands.CommandTree(self)

        @tree.command(name="ask", description="Ask")
        async def ask(interaction: discord.Interaction) -> None:
            await interaction.response.defer()

    async def on_message(self, message: discord.Message) -> None:
        await self.http.request(Route("GET", "/users/@me"))


async def test_thinking_without_an_end_is_caught(server: DiscordServer, broken: Broken) -> None:
    async with broken(Thinking()):
        asked = await server.use_command("ask")
        await ask(server, "hello")
        await server.until(lambda: bool(asked.responses))
        await server.until(lambda: server.count("GET", "/users/@me") == 2)
    assert server.never_finished() == [asked]
    assert server.unanswered() == [f"{MENTION} hello"]


class AnsweringEveryEdit(discord.Client):
    """Row 5, on Discord: an unfolded link is an edit too."""

    async def on_message(self, message: discord.Message) -> None:
        if message.author != self.user:
            await message.reply("yes", allowed_mentions=NOBODY)

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        await self.on_message(event.message)


async def test_answering_an_edit_that_changed_no_word_is_caught(
    server: DiscordServer, broken: Broken
) -> None:
    async with broken(AnsweringEveryEdit(intents=INTENTS)):
        said = await ask(server, "hello")
        await server.reply_to(said)
        await server.rewrite(said, said["content"], embeds=[{"type": "link"}])
        await server.until(lambda: len(server.messages) == 2)
    assert kinds(server) == {"answered-twice"}


class Mistaken(discord.Client):
    """Row 21: answers a button as if it were being typed."""

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        interaction.type = discord.InteractionType.autocomplete
        await interaction.response.autocomplete([app_commands.Choice(name="x", value="x")])

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        return


async def test_a_response_of_the_wrong_kind_is_caught(
    server: DiscordServer, broken: Broken
) -> None:
    async with broken(Mistaken(intents=INTENTS)):
        shown = message(THE_BOT, CHANNEL_ID, "yes")
        await server.touch(shown, "anything")
        await server.until(lambda: bool(server.violations))
    assert kinds(server) == {"invalid"}


def menu(options: int, text: str = "x") -> dict[str, Any]:
    chosen = [{"label": text, "value": f"{number}"} for number in range(options)]
    part = {"type": 3, "custom_id": "m", "options": chosen}
    return {"content": "x", "components": [{"type": 1, "components": [part]}]}


@pytest.mark.parametrize("body", [menu(0), menu(26), menu(1, "x" * 101), menu(1, "")])
async def test_menus_over_the_limits_are_caught(body: dict[str, Any]) -> None:
    """Row 15, as Discord has it."""
    assert message_faults(body) != []
    assert message_faults(menu(25)) == []


@pytest.mark.parametrize(
    "choices",
    [
        [{"name": "x", "value": "x"}] * 26,
        [{"name": "x" * 101, "value": "x"}],
        [{"name": "x", "value": "x" * 101}],
    ],
)
async def test_choices_over_the_limits_are_caught(choices: list[dict[str, str]]) -> None:
    assert choice_faults({"choices": choices}) != []
    assert choice_faults({"choices": [{"name": "x" * 100, "value": "x" * 100}] * 25}) == []


@pytest.mark.parametrize(
    "change", [{"title": "x" * 46}, {"custom_id": "x" * 101}, {"components": []}]
)
async def test_forms_over_the_limits_are_caught(change: dict[str, Any]) -> None:
    field = {"type": 4, "custom_id": "f", "label": "x" * 45, "style": 1}
    form = {"title": "x", "custom_id": "x", "components": [{"type": 1, "components": [field]}]}
    assert form_faults(form) == []
    assert form_faults({**form, **change}) != []
    assert form_faults({**form, "components": [{"components": [{"label": "x" * 46}]}]}) != []
