"""The commands, as Discord shows them, and what each calls."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.adapters.discord.admin_commands import ManagerCommands
from bot.adapters.discord.interactions import Interactions
from bot.rendering import texts
from bot.settings import LONGEST_COOLDOWN

Interaction = discord.Interaction[Any]
Tree = app_commands.CommandTree[Any]

_everywhere = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
_for_all = app_commands.allowed_installs(guilds=True, users=True)


def add_commands(tree: Tree, interactions: Interactions, managers: ManagerCommands) -> None:
    """Put every command into `tree`; the other two are what commands call."""
    _add_ask(tree, interactions)
    _add_pages(tree, interactions)
    tree.add_command(_rules(managers))


def command_payloads() -> list[dict[str, Any]]:
    """Every command as it is registered with Discord; to be looked at only."""
    tree = Tree(discord.Client(intents=discord.Intents.none()))
    nobody: Any = None
    add_commands(tree, nobody, nobody)
    return [command.to_dict(tree) for command in tree.get_commands()]


def _add_ask(tree: Tree, interactions: Interactions) -> None:
    @tree.command(name="ask", description=texts.ASK_DESCRIPTION)
    @app_commands.describe(question=texts.ASK_QUESTION, private=texts.ASK_PRIVATE)
    @_for_all
    @_everywhere
    async def ask(interaction: Interaction, question: str, private: bool | None = None) -> None:
        await interactions.ask(interaction, question, private)

    @tree.context_menu(name=texts.ABOUT_MESSAGE)
    @_for_all
    @_everywhere
    async def about(interaction: Interaction, message: discord.Message) -> None:
        await interactions.ask_about(interaction, message)

    @ask.autocomplete("question")
    async def complete(_: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return interactions.choices(typed)


def _add_pages(tree: Tree, interactions: Interactions) -> None:
    @tree.command(name="story", description=texts.STORY_DESCRIPTION)
    @_for_all
    @_everywhere
    async def story(interaction: Interaction) -> None:
        await interactions.story(interaction)

    @tree.command(name="privacy", description=texts.PRIVACY_DESCRIPTION)
    @_for_all
    @_everywhere
    async def privacy(interaction: Interaction) -> None:
        await interactions.privacy(interaction)


def _rules(managers: ManagerCommands) -> app_commands.Group:
    """`/storybot …`, which Discord shows to those who manage the server only."""
    group = app_commands.Group(
        name="storybot",
        description=texts.MANAGE_DESCRIPTION,
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_contexts=app_commands.AppCommandContext(guild=True),
        allowed_installs=app_commands.AppInstallationType(guild=True),
    )
    plain = {"mute": texts.MANAGE_MUTE, "unmute": texts.MANAGE_UNMUTE, "rules": texts.MANAGE_SHOW}
    for name, description in plain.items():
        _add_plain(group, managers, name, description)
    _add_choices(group, managers)

    @group.command(name="doctor", description=texts.MANAGE_DOCTOR)
    async def doctor(interaction: Interaction) -> None:
        await managers.examine(interaction)

    return group


def _add_plain(
    group: app_commands.Group, managers: ManagerCommands, name: str, description: str
) -> None:
    @group.command(name=name, description=description)
    async def plain(interaction: Interaction) -> None:
        await managers.change(interaction, name)


def _add_choices(group: app_commands.Group, managers: ManagerCommands) -> None:
    """Where it speaks, to whom, and how often."""
    places = [app_commands.Choice(name=name, value=key) for key, name in texts.PLACES.items()]

    @group.command(name="speak", description=texts.MANAGE_SPEAK)
    @app_commands.describe(where=texts.MANAGE_WHERE)
    @app_commands.choices(where=places)
    async def speak(interaction: Interaction, where: str) -> None:
        await managers.change(interaction, where)

    @group.command(name="private", description=texts.MANAGE_PRIVATE)
    @app_commands.describe(on=texts.MANAGE_PRIVATE_ON)
    async def private(interaction: Interaction, on: bool) -> None:
        await managers.change(interaction, f"private {'on' if on else 'off'}")

    @group.command(name="cooldown", description=texts.MANAGE_COOLDOWN)
    @app_commands.describe(seconds=texts.MANAGE_SECONDS)
    async def cooldown(
        interaction: Interaction, seconds: app_commands.Range[int, 0, LONGEST_COOLDOWN]
    ) -> None:
        await managers.change(interaction, f"cooldown {seconds}")
