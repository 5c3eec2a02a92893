"""What becomes of words, ids and values that nobody means well with."""

from __future__ import annotations

import asyncio
import random
import time

from tests.benchmarks import faults_discord, faults_slack
from tests.benchmarks.faults_discord import QUIET, all_answered, person, question
from tests.benchmarks.faulty import Place, Row
from tests.benchmarks.hostile import EVIL, TEXTS, identities, shaken
from tests.benchmarks.rig import QUESTION, TOKEN, came_to_pass, on_discord, on_slack
from tests.servers import discord_objects as objects
from tests.servers.discord_objects import Data
from tests.servers.discord_server import DiscordServer
from tests.servers.slack_objects import EVENTS, INTERACTIVE, event_callback, mention, message
from tests.servers.slack_server import SlackServer

UNHARMED = "each answered once, nothing pings, nothing is live, no limit broken"
MENU = "Ask about this"

AT_ONCE = 20
"""Forgeries that come together; what becomes of crowds is a fault of its own."""


async def texts_on_discord(place: Place, times: int) -> Row:
    """In a message, a command, a choice while typing, and a message that is asked about."""
    async with DiscordServer(TOKEN) as server, on_discord(place, server):
        said, asked, slowest = [], [], 0.0
        for number, text in enumerate(TEXTS * times):
            began = time.monotonic()
            said.append(await question(server, number, text))
            await server.deliver(said[-1])
            asked.append(await server.use_command("ask", person=person(number), question=text))
            shown = objects.message(person(number), objects.CHANNEL_ID, text)
            asked.append(await server.use_on(MENU, shown, person=person(number)))
            await server.type_in("ask", text)
            await came_to_pass(lambda: all_answered(server, said, asked), 10)
            slowest = max(slowest, time.monotonic() - began)
        await asyncio.sleep(QUIET)
        said_back = sum(EVIL in str(message) for message in server.messages)
        seen = f"{faults_discord.outcome(server, said, asked)}; {said_back} links said back; "
        seen += f"{slowest:.1f} s at most"
    return Row("hostile text on Discord", place, f"{4 * len(said)} texts", UNHARMED, seen)


async def texts_on_slack(place: Place, times: int, mode: str) -> Row:
    """In mentions, direct messages and commands."""
    async with SlackServer() as slack, on_slack(place, slack, mode):
        slack.watch.untrusted = [EVIL]
        slowest = 0.0
        for number, text in enumerate(TEXTS * times):
            began = time.monotonic()
            user = f"U{number}"
            await slack.event(mention(text, f"C{number}", user))
            await slack.event(message(text, f"D{number}", user))
            if mode == "socket" or text.isprintable():  # no form holds half a character
                await slack.command(text, user=user)
                await slack.command(text, "/story", user=user)
            await came_to_pass(lambda: not slack.watch.unanswered, 10)
            slowest = max(slowest, time.monotonic() - began)
        await asyncio.sleep(QUIET)
        said_back = sum(EVIL in str(sent.payload) for sent in slack.sent)
        seen = f"{faults_slack.outcome(slack)}; {said_back} links said back; "
        seen += f"{slowest:.1f} s at most"
    tried = f"{4 * len(TEXTS) * times} texts"
    return Row(f"hostile text on Slack ({mode})", place, tried, UNHARMED, seen)


async def identities_on_discord(place: Place, count: int, seed: int) -> Row:
    """Buttons, menus and forms that no answer has."""
    async with DiscordServer(TOKEN) as server, on_discord(place, server):
        answer = await server.answer_to(await server.use_command("ask", question=QUESTION))
        for number, forged in enumerate(identities(count, seed)):
            values = None if number % 2 else [forged, ""]
            await server.touch(answer, forged, values, person=person(number))
            if number % AT_ONCE == 0:
                await came_to_pass(lambda: not server.never_answered())
        await _forms(server, answer, count, seed)
        await came_to_pass(lambda: not server.never_answered())
        silent = len(server.never_answered())
        said = [await question(server, 0)]
        await server.deliver(said[0])
        await came_to_pass(lambda: all_answered(server, said))
        await asyncio.sleep(QUIET)
        seen = f"{silent} unanswered; afterwards "
        seen += faults_discord.outcome(server, said)
    return Row(
        "forged buttons, menus and forms on Discord",
        place,
        f"{count} buttons, {count} forms",
        "a polite word for each; goes on answering",
        seen,
    )


