"""Who writes and where a message stands: the nouns that the ports share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reader:
    """A person on a platform ("discord", "slack"), by the platform's own id.

    `space` is the server's or workspace's id, None in a direct message on Discord. Behind the
    port the id becomes a keyed hash, the same in every space of a platform.
    """

    platform: str
    id: str
    space: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A message, by its place: the channel, and its id or Slack's timestamp."""

    platform: str
    space: str | None
    channel: str
    message: str
