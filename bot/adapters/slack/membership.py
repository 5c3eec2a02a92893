"""Where in a workspace the bot may speak and cannot, for it is not in there; for the doctor."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from bot.adapters.channel_audit import Audited, Trouble, audit
from bot.adapters.probing import probe
from bot.application.moderation import Moderation
from bot.ports.checks import Finding, Level
from bot.settings import SlackSettings

PART = "slack"

KINDS = ("public_channel", "private_channel")
"""The conversations that rules are about."""

LOOKED_AT = 200
"""Channels that are looked at, of those that the bot is in: what Slack tells at once."""

LOOKED_UP = 20
"""Channels that are looked up, of those that the rules name: a request each, and Slack counts."""

Body = Mapping[str, Any]


ABSENT = Trouble("the bot is not in {channels}", "write /invite @{bot} there")
UNKNOWN = Trouble(
    "Slack knows no channel {channels}, or it is private and the bot is not in it",
    "write /invite @{bot} there, or correct STORYBOT_CHANNELS (or what /story rules says)",
)
ARCHIVED = Trouble(
    "{channels}: archived, so nobody can write there",
    "take it out of STORYBOT_CHANNELS (or of what /story rules says), or unarchive it",
)
CLOSED = Trouble(
    "the bot may not post in {channels}",
    "let who manages the channel change who may post in it",
)


async def check_channels(
    settings: SlackSettings, me: Body, moderation: Moderation
) -> list[Finding]:
    """Every channel that the bot, `me` of auth.test, is in or that the rules name.

    Those where the rules let it not speak are left out.
    """
    which = {"types": ",".join(KINDS), "limit": str(LOOKED_AT)}
    listed = await _asked(settings, "users.conversations", **which)
    if not listed.get("ok"):
        return [_unseen(listed)]
    rooms: dict[str, Body] = {it["id"]: {**it, "is_member": True} for it in listed["channels"]}
    chosen = _chosen(moderation, str(me["team_id"]))
    missing = sorted(chosen - rooms.keys())[:LOOKED_UP]
    found = await asyncio.gather(*(_asked(settings, _INFO, channel=it) for it in missing))
    told = {it: body.get("channel") or body for it, body in zip(missing, found, strict=True)}
    unseen = {it: body for it, body in told.items() if body.get("error") not in _SAID}
    rooms |= {it: body for it, body in told.items() if it not in unseen}
    bot, audited = str(me["user"]), [_audited(it, room, me) for it, room in rooms.items()]
    nowhere = f"write /invite @{bot} in one; see /story rules and STORYBOT_CHANNELS"
    parts = (PART, f"in “{me['team']}”", str(me["team_id"]), audited, moderation, nowhere)
    findings = [*map(_unseen, unseen.values()), *audit(*parts)]
    if (listed.get("response_metadata") or {}).get("next_cursor"):
        what = f"only the first {LOOKED_AT} channels were looked at"
        findings.append(Finding(PART, Level.GOOD, what))
    return list(dict.fromkeys(findings))


_INFO = "conversations.info"
_SAID = (None, "channel_not_found")
"""What Slack answers of a channel: all of it, or that there is none for the bot."""


async def _asked(settings: SlackSettings, method: str, **arguments: str) -> Body:
    """What Slack answers; only an `error` where it cannot be asked."""
    url = f"{settings.api_url}{method}?{urlencode(arguments)}"
    answer = await probe("GET", url, f"Bearer {settings.bot_token}")
    if answer is None or not isinstance(answer.body, dict):
        return {"error": "no answer"}
    return answer.body


def _chosen(moderation: Moderation, team: str) -> frozenset[str]:
    """The channels that the rules name; those of Discord, whose ids are numbers, are left out."""
    return frozenset(it for it in moderation.rules(team).channels if not it.isdigit())


def _audited(channel: str, room: Body, me: Body) -> Audited:
    trouble = _trouble(room)
    if trouble is None:
        return Audited(channel, "")
    told = replace(trouble, remedy=trouble.remedy.replace("{bot}", str(me["user"])))
    return Audited(channel, _name(channel, room), told, trouble is ARCHIVED)


def _trouble(room: Body) -> Trouble | None:
    """What keeps the bot from writing there, as Slack tells of the channel."""
    if "error" in room:
        return UNKNOWN
    if room.get("is_archived"):
        return ARCHIVED
    if not room.get("is_member"):
        return ABSENT
    return CLOSED if room.get("is_read_only") or room.get("is_frozen") else None


def _name(channel: str, room: Body) -> str:
    """A private channel by its id: of its name only those who are in it may know."""
    if room.get("is_private") or not room.get("name"):
        return channel
    return f"#{room['name']}"


def _unseen(answer: Body) -> Finding:
    what = f"the channels could not all be looked at ({answer.get('error')})"
    return Finding(PART, Level.WARNING, what, "try again later")
