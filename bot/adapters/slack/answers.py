"""Which message of ours answers which question, so that an edited or deleted one takes it along."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.adapters.slack.incoming import Asked, Place

LIFETIME = 24 * 60 * 60.0
"""Seconds for which an edit still changes an answer."""

CAPACITY = 10_000
"""Answers remembered at once; beyond it the oldest stays as it is."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The question that was answered, and the timestamp of the message that did."""

    asked: Asked
    ts: str

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.asked.place


class Answers:
    """Answers of this process by the channel and the timestamp of the question.

    Kept here because Slack grants reading a channel's history to few apps, once a minute.
    """

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        lifetime: float = LIFETIME,
        capacity: int = CAPACITY,
    ) -> None:
        self._now = now
        self._lifetime = lifetime
        self._capacity = capacity
        self._known: OrderedDict[tuple[str, str], tuple[float, Answer]] = OrderedDict()

    def put(self, question: str, answer: Answer) -> None:
        """Remember what answers message `question` of the answer's channel."""
        self._known[answer.place.channel, question] = (self._now(), answer)
        while len(self._known) > self._capacity:
            self._known.popitem(last=False)

    def get(self, channel: str, question: str) -> Answer | None:
        """What answers a message; None when it is none of ours, or too old."""
        at, answer = self._known.get((channel, question), (0.0, None))
        return answer if self._now() - at <= self._lifetime else None

    def pop(self, channel: str, question: str) -> Answer | None:
        """As `get`, and forget it."""
        answer = self.get(channel, question)
        self._known.pop((channel, question), None)
        return answer

    def forget(self, channel: str, ts: str) -> None:
        """Forget the answer that stands in message `ts`, where it is remembered."""
        found = [key for key, (_, it) in self._known.items() if key[0] == channel and it.ts == ts]
        for key in found:
            del self._known[key]
