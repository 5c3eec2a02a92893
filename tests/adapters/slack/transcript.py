"""A conversation on the loopback Slack about the shipped story, written down as it went.

python -m tests.adapters.slack.transcript      writes docs/transcript-slack.md
"""

from __future__ import annotations

import asyncio
import html
import re

from bot.adapters.slack import serve_slack
from bot.application.moderation import Moderation
from bot.ports.memory_state import MemoryState
from bot.settings import CommunitySettings
from tests.adapters.conversing import Transcript, as_set_up, conversation, served
from tests.adapters.slack.slack_bot import FULL_SCOPES, settings_for
from tests.fakes.clock import FakeClock
from tests.paths import REPOSITORY
from tests.servers.slack_objects import CHANNEL, Payload, mention, message
from tests.servers.slack_server import SlackServer
from tests.servers.slack_watch import Sent, pressable

TRANSCRIPT = REPOSITORY / "docs" / "transcript-slack.md"

HEAD = """# A conversation on Slack

With the shipped story and the full manifest, slack-bolt unpatched in Socket Mode, on the loopback
Slack of the tests; `python -m tests.adapters.slack.transcript` writes it down. Buttons stand in
brackets, menus in braces.
"""


class OnSlack(Transcript[Sent]):
    """What was said on Slack."""

    def __init__(self, slack: SlackServer) -> None:
        super().__init__(HEAD)
        self._slack = slack

    async def ask(self, question: str) -> Sent:
        """The reader uses `/ask`."""
        self.reader(f"types `/ask {question}`")
        await self._slack.command(question)
        return await self._said()

    async def mention(self, question: str) -> Payload:
        """The reader mentions the bot in a channel; the event that tells of it."""
        self.reader(f"writes in a channel: @storybot {question}")
        event = mention(question)
        await self._slack.event(event)
        await self._said()
        return event

    async def follow_up(self, question: str, after: Payload) -> None:
        """The reader writes in the thread, without a mention."""
        self.reader(f"goes on in the thread: {question}")
        self._slack.watch.allow(f"{CHANNEL}/{after['ts']}")
        await self._slack.event(message(question, CHANNEL, thread_ts=after["ts"]))
        await self._said()

    async def press(self, message: Sent, label: str) -> Sent:
        """The reader presses a button."""
        self.reader(f"presses [{label}]")
        found = next(it for it in pressable(message.payload) if it["text"]["text"] == label)
        await self._slack.press(message, found)
        return await self._said()

    def first_button(self, message: Sent) -> str:
        """Its label."""
        return str(message.buttons[0]["text"]["text"])

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
                lines.append(f"`{' '.join(map(_control, block['elements']))}`")
    return [html.unescape(line) for line in lines]


def _control(element: Payload) -> str:
    """A menu in braces, buttons in brackets."""
    if "options" in element:
        options = " | ".join(it["text"]["text"] for it in element["options"])
        return f"{{{element['placeholder']['text']} {options}}}"
    labels = (it["text"]["text"] for it in pressable({"blocks": [{"elements": [element]}]}))
    return " ".join(f"[{label}]" for label in labels)


def _linked(part: Payload) -> str:
    """A text; a link as Markdown has it."""
    return re.sub(r"<([^|]+)\|([^>]+)>", r"[\2](\1)", part["text"])


async def written() -> str:
    """The conversation with a bot of this process."""
    async with SlackServer() as slack:
        slack.scopes = FULL_SCOPES
        moderation = Moderation(CommunitySettings(), FakeClock(), MemoryState())
        settings = settings_for(slack, "socket")
        async with served(
            lambda answering, ready: serve_slack(
                *(answering, settings, moderation),
                ready=ready,
                unasked=as_set_up("slack", answering),
            )
        ):
            text = await conversation(OnSlack(slack))
        assert slack.watch.violations == []
        return text


if __name__ == "__main__":
    TRANSCRIPT.write_text(asyncio.run(written()), encoding="utf-8")
