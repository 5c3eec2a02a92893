"""A conversation on the loopback Discord about the shipped story, written down as it went.

python -m tests.adapters.discord.transcript      writes docs/transcript-discord.md
"""

from __future__ import annotations

import asyncio
from typing import Any

from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.adapters.discord.serving import serve_discord
from bot.settings import DiscordSettings
from tests.adapters.conversing import Transcript, as_set_up, conversation, served
from tests.adapters.discord.running import MENTION
from tests.fakes.discord_service import moderation
from tests.paths import REPOSITORY
from tests.servers.discord_objects import EPHEMERAL, THE_BOT, Data
from tests.servers.discord_server import DiscordServer

TRANSCRIPT = REPOSITORY / "docs" / "transcript-discord.md"

HEAD = """# A conversation on Discord

With the shipped story, discord.py unpatched, on the loopback Discord of the tests;
`python -m tests.adapters.discord.transcript` writes it down. Buttons stand in brackets, menus in
braces.
"""


class OnDiscord(Transcript[Data]):
    """What was said on Discord."""

    def __init__(self, server: DiscordServer) -> None:
        super().__init__(HEAD)
        self._server = server

    async def ask(self, question: str) -> Data:
        """The reader uses `/ask`."""
        self.reader(f"uses `/ask question: {question}`")
        asked = await self._server.use_command("ask", question=question)
        return self._said(await self._server.answer_to(asked))

    async def mention(self, question: str) -> Data:
        """The reader mentions the bot; the reply."""
        self.reader(f"writes: @storybot {question}")
        return await self._written(question)

    async def follow_up(self, question: str, after: Data) -> None:
        """The reader replies to the bot with a ping."""
        reference = {"message_id": after["id"], "channel_id": after["channel_id"]}
        self.reader(f"replies to it: @storybot {question}")
        await self._written(
            question, message_reference=reference, referenced_message=after, type=19
        )

    async def press(self, message: Data, label: str) -> Data:
        """The reader presses a button."""
        self.reader(f"presses [{label}]")
        return self._said(await self._server.answer_to(await self._server.press(message, label)))

    def first_button(self, message: Data) -> str:
        """Its label."""
        return str(message["components"][0]["components"][0]["label"])

    async def _written(self, question: str, **more: Any) -> Data:
        said = await self._server.say(f"{MENTION} {question}", pings=(THE_BOT,), **more)
        return self._said(await self._server.reply_to(said))

    def _said(self, message: Data) -> Data:
        aside = " (only the reader sees it)" if message["flags"] & EPHEMERAL else ""
        self.lines.append(f"**storybot**{aside}:\n")
        self.lines.append(
            "\n".join(f"> {line}  " for line in message["content"].replace("-# ", "").split("\n"))
        )
        rows = [" ".join(map(shown, row["components"])) for row in message["components"]]
        self.lines += ["\n".join(f"> `{row}`  " for row in rows)] if rows else []
        self.lines.append("")
        return message


def shown(part: Data) -> str:
    """A button or a menu, in brackets or braces."""
    if "options" in part:
        options = " | ".join(option["label"] for option in part["options"])
        return f"{{{part['placeholder']} {options}}}"
    return f"[{part['label']}]"


async def written() -> str:
    """The conversation with a bot of this process."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    try:
        async with DiscordServer() as server:
            settings = DiscordSettings(server.token, server.api_url)
            async with served(
                lambda answering, ready: serve_discord(
                    *(answering, settings, moderation()),
                    ready=ready,
                    unasked=as_set_up("discord", answering),
                )
            ):
                text = await conversation(OnDiscord(server))
            assert server.violations == []
            return text
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


if __name__ == "__main__":
    TRANSCRIPT.write_text(asyncio.run(written()), encoding="utf-8")
