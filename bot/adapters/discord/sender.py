"""Sends rendered payloads exactly as they are, and says in the log why one was not taken."""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from typing import Any

import aiohttp
import discord
from discord.http import Route
from discord.webhook.async_ import async_context, interaction_response_params

from bot.rendering.discord.components import Payload

ResponseType = discord.InteractionResponseType

_log = logging.getLogger(__name__)

LOST = (discord.HTTPException, aiohttp.ClientError, OSError)
"""What sending raises when Discord does not take something, or cannot be reached."""

FORBIDDEN = frozenset({50001, 50013, 50083, 160005})
"""No access to the channel; a permission is missing; the thread is archived, or locked."""

NO_HISTORY = 160002
"""A reply needs the permission to read back."""

NO_DIRECT_MESSAGES = 50007
"""The code for somebody who takes none."""

CONTENT_LIMIT = 2000

UNKNOWN_MESSAGE = 10008
"""The code for a message that is gone already."""

_REMEDIES = {
    10062: "the interaction was answered too late",
    40060: "the interaction had been answered before",
    50001: "give the bot access to the channel",
    50007: "the reader takes no direct messages",
    50013: "allow the bot to send messages in the channel",
    50083: "open the thread again",
    160005: "unlock the thread",
}


async def respond(
    interaction: discord.Interaction[Any], kind: ResponseType, data: Payload | None = None
) -> str | None:
    """Answer `interaction`; must be its only response, within 3 seconds.

    Returns the id of the message it made; None where it made none, or Discord took nothing.
    Through discord.py's adapter for interactions: its client for everything else would keep a
    rate limit for each interaction for minutes, and looks through all of them for each new one.
    """
    way = interaction.followup
    try:
        answer: Any = await async_context.get().create_interaction_response(
            interaction.id,
            interaction.token,
            session=way.session,
            proxy=way.proxy,
            proxy_auth=way.proxy_auth,
            params=interaction_response_params(kind.value, data),
        )
    except LOST as error:
        say_why(error)
        return None
    interaction.client.acknowledged(interaction)
    made = ((answer or {}).get("resource") or {}).get("message") or {}
    return str(made["id"]) if "id" in made else None


async def arrived(call: Awaitable[object]) -> bool:
    """Whether Discord took what `call` says; in the log why not."""
    try:
        await call
    except LOST as error:
        say_why(error)
        return False
    return True


async def post(
    client: discord.Client, channel_id: int, payload: Payload, once: int | None = None
) -> str:
    """Send a message and return its id; raises one of `LOST`.

    For some minutes Discord makes one message only for the same `once`, whoever asks: the library
    after an error, or a second process.
    """
    route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel_id)
    if once is not None:
        payload = {**payload, "nonce": str(once), "enforce_nonce": True}
    made = await client.http.request(route, json=payload)
    return str(made["id"])


async def post_directly(
    client: discord.Client, user_id: int, payload: Payload, once: int | None = None
) -> None:
    """Send a direct message, `once` as in `post`; raises one of `LOST`."""
    made = await client.http.start_private_message(user_id)
    await post(client, int(made["id"]), payload, once)


async def edit(client: discord.Client, channel_id: int, message_id: str, payload: Payload) -> bool:
    """Change a message of the bot's; whether that worked, and in the log why not."""
    path = "/channels/{channel_id}/messages/{message_id}"
    route = Route("PATCH", path, channel_id=channel_id, message_id=message_id)
    return await arrived(client.http.request(route, json=payload))


async def delete(client: discord.Client, channel_id: int, message_id: str) -> bool:
    """Delete a message of the bot's; whether it is gone, and in the log why not."""
    try:
        await client.http.delete_message(channel_id, int(message_id))
    except LOST as error:
        say_why(error)
        return getattr(error, "code", None) == UNKNOWN_MESSAGE
    return True


def say_why(error: Exception) -> None:
    """Log why Discord did not take something, without what it was."""
    if isinstance(error, discord.HTTPException):
        remedy = _REMEDIES.get(error.code, "see Discord's list of JSON error codes")
        _log.warning(
            "Discord did not take a reply (HTTP %s, code %s): %s", error.status, error.code, remedy
        )
    else:
        _log.warning("a reply did not reach Discord: %s", type(error).__name__)
