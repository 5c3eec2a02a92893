"""Whether everybody is answered in a crowd, spread over some seconds or at the very same moment."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from tests.benchmarks import load_discord, load_slack
from tests.benchmarks.faulty import Place, Row
from tests.benchmarks.load import questions
from tests.benchmarks.load_setup import TITLES, Setup, Stage, resident
from tests.benchmarks.rig import came_to_pass
from tests.benchmarks.soak import counted
from tests.servers.discord_objects import CHANNEL_ID, THE_BOT, Person
from tests.servers.slack_objects import Delivery

ROOMFUL = 5
"""People in a channel: Slack takes no more messages than one a second there, and short bursts."""

NEVER = 99.0
"""Seconds told where nothing came."""

LINE = 120.0
"""Seconds in which the last of a crowd is answered."""

PATIENCE = 3.0
"""Seconds in which both platforms want to hear from a bot."""


@dataclass(frozen=True, slots=True)
class Held:
    """Megabytes before and after a crowd, and whether the process goes on answering."""

    before: float
    after: float
    goes_on: bool


async def crowd_on_discord(place: Place, people: int, seconds: float) -> Row:
    """So many people use `/ask` within `seconds`."""
    setup = Setup("discord", place.kind, place.address)
    async with load_discord.stage("storybot", setup) as stage:
        server, asked, before = stage.server, [], resident(stage.pids[0])
        async for number, text in _one_by_one(people, seconds):
            person = Person(992000000000000000 + 2 * number, "reader")
            asked.append(
                await server.use_command("ask", person=person, channel_id=CHANNEL_ID, question=text)
            )
        await came_to_pass(lambda: all(one.after is not None for one in asked), 30)
        times = [one.after if one.after is not None else NEVER for one in asked]
        faults = stage.faults()
        held = Held(before, resident(stage.pids[0]), await _goes_on(stage))
    return _crowd("Discord", place, (people, seconds), times, faults, held)


async def crowd_on_slack(place: Place, people: int, seconds: float, channel: str = "slack") -> Row:
    """So many people type `/ask` within `seconds`; `channel` may be "slack-http"."""
    setup = Setup(channel, place.kind, place.address)
    async with load_slack.stage("storybot", setup) as stage:
        server, before = stage.server, resident(stage.pids[0])
        typing: list[asyncio.Task[Delivery]] = []
        async for number, text in _one_by_one(people, seconds):
            typing.append(asyncio.create_task(stage.type(text, f"U{number}")))
        times = [done.seconds or NEVER for done in await asyncio.gather(*typing)]
        await came_to_pass(lambda: not server.watch.unanswered, LINE)
        faults = stage.faults()
        held = Held(before, resident(stage.pids[0]), await _goes_on(stage))
    return _crowd(TITLES[channel], place, (people, seconds), times, faults, held)


async def mentions_on_slack(place: Place, people: int, channel: str = "slack") -> Row:
    """So many people mention the bot at the same moment, five in each channel."""
    setup = Setup(channel, place.kind, place.address)
    async with load_slack.stage("storybot", setup) as stage:
        server, before = stage.server, resident(stage.pids[0])
        asked = (
            stage.mention(text, f"C{number // ROOMFUL}", f"U{number}")
            for number, text in enumerate(questions(people))
        )
        times = [done.seconds or NEVER for done in await asyncio.gather(*asked)]
        await came_to_pass(lambda: not server.watch.unanswered, LINE)
        faults = stage.faults()
        held = Held(before, resident(stage.pids[0]), await _goes_on(stage))
    return _crowd(f"{TITLES[channel]}, by mentions", place, (people, 0), times, faults, held)


async def mentions_on_discord(place: Place, people: int) -> Row:
    """So many people mention the bot at the same moment; nothing has to be acknowledged."""
    setup = Setup("discord", place.kind, place.address)
    async with load_discord.stage("storybot", setup) as stage:
        server, before, began = stage.server, resident(stage.pids[0]), time.monotonic()
        for number, text in enumerate(questions(people)):
            person = Person(992000000000000000 + 2 * number, "reader")
            await server.say(f"<@{THE_BOT.id}> {text}", author=person, pings=(THE_BOT,))
        await came_to_pass(lambda: len(server.messages) >= people, LINE)
        took, answered = time.monotonic() - began, len(server.messages)
        asked = {message["message_reference"]["message_id"] for message in server.messages}
        faults, after = stage.faults(), resident(stage.pids[0])
        goes_on = await _goes_on(stage)
    return Row(
        "a crowd on Discord, by mentions",
        place,
        f"{people:,} people at the same moment",
        "each answered once",
        f"{answered - len(asked)} answered twice, {people - len(asked)} not at all, "
        f"{counted(faults)}; all within {took:.1f} s; from {before:.0f} to {after:.0f} MB; "
        f"{_words(goes_on)}",
    )


async def _goes_on(stage: Stage) -> bool:
    """Whether more questions are answered; the first may meet a connection that is being made."""
    for text in questions(3):
        with suppress(TimeoutError):
            await stage.ask(text)
            return True
    return False


async def _one_by_one(people: int, seconds: float) -> AsyncIterator[tuple[int, str]]:
    """Numbers and texts, spread evenly over `seconds`."""
    began = time.monotonic()
    for number, text in enumerate(questions(people)):
        await asyncio.sleep(max(0.0, began + number * seconds / people - time.monotonic()))
        yield number, text


def _crowd(
    platform: str,
    place: Place,
    size: tuple[int, float],
    times: Sequence[float],
    faults: list[str],
    held: Held,
) -> Row:
    people, seconds = size
    late = sum(it > PATIENCE for it in times)
    return Row(
        f"a crowd on {platform}",
        place,
        f"{people:,} people " + (f"within {seconds:g} s" if seconds else "at the same moment"),
        f"each answered once, acknowledged within {PATIENCE:g} s",
        f"{late} late, {counted(faults)}; {max(times):.1f} s at most; "
        f"from {held.before:.0f} to {held.after:.0f} MB; "
        f"{_words(held.goes_on)}",
    )


def _words(goes_on: bool) -> str:
    return "goes on answering" if goes_on else "does not go on answering"
