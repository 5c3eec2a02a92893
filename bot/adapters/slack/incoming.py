"""What Slack sends, read: who asks what where, and by which keys the delivery is known again.

What is missing there, or of another kind than Slack says, is read as empty.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.application.question_text import lines, with_forwarded
from bot.application.request_context import RequestContext
from bot.ports.messages import Post

Payload = Mapping[str, Any]

PLATFORM = "slack"

HOME = "home"
"""Stands for a channel in places of the App Home."""

FILE = "file_share"
WRITTEN = (None, "thread_broadcast", FILE)
"""The subtypes of messages that people write: without, also shown in the channel, with a file."""

_REFERENCE = re.compile(r"<(?P<sigil>[@#!]?)(?P<target>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")


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
    def is_direct(self) -> bool:
        """Whether nobody but the reader and the bot is there."""
        return self.is_home or is_direct(self.channel)

    @property
    def context(self) -> RequestContext:
        """Who is there, as the application knows them."""
        channel = f"{HOME}-{self.user}" if self.is_home else self.channel
        return RequestContext(
            *(PLATFORM, self.team or None, channel, self.user),
            strand=self.thread_ts or "-",
            is_direct=self.is_direct,
            is_private=self.response_url is not None,
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its words, its place, the keys of its delivery, and the message it stands in.

    `perhaps` marks what was said in a thread without a mention: it may be meant for others.
    """

    text: str
    place: Place
    keys: tuple[str, ...]
    message: str | None = None
    perhaps: bool = False
    about: ClassVar[None] = None

    @property
    def context(self) -> RequestContext:
        """Who asks where."""
        return self.place.context

    @property
    def post(self) -> Post | None:
        """The message, for the records."""
        return self.context.post(self.message) if self.message is not None else None

    @property
    def is_perhaps(self) -> bool:
        """Whether it may be meant for others."""
        return self.perhaps

    @property
    def is_wanted_private(self) -> bool | None:
        """Whether only the asker shall see the answer, where that is known."""
        return True if self.place.response_url else None


@dataclass(frozen=True, slots=True)
class Typed(Asked):
    """The words behind `/story`."""


def asked_by_event(body: Payload, bot_user: str, *, threads: bool = False) -> Asked | None:
    """The question in an `app_mention` or a `message`; None for all else.

    A mention in a channel comes as both: the `app_mention` is the one that counts, but one with a
    file may come as a `message` alone. In threads a message without one may be a question too.
    `threads` puts the answer to a direct message in a thread below it, as conversations with agents
    go.
    """
    event = part_at(body, "event")
    user, channel, ts = (text_at(event, name) for name in ("user", "channel", "ts"))
    if not _is_of_a_person(event) or user == bot_user or not (user and channel and ts):
        return None
    text = written(event)
    with_file = event.get("subtype") == FILE and mentions(text, bot_user)
    perhaps = event.get("type") == "message" and not is_direct(channel) and not with_file
    if perhaps and (not text_at(event, "thread_ts") or mentions(text)):
        return None
    if event.get("type") not in ("app_mention", "message"):
        return None
    team = text_at(body, "team_id") or text_at(event, "team")
    known_by = talk_keys if perhaps else message_keys
    keys = known_by(team, channel, ts)
    place = place_below(team, channel, user, event, threads=threads)
    return Asked(asked_in(event), place, keys, ts, perhaps)


def place_below(team: str, channel: str, user: str, message: Payload, *, threads: bool) -> Place:
    """Where the answer to a message stands: in its thread, or beside a direct one."""
    beside = is_direct(channel) and not threads
    thread = text_at(message, "thread_ts") or (None if beside else text_at(message, "ts"))
    return Place(team, channel, user, thread)


def is_direct(channel: str) -> bool:
    """Whether a channel is the conversation of one person with the bot."""
    return channel.startswith("D")


def asked_by_shortcut(body: Payload) -> Asked:
    """The message on which somebody chose “Ask about this”; answered for that person only."""
    place = Place(
        text_at(body, "team", "id"),
        text_at(body, "channel", "id"),
        text_at(body, "user", "id"),
        text_at(body, "message", "thread_ts") or None,
        text_at(body, "response_url"),
    )
    return Asked(asked_in(part_at(body, "message")), place, trigger_keys(body))


