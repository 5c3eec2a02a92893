"""Keeps the account of what a bot was asked and what it sent: who was answered, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tests.servers.slack_objects import BOT, BOT_USER, Payload
from tests.servers.slack_rules import message_problems

PEOPLES_SUBTYPES = (None, "thread_broadcast", "file_share")
"""Subtypes of messages that people write."""


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
        """Every ordinary button, in order."""
        blocks = self.payload.get("blocks", [])
        return [
            part for block in blocks if block["type"] == "actions" for part in block["elements"]
        ]

    def carrying(self, part: str) -> Payload:
        """What can be pressed or chosen with `part` in its value, as Slack sends it back."""
        return next(control for control in pressable(self.payload) if part in control["value"])

    def offers(self, part: str) -> bool:
        """Whether there is something like that."""
        return any(part in control["value"] for control in pressable(self.payload))


def pressable(payload: Payload) -> list[Payload]:
    """Everything in a message or view that can be pressed or chosen, one by one."""
    found: list[Payload] = []
    for block in payload.get("blocks", []):
        parts = [*block.get("elements", []), block.get("accessory", {})]
        for part in parts:
            found += _pressable(part)
    return found


def _pressable(part: Payload) -> list[Payload]:
    match part.get("type"):
        case "button" | "icon_button":
            return [part]
        case "feedback_buttons":
            names = ("positive_button", "negative_button")
            return [{**part, **part[name], "type": "feedback_buttons"} for name in names]
        case "static_select":
            return [
                {**part, "value": option["value"], "selected_option": option}
                for option in part["options"]
            ]
        case _:
            return []


@dataclass(frozen=True, slots=True)
class Violation:
    """Something a well-behaved bot never does: `answered twice`, `unasked`, `late`, `ping`, …"""

    kind: str
    detail: str


class Watch:
    """Counts questions and answers by the place where the answer belongs."""

    def __init__(self) -> None:
        self.checks_later = False
        """Whether payloads are judged only by `check_kept`: judging takes longer than answering."""
        self._kept: list[tuple[Payload, bool]] = []
        self.sent: list[Sent] = []
        self.violations: list[Violation] = []
        self.untrusted: list[str] = []
        """Words of readers or of the file that must never stand where markup is read."""
        self.agent = False
        """Whether direct conversations are threads, as they are with agents."""
        self._asked: set[str] = set()
        self._edited: set[str] = set()
        self._edits = 0
        self._barred: list[str] = []
        self._working: set[str] = set()
        self._expected: Counter[str] = Counter()
        self._allowed: Counter[str] = Counter()
        self._given: Counter[str] = Counter()

    @property
    def unanswered(self) -> list[str]:
        """The places where somebody waits for an answer, or sees the bot work for ever."""
        waiting = [it for it, number in self._expected.items() if self._given[it] < number]
        return waiting + [f"status in {thread}" for thread in self._working]

    def event(self, event: Payload) -> None:
        """Expect one answer to each message by a person that mentions the bot or is sent to it."""
        if event.get("subtype") == "message_changed":
            self._edit(event)
            return
        direct = event.get("channel", "").startswith("D") and event["type"] == "message"
        if event["type"] != "app_mention" and not direct:
            return
        if event.get("subtype") not in PEOPLES_SUBTYPES or event.get("bot_id"):
            return
        if event.get("user") in (None, BOT_USER):
            return
        if event.get("edited") and f"{event['channel']}/{event['ts']}" in self._asked:
            self._may_change(event["channel"], event)
        self._ask(event["channel"], event, direct=direct)

    def expect(self, question: str) -> None:
        """Expect one message for `question`: a place, or the name of a command."""
        self._expected[question] += 1

    def allow(self, question: str) -> None:
        """Let one message come for `question`, where something else may be what is wanted."""
        self._allowed[question] += 1

    def came(self, question: str, sent: Sent) -> None:
        """Note a message, and every rule it breaks."""
        self.sent.append(sent)
        self._given[question] += 1
        self._working.discard(place(sent.channel, sent.thread_ts))
        wanted = self._expected[question] + self._allowed[question]
        if self._given[question] > wanted:
            kind = "answered twice" if wanted else "unasked"
            self.violated(kind, f"{question}: {sent.text}")
        self.judge(sent.payload)

    def barred(self, question: str) -> None:
        """Note that the bot may not answer where it was asked: one direct message may say so."""
        self._barred.append(question)

    def told_directly(self, user: str) -> None:
        """Let the direct message to `user` stand for an answer that could not be given."""
        if self._barred:
            self._given[self._barred.pop(0)] += 1
            self.allow(place(user, None))

    def updated(self, payload: Payload) -> None:
        """Note that the bot changed a message of its own."""
        self._edits -= 1
        if self._edits < 0:
            self.violated("updated unasked", str(payload.get("text")))
        self.judge(payload, update=True)

    def works(self, thread: str, status: str) -> None:
        """Note what stands below a thread while the bot works; empty when it is done."""
        if status:
            self._working.add(thread)
        else:
            self._working.discard(thread)

    def violated(self, kind: str, detail: str) -> None:
        """Note something that a well-behaved bot never does."""
        self.violations.append(Violation(kind, detail))

    def _edit(self, event: Payload) -> None:
        """An edit by a person that changes the words may change the answer, once."""
        now, before = event.get("message", {}), event.get("previous_message", {})
        if now.get("text") == before.get("text") or now.get("bot_id"):
            return
        if now.get("user") == BOT_USER:
            return
        bot = f"<@{BOT_USER}>"
        if bot in now.get("text", "") and bot not in before.get("text", ""):
            self._ask(event["channel"], now, direct=False)
        self._may_change(event["channel"], now)

    def _ask(self, channel: str, message: Payload, *, direct: bool) -> None:
        identity = f"{channel}/{message['ts']}"
        if identity not in self._asked:
            self._asked.add(identity)
            beside = direct and not self.agent
            thread = message.get("thread_ts") or (None if beside else message["ts"])
            self.expect(place(channel, thread))

    def _may_change(self, channel: str, message: Payload) -> None:
        identity = f"{channel}/{message.get('ts')}/{message.get('text')}"
        if identity not in self._edited:
            self._edited.add(identity)
            self._edits += 1

    def drop_kept(self) -> None:
        """Judge none of what was not judged when it came."""
        self._kept.clear()

    def check_kept(self) -> None:
        """Judge what was not judged when it came."""
        self.checks_later = False
        while self._kept:
            payload, update = self._kept.pop()
            self.judge(payload, update=update)

    def judge(self, payload: Payload, *, update: bool = False) -> None:
        """Note every rule that a message breaks."""
        if self.checks_later:
            self._kept.append((payload, update))
            return
        for problem in message_problems(payload, update=update):
            self.violated(*problem.split(": ", 1))
        for text in _formatted(payload):
            if any(words in text for words in self.untrusted):
                self.violated("markup", text)


def _formatted(payload: Payload) -> list[str]:
    """The texts in which Slack reads markup."""
    found = [] if payload.get("mrkdwn") is False else [str(payload.get("text", ""))]
    stack: list[object] = list(payload.get("blocks", []))
    while stack:
        part = stack.pop()
        if isinstance(part, dict):
            if part.get("type") in ("mrkdwn", "markdown"):
                found.append(str(part.get("text", "")))
            stack += part.values()
        elif isinstance(part, list):
            stack += part
    return found


def read_back(shown: Iterable[Sent], arguments: Payload) -> list[Payload]:
    """What `conversations.replies` and `conversations.history` tell of the bot's messages."""
    thread = arguments.get("ts")
    found = [
        it
        for it in shown
        if it.channel == arguments.get("channel") and it.thread_ts == thread and not it.private_to
    ]
    is_told = str(arguments.get("include_all_metadata")).lower() in ("1", "true")
    return [
        {"ts": it.ts, "text": it.text, "user": BOT_USER, "bot_id": BOT}
        | ({"metadata": it.payload["metadata"]} if is_told and "metadata" in it.payload else {})
        for it in found
    ]


def place(channel: str, thread_ts: str | None) -> str:
    """The name of a channel or of a thread in it."""
    return f"{channel}/{thread_ts or '-'}"
