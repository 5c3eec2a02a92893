"""The channels of a workspace: who is in them, and what Slack tells of them to a bot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.servers.slack_objects import Payload


@dataclass(frozen=True, slots=True)
class Room:
    """A channel, and whether the bot is in it."""

    name: str
    has_bot: bool = True
    is_private: bool = False
    is_archived: bool = False
    is_read_only: bool = False


class Rooms(dict[str, Room]):
    """Channels by their ids."""

    def refusal(self, channel: str) -> str | None:
        """The error that a message there gets; none where it is taken, or nothing is known."""
        room = self.get(channel)
        if room is None:
            return None
        if not room.has_bot:
            return "channel_not_found" if room.is_private else "not_in_channel"
        if room.is_archived:
            return "is_archived"
        return "restricted_action_read_only_channel" if room.is_read_only else None

    def page(self, arguments: Mapping[str, object]) -> Payload:
        """`users.conversations`: the first page of the channels that the bot is in."""
        kinds = str(arguments.get("types") or "public_channel").split(",")
        no_archived = str(arguments.get("exclude_archived")) == "true"
        own = [
            channel
            for channel, room in self.items()
            if room.has_bot
            and ("private_channel" if room.is_private else "public_channel") in kinds
            and not (no_archived and room.is_archived)
        ]
        limit = int(str(arguments.get("limit") or 100))
        cursor = "dGVhbTpD" if len(own) > limit else ""
        channels = [self._told(channel) for channel in own[:limit]]
        return {"channels": channels, "response_metadata": {"next_cursor": cursor}}

    def info(self, channel: str, *, private: bool) -> Payload | None:
        """`conversations.info`; a private channel is not there for a bot that is not in it.

        Nor for one that may not know of `private` channels.
        """
        room = self.get(channel)
        if room is None or (room.is_private and not (private and room.has_bot)):
            return None
        return {**self._told(channel), "is_member": room.has_bot}

    def _told(self, channel: str) -> Payload:
        """What Slack tells; whether only some may post it tells only where that is so."""
        room = self[channel]
        told: Payload = {"id": channel, "name": room.name, "name_normalized": room.name}
        told |= {"is_channel": True, "is_private": room.is_private, "is_archived": room.is_archived}
        return told | ({"is_read_only": True} if room.is_read_only else {})