FIELDS: tuple[list[Data], ...] = (
    [],
    [{"type": 1, "components": []}],
    [{"type": 1, "components": [{"type": 4, "custom_id": "gone", "value": "x"}]}],
    [{"type": 1, "components": [{"type": 4, "custom_id": "text", "value": ""}]}],
    [{"type": 18, "id": 1, "component": {"type": 4, "custom_id": "text", "value": "x"}}],
    [{"type": 10, "id": 1}, {"type": 1, "components": [{"type": 4, "custom_id": "text"}]}],
)
"""What may be left of a form. discord.py takes for granted that types are of their type."""


async def _forms(server: DiscordServer, answer: Data, count: int, seed: int) -> None:
    for number, forged in enumerate(identities(count, seed)):
        form = {"custom_id": forged, "components": FIELDS[number % len(FIELDS)]}
        who = person(number)
        sent = objects.interaction(5, form, who, objects.CHANNEL_ID, message=answer)
        await server.interact(sent, answer)
        if number % AT_ONCE == 0:
            await came_to_pass(lambda: not server.never_answered())


async def identities_on_slack(place: Place, count: int, seed: int, mode: str) -> Row:
    """Buttons that no answer has, then payloads that are none, from Slack by all signs."""
    async with SlackServer() as slack, on_slack(place, slack, mode):
        await slack.event(mention(QUESTION))
        await came_to_pass(lambda: bool(slack.sent))
        [answer] = slack.sent
        control = answer.carrying(":up:")
        for number, forged in enumerate(identities(count, seed)):
            forged = forged.encode(errors="replace").decode()
            pressed = {**control, "type": "button", "value": forged, "action_id": forged[:255]}
            await slack.press(answer, pressed, f"U{number}")
        await came_to_pass(lambda: len(slack.sent) > count // 2)
        await asyncio.sleep(QUIET)
        before = len(slack.watch.unanswered)
        await _shake_slack(slack, count, random.Random(seed))
        slack.watch.violations.clear()  # of what was no event, the watch makes nothing either
        await slack.event(after := mention(QUESTION, "C1", "U1"))
        await came_to_pass(lambda: any(it.thread_ts == after["ts"] for it in slack.sent))
        await asyncio.sleep(QUIET)
        answered = sum(it.thread_ts == after["ts"] for it in slack.sent)
        seen = f"{before} of the buttons unanswered; afterwards {answered} answer to a question"
    return Row(
        f"forged buttons and payloads on Slack ({mode})",
        place,
        f"{count} buttons, {count} broken payloads",
        "a polite word for each button; goes on answering",
        seen,
    )


async def _shake_slack(slack: SlackServer, count: int, chance: random.Random) -> None:
    view = {"id": "V1", "callback_id": "follow", "private_metadata": "{}", "state": {"values": {}}}
    place = {"type": "message", "message_ts": "1.2", "channel_id": "C1", "is_ephemeral": False}
    who = {"user": {"id": "U1"}, "team": {"id": "T0TEAM"}, "trigger_id": "t"}
    action = {"type": "button", "action_id": "a", "block_id": "b", "value": "storybot:up:gone"}
    kinds = (
        (EVENTS, event_callback(mention(QUESTION))),
        (EVENTS, event_callback(message(QUESTION))),
        (INTERACTIVE, {"type": "view_submission", **who, "view": view}),
        (INTERACTIVE, {"type": "block_actions", **who, "container": place, "actions": [action]}),
    )
    for _ in range(count):
        kind, payload = chance.choice(kinds)
        await slack.deliver_once(kind, shaken(payload, chance))
