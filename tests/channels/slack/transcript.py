"""A conversation on the loopback Slack about the shipped story, written down as it went.

python -m tests.channels.slack.transcript      writes docs/transcript-slack.md
"""

from __future__ import annotations

import asyncio
import html
import re
from contextlib import suppress
from pathlib import Path

from bot.channels.controls import Controls
from bot.channels.slack import serve_slack
from bot.compose import build_answering, build_service
from bot.settings import CommunitySettings
from tests.channels.slack.slack_bot import FULL_SCOPES, settings_for
from tests.fakes.clock import FakeClock
from tests.servers.slack_objects import CHANNEL, Payload, mention, message
from tests.servers.slack_server import SlackServer
from tests.servers.slack_watch import Sent, pressable

ROOT = Path(__file__).parents[3]
TRANSCRIPT = ROOT / "docs" / "transcript-slack.md"

HEAD = """# A conversation on Slack

With the shipped story and the full manifest, slack-bolt unpatched in Socket Mode, on the loopback
Slack of the tests; `python -m tests.channels.slack.transcript` writes it down. Buttons stand in
brackets.
"""


class Transcript:
    """What was said, as Markdown."""

    def __init__(self, slack: SlackServer) -> None:
        self._slack = slack
        self.lines = [HEAD]

    def heading(self, text: str) -> None:
        """A new part of the conversation."""
        self.lines.append(f"## {text}\n")

    async def ask(self, question: str) -> Sent:
        """The reader uses `/ask`."""
        self.lines.append(f"**reader** types `/ask {question}`\n")
        await self._slack.command(question)
        return await self._said()

    async def mention(self, question: str) -> Payload:
        """The reader mentions the bot in a channel; the event that tells of it."""
        self.lines.append(f"**reader** writes in a channel: @storybot {question}\n")
        event = mention(question)
        await self._slack.event(event)
        await self._said()
        return event

    async def go_on(self, question: str, after: Payload) -> None:
        """The reader writes in the thread, without a mention."""
        self.lines.append(f"**reader** goes on in the thread: {question}\n")
        self._slack.watch.allow(f"{CHANNEL}/{after['ts']}")
        await self._slack.event(message(question, CHANNEL, thread_ts=after["ts"]))
        await self._said()

    async def press(self, sent: Sent, label: str) -> Sent:
        """The reader presses a button."""
        self.lines.append(f"**reader** presses [{label}]\n")
        found = next(it for it in pressable(sent.payload) if it["text"]["text"] == label)
        await self._slack.press(sent, found)
        return await self._said()

    async def _said(self) -> Sent:
        count = sum(line.startswith("**storybot**") for line in self.lines) + 1
        sent = (await self._slack.messages(count))[-1]
        private = " (only the reader sees it)" if sent.private_to else ""
        threaded = " (in the thread)" if sent.thread_ts else ""
        self.lines.append(f"**storybot**{private}{threaded}:\n")
        self.lines += [f"> {line}  " for line in _shown(sent)]
        self.lines.append("")
        return sent


def _shown(sent: Sent) -> list[str]:
    """What the blocks show, a line each."""
    lines: list[str] = []
    for block in sent.payload["blocks"]:
        match block["type"]:
            case "section":
                lines += block["text"]["text"].split("\n")
            case "context":
                lines.append(" ".join(_linked(part) for part in block["elements"]))
            case "actions" | "context_actions":
                labels = [it["text"]["text"] for it in pressable({"blocks": [block]})]
                lines.append(f"`{' '.join(f'[{label}]' for label in labels)}`")
    return [html.unescape(line) for line in lines]


def _linked(part: Payload) -> str:
    """A text; a link as Markdown has it."""
    return re.sub(r"<([^|]+)\|([^>]+)>", r"[\2](\1)", part["text"])


async def conversation(slack: SlackServer) -> str:
    """The whole of it."""
    said = Transcript(slack)
    said.heading("An answer, and its proof")
    answer = await said.ask("When is R2 due?")
    await said.press(answer, "Show the proof")
    said.heading("A follow-up")
    first = await said.mention("Who founded DeepSeek?")
    await said.go_on("How old is he?", first)
    said.heading("A suggestion taken")
    offer = await said.ask("How much does a DeepSeek employee earn?")
    await said.press(offer, offer.buttons[0]["text"]["text"])
    said.heading("What the story does not tell")
    await said.ask("What's the weather like in Lisbon tomorrow?")
    said.heading("A corrected premise")
    await said.mention("Why did Google make Gemini more expensive after R1?")
    assert slack.watch.violations == []
    return "\n".join(said.lines)


async def written() -> str:
    """The conversation with a bot of this process."""
    answering = build_answering(build_service(ROOT / "knowledge.yaml", {}))
    ready = asyncio.Event()
    async with SlackServer() as slack:
        slack.scopes = FULL_SCOPES
        controls = Controls(CommunitySettings(), FakeClock())
        settings = settings_for(slack, "socket")
        serving = asyncio.create_task(serve_slack(answering, settings, controls, ready=ready.set))
        async with asyncio.timeout(30):
            await ready.wait()
        text = await conversation(slack)
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving
        return text


if __name__ == "__main__":
    TRANSCRIPT.write_text(asyncio.run(written()), encoding="utf-8")
