"""A reader's report and a reader's question, on their way through the channel of the editors.

python -m tests.adapters.discord.newsroom      writes docs/transcript-newsroom.md
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import date
from pathlib import Path
from unittest.mock import patch

from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.adapters.discord.serving import serve_discord
from bot.application import corrections, editors
from bot.records.opening import open_records
from bot.rendering.byline import in_words
from bot.settings import DiscordSettings
from tests.adapters.discord.running import MENTION
from tests.adapters.discord.transcript import shown
from tests.adapters.editors_room import EditorsRoom, editors_room
from tests.fakes.discord_service import moderation
from tests.paths import REPOSITORY
from tests.records.conftest import KEY, RETENTION
from tests.servers.discord_objects import OTHER_READER, READER, THE_BOT, Data, Person
from tests.servers.discord_server import DiscordServer
from tests.waiting import eventually

TRANSCRIPT = REPOSITORY / "docs" / "transcript-newsroom.md"

ROOM = 990000000000000701
"""The channel of the editors."""

TODAY = "9 April 2031"
"""Stands for the day on which this is written down."""

HEAD = """# From a reader's word to the next reader's answer

On an invented story, with discord.py unpatched on the loopback Discord of the tests;
`python -m tests.adapters.discord.newsroom` writes it down. Two readers are in one channel, an
editor in another that the readers do not see (`STORYBOT_EDITORS`), and the bot may change the file
(`STORYBOT_EDIT=yes`). Buttons stand in brackets, menus in braces.
"""

COST = "The ferry cost 50 million crowns, Mara Quill of the North Quay Company said."
HULL = "Two brothers from Halm painted the hull."


class Newsroom:
    """What was said, as it went."""

    def __init__(self, server: DiscordServer) -> None:
        self.server = server
        self.lines = [HEAD]

    def scene(self, title: str) -> None:
        """What comes next."""
        self.lines += [f"## {title}", ""]

    def does(self, who: str, what: str) -> None:
        """Somebody does something."""
        self.lines += [f"**{who}** {what}", ""]

    def says(self, message: Data, aside: str = "") -> Data:
        """The bot says something."""
        rows = [" ".join(map(shown, row["components"])) for row in message["components"]]
        said = message["content"].replace("-# ", "").split("\n")
        self.lines += [f"**storybot**{aside}:", "", *(f"> {line}  " for line in said)]
        self.lines += [*(f"> `{row}`  " for row in rows), ""]
        return message

    async def ask(self, who: str, question: str, person: Person = READER) -> Data:
        """A reader mentions the bot."""
        self.does(who, f"writes: @storybot {question}")
        said = await self.server.say(f"{MENTION} {question}", author=person, pings=(THE_BOT,))
        return self.says(await self.server.reply_to(said))

    async def write(self, who: str, message: Data, label: str, words: str) -> None:
        """Somebody presses a button and writes into the form."""
        self.does(who, f"presses [{label}] and writes: {words}")
        form = await self.server.press(message, label)
        thanks = await self.server.answer_to(await self.server.fill_in(form, words))
        self.says(thanks, f" (only the {who.split()[-1]} sees it)")

    async def matter(self, words: str) -> Data:
        """What the bot tells the editors."""

        def found() -> list[Data]:
            inside = [it for it in self.server.messages if it["channel_id"] == str(ROOM)]
            return [it for it in inside if words in it["content"]]

        await eventually(lambda: bool(found()))
        return self.says(found()[0], " in the channel of the editors")

    async def changed(self, message: Data, words: str, where: str) -> None:
        """A message changes where it stands."""
        await eventually(lambda: words in message["content"])
        self.says(message, f" changes its message {where}")


async def written() -> str:
    """The whole of it, with a bot of this process."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    try:
        async with DiscordServer() as server, _served(server) as given:
            room = Newsroom(server)
            room.scene("A report becomes a correction")
            answer = await room.ask("reader", "how much did the ferry cost?")
            await room.write("reader", answer, "👎", "It was 50 million.")
            report = await room.matter("It was 50 million.")
            await room.write("an editor", report, "Correct", COST)
            await room.changed(report, "→", "in the channel of the editors")
            await room.changed(answer, COST, "to the reader")
            room.scene("A question becomes an answer")
            decline = await room.ask("reader", "who painted the hull?")
            label = next(it for it in _labels(decline) if it.startswith("Send"))
            await room.write("reader", decline, label, "Who painted the hull?")
            asked = await room.matter("Who painted the hull?")
            await room.write("an editor", asked, "Answer", HULL)
            await room.changed(asked, "→", "in the channel of the editors")
            await eventually(lambda: bool(given.facts("Who painted the hull?")))
            await room.ask("another reader", "who painted the hull?", OTHER_READER)
            room.scene("What was corrected")
            await room.ask("another reader", "has this story been corrected?", OTHER_READER)
            assert server.violations == []
        today = in_words(date.today().isoformat(), "en")
        return "\n".join(room.lines).rstrip().replace(today, TODAY) + "\n"
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


def _labels(message: Data) -> list[str]:
    return [it.get("label", "") for row in message["components"] for it in row["components"]]


@asynccontextmanager
async def _served(server: DiscordServer) -> AsyncIterator[EditorsRoom]:
    """The bot, with everything that it says without being asked, in a hurry."""
    hurry = [
        patch.object(corrections, "EVERY", 0.02),
        patch.object(corrections, "AGAIN", 0.1),
        patch.object(editors, "EVERY", 0.05),
    ]
    async with AsyncExitStack() as stack:
        for one in hurry:
            stack.enter_context(one)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        path = str(folder / "records.sqlite3")
        records = await stack.enter_async_context(open_records(path, KEY, RETENTION, {}))
        room = editors_room(records, folder, "discord", str(ROOM))
        given, ready = await stack.enter_async_context(room), asyncio.Event()
        settings = DiscordSettings(server.token, server.api_url)
        serving = serve_discord(
            *(given.answering, settings, moderation()), ready=ready.set, unasked=given.unasked
        )
        task = asyncio.create_task(serving)
        await ready.wait()
        try:
            yield given
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


if __name__ == "__main__":
    TRANSCRIPT.write_text(asyncio.run(written()), encoding="utf-8")
