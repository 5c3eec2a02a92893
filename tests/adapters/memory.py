"""A platform in memory: the fourth adapter, which shows what the application asks of one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from bot.application.application import Application
from bot.application.moderation import Moderation
from bot.application.request_context import RequestContext
from bot.application.rules import Room
from bot.ports.messages import Post
from bot.ports.responder import Delivered, Responder
from bot.rendering.actions import Action, Verb, read_action
from bot.rendering.browsing import Page, headings
from bot.rendering.buttons import (
    Audience,
    Button,
    choice_buttons,
    judging_buttons,
    reading_buttons,
    related_buttons,
)
from bot.rendering.draft import Draft, Topics
from bot.rendering.forms import Form
from tests.adapters.surface import Seen, Surface
from tests.fakes.discord_service import answering
from tests.fakes.records import FakeRecords

PLATFORM, SPACE, CHANNEL = "memory", "S", "C"


@dataclass
class Message:
    """A message of the bot's, in the order in which they were sent."""

    id: str
    draft: Draft
    to: str

    @property
    def text(self) -> str:
        """All of its words."""
        card = self.draft.card
        return "\n".join(filter(None, (card.body, *card.details, self.draft.line)))

    @property
    def actions(self) -> list[Action]:
        """What can be pressed in it."""
        card, draft = self.draft.card, self.draft
        audience = Audience(self.to, draft.is_private)
        buttons: list[Button] = [
            *choice_buttons(card),
            *related_buttons(card),
            *reading_buttons(card),
            *judging_buttons(card, audience),
        ]
        found = [it.action for it in buttons]
        if draft.can_forget:
            found.append(Action(Verb.FORGET))
        match draft.below:
            case Topics(story=story):
                found += [Action(Verb.TOPIC, it.id) for it in headings(story)]
            case Page() as page:
                found += [Action(Verb.RELATED, it.id) for it in page.facts]
        return found


@dataclass
class Channel:
    """What stands in the channel, and the form that is open."""

    messages: dict[str, Message] = field(default_factory=dict)
    form: Form | None = None
    ids: Any = field(default_factory=lambda: count(1))

    def post(self, draft: Draft, to: str) -> Delivered:
        """One more message."""
        message = str(next(self.ids))
        self.messages[message] = Message(message, draft, to)
        return Delivered(True, None if draft.is_private else message)


@dataclass(frozen=True)
class MemoryQuestion:
    """A question in the channel."""

    text: str
    context: RequestContext
    post: Post | None
    about: str | None = None
    is_perhaps: bool = False
    is_wanted_private: bool | None = None


class MemoryMessenger:
    """The port `Messenger`."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    async def words_of(self, question: MemoryQuestion) -> str | None:
        return question.text

    async def take(self, question: MemoryQuestion) -> None:
        pass

    async def answer(self, question: MemoryQuestion, draft: Draft) -> Delivered:
        return self._channel.post(draft, question.context.user)

    async def say(self, question: MemoryQuestion, draft: Draft) -> Delivered:
        return self._channel.post(draft, question.context.user)

    async def change(self, question: MemoryQuestion, message: str, draft: Draft) -> bool:
        self._channel.messages[message].draft = draft
        return True

    async def take_away(self, message: Post) -> bool:
        return self._channel.messages.pop(message.message, None) is not None


class MemoryResponder(Responder[Draft, Form, Moderation]):
    """The port `Responder`."""

    page_size = 10
    forms_are_apart = False
    must_answer = True

    def __init__(
        self, channel: Channel, user: str, message: Message | None, wanted: bool | None
    ) -> None:
        self._channel = channel
        self._user = user
        self._pressed = message
        self.message = message.id if message is not None else None
        self.is_wanted_private = message.draft.is_private if message is not None else wanted

    async def refusal(self) -> str | None:
        return None

    async def wait(self) -> None:
        pass

    async def reply(self, draft: Draft) -> Delivered:
        return self._channel.post(draft, self._user)

    share = reply

    async def update(self, draft: Draft) -> Delivered:
        if self._pressed is None or not self._pressed.draft.is_private:
            return await self.reply(draft)
        self._pressed.draft = draft
        return Delivered(True)

    async def open_form(self, form: Form) -> bool:
        self._channel.form = form
        return True

    async def take_back(self) -> bool:
        return self._channel.messages.pop(self.message or "", None) is not None


class MemorySurface(Surface):
    """The bot and its readers, in one process."""

    def __init__(self, records: FakeRecords, moderation: Moderation) -> None:
        super().__init__(records, moderation)
        given = answering(records=records)
        app = Application(given, moderation, lambda context, message: f"link/{message}")
        self._channel = Channel()
        self._actions = app.actions
        self._questions = app.questions(MemoryMessenger(self._channel))
        self._ids = count(1)

    async def ask(self, words: str) -> MemoryQuestion:
        context = _context("asker")
        question = MemoryQuestion(words, context, context.post(f"q{next(self._ids)}"))
        await self._questions.asked(question)
        return question

    async def command(self, words: str) -> None:
        by = MemoryResponder(self._channel, "asker", None, True)
        await self._actions.ask(words, _context("asker"), by)

    async def edit(self, question: Any, words: str) -> None:
        await self._questions.edited(replace(question, text=words))

    async def delete(self, question: Any) -> None:
        await self._questions.deleted([question.post])

    async def press(self, seen: Seen, verb: Verb, who: str = "asker") -> None:
        action = next(it for it in seen.raw.actions if it.verb is verb)
        by = MemoryResponder(self._channel, who, seen.raw, None)
        await self._actions.press(action, _context(who), by)

    async def touch(self, seen: Seen, action: str) -> None:
        by = MemoryResponder(self._channel, "asker", seen.raw, None)
        await self._actions.press(read_action(action), _context("asker"), by)

    def has_form(self) -> bool:
        return self._channel.form is not None

    async def submit(self, words: str) -> None:
        form = self._channel.form
        assert form is not None
        by = MemoryResponder(self._channel, "asker", None, None)
        await self._actions.submit(form.action, words, _context("asker"), by)

    def seen(self) -> Sequence[Seen]:
        messages = self._channel.messages.values()
        return [Seen(it.text, it.draft.is_private, it) for it in messages]

    @property
    def room(self) -> Room:
        return _context("asker").room


@asynccontextmanager
async def memory_surface(records: FakeRecords, moderation: Moderation) -> AsyncIterator[Surface]:
    """The surface, which needs no server."""
    await asyncio.sleep(0)
    yield MemorySurface(records, moderation)


def _context(user: str) -> RequestContext:
    return RequestContext(PLATFORM, SPACE, CHANNEL, user)
