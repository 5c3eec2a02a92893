"""The commands, as Discord shows them, and what each calls."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.adapters.discord.interactions import Interactions
from bot.rendering import texts
from bot.rendering import texts_managers as managers
from bot.settings import LONGEST_COOLDOWN

Interaction = discord.Interaction[Any]
Tree = app_commands.CommandTree[Any]
Command = app_commands.Command[Any, ..., None]

_everywhere = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
_for_all = app_commands.allowed_installs(guilds=True, users=True)


def add_commands(tree: Tree, interactions: Interactions) -> None:
    """Put every command into `tree`; each calls `interactions`."""
    _add_ask(tree, interactions)
    _add_story(tree, interactions)
    privacy = _plain(interactions, "privacy", texts.PRIVACY_DESCRIPTION, "privacy")
    tree.add_command(_for_all(_everywhere(privacy)))
    tree.add_command(_rules(interactions))


def command_payloads() -> list[dict[str, Any]]:
    """Every command as it is registered with Discord; to be looked at only."""
    tree = Tree(discord.Client(intents=discord.Intents.none()))
    nobody: Any = None
    add_commands(tree, nobody)
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


def _add_story(tree: Tree, interactions: Interactions) -> None:
    @tree.command(name="story", description=texts.STORY_DESCRIPTION)
    @app_commands.describe(about=texts.STORY_ABOUT)
    @app_commands.choices(
        about=[app_commands.Choice(name=texts.STORY_CORRECTIONS, value="corrections")]
    )
    @_for_all
    @_everywhere
    async def story(interaction: Interaction, about: str = "") -> None:
        await interactions.typed(interaction, about)


def _plain(interactions: Interactions, name: str, description: str, words: str) -> Command:
    async def plain(interaction: Interaction) -> None:
        await interactions.typed(interaction, words)

    return Command(name=name, description=description, callback=plain)


def _rules(interactions: Interactions) -> app_commands.Group:
    """`/storybot …`, which Discord shows to those who manage the server only."""
    group = app_commands.Group(
        name="storybot",
        description=managers.MANAGE_DESCRIPTION,
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_contexts=app_commands.AppCommandContext(guild=True),
        allowed_installs=app_commands.AppInstallationType(guild=True),
    )
    plain = {
        "mute": managers.MANAGE_MUTE,
        "unmute": managers.MANAGE_UNMUTE,
        "rules": managers.MANAGE_SHOW,
    }
    for name, description in {**plain, "doctor": managers.MANAGE_DOCTOR}.items():
        group.add_command(_plain(interactions, name, description, name))
    places = [app_commands.Choice(name=name, value=key) for key, name in managers.PLACES.items()]

    @group.command(name="speak", description=managers.MANAGE_SPEAK)
    @app_commands.describe(where=managers.MANAGE_WHERE)
    @app_commands.choices(where=places)
    async def speak(interaction: Interaction, where: str) -> None:
        await interactions.typed(interaction, where)

    modes = [
        app_commands.Choice(name=name, value=key) for key, name in managers.MANAGE_MODES.items()
    ]

    @group.command(name="mode", description=managers.MANAGE_MODE)
    @app_commands.describe(does=managers.MANAGE_MODE)
    @app_commands.choices(does=modes)
    async def mode(interaction: Interaction, does: str) -> None:
        await interactions.typed(interaction, f"mode {does}")

    @group.command(name="private", description=managers.MANAGE_PRIVATE)
    @app_commands.describe(on=managers.MANAGE_PRIVATE_ON)
    async def private(interaction: Interaction, on: bool) -> None:
        await interactions.typed(interaction, f"private {'on' if on else 'off'}")

    @group.command(name="cooldown", description=managers.MANAGE_COOLDOWN)
    @app_commands.describe(seconds=managers.MANAGE_SECONDS)
    async def cooldown(
        interaction: Interaction, seconds: app_commands.Range[int, 0, LONGEST_COOLDOWN]
    ) -> None:
        await interactions.typed(interaction, f"cooldown {seconds}")

    return group
