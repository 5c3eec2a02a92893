"""Whether Slack takes the tokens, grants the scopes and lets the bot speak where it should.

For `storybot doctor`; what is off is said in the log of a start, too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.channel_audit import Audited, Trouble, audit
from bot.adapters.probing import PATIENCE, probe
from bot.adapters.slack.api_errors import LOST, code_of
from bot.adapters.slack.app import Identity, identify, socket_address, web_client
from bot.adapters.slack.features import CHANNELS, FULL, MINIMAL, scopes_of, works
from bot.adapters.slack.request import PLATFORM
from bot.application.moderation import Moderation
from bot.core.errors import RefusedTokenError, UnreachableError
from bot.ports.checks import Finding, Level, finding_of
from bot.settings import SlackSettings

KINDS = ("public_channel", "private_channel")
"""The conversations that rules are about."""

LOOKED_AT = 200
"""Channels that are looked at, of those that the bot is in: what Slack tells at once."""

LOOKED_UP = 20
"""Channels that are looked up, of those that the rules name: a request each, and Slack counts."""

UNKNOWN = Trouble(
    "Slack knows no channel {channels}, or it is private and the bot is not in it",
    "write /invite @{bot} there, or correct STORYBOT_CHANNELS (or what /story rules says)",
)
ARCHIVED = Trouble(
    "{channels}: archived, so nobody can write there",
    "take it out of STORYBOT_CHANNELS (or of what /story rules says), or unarchive it",
)
ABSENT = Trouble("the bot is not in {channels}", "write /invite @{bot} there")
CLOSED = Trouble(
    "the bot may not post in {channels}",
    "let who manages the channel change who may post in it",
)


async def check_slack(settings: SlackSettings, moderation: Moderation) -> list[Finding]:
    """The address, both tokens, the scopes, the clock and, where it may, the channels."""
    found = await probe(PLATFORM, settings.api_url)
    async with aiohttp.ClientSession(timeout=PATIENCE) as session:
        client = web_client(settings.bot_token, settings.api_url, session)
        client.retry_handlers.clear()  # who asks the doctor wants to know how it is now
        try:
            me = await identify(client)
            found.append(Finding(PLATFORM, Level.GOOD, "SLACK_BOT_TOKEN is accepted"))
            found += check_scopes(me.scopes)
            if works(CHANNELS, me.scopes):
                found += await check_channels(client, me, moderation)
        except (RefusedTokenError, UnreachableError) as error:
            found.append(finding_of(PLATFORM, error))
        if settings.app_token is not None:
            client.token = settings.app_token
            try:
                await socket_address(client)
                found.append(Finding(PLATFORM, Level.GOOD, "SLACK_APP_TOKEN is accepted"))
            except (RefusedTokenError, UnreachableError) as error:
                found.append(finding_of(PLATFORM, error))
    return list(dict.fromkeys(found))


async def check_editors(settings: SlackSettings, channel: str) -> list[Finding]:
    """Whether the bot is in the editors' channel, as far as Slack tells."""
    async with aiohttp.ClientSession(timeout=PATIENCE) as session:
        client = web_client(settings.bot_token, settings.api_url, session)
        client.retry_handlers.clear()
        try:
            room = (await client.conversations_info(channel=channel))["channel"]
        except (SlackApiError, *LOST) as error:
            if code_of(error) != "channel_not_found":  # it may lack the scope to look
                return []
            room = {}
    if room.get("is_member"):
        return [Finding("editors", Level.GOOD, "the bot is in the editors' channel in Slack")]
    remedy = "write /invite and the bot's name there, or correct STORYBOT_EDITORS"
    what = f"the bot is not in the editors' channel {channel}"
    return [Finding("editors", Level.PROBLEM, what, remedy)]


def check_scopes(granted: Collection[str]) -> list[Finding]:
    """What was granted, as far as Slack said, held against both manifests."""
    if not granted:
        return []
    off = "; ".join(feature.name for feature in FULL if not works(feature, granted))
    if missing := sorted(scopes_of(MINIMAL) - frozenset(granted)):
        what = f"the Slack app lacks {', '.join(missing)}"
        remedy = "add what deploy/slack-manifest.yaml lists, then reinstall the app"
        found = [Finding(PLATFORM, Level.PROBLEM, what, remedy)]
    elif off:
        what = f"every scope of the minimal manifest is granted; off are: {off}"
        found = [Finding(PLATFORM, Level.GOOD, what)]
    else:
        found = [Finding(PLATFORM, Level.GOOD, "every scope of the full manifest is granted")]
    if unused := sorted(frozenset(granted) - scopes_of(FULL)):
        what = f"the Slack app may do what storybot never does: {', '.join(unused)}"
        remedy = "take these scopes away, then reinstall the app"
        found.append(Finding(PLATFORM, Level.WARNING, what, remedy))
    return found


async def check_channels(
    client: AsyncWebClient, me: Identity, moderation: Moderation
) -> list[Finding]:
    """Every channel that the bot is in or that the rules name, but where they silence it."""
    named = moderation.rules(me.team).channels
    found, rooms = list[Finding](), dict[str, Mapping[str, Any]]()
    try:
        listed = await client.users_conversations(types=KINDS, limit=LOOKED_AT)
    except (SlackApiError, *LOST) as error:
        return [_unseen(error)]
    rooms |= {it["id"]: {**it, "is_member": True} for it in listed["channels"]}
    ids = (it for it in named if not it.isdigit())  # those of Discord are numbers
    for channel in sorted(set(ids) - rooms.keys())[:LOOKED_UP]:
        try:
            rooms[channel] = (await client.conversations_info(channel=channel))["channel"]
        except (SlackApiError, *LOST) as error:
            if code_of(error) == "channel_not_found":
                rooms[channel] = {}
            else:
                found.append(_unseen(error))
    audited = [_audited(channel, room, me.name) for channel, room in rooms.items()]
    nowhere = f"write /invite @{me.name} in one; see /story rules and STORYBOT_CHANNELS"
    where = f"in “{me.workspace}”"
    found += audit(PLATFORM, where, me.team, audited, moderation, nowhere)
    if (listed.get("response_metadata") or {}).get("next_cursor"):
        what = f"only the first {LOOKED_AT} channels were looked at"
        found.append(Finding(PLATFORM, Level.GOOD, what))
    return found


def _audited(channel: str, room: Mapping[str, Any], bot: str) -> Audited:
    """A private channel goes by its id: of its name only those who are in it may know."""
    is_named = room.get("name") and not room.get("is_private")
    trouble = None
    if not room:
        trouble = UNKNOWN
    elif room.get("is_archived"):
        trouble = ARCHIVED
    elif not room.get("is_member"):
        trouble = ABSENT
    elif room.get("is_read_only") or room.get("is_frozen"):
        trouble = CLOSED
    told = trouble and Trouble(trouble.what, trouble.remedy.replace("{bot}", bot))
    name = f"#{room['name']}" if is_named else channel
    return Audited(channel, name, told, trouble is ARCHIVED)


def _unseen(error: Exception) -> Finding:
    what = f"the channels could not all be looked at ({code_of(error) or 'no answer'})"
    return Finding(PLATFORM, Level.WARNING, what, "try again later")
