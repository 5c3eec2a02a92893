"""Does what people want, once: what comes in, and what a process had in hand that was killed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from enum import Enum, auto

from bot.adapters.slack.commands import Commands
from bot.adapters.slack.home import Home
from bot.adapters.slack.incoming import Asked, Typed
from bot.adapters.slack.inhand import PLATFORM, Wish, verb_of, wish_of
from bot.adapters.slack.interactions import Pressed, Sent
from bot.adapters.slack.presses import Presses
from bot.adapters.slack.questions import Questions
from bot.adapters.slack.speaker import Speaker
from bot.application.background_tasks import Underway
from bot.ports.inbox import Inbox, InHand
from bot.rendering.actions import Verb
from bot.rendering.slack import views

LOOK_SECONDS = 3.0
"""How often a process looks for what others left in hand."""

_WINDOWS = (Verb.FOLLOW, Verb.SEND)
"""Buttons that open a window, which Slack lets one do for three seconds."""

_TOLD_TO_ALL = (Verb.TAKE, Verb.RELATED, views.FOLLOW_WINDOW)
"""Buttons and windows that are answered where others see it, if the place is not private."""

_KEPT = (Verb.UP, Verb.DOWN, Verb.FORGET, views.FEEDBACK_WINDOW, views.EDITORS_WINDOW)
"""Buttons and windows that are carried out in full before the word that says so."""


class Fate(Enum):
    """What becomes of a wish whose process was killed."""

    AGAIN = auto()
    """It is done: it was not begun, or shows the same however often."""
    DONE = auto()
    """It was done, but for the word that says so."""
    LOOK = auto()
    """It is done if Slack shows that it was not."""
    LOST = auto()
    """Nobody can do it any more."""


def fate_of(wish: Wish, *, begun: bool) -> Fate:
    """The fate of a wish of which something may be out if it was `begun`."""
    verb = verb_of(wish)
    if verb in _WINDOWS:
        return Fate.LOST
    if not begun or verb is Verb.DELETE:
        return Fate.AGAIN
    what = wish.window if isinstance(wish, Sent) else verb
    if what in _KEPT:
        return Fate.DONE
    return Fate.LOOK if isinstance(wish, Asked) or what in _TOLD_TO_ALL else Fate.LOST


class Wishes:
    """Everything between what comes in and who does it."""

    def __init__(
        self,
        inbox: Inbox,
        underway: Underway,
        questions: Questions,
        presses: Presses,
        home: Home,
        commands: Commands,
        speaker: Speaker,
    ) -> None:
        self._inbox = inbox
        self._underway = underway
        self._questions = questions
        self._presses = presses
        self._home = home
        self._commands = commands
        self._speaker = speaker

    async def note(self, wish: Wish) -> None:
        """Before a wish is acknowledged: what it takes to do it after a crash."""
        await self._questions.note(wish)

    def start(self, wish: Wish) -> None:
        """Do it, unless that has been done."""
        if isinstance(wish, Asked) and not isinstance(wish, Typed):
            self._underway.start(self._questions.answer(wish))
        else:
            self._underway.start(self._questions.do_once(wish, lambda: self._act(wish)))

    async def take_over(self) -> None:
        """Do what processes had in hand that are gone; look for it until cancelled."""
        while True:
            for left in await self._inbox.left(PLATFORM):
                self._underway.start(self._take_over(left))
            await asyncio.sleep(LOOK_SECONDS)

    async def _take_over(self, left: InHand) -> None:
        wish = wish_of(left)
        fate = Fate.LOST if wish is None else fate_of(wish, begun=left.begun)
        if wish is not None and fate is Fate.LOOK:
            was_done = await self._questions.was_answered(wish, left.at)
            fate = {True: Fate.DONE, False: Fate.AGAIN, None: Fate.LOST}[was_done]
        if wish is None or fate is Fate.LOST:
            self._inbox.lost(left.question)
        elif fate is Fate.DONE:
            self._inbox.done(left.question)
        elif isinstance(wish, Asked) and not isinstance(wish, Typed):
            await self._questions.answer_again(wish)
        else:
            await self._questions.recall(wish.place)
            await self._questions.do_again(wish, lambda: self._act(wish))

    async def _act(self, wish: Wish) -> bool:
        """Do it, if who wants it does not want too much."""
        refusal = await self._speaker.refusal(wish.place, seen=False)
        if refusal is None:
            return await self._do(wish)
        if wish.place.is_home and isinstance(wish, Pressed):
            return await self._home.tell(wish.place, refusal.words)
        if isinstance(wish, Pressed) and not refusal.is_news:
            return True  # told a moment ago; what was typed must not end in silence
        ticket = self._questions.ticket(wish)
        return (await self._speaker.say_privately(wish.place, refusal.words, ticket)).served

    def _do(self, wish: Wish) -> Awaitable[bool]:
        match wish:
            case Asked():
                return self._commands.typed(wish)
            case Sent():
                return self._presses.sent(wish)
            case Pressed() if wish.place.is_home:
                return self._home.acted(wish)
            case Pressed():
                return self._presses.pressed(wish)
