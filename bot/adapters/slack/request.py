"""What somebody in Slack wants, and where; as text too, for another process to do it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter
from typing import ClassVar

from bot.application.request_context import RequestContext
from bot.ports.inbox import InHand
from bot.ports.messages import Post
from bot.rendering.actions import Action, Verb, read_action

PLATFORM = "slack"

HOME = "home"
"""Stands for a channel in places of the App Home."""

_LONGEST = 64
"""Characters of an id in the inbox."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader is, and so where the reply goes.

    `thread_ts` is the thread's root, or None outside threads. `response_url` is set where only the
    reader sees the exchange: after a slash command, and on a button of such a reply.
    `whisper_url` is set where others see it, but a word to the reader alone can go that way.
    """

    team: str
    channel: str
    user: str
    thread_ts: str | None = None
    response_url: str | None = None
    whisper_url: str | None = None

    @property
    def is_home(self) -> bool:
        """Whether it is the App Home, which takes no messages."""
        return self.channel == HOME

    @property
    def context(self) -> RequestContext:
        """Who is there, as the application knows them."""
        channel = f"{HOME}-{self.user}" if self.is_home else self.channel
        return RequestContext(
            *(PLATFORM, self.team or None, channel, self.user),
            strand=self.thread_ts or "-",
            is_direct=self.is_home or is_direct(self.channel),
            is_private=self.response_url is not None,
        )


def is_direct(channel: str) -> bool:
    """Whether a channel is the conversation of one person with the bot."""
    return channel.startswith("D")


class Kind(StrEnum):
    """What is wanted."""

    ASKED = "asked"
    """An answer, to a message or to what was typed behind `/ask`."""
    PERHAPS = "perhaps"
    """The same of what was said in a thread without a mention: it may be meant for others."""
    TYPED = "typed"
    """What the words behind `/story` say."""
    PRESSED = "pressed"
    """What a button or a menu does."""
    SEARCHED = "searched"
    """An answer in the App Home, to what was typed into its search box."""
    SENT = "sent"
    """What a window does that was sent off."""


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants: of what kind, where, and the key by which a delivery is known again.

    `text` are their words, `action` is what their button or window does. `message` is the timestamp
    of the message that asks or was pressed; `trigger` opens a window within three seconds.
    """

    kind: Kind
    place: Place
    key: str
    text: str = ""
    message: str | None = None
    action: str = ""
    trigger: str = ""
    about: ClassVar[None] = None

    @property
    def context(self) -> RequestContext:
        """Who wants it, and where."""
        return self.place.context

    @property
    def post(self) -> Post | None:
        """The message that asks, for the records."""
        return self.context.post(self.message) if self.message is not None else None

    @property
    def is_asked(self) -> bool:
        """Whether an answer goes where the question stands."""
        return self.kind in (Kind.ASKED, Kind.PERHAPS)

    @property
    def is_perhaps(self) -> bool:
        """Whether it may be meant for others."""
        return self.kind is Kind.PERHAPS

    @property
    def is_wanted_private(self) -> bool | None:
        """Whether only the asker shall see the answer, where that is known."""
        return True if self.place.response_url else None

    @property
    def does(self) -> Action | None:
        """What was pressed or sent off; None for all else, or what another version's does."""
        return read_action(self.action)

    @property
    def in_inbox(self) -> Post:
        """What it is called there; what has no message of its own goes by its delivery.

        A vote goes by the message and who votes, and what is done in the App Home by whose it is:
        of these only the last one counts, and is all that the inbox holds.
        """
        team, does = self.place.team or None, self.does
        name = self.message if self.is_asked and self.message else self.key
        if self.place.is_home and self.kind is not Kind.SENT:
            name = f"home/{self.place.user}"
        elif self.kind is Kind.PRESSED and does and does.verb in (Verb.UP, Verb.DOWN):
            name = f"vote/{self.place.user}/{self.message}"
        return Post(PLATFORM, team, self.place.channel, name[-_LONGEST:])

    @property
    def written(self) -> str:
        """All that it takes to do it, for the inbox and for windows."""
        kind, _, *others = _PARTS(self)
        return json.dumps((kind, _PARTS_OF_PLACE(self.place), *others), separators=(",", ":"))

    @property
    def in_hand(self) -> InHand:
        """What the inbox holds of it until it is done."""
        return InHand(self.in_inbox, self.written)


_PARTS, _PARTS_OF_PLACE = (attrgetter(*it.__match_args__) for it in (Request, Place))
"""All fields, in order; `dataclasses.astuple` would copy each, deeply."""


def request_of(written: str) -> Request | None:
    """What was `written`; None where that is not to be read by this version."""
    try:
        kind, place, *others = json.loads(written)
        return Request(Kind(kind), Place(*place), *others)
    except (ValueError, TypeError, RecursionError):
        return None


def message_key(place: Place, ts: str, kind: Kind = Kind.ASKED) -> str:
    """By what a message is known again, under whatever event, and whatever event id, it comes.

    One that may not be meant for the bot has another: an edit may mention it yet.
    """
    name = "talk" if kind is Kind.PERHAPS else "message"
    return f"{name}/{place.team}/{place.channel}/{ts}"


def as_asked(talk: Request) -> Request:
    """What names nobody, as a question to the bot."""
    key = message_key(talk.place, talk.message or "")
    return replace(talk, kind=Kind.ASKED, key=key)


@dataclass(frozen=True, slots=True)
class Change:
    """A message that a person edited, as it asks now, or deleted: then there is no `key`.

    It `is_new` as a question where the bot is mentioned in it and, as far as Slack tells, was not
    before.
    """

    asked: Request
    key: str = ""
    is_new: bool = False

    @property
    def known_as(self) -> tuple[str, str]:
        """By what the message was known, as a question or as talk."""
        place, ts = self.asked.place, self.asked.message or ""
        return self.asked.key, message_key(place, ts, Kind.PERHAPS)
