"""The objects of Discord's API that the loopback server hands out, as plain dictionaries."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from typing import Any

Data = dict[str, Any]

APPLICATION_ID = 770000000000000001
GUILD_ID = 880000000000000001
CHANNEL_ID = 880000000000000002
OTHER_CHANNEL_ID = 880000000000000003
THREAD_ID = 880000000000000004
EPHEMERAL = 1 << 6

VIEW, SEND, READ_HISTORY, SEND_IN_THREADS = 1 << 10, 1 << 11, 1 << 16, 1 << 38
MANAGE_GUILD = 1 << 5

_EPOCH = 1420070400000
_STAMP = "2031-04-03T12:00:00.000000+00:00"
_serial = itertools.count()


def snowflake() -> int:
    """A new id, larger than those before it."""
    return ((int(time.time() * 1000) - _EPOCH) << 22) + next(_serial)


@dataclass(frozen=True)
class Person:
    """Somebody who writes; `bot` for other people's bots."""

    id: int
    name: str
    bot: bool = False
    permissions: int = 0

    def data(self) -> Data:
        return {
            "id": str(self.id),
            "username": self.name,
            "global_name": self.name.title(),
            "discriminator": "0",
            "avatar": None,
            "bot": self.bot,
        }

    def member(self) -> Data:
        return {
            "roles": [],
            "joined_at": _STAMP,
            "deaf": False,
            "mute": False,
            "flags": 0,
            "permissions": str(self.permissions),
        }

    @property
    def direct_channel(self) -> int:
        """The channel of the direct messages between this person and the bot."""
        return self.id + 1


READER = Person(990000000000000010, "reader")
OTHER_READER = Person(990000000000000020, "neighbour")
MANAGER = Person(990000000000000040, "manager", permissions=MANAGE_GUILD)
OTHER_BOT = Person(990000000000000030, "parrot", bot=True)
THE_BOT = Person(APPLICATION_ID, "storybot", bot=True)


def channel(channel_id: int, reader: Person, denied: int = 0) -> Data:
    """The channel object that comes with an interaction; `denied` is withheld from everybody."""
    overwrite = {"id": str(GUILD_ID), "type": 0, "allow": "0", "deny": str(denied)}
    if channel_id == reader.direct_channel:
        recipients = [reader.data()]
        return {"id": str(channel_id), "type": 1, "recipients": recipients, "flags": 0}
    if channel_id == THREAD_ID:
        return thread()
    return {
        "id": str(channel_id),
        "type": 0,
        "guild_id": str(GUILD_ID),
        "name": f"channel-{channel_id % 10}",
        "position": 0,
        "permission_overwrites": [overwrite] if denied else [],
        "nsfw": False,
        "parent_id": None,
        "flags": 0,
    }


def thread(locked: bool = False) -> Data:
    """A public thread below the first channel."""
    return {
        "id": str(THREAD_ID),
        "type": 11,
        "guild_id": str(GUILD_ID),
        "parent_id": str(CHANNEL_ID),
        "owner_id": str(READER.id),
        "name": "a thread",
        "message_count": 1,
        "member_count": 1,
        "rate_limit_per_user": 0,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 60,
            "archive_timestamp": _STAMP,
            "locked": locked,
        },
        "flags": 0,
    }


def guild(permissions: int, denied: dict[int, int] | None = None, *, locked: bool = False) -> Data:
    """The data of GUILD_CREATE; everybody has these permissions, but what channels deny."""
    everyone = {
        "id": str(GUILD_ID),
        "name": "@everyone",
        "permissions": str(permissions),
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    return {
        "id": str(GUILD_ID),
        "name": "The newsroom",
        "owner_id": str(READER.id),
        "member_count": 3,
        "unavailable": False,
        "joined_at": _STAMP,
        "large": False,
        "roles": [everyone],
        "channels": [
            channel(one, READER, (denied or {}).get(one, 0))
            for one in (CHANNEL_ID, OTHER_CHANNEL_ID)
        ],
        "members": [{**THE_BOT.member(), "user": THE_BOT.data()}],
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "preferred_locale": "en-US",
        "system_channel_flags": 0,
        "features": [],
        "emojis": [],
        "stickers": [],
        "threads": [thread(locked)],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def application() -> Data:
    """What `GET /oauth2/applications/@me` answers."""
    return {
        "id": str(APPLICATION_ID),
        "name": "storybot",
        "description": "",
        "icon": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": READER.data(),
        "verify_key": "0" * 64,
        "flags": 0,
        "integration_types_config": {"0": {}, "1": {}},
        "interactions_endpoint_url": None,
    }


def message(
    author: Person, channel_id: int, content: str, *, direct: bool = False, **more: Any
) -> Data:
    """A message object; `more` overrides."""
    place = {} if direct else {"guild_id": str(GUILD_ID), "member": author.member()}
    return {
        "id": str(snowflake()),
        "channel_id": str(channel_id),
        "author": author.data(),
        "content": content,
        "timestamp": _STAMP,
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "type": 0,
        "flags": 0,
        **place,
        **more,
    }


HIDDEN: Data = {"content": "", "embeds": [], "components": []}
"""What Discord leaves of a message that is none of a bot's business."""


def forwarding(content: str) -> Data:
    """What a message carries that forwards another one, of these words, from somewhere else."""
    shown = {"type": 0, "content": content, "embeds": [], "attachments": [], "components": []}
    stamps = {"timestamp": _STAMP, "edited_timestamp": None, "flags": 0}
    reference = {"type": 1, "channel_id": "55", "message_id": str(snowflake())}
    return {"message_reference": reference, "message_snapshots": [{"message": {**shown, **stamps}}]}


def replying(to: Data | None) -> Data:
    """What a reply carries: the message `to`, None where that is deleted."""
    seen = to or {"id": str(snowflake()), "channel_id": str(CHANNEL_ID)}
    reference = {"type": 0, "channel_id": seen["channel_id"], "message_id": seen["id"]}
    return {"type": 19, "message_reference": reference, "referenced_message": to}


def interaction(kind: int, data: Data, person: Person, channel_id: int, **more: Any) -> Data:
    """The data of INTERACTION_CREATE.

    `kind`: 2 is a command, 3 a component, 4 autocompletion, 5 a form that was sent.
    """
    if channel_id == person.direct_channel:
        place: Data = {"user": person.data(), "context": 1}
    else:
        place = {
            "guild_id": str(GUILD_ID),
            "guild": {"id": str(GUILD_ID), "locale": "en-US", "features": []},
            "member": {**person.member(), "user": person.data()},
            "context": 0,
        }
    return {
        "id": str(snowflake()),
        "application_id": str(APPLICATION_ID),
        "type": kind,
        "data": data,
        "token": f"token-{next(_serial)}",
        "version": 1,
        "channel_id": str(channel_id),
        "channel": channel(channel_id, person),
        "app_permissions": "0",
        "locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(GUILD_ID)},
        "attachment_size_limit": 10485760,
        **place,
        **more,
    }


def registered(command: Data) -> Data:
    """A command as Discord gives it back: with ids and defaults, without empty options."""
    options = [
        {key: value for key, value in option.items() if value not in (None, False)}
        for option in command.get("options") or []
    ]
    permissions = command.get("default_member_permissions")
    given = {**command, **({"options": options} if options else {})}
    return {
        "id": str(snowflake()),
        "application_id": str(APPLICATION_ID),
        "version": str(snowflake()),
        "type": 1,
        "description": "",
        "name_localizations": None,
        "description_localizations": None,
        "nsfw": False,
        **given,
        "default_member_permissions": None if permissions is None else str(permissions),
        "dm_permission": True,
    }
