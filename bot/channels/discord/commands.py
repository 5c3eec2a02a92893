"""The slash command, and telling Discord about it only when it changed."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

import discord
from discord import app_commands

_log = logging.getLogger(__name__)

Ask = Callable[[discord.Interaction[Any], str, bool], Awaitable[None]]
"""Answers an interaction that asks a question, privately or not."""

_MADE_BY_DISCORD = {
    "id",
    "application_id",
    "guild_id",
    "version",
    "default_permission",
    "dm_permission",
    "name_localized",
    "description_localized",
}


def add_commands(tree: app_commands.CommandTree[Any], ask: Ask) -> None:
    """Put `/ask question:… private:…` into `tree`; `ask` answers it."""

    @app_commands.command(name="ask", description="Ask a question about the story")
    @app_commands.describe(
        question="Your question, in your own words",
        private="Show the answer only to you",
    )
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    async def ask_command(
        interaction: discord.Interaction[Any], question: str, private: bool = False
    ) -> None:
        await ask(interaction, question, private)

    tree.add_command(ask_command)


async def sync_commands(tree: app_commands.CommandTree[Any]) -> None:
    """Register the commands of `tree` unless Discord has just these; at most one write.

    A failure is logged only: mentions and buttons work without, and old commands stay.
    """
    client: discord.Client = tree.client
    if client.application_id is None:
        return
    ours = [command.to_dict(tree) for command in tree.get_commands()]
    try:
        theirs = await client.http.get_global_commands(client.application_id)
        if not same_commands(ours, theirs):
            await tree.sync()
            _log.info("registered the slash commands with Discord")
    except discord.HTTPException as error:
        _log.warning("Discord did not register the slash commands (HTTP %s)", error.status)


def same_commands(ours: Iterable[Mapping[str, Any]], theirs: Iterable[Mapping[str, Any]]) -> bool:
    """Whether both are the same but for what Discord adds and the defaults it leaves out."""

    def plain(commands: Iterable[Mapping[str, Any]]) -> list[Any]:
        typed = ({"type": 1, **command} for command in commands)
        return sorted((_plain(command) for command in typed), key=lambda each: each["name"])

    return plain(ours) == plain(theirs)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        parts = {key: _plain(part) for key, part in value.items() if key not in _MADE_BY_DISCORD}
        return {key: part for key, part in parts.items() if part not in (None, False, [], {})}
    if isinstance(value, list):
        parts_of_list = [_plain(part) for part in value]
        numbers = all(isinstance(part, int) for part in parts_of_list)
        return sorted(parts_of_list) if numbers else parts_of_list
    return value
