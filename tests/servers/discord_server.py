"""A Discord on the loopback interface: REST and gateway v10, and a record of what a bot did wrong.

    async with DiscordServer() as server:
        ...  # start a bot against server.api_url with server.token
        asked = await server.use_command("ask", question="Why?")
        print(await server.answer_to(asked), server.violations)

A violation is answered as Discord would (an error) and kept, with its kind: `answered-twice`,
`ping`, `markup`, `late`, `wrong-auth`, `invalid` (limits, OpenAPI), `intents`, `synced-again`,
`identifies`, `sequence` (resuming from what was never sent), `gone` (a message that is not there),
`shut-out` (too many requests refused).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.servers import discord_objects as objects
from tests.servers.discord_gateway import (
    ABNORMAL,
    DM_MESSAGES,
    GUILD_MESSAGES,
    MESSAGE_CONTENT,
    Gateway,
    Session,
)
from tests.servers.discord_objects import CHANNEL_ID, HIDDEN, READER, THE_BOT, Data, Person
from tests.servers.discord_reading import Reading
from tests.servers.discord_records import Asked
from tests.servers.discord_rules import DEFERRED_MESSAGE
from tests.waiting import HANG

ACK_LIMIT = 3.0
"""Seconds after which Discord no longer takes the first response to an interaction."""


class DiscordServer(Reading):
    """A guild with two channels and a thread, direct messages, one bot; `async with` runs it."""

    def __init__(
        self,
        token: str = "right.token",
        *,
        ack_limit: float | None = None,
        heartbeat_interval: float = 41.25,
        checks_later: bool = False,
    ) -> None:
        super().__init__(token, ACK_LIMIT if ack_limit is None else ack_limit, checks_later)
        self.gateway = Gateway(token, self._greeting, self.complain, heartbeat_interval)

    async def __aenter__(self) -> DiscordServer:
        app = web.Application()
        app.add_routes([web.get("/gateway", self.gateway.handle), *self.routes()])
        self._runner = web.AppRunner(app, shutdown_timeout=1.0)
        await self._runner.setup()
        await self.plug_in()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.gateway.close()
        await self._runner.cleanup()

    async def plug_in(self) -> None:
        """Be reachable, where it was before."""
        self._site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await self._site.start()

    async def unplug(self) -> None:
        """Be unreachable; what is open breaks."""
        await self._site.stop()
        await self.gateway.hang_up(ABNORMAL)

    @property
    def api_url(self) -> str:
        """What to put into DISCORD_API_URL."""
        return f"http://127.0.0.1:{self.port}/api/v10"

    def count(self, method: str, ending: str) -> int:
        """How many requests of `method` went to a path that ends so."""
        return sum(one.method == method and one.path.endswith(ending) for one in self.requests)

    async def say(
        self,
        content: str,
        *,
        author: Person = READER,
        channel_id: int = CHANNEL_ID,
        pings: tuple[Person, ...] = (),
        **more: Any,
    ) -> Data:
        """Somebody writes a message; `pings` are its mentions. Returns the message object."""
        direct = channel_id == author.direct_channel
        mentions = [{**person.data(), "member": person.member()} for person in pings]
        said = objects.message(
            author, channel_id, content, direct=direct, **{"mentions": mentions, **more}
        )
        self._last_question[said["channel_id"]] = said["id"]
        if (direct or THE_BOT in pings) and not author.bot:
            self.questions.append(said)
        await self.deliver(said)
        return said

    async def deliver(self, message: Data, event: str = "MESSAGE_CREATE") -> None:
        """Dispatch `message`, as the intents allow: content only where Discord would show it."""
        direct, bot = "guild_id" not in message, str(THE_BOT.id)
        concerned = direct or bot in (message["author"]["id"], *_mentioned(message))
        if replied := message.get("referenced_message"):
            is_known = direct or bot in (replied["author"]["id"], *_mentioned(replied))
            message = message if is_known else {**message, "referenced_message": replied | HIDDEN}
        for session in self.gateway.sessions_for(message.get("guild_id")):
            if session.intents & (DM_MESSAGES if direct else GUILD_MESSAGES):
                shown = concerned or session.intents & MESSAGE_CONTENT
                await session.dispatch(event, message if shown else {**message, **HIDDEN})

    async def rewrite(self, message: Data, content: str, **more: Any) -> Data:
        """Somebody edits their message; with the same words, something else of it changed."""
        edited = {**message, "content": content, "edited_timestamp": message["timestamp"], **more}
        self.questions = [edited if it["id"] == message["id"] else it for it in self.questions]
        await self.deliver(edited, "MESSAGE_UPDATE")
        return edited

    async def take_back(self, message: Data) -> None:
        """Somebody deletes their message."""
        self.questions = [it for it in self.questions if it["id"] != message["id"]]
        await self.note_deleted(message)

    async def note_deleted(self, message: Data) -> None:
        """Dispatch that `message` is gone."""
        place: Data = {
            key: message[key] for key in ("id", "channel_id", "guild_id") if key in message
        }
        for session in self.gateway.sessions_for(message.get("guild_id")):
            await session.dispatch("MESSAGE_DELETE", place)

    async def use_command(
        self,
        command: str,
        *,
        person: Person = READER,
        channel_id: int = CHANNEL_ID,
        place: Data | None = None,
        **options: Any,
    ) -> Asked:
        """Somebody uses a slash command with these options; `command` may name a subcommand too.

        `place` overrides where: a bot that people took along may be no member there.
        """
        name, _, subcommand = command.partition(" ")
        given = [_option(key, value) for key, value in options.items()]
        if subcommand:
            given = [{"name": subcommand, "type": 1, "options": given}]
        data = {"id": "1", "name": name, "type": 1, "options": given}
        return await self.interact(
            objects.interaction(2, data, person, channel_id, **(place or {}))
        )

    async def use_on(self, command: str, message: Data, *, person: Person = READER) -> Asked:
        """Somebody uses a command of a message's menu; its content is shown to the bot."""
        resolved = {"messages": {message["id"]: message}}
        data = {"id": "2", "name": command, "type": 3, "target_id": message["id"]}
        channel_id = int(message["channel_id"])
        return await self.interact(
            objects.interaction(2, {**data, "resolved": resolved}, person, channel_id)
        )

    async def type_in(self, command: str, typed: str, *, person: Person = READER) -> list[Data]:
        """The choices that are offered while somebody types the option `question`."""
        option = {"name": "question", "type": 3, "value": typed, "focused": True}
        data = {"id": "1", "name": command, "type": 1, "options": [option]}
        asked = await self.interact(objects.interaction(4, data, person, CHANNEL_ID))
        await self.until(lambda: bool(asked.responses))
        return list(asked.responses[0]["data"]["choices"])

    async def press(self, message: Data, label: str, *, person: Person = READER) -> Asked:
        """Somebody presses the button of `message` whose label starts with `label`."""
        button = next(one for one in _parts(message) if one.get("label", "").startswith(label))
        return await self.touch(message, button["custom_id"], person=person)

    async def choose(self, message: Data, label: str, *, person: Person = READER) -> Asked:
        """Somebody chooses the option whose label starts with `label` in a menu of `message`."""
        for part in _parts(message):
            for option in part.get("options", ()):
                if option["label"].startswith(label):
                    values = [option["value"]]
                    return await self.touch(message, part["custom_id"], values, person=person)
        raise AssertionError(f"there is no option {label}")

    async def touch(
        self,
        message: Data,
        custom_id: str,
        values: list[str] | None = None,
        *,
        person: Person = READER,
    ) -> Asked:
        """Something of `message` is pressed, or what a forger says stands there."""
        data: Data = {"component_type": 2, "custom_id": custom_id}
        if values is not None:
            data |= {"component_type": 3, "values": values}
        channel_id = int(message["channel_id"])
        given = objects.interaction(3, data, person, channel_id, message=message)
        return await self.interact(given, pressed_on=message)

    async def fill_in(self, asked: Asked, text: str, *, person: Person = READER) -> Asked:
        """Somebody writes `text` into the form that answered `asked`, and sends it."""
        await self.until(lambda: bool(asked.responses))
        form = asked.responses[0]["data"]
        field = form["components"][0]["components"][0]
        part = {"type": 4, "custom_id": field["custom_id"], "value": text}
        data = {"custom_id": form["custom_id"], "components": [{"type": 1, "components": [part]}]}
        channel_id = int(asked.data["channel_id"])
        more = {"message": asked.pressed_on} if asked.pressed_on else {}
        return await self.interact(objects.interaction(5, data, person, channel_id, **more))

    async def answer_to(self, asked: Asked, timeout: float = HANG) -> Data:
        """The message that answers an interaction; raises TimeoutError when none comes."""
        await self.until(lambda: bool(asked.messages), timeout)
        return asked.messages[0]

    async def reply_to(self, message: Data, timeout: float = HANG) -> Data:
        """The bot's reply to a message; raises TimeoutError when none comes."""
        await self.until(lambda: bool(self.replies_to(message)), timeout)
        return self.replies_to(message)[0]

    def replies_to(self, message: Data) -> list[Data]:
        """The bot's messages that refer to `message`."""
        return [
            one
            for one in self.messages
            if str(one.get("message_reference", {}).get("message_id")) == message["id"]
        ]

    def unanswered(self) -> list[str]:
        """The questions to the bot that led to nothing: no reply, and no direct message."""
        heard = {str(int(one["channel_id"]) - 1) for one in self.messages if not in_guild(one)}
        return [
            said["content"]
            for said in self.questions
            if not self.replies_to(said) and said["author"]["id"] not in heard
        ]

    def never_answered(self) -> list[Asked]:
        """The interactions that got no response (yet)."""
        return [asked for asked in self.asked.values() if not asked.responses]

    def never_finished(self) -> list[Asked]:
        """The interactions where the bot said that it thinks, and then nothing."""
        return [
            asked
            for asked in self.asked.values()
            if asked.responses and asked.responses[0]["type"] == DEFERRED_MESSAGE
            if not asked.messages
        ]

    async def until(self, holds: Callable[[], bool], timeout: float = HANG) -> None:
        """Wait until `holds()` after some request, or raise TimeoutError."""
        async with self._changed, asyncio.timeout(timeout):
            await self._changed.wait_for(holds)

    async def interact(self, interaction: Data, pressed_on: Data | None = None) -> Asked:
        """Dispatch an interaction, whoever made it up."""
        asked = Asked(interaction, asyncio.get_running_loop().time(), pressed_on=pressed_on)
        self.asked[interaction["token"]] = asked
        for session in self.gateway.sessions_for(interaction.get("guild_id")):
            await session.dispatch("INTERACTION_CREATE", interaction)
        return asked

    def _greeting(self, session: Session) -> tuple[Data, list[Data]]:
        ready = {
            "v": 10,
            "user": THE_BOT.data(),
            "guilds": [{"id": str(objects.GUILD_ID), "unavailable": True}],
            "private_channels": [],
            "session_id": session.id,
            "shard": list(session.shard),
            "resume_gateway_url": f"ws://127.0.0.1:{self.port}/gateway",
            "application": {"id": str(objects.APPLICATION_ID), "flags": 0},
        }
        is_here = (objects.GUILD_ID >> 22) % session.shard[1] == session.shard[0]
        return ready, [self.guild()] if is_here else []


def in_guild(message: Data) -> bool:
    """Whether a message stands in the server, not in a direct conversation."""
    return "guild_id" in message


def _mentioned(message: Data) -> list[str]:
    return [person["id"] for person in message["mentions"]]


def _option(name: str, value: Any) -> Data:
    kind = 5 if isinstance(value, bool) else 4 if isinstance(value, int) else 3
    return {"name": name, "type": kind, "value": value}


def _parts(message: Data) -> list[Data]:
    return [part for row in message["components"] for part in row["components"]]
