"""What becomes of faults of Discord: events out of order, sockets that die, an API in trouble."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager

from bot.core.errors import StorybotError
from tests.benchmarks.faulty import Place, Row
from tests.benchmarks.rig import (
    QUESTION,
    TOKEN,
    came_to_pass,
    on_discord,
    over_and_over,
    process_of,
)
from tests.servers import discord_objects as objects
from tests.servers.discord_gateway import ABNORMAL
from tests.servers.discord_objects import Data, Person
from tests.servers.discord_records import Asked, Refusal, rate_limited
from tests.servers.discord_server import DiscordServer

RECONNECTING = (1000, 1001, ABNORMAL, 4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009)
"""Close codes after which a client connects anew."""

LOSING = (4003, 4007, 4009)
"""Those after which the session is gone."""

ENDING = (4004, 4010, 4011, 4012, 4013, 4014)
"""Those after which trying again makes it worse."""

TROUBLES: list[int | str] = [*RECONNECTING, "reconnect", "invalid session"]

QUIET = 0.3
"""Seconds in which an answer too many would come."""

ONCE = "each answered once"


def person(number: int) -> Person:
    """Somebody of many."""
    return Person(991000000000000000 + 2 * number, "reader")


async def question(server: DiscordServer, number: int, text: str = QUESTION) -> Data:
    """Somebody of many asks in a direct message, which is not delivered yet."""
    asker = person(number)
    said = objects.message(asker, asker.direct_channel, text, direct=True)
    server.questions.append(said)
    return said


def outcome(server: DiscordServer, said: Sequence[Data], asked: Sequence[Asked] = ()) -> str:
    """How many were answered twice or not at all, and which rules were broken."""
    answered = Counter(question_of(message) for message in server.messages)
    silent = sum(one["id"] not in answered for one in said) + sum(not it.responses for it in asked)
    twice = sum(answered[one["id"]] > 1 for one in said)
    broken = [kind for kind, _ in server.violations]
    twice += broken.count("answered-twice")
    others = len(broken) - broken.count("answered-twice")
    return f"{twice} answered twice, {silent} not at all, {others} limits broken"


def question_of(message: Data) -> object:
    """The id of the message that `message` replies to."""
    reference = message.get("message_reference")
    return reference["message_id"] if isinstance(reference, dict) else None


def all_answered(server: DiscordServer, said: Sequence[Data], asked: Sequence[Asked] = ()) -> bool:
    """Whether nobody waits any more."""
    answered = {question_of(message) for message in server.messages}
    return all(one["id"] in answered for one in said) and all(one.responses for one in asked)


async def delivered_again(place: Place, questions: int) -> Row:
    """Messages and interactions, each one to four times and in any order."""
    async with DiscordServer(TOKEN) as server, on_discord(place, server):
        session = server.gateway.session_for(None)
        assert session is not None
        said = [await question(server, number) for number in range(questions)]
        asked = [
            await server.use_command("ask", person=person(number), question=QUESTION)
            for number in range(questions)
        ]
        events = over_and_over([("MESSAGE_CREATE", one) for one in said])
        events += [("INTERACTION_CREATE", it.data) for it in over_and_over(asked)]
        random.shuffle(events)
        for name, data in events:
            await session.dispatch(name, data)
        await came_to_pass(lambda: all_answered(server, said, asked))
        await asyncio.sleep(QUIET)
        seen = outcome(server, said, asked)
    tried = f"{2 * questions} questions, {len(events) + questions} deliveries"
    return Row("Discord delivers up to four times, in any order", place, tried, ONCE, seen)


async def changed_afterwards(place: Place, questions: int) -> Row:
    """Links that unfold, then an edit, each one to four times."""
    async with DiscordServer(TOKEN) as server, on_discord(place, server):
        said = [await question(server, number) for number in range(questions)]
        for one in said:
            await server.deliver(one)
        await came_to_pass(lambda: all_answered(server, said))
        for one in over_and_over(said):
            await server.rewrite(one, one["content"], embeds=[{"type": "link"}])
        await asyncio.sleep(QUIET)
        early = len(server.edits)
        for one in over_and_over(said):
            await server.rewrite(one, "what is it all about?")
        await came_to_pass(lambda: len(server.edits) >= questions)
        await asyncio.sleep(QUIET)
        edited = Counter(message for message, _ in server.edits)
        seen = f"{early} changed by an unfurl, {questions - len(edited)} not changed by an edit, "
        seen += f"{sum(times > 1 for times in edited.values())} twice; {outcome(server, said)}"
    return Row(
        "Discord tells of unfurls and edits, up to four times",
        place,
        f"{questions} questions",
        "an unfurl changes nothing, an edit changes the reply, once",
        seen,
    )


async def connection_broken(place: Place, times: int) -> Row:
    """RECONNECT, INVALID_SESSION and every close code that a client gets over."""
    troubles = TROUBLES * times
    random.shuffle(troubles)
    said, longest = [], 0.0
    async with DiscordServer(TOKEN) as server, on_discord(place, server):
        for number, trouble in enumerate(troubles):
            sessions = len(server.gateway.identified) + server.gateway.resumed
            began = time.monotonic()
            await _make(trouble, server)
            await came_to_pass(
                lambda had=sessions: (  # type: ignore[misc]
                    len(server.gateway.identified) + server.gateway.resumed > had
                ),
                60,
            )
            longest = max(longest, time.monotonic() - began)
            said.append(await question(server, number))
            await server.deliver(said[-1])
            await came_to_pass(lambda: all_answered(server, said), 5)
        await asyncio.sleep(QUIET)
        seen = f"{outcome(server, said)}; connected anew within {longest:.1f} s"
    return Row(
        "Discord asks to reconnect, forgets the session, closes with each code but the last ones",
        place,
        f"{len(troubles)} times",
        "connects anew, and answers what is asked then, once",
        seen,
    )


async def _make(trouble: int | str, server: DiscordServer) -> None:
    gateway = server.gateway
    match trouble:
        case "reconnect":
            await gateway.ask_to_reconnect()
        case "invalid session":
            await gateway.forget_session()
        case int():
            live = gateway.live
            if trouble in LOSING and live is not None:
                live.id += " is over"  # so that resuming it is refused
            await gateway.hang_up(trouble)


async def ended_for_good(place: Place, times: int) -> Row:
    """Every close code after which trying again makes it worse."""
    sentences, most = 0, 0
    for code in ENDING * times:
        async with DiscordServer(TOKEN) as server:
            server.gateway.closes_with = code
            try:
                async with on_discord(place, server) as task:
                    await asyncio.wait((task,), timeout=5)
                    task.result()
            except StorybotError:
                sentences += 1
            most = max(most, len(server.gateway.identified))
    return Row(
        f"Discord closes for good ({', '.join(map(str, ENDING))})",
        place,
        f"{len(ENDING) * times} times",
        "ends with a sentence that says what to do, after one try",
        f"{len(ENDING) * times - sentences} ended otherwise; {most} tries at most",
    )


async def api_in_trouble(place: Place, questions: int) -> Row:
    """Every other message or answer is refused at first, or taken and called refused."""
    async with DiscordServer(TOKEN) as server, on_discord(place, server):
        server.troubles = [
            random.choice((Refusal(500, 0, "no"), Refusal(502, 0, "no"), rate_limited(0.3)))
            for _ in range(questions)
        ]
        server.lost_answers = questions // 4
        said = [await question(server, number) for number in range(questions)]
        for one in said:
            await server.deliver(one)
        asked = [
            await server.use_command("ask", person=person(number), question=QUESTION)
            for number in range(questions)
        ]
        await came_to_pass(lambda: all_answered(server, said, asked), 40)
        await asyncio.sleep(QUIET)
        seen = outcome(server, said, asked)
    return Row(
        "Discord's API says 429, 500 or 502, or takes a message and says 502",
        place,
        f"{2 * questions} questions, {questions + questions // 4} refusals",
        ONCE,
        seen,
    )


async def api_slow(place: Place, questions: int, seconds: float = 2.0) -> Row:
    """An API that takes seconds for each message."""
    async with DiscordServer(TOKEN) as server, on_discord(place, server):
        server.slowness = seconds
        began = time.monotonic()
        said = [await question(server, number) for number in range(questions)]
        for one in said:
            await server.deliver(one)
        await came_to_pass(lambda: all_answered(server, said), 10 * seconds)
        took = time.monotonic() - began
        await asyncio.sleep(QUIET)
        seen = f"{outcome(server, said)}; all within {took:.1f} s"
    promised = "each answered once, none waits for another"
    tried = f"{questions} questions at once, {seconds:g} s each"
    return Row("Discord's API is slow", place, tried, promised, seen)


async def socket_dead(place: Place) -> Row:
    """A gateway that answers no heartbeat any more, though its socket looks open."""
    async with DiscordServer(TOKEN, heartbeat_interval=10) as server, _process(place, server):
        await server.gateway.until(lambda gateway: bool(gateway.identified), 30)
        server.gateway.is_deaf = True
        began = time.monotonic()
        await came_to_pass(lambda: _connections(server) > 1, 120)
        took = time.monotonic() - began
        server.gateway.is_deaf = False
        seen = await _ask_on(server)
    return Row(
        "Discord's gateway is open and dead",
        place,
        "once",
        "noticed, connected anew, answering",
        f"noticed after {took:.0f} s; {seen}",
    )


async def gone_for_a_minute(place: Place, seconds: float) -> Row:
    """All of Discord is gone, and comes back."""
    async with DiscordServer(TOKEN) as server, _process(place, server):
        await server.gateway.until(lambda gateway: bool(gateway.identified), 30)
        had = _connections(server)
        await server.unplug()
        await asyncio.sleep(seconds)
        await server.plug_in()
        began = time.monotonic()
        await came_to_pass(lambda: _connections(server) > had, 240)
        took = time.monotonic() - began
        seen = await _ask_on(server)
    return Row(
        "Discord is gone",
        place,
        f"for {seconds:.0f} s",
        "connects anew when it is back, answering",
        f"connected {took:.0f} s after; {seen}",
    )


def _process(place: Place, server: DiscordServer) -> AbstractAsyncContextManager[int]:
    return process_of(place, "discord", DISCORD_TOKEN=TOKEN, DISCORD_API_URL=server.api_url)


def _connections(server: DiscordServer) -> int:
    return len(server.gateway.identified) + server.gateway.resumed


async def _ask_on(server: DiscordServer) -> str:
    said = [await question(server, number) for number in range(10)]
    for one in said:
        await server.deliver(one)
    await came_to_pass(lambda: all_answered(server, said))
    await asyncio.sleep(QUIET)
    return outcome(server, said)
