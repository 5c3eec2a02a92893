"""A conversation on the loopback Discord about the shipped story, written down as it went.

python -m tests.channels.discord.transcript      writes docs/transcript-discord.md
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any

from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.channels.discord.serving import serve_discord
from bot.compose import build_answering, build_service
from bot.settings import DiscordSettings
from tests.fakes.discord_service import controls
from tests.servers.discord_objects import EPHEMERAL, THE_BOT, Data
from tests.servers.discord_server import DiscordServer

ROOT = Path(__file__).parents[3]
TRANSCRIPT = ROOT / "docs" / "transcript-discord.md"
MENTION = f"<@{THE_BOT.id}>"

HEAD = """# A conversation on Discord

With the shipped story, discord.py unpatched, on the loopback Discord of the tests;
`python -m tests.channels.discord.transcript` writes it down. Buttons stand in brackets, menus in
braces.
"""


class Transcript:
    """What was said, as Markdown."""

    def __init__(self, server: DiscordServer) -> None:
        self._server = server
        self.lines = [HEAD]

    def heading(self, text: str) -> None:
        """A new part of the conversation."""
        self.lines.append(f"## {text}\n")

    async def ask(self, question: str) -> Data:
        """The reader uses `/ask`."""
        self.lines.append(f"**reader** uses `/ask question: {question}`\n")
        asked = await self._server.use_command("ask", question=question)
        return self._said(await self._server.answer_to(asked))

    async def mention(self, question: str, answered: Data | None = None) -> Data:
        """The reader mentions the bot, or replies to it with a ping."""
        more: dict[str, Any] = {}
        if answered is not None:
            reference = {"message_id": answered["id"], "channel_id": answered["channel_id"]}
            more = {"message_reference": reference, "referenced_message": answered, "type": 19}
        how = "replies to it" if answered else "writes"
        self.lines.append(f"**reader** {how}: @storybot {question}\n")
        said = await self._server.say(f"{MENTION} {question}", pings=(THE_BOT,), **more)
        return self._said(await self._server.reply_to(said))

    async def press(self, message: Data, label: str) -> Data:
        """The reader presses a button."""
        self.lines.append(f"**reader** presses [{label}]\n")
        pressed = await self._server.press(message, label)
        return self._said(await self._server.answer_to(pressed))

    def _said(self, message: Data) -> Data:
        aside = " (only the reader sees it)" if message["flags"] & EPHEMERAL else ""
        self.lines.append(f"**storybot**{aside}:\n")
        self.lines.append(
            "\n".join(f"> {line}  " for line in message["content"].replace("-# ", "").split("\n"))
        )
        rows = [" ".join(map(_shown, row["components"])) for row in message["components"]]
        self.lines += ["\n".join(f"> `{row}`  " for row in rows)] if rows else []
        self.lines.append("")
        return message


def _shown(part: Data) -> str:
    if "options" in part:
        options = " | ".join(option["label"] for option in part["options"])
        return f"{{{part['placeholder']} {options}}}"
    return f"[{part['label']}]"


async def conversation(server: DiscordServer) -> str:
    """The whole of it."""
    said = Transcript(server)
    said.heading("An answer, and its proof")
    answer = await said.ask("When is R2 due?")
    await said.press(answer, "Show the proof")
    said.heading("A follow-up")
    founder = await said.mention("Who founded DeepSeek?")
    await said.mention("How old is he?", answered=founder)
    said.heading("A suggestion taken")
    offer = await said.ask("How much does a DeepSeek employee earn?")
    await said.press(offer, offer["components"][0]["components"][0]["label"])
    said.heading("What the story does not tell")
    await said.ask("What's the weather like in Lisbon tomorrow?")
    said.heading("A corrected premise")
    await said.mention("Why did Google make Gemini more expensive after R1?")
    assert server.violations == []
    return "\n".join(said.lines)


async def written() -> str:
    """The conversation with a bot of this process."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    answering = build_answering(build_service(ROOT / "knowledge.yaml", {}))
    ready = asyncio.Event()
    try:
        async with DiscordServer() as server:
            settings = DiscordSettings(server.token, server.api_url)
            serving = asyncio.create_task(
                serve_discord(answering, settings, controls(), ready=ready.set)
            )
            async with asyncio.timeout(30):
                await ready.wait()
            text = await conversation(server)
            serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving
            return text
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


if __name__ == "__main__":
    TRANSCRIPT.write_text(asyncio.run(written()), encoding="utf-8")
