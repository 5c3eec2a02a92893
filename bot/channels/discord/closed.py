"""What to do about the close codes after which connecting to Discord anew would change nothing."""

from __future__ import annotations

import discord

from bot.core.errors import RefusedTokenError, SettingsError

REFUSED = (
    "Discord does not accept DISCORD_TOKEN: copy the token of your application again "
    "(discord.com/developers, page “Bot”, “Reset Token”) and set it."
)
_AUTHENTICATION_FAILED, _DISALLOWED_INTENTS = 4004, 4014

_TOO_OLD = "Discord no longer takes what this version of storybot says: upgrade it."
_REMEDIES = {
    4010: (
        "Discord knows no such shard: DISCORD_SHARD_IDS and DISCORD_SHARD_COUNT must fit together, "
        "or unset both."
    ),
    4011: "Discord wants the bot in more shards: raise DISCORD_SHARD_COUNT, or unset it.",
    4012: _TOO_OLD,
    4013: _TOO_OLD,
    _DISALLOWED_INTENTS: _TOO_OLD,
}


def error_for(closed: discord.ConnectionClosed | discord.PrivilegedIntentsRequired) -> Exception:
    """The error to end with; `closed` itself where it says nothing that a person could mend."""
    code = closed.code if isinstance(closed, discord.ConnectionClosed) else _DISALLOWED_INTENTS
    if code == _AUTHENTICATION_FAILED:
        return RefusedTokenError(REFUSED)
    return SettingsError(_REMEDIES[code]) if code in _REMEDIES else closed
