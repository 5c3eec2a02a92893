"""One conversation about the shipped story, the same on every platform, written down as it went."""

from __future__ import annotations

import asyncio
import os
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, Generic, TypeVar

from bot.application.ask import Answering
from bot.application.notifications import Notifications
from bot.application.unasked import Unasked
from bot.compose.stories import build_service
from bot.ports.notices import Notices, Subscription
from tests.fakes.answering import answering_of
from tests.fakes.discord_service import moderation
from tests.paths import REPOSITORY
from tests.waiting import HANG

Shown = TypeVar("Shown")
"""A message of the bot's, as the platform has it."""


class Transcript(ABC, Generic[Shown]):
    """What was said, as Markdown."""

    def __init__(self, head: str) -> None:
        self.lines = [head]

    def heading(self, text: str) -> None:
        """A new part of the conversation."""
        self.lines.append(f"## {text}\n")

    def reader(self, does: str) -> None:
        """What the reader does."""
        self.lines.append(f"**reader** {does}\n")

    @abstractmethod
    async def ask(self, question: str) -> Shown:
        """The reader uses `/ask`."""

    @abstractmethod
    async def press(self, message: Shown, label: str) -> Shown:
        """The reader presses a button."""

    @abstractmethod
    async def mention(self, question: str) -> Any:
        """The reader mentions the bot in a channel; what `follow_up` follows up on."""

    @abstractmethod
    async def follow_up(self, question: str, after: Any) -> None:
        """The reader asks on."""

    @abstractmethod
    def first_button(self, message: Shown) -> str:
        """The label of the first button of a message."""


async def conversation(said: Transcript[Any]) -> str:
    """The whole of it."""
    said.heading("An answer, and its quote")
    answer = await said.ask("When is R2 due?")
    await said.press(answer, "Show the quote")
    said.heading("A follow-up")
    await said.follow_up("How old is he?", await said.mention("Who founded DeepSeek?"))
    said.heading("Told with doubt")
    await said.ask("Who disclosed the data scientists' earnings?")
    said.heading("A suggestion taken")
    offer = await said.ask("the sell-off")
    await said.press(offer, said.first_button(offer))
    said.heading("What the story does not tell")
    await said.ask("Does Liang Wenfeng have any hobbies?")
    await said.ask("Who won the chess olympiad?")
    said.heading("A corrected premise")
    await said.mention("Why did Google make Gemini more expensive after R1?")
    said.heading("About itself")
    await said.ask("Are you a language model?")
    return "\n".join(said.lines)


class NoNotices(Notices):
    """Readers may wish to be told; nobody does."""

    async def keep(self, notice: Subscription) -> None:
        raise AssertionError

    async def waiting(self, platform: str) -> Sequence[Subscription]:
        return ()

    async def take(self, notice: Subscription) -> bool:
        return False


def as_set_up(platform: str, answering: Answering) -> Unasked:
    """What a bot says without being asked, as it is where nothing is set."""
    notifications = Notifications(answering, moderation(), NoNotices(), 30)
    return Unasked(platform, notifications=notifications)


@asynccontextmanager
async def served(
    serve: Callable[[Answering, Callable[[], None]], Coroutine[Any, Any, None]],
) -> AsyncIterator[None]:
    """A bot of this process with the shipped story; `serve` says when it is ready."""
    ready = asyncio.Event()
    answering = answering_of(build_service(REPOSITORY / "knowledge.yaml", os.environ))
    serving = asyncio.create_task(serve(answering, ready.set))
    async with asyncio.timeout(HANG):
        await ready.wait()
    yield
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving
