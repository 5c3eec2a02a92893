"""Tells Discord about the commands only when they changed: it counts how often that is done.

What Discord has is fetched and compared at each start, rather than a hash kept: a hash would have
to be stored somewhere, and would not know of a change made by hand or by another process.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import discord
from discord import app_commands

_log = logging.getLogger(__name__)

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


_PERMISSIONS = "default_member_permissions"


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
            await client.http.bulk_upsert_global_commands(client.application_id, payload=ours)
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
        if parts.get(_PERMISSIONS) is not None:  # a number when sent, text when given back
            parts[_PERMISSIONS] = str(parts[_PERMISSIONS])
        return {key: part for key, part in parts.items() if part not in (None, False, "", [], {})}
    if isinstance(value, list):
        parts_of_list = [_plain(part) for part in value]
        numbers = all(isinstance(part, int) for part in parts_of_list)
        return sorted(parts_of_list) if numbers else parts_of_list
    return value
