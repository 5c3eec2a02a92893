"""Questions as the inbox holds them: all that it takes to answer one in another process."""

from __future__ import annotations

import json

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
    place = asked.place
    where = (place.team, place.channel, place.user, place.thread_ts, place.response_url)
    told = (asked.text, where, asked.keys, asked.message, asked.perhaps)
    return InHand(question_of(asked), json.dumps(told, separators=(",", ":")))


def asked_of(left: InHand) -> Asked:
    """The question that another process had in hand."""
    text, where, keys, message, perhaps = json.loads(left.words)
    return Asked(text, Place(*where), tuple(keys), message, perhaps)
