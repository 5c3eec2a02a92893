"""What takes bytes from anybody, and what it promises of them; a broken promise raises."""

from __future__ import annotations

import functools
import json
import random
import re
from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Any

from bot.adapters.discord.incoming import pressed_in, question_in, typed_in
from bot.adapters.slack.incoming import (
    asked_by_command,
    asked_by_event,
    asked_by_shortcut,
    change_by_event,
    pressed,
    sent,
)
from bot.adapters.slack.request import Kind, Place, Request, request_of
from bot.core.errors import KnowledgeError, UnusableInputError
from bot.knowledge.loader import parse
from bot.matching.shipped import english
from bot.rendering.actions import ID_LIMIT, action_id, read_action
from tests.benchmarks.hostile import shaken
from tests.servers import slack_objects as objects

Payload = dict[str, Any]

_STRAY_DOT = re.compile(r"\.(?!\d)|(?<!\d)\.")
_KEPT_APART = re.compile(r"\d (?:\d{3}(?!\d)|(?:k|m|mn|mio|bn|b|tn)\b)")
"""“5, 200” is kept apart by what stands between, which is gone the second time."""

WINDOW = Request(Kind.PRESSED, Place("T1", "C1", "U1", "1.1"), "", action="storybot:follow:cost")
FIELD = {"type": 4, "custom_id": "text", "value": "It was 38 million."}
DISCORD_PAYLOADS: tuple[Payload, ...] = (
    {"component_type": 2, "custom_id": "storybot:up:cost"},
    {"component_type": 3, "custom_id": "storybot:related:", "values": ["cost"]},
    {"custom_id": "storybot:down:cost", "components": [{"type": 1, "components": [FIELD]}]},
    {"custom_id": "storybot:send:", "components": [{"type": 18, "component": FIELD}]},
)


def normaliser(data: bytes) -> None:
    """Of any text words are left, with single spaces; what they are the second time, too."""
    text = data.decode("utf-8", "surrogateescape")  # with halves of characters, too
    read = english().normalise(text)
    assert all(letter.isalnum() or letter in ". " for letter in read), (text, read)
    assert read == " ".join(read.split()), (text, read)
    assert not _STRAY_DOT.search(read), (text, read)
    if not _KEPT_APART.search(read):
        assert english().normalise(read) == read, (text, read)


def knowledge(data: bytes) -> None:
    """A file's bytes become a story, or problems that have a place and a remedy."""
    try:
        story = parse(data, "fuzzed.yaml")
    except KnowledgeError as error:
        problems = error.problems
    except UnusableInputError:
        return
    else:
        assert len({fact.id for fact in story.facts}) == len(story.facts) > 0
        return
    assert problems
    for one in problems:
        assert one.line >= 1, one
        assert one.column >= 1, one
        assert one.message, one
        assert one.remedy, one


def slack(data: bytes) -> None:
    """Whatever Slack sends is read, and comes back from windows and the inbox as it was."""
    body = _payload(data, slack_payloads())
    for threads in (False, True):
        asked_by_event(body, "U0BOT", threads=threads)
        change_by_event(body, "U0BOT", threads=threads)
    for read in (asked_by_command, asked_by_shortcut, pressed, sent):
        wish = read(body)
        assert request_of(wish.written) == wish
        request_of(data.decode("utf-8", "replace"))
    window = sent(body)
    carried = {**body, "view": {"private_metadata": window.written}}
    again = sent(carried)
    assert (again.action, again.place) == (window.action, window.place)


def discord(data: bytes) -> None:
    """Whatever stands in an interaction is read, and an action's text is that of the action."""
    body = _payload(data, DISCORD_PAYLOADS)
    typed_in(body)
    pressed_in(body)
    text = data.decode("utf-8", "replace")
    assert "  " not in question_in(text)
    action = read_action(text)
    if action is not None:
        assert len(text) <= ID_LIMIT
        again = read_action(action_id(action))
        assert again is not None
        assert (again.verb, again.number) == (action.verb, action.number)


def _payload(data: bytes, good: Sequence[Payload]) -> Payload:
    """The object that the bytes are as JSON, else a good one that they break somewhere."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        return found
    chance = random.Random(data)
    broken = shaken(chance.choice(good), chance)
    return broken if isinstance(broken, dict) else {}


@functools.cache
def slack_payloads() -> tuple[Payload, ...]:
    """One of each kind that Slack sends."""
    asked = objects.mention("what did it cost?")
    shown = {"channel": "C1", "ts": "1.2", "thread_ts": "1.1"}
    view = {"id": "V1", "callback_id": "follow", "private_metadata": WINDOW.written}
    search = {"type": "plain_text_input", "action_id": "search", "value": "cost"}
    press = {"type": "button", "action_id": "a", "value": "storybot:up:cost"}
    return (
        objects.event_callback(asked),
        objects.event_callback(objects.message("what did it cost?", thread_ts="1.1")),
        objects.event_callback(objects.changed(asked, "and why?")),
        objects.event_callback(objects.deleted(asked)),
        objects.event_callback(objects.tombstone(asked)),
        objects.command("/ask", "the cost", "https://hook.example", "C1", "U1"),
        objects.message_action("ask_about_this", asked, "https://hook.example", "U1"),
        objects.block_actions(press, shown, "https://hook.example", "U1", ephemeral=False),
        objects.view_actions(search, {"id": "V1", "type": "home"}, "U1"),
        objects.view_submission(view, {"text": {"text": {"value": "why?"}}}, "U1"),
    )


TARGETS: MappingProxyType[str, Callable[[bytes], None]] = MappingProxyType(
    {"normaliser": normaliser, "knowledge": knowledge, "slack": slack, "discord": discord}
)
