"""Questions as the inbox holds them: all that it takes to answer one in another process."""

from __future__ import annotations

import json
from dataclasses import asdict

from bot.channels.slack.incoming import Asked, Place
from bot.core.ports import InHand, Post

PLATFORM = "slack"
_LONGEST = 64
"""Characters of an id in the inbox."""


def question_of(asked: Asked) -> Post:
    """The place of a question; one without a message goes by its trigger."""
    message = asked.message or "".join(asked.keys[:1])[-_LONGEST:]
    return Post(PLATFORM, asked.place.team or None, asked.place.channel, message)


def in_hand(asked: Asked) -> InHand:
    """What the inbox holds of a question until it is answered."""
    return InHand(question_of(asked), json.dumps(asdict(asked), separators=(",", ":")))


def asked_of(left: InHand) -> Asked:
    """The question that another process had in hand."""
    found = json.loads(left.words)
    place, keys = Place(**found.pop("place")), tuple(found.pop("keys"))
    return Asked(place=place, keys=keys, **found)
