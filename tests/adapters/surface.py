"""What every platform lets readers do with the bot, so that one table of behaviours tries all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.application.moderation import Moderation
from bot.rendering import texts
from bot.rendering.actions import Verb
from tests.fakes.records import FakeRecords
from tests.waiting import eventually

TOO_FAST = texts.TOO_FAST.partition("{")[0]
"""How what is said begins to who asks too fast."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A message of the bot's as it stands: its words, who sees it, and as the platform has it."""

    text: str
    is_private: bool
    raw: Any


class Surface(ABC):
    """One channel, with a bot in it that tells of a ferry, and two readers: "asker" and "other"."""

    def __init__(self, records: FakeRecords, moderation: Moderation) -> None:
        self.records = records
        self.moderation = moderation

    @abstractmethod
    async def ask(self, words: str) -> Any:
        """The asker mentions the bot; the question, to be edited or deleted."""

    @abstractmethod
    async def command(self, words: str) -> None:
        """The asker uses `/ask`, for themselves alone."""

    @abstractmethod
    async def edit(self, question: Any, words: str) -> None:
        """The asker changes the words of their question."""

    @abstractmethod
    async def delete(self, question: Any) -> None:
        """The asker deletes their question."""

    @abstractmethod
    async def press(self, seen: Seen, verb: Verb, who: str = "asker") -> None:
        """Somebody presses what does `verb` in a message, the first if there are several."""

    @abstractmethod
    async def touch(self, seen: Seen, action: str) -> None:
        """The asker presses what stands in a message of an older version."""

    @abstractmethod
    def has_form(self) -> bool:
        """Whether a form is open."""

    @abstractmethod
    async def submit(self, words: str) -> None:
        """The asker sends the form off that was opened last."""

    @abstractmethod
    def seen(self) -> Sequence[Seen]:
        """All that the bot has said, in order, without what was deleted."""

    @property
    @abstractmethod
    def room(self) -> Any:
        """The channel, as administrators know it."""

    async def said(self, count: int) -> Seen:
        """The last of so many messages, once there are."""
        await eventually(lambda: len(self.seen()) >= count)
        assert len(self.seen()) == count
        return self.seen()[-1]

    async def form(self) -> None:
        """Wait until a form is open."""
        await eventually(self.has_form)
