"""Sends rendered payloads exactly as they are, and says in the log why one was not taken."""

from __future__ import annotations

import logging
from typing import Any

import aiohttp
import discord
from discord.http import Route
from discord.webhook.async_ import async_context, interaction_response_params

from bot.rendering.discord.components import Payload
from bot.rendering.discord.message import replying_to

_log = logging.getLogger(__name__)

_NEW_MESSAGE = 4
_NO_HISTORY = 160002
_REMEDIES = {
    10062: "the interaction was answered too late",
    40060: "the interaction had been answered before",
    50001: "give the bot access to the channel",
    50013: "allow the bot to send messages in the channel",
}


async def reply(client: discord.Client, message: discord.Message, payload: Payload) -> None:
    """Answer `message` with a reply; with a plain message where the bot may not read back."""
    try:
        try:
            await _post(client, message.channel.id, replying_to(payload, message.id))
        except discord.HTTPException as error:
            if error.code != _NO_HISTORY:
                raise
            await _post(client, message.channel.id, payload)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        _say_why(error)


async def respond(interaction: discord.Interaction[Any], payload: Payload) -> None:
    """Answer `interaction` with a new message; must be its only response, within 3 seconds.

    Through discord.py's adapter for interactions: its client for everything else would keep a
    rate limit for each interaction for minutes, and looks through all of them for each new one.
    """
    http = interaction.client.http
    try:
        await async_context.get().create_interaction_response(
            interaction.id,
            interaction.token,
            session=interaction._session,
            proxy=http.proxy,
            proxy_auth=http.proxy_auth,
            params=interaction_response_params(_NEW_MESSAGE, payload),
        )
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        _say_why(error)


async def _post(client: discord.Client, channel_id: int, payload: Payload) -> None:
    route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel_id)
    await client.http.request(route, json=payload)


def _say_why(error: Exception) -> None:
    if isinstance(error, discord.HTTPException):
        remedy = _REMEDIES.get(error.code, "see Discord's list of JSON error codes")
        _log.warning(
            "Discord did not take a reply (HTTP %s, code %s): %s", error.status, error.code, remedy
        )
    else:
        _log.warning("a reply did not reach Discord: %s", type(error).__name__)