def asked_by_command(body: Payload, kind: type[Asked] = Asked) -> Asked:
    """The question behind `/ask`; slash commands do not run in threads."""
    place = Place(
        text_at(body, "team_id"),
        text_at(body, "channel_id"),
        text_at(body, "user_id"),
        response_url=text_at(body, "response_url"),
    )
    return kind(words(text_at(body, "text")), place, trigger_keys(body))


def part_at(payload: object, *names: str) -> Payload:
    """The part of a payload that stands there; an empty one where there is none."""
    for name in names:
        payload = payload.get(name) if isinstance(payload, Mapping) else None
    return payload if isinstance(payload, Mapping) else {}


def parts_at(payload: Payload, name: str) -> list[Payload]:
    """The parts of a list that stands there."""
    found = payload.get(name)
    return [it for it in found if isinstance(it, Mapping)] if isinstance(found, list) else []


def text_at(payload: object, *names: str) -> str:
    """The text that stands there; empty where there is none, or something else."""
    found = part_at(payload, *names[:-1]).get(names[-1])
    return found if isinstance(found, str) else ""


def words(text: str) -> str:
    """What a person wrote: Slack's entities undone, mentions dropped, links by their label."""
    return lines(html.unescape(_REFERENCE.sub(_spoken, text)))


def written(message: Payload) -> str:
    """The text of a message as Slack writes it; of its rich text where it has no words beside."""
    text = text_at(message, "text")
    return text if words(text) else rich_text(message) or text


def asked_in(message: Payload) -> str:
    """What a person wrote in a message, and below that the messages they share in it."""
    shared = (words(text_at(it, "text")) for it in parts_at(message, "attachments") if _shares(it))
    return with_forwarded(words(written(message)), shared)


def _shares(attachment: Payload) -> bool:
    """Whether a person shared a message so; a link that unfolds is no request of theirs."""
    return attachment.get("is_share") is True


def _spoken(reference: re.Match[str]) -> str:
    sigil, target, label = reference.group("sigil", "target", "label")
    if sigil in ("@", "!"):
        return " "
    return label or ("" if sigil == "#" else target)


def message_keys(team: str, channel: str, ts: str) -> tuple[str, ...]:
    """By what a message is known again, under whatever event, and whatever event id, it comes."""
    return (f"message/{team}/{channel}/{ts}",)


def talk_keys(team: str, channel: str, ts: str) -> tuple[str, ...]:
    """The same for what may not be meant for the bot: an edit may mention it yet."""
    return (f"talk/{team}/{channel}/{ts}",)


def trigger_keys(body: Payload) -> tuple[str, ...]:
    """By what an interaction is known again."""
    return _named("trigger", body.get("trigger_id"))


def mentions(text: str, user: str | None = None) -> bool:
    """Whether `user` is mentioned; if none is given whoever: the bot, or somebody else."""
    return any(
        found["target"] == user if user else found["sigil"] in ("@", "!")
        for found in _REFERENCE.finditer(text)
    )


def _is_of_a_person(event: Payload) -> bool:
    """Whether `event` is a new message that a person wrote: of kinds that are known to be that."""
    marks = ("bot_id", "bot_profile", "edited", "hidden")
    return event.get("subtype") in WRITTEN and not any(event.get(mark) for mark in marks)


def _named(kind: str, identity: object) -> tuple[str, ...]:
    return (f"{kind}/{identity}",) if identity and isinstance(identity, str) else ()


def rich_text(part: Payload, depth: int = 5) -> str:
    """The text of what stands in rich text, as Slack would write it in a message's `text`."""
    name = "blocks" if "blocks" in part else "elements"
    inner = [rich_text(it, depth - 1) for it in parts_at(part, name)] if depth else []
    match part.get("type"):
        case "text" | "link" | "date":
            text = html.escape(text_at(part, "text") or text_at(part, "url"), quote=False)
            return f"~{text}~" if part_at(part, "style").get("strike") else text
        case "user":
            return f"<@{text_at(part, 'user_id')}>"
        case "usergroup" | "broadcast":
            return "<!group>"
        case "rich_text_section" | "rich_text_preformatted":
            return "".join(inner)
        case "rich_text_quote":
            return "\n".join(f"&gt; {line}" for line in "".join(inner).splitlines())
        case _:
            return "\n".join(inner)
