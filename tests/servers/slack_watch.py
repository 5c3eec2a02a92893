"""Keeps the account of what a bot was asked and what it sent: who was answered, and how often."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tests.servers.slack_objects import BOT_USER, Payload
from tests.servers.slack_rules import message_problems


@dataclass(frozen=True, slots=True)
class Sent:
    """A message the bot sent: how, where, to whom if to one person only, and the whole payload."""

    via: str
    channel: str
    thread_ts: str | None
    private_to: str | None
    payload: Payload
    ts: str

    @property
    def text(self) -> str:
        """The top-level text."""
        return str(self.payload.get("text", ""))

    @property
    def buttons(self) -> list[Payload]:
        """Every button, in order."""
        blocks = self.payload.get("blocks", [])
        return [
            part for block in blocks if block["type"] == "actions" for part in block["elements"]
        ]


@dataclass(frozen=True, slots=True)
class Violation:
    """Something a well-behaved bot never does: `answered twice`, `unasked`, `late`, `ping`, …"""

    kind: str
    detail: str


class Watch:
    """Counts questions and answers by the place where the answer belongs."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.violations: list[Violation] = []
        self._asked: set[str] = set()
        self._expected: Counter[str] = Counter()
        self._given: Counter[str] = Counter()

    def event(self, event: Payload) -> None:
        """Expect one answer to each message by a person that mentions the bot or is sent to it."""
        direct = event["channel"].startswith("D")
        if event["type"] != "app_mention" and not direct:
            return
        if event.get("subtype") or event.get("bot_id") or event.get("user") in (None, BOT_USER):
            return
        identity = f"{event['channel']}/{event['ts']}"
        if identity not in self._asked:
            self._asked.add(identity)
            thread = event.get("thread_ts") or (None if direct else event["ts"])
            self.expect(place(event["channel"], thread))

    def expect(self, question: str) -> None:
        """Expect one message for `question`: a place, or the name of a command."""
        self._expected[question] += 1

    def came(self, question: str, sent: Sent) -> None:
        """Note a message, and every rule it breaks."""
        self.sent.append(sent)
        self._given[question] += 1
        if self._given[question] > self._expected[question]:
            kind = "answered twice" if self._expected[question] else "unasked"
            self.violated(kind, f"{question}: {sent.text}")
        for problem in message_problems(sent.payload):
            self.violated(*problem.split(": ", 1))

    def violated(self, kind: str, detail: str) -> None:
        """Note something that a well-behaved bot never does."""
        self.violations.append(Violation(kind, detail))


def place(channel: str, thread_ts: str | None) -> str:
    """The name of a channel or of a thread in it."""
    return f"{channel}/{thread_ts or '-'}"
