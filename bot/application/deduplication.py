"""Each request is done once: whatever is delivered twice, and whichever process is killed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from enum import Enum, auto
from typing import TypeVar

from bot.application.background_tasks import BackgroundTasks
from bot.ports.inbox import Inbox, InHand
from bot.ports.shared_state import SharedState
from bot.rendering.actions import Verb

LIFETIME = 60 * 60.0
"""Seconds an answered delivery is remembered. Slack's last retry comes after 6 minutes, and
redeliveries under new event ids have been seen at 10 (node-slack-sdk#2141, vercel/chat#667)."""

HASTE = 0.25
"""Seconds that an acknowledgement waits at most until a delivery is noted; Slack gives it three."""

LOOK_SECONDS = 3.0
"""How often a process looks for what others left in hand."""

Request = TypeVar("Request")

_TOLD_TO_ALL = (Verb.TAKE, Verb.RELATED)
"""Actions that are answered where others see it, if the place is not private."""

_KEPT = (Verb.UP, Verb.DOWN, Verb.FORGET)
"""Actions that are carried out in full before the word that says so."""


class Fate(Enum):
    """What becomes of a request whose process was killed."""

    AGAIN = auto()
    """It is done: it was not begun, or shows the same however often."""
    DONE = auto()
    """It was done, but for the word that says so."""
    LOOK = auto()
    """It is done if the platform shows that it was not."""
    LOST = auto()
    """Nobody can do it any more."""


def fate_of(
    verb: Verb | None, *, begun: bool, is_form: bool = False, is_asked: bool = False
) -> Fate:
    """The fate of an action, in a form or not, or of a question that was asked in a message.

    Something may be out already if it was `begun`. Forms can be opened for some seconds only.
    """
    if verb in (Verb.FOLLOW, Verb.SEND) and not is_form:
        return Fate.LOST
    if not begun or verb is Verb.DELETE:
        return Fate.AGAIN
    if verb in _KEPT or (is_form and verb is Verb.SEND):
        return Fate.DONE
    is_told = is_asked or verb in _TOLD_TO_ALL or (is_form and verb is Verb.FOLLOW)
    return Fate.LOOK if is_told else Fate.LOST


class Deduplication:
    """What is being answered, and claims that processes share on what has been.

    A delivery goes by the first of its keys. A repeat of one that is being answered here waits for
    the outcome, and is answered itself if that failed: Slack does not send again what was
    acknowledged.
    """

    def __init__(self, shared: SharedState, inbox: Inbox) -> None:
        self._shared = shared
        self._inbox = inbox
        self._underway: dict[str, asyncio.Event] = {}
        self._claims: dict[str, asyncio.Task[bool]] = {}
        self._expected: dict[str, asyncio.Event] = {}

    def expect(self, keys: tuple[str, ...]) -> None:
        """A delivery will be answered in its turn: `settled` waits for that from now on."""
        for key in keys[:1]:
            self._expected.setdefault(key, asyncio.Event())

    def expect_no_more(self, keys: tuple[str, ...]) -> None:
        """It was, or will not be."""
        for key in keys[:1]:
            if expected := self._expected.pop(key, None):
                expected.set()

    async def note(self, keys: tuple[str, ...], in_hand: InHand) -> None:
        """Claim a delivery, with what it takes to answer it, before it is acknowledged."""
        if keys and keys[0] not in self._claims and keys[0] not in self._underway:
            claim = asyncio.create_task(self._shared.claim(_name(keys), LIFETIME, in_hand))
            self._claims[keys[0]] = claim
            await asyncio.wait((claim,), timeout=HASTE)

    async def once(self, keys: tuple[str, ...], answer: Callable[[], Awaitable[bool]]) -> None:
        """Run `answer`, unless a delivery with these `keys` has been answered.

        `answer` says whether the reader got something; if not, a later delivery may try again.
        """
        await self._ended(keys)
        done = asyncio.Event()
        self._underway.update(dict.fromkeys(keys[:1], done))
        try:
            if not keys:
                await answer()
            elif await self._is_first(keys):
                await self._or_release(keys, answer)
        finally:
            for key in keys[:1]:
                del self._underway[key]
            done.set()
            self.expect_no_more(keys)

    async def settled(self, keys: tuple[str, ...]) -> None:
        """Wait until no delivery with one of these `keys` is being answered here, or will be."""
        for key in keys:
            while expected := self._expected.get(key):
                await expected.wait()
            await self._ended((key,))

    async def take_over(
        self,
        platform: str,
        underway: BackgroundTasks,
        read: Callable[[InHand], tuple[Request, Fate] | None],
        was_done: Callable[[Request, float], Awaitable[bool | None]],
        do: Callable[[Request], Awaitable[object]],
    ) -> None:
        """Do what processes had in hand that are gone; look for it until cancelled.

        `read` tells what it is and its fate, None where another version had it in hand. `was_done`
        says whether its answer shows since a time, None where nobody can tell.
        """
        while True:
            for left in await self._inbox.left(platform):
                underway.start(self._take_over(left, read(left), was_done, do))
            await asyncio.sleep(LOOK_SECONDS)

    async def _take_over(
        self,
        left: InHand,
        found: tuple[Request, Fate] | None,
        was_done: Callable[[Request, float], Awaitable[bool | None]],
        do: Callable[[Request], Awaitable[object]],
    ) -> None:
        if found is None:
            return self._inbox.lost(left.question)
        request, fate = found
        if fate is Fate.LOOK:
            shows = await was_done(request, left.at)
            fate = {True: Fate.DONE, False: Fate.AGAIN, None: Fate.LOST}[shows]
        if fate is Fate.AGAIN:
            await do(request)
        elif fate is Fate.DONE:
            self._inbox.done(left.question)
        else:
            self._inbox.lost(left.question)
        return None

    async def _ended(self, keys: tuple[str, ...]) -> None:
        while keys and (underway := self._underway.get(keys[0])):
            await underway.wait()

    async def _is_first(self, keys: tuple[str, ...]) -> bool:
        noted = self._claims.pop(keys[0], None)
        return await (noted or self._shared.claim(_name(keys), LIFETIME))

    async def _or_release(
        self, keys: tuple[str, ...], answer: Callable[[], Awaitable[bool]]
    ) -> None:
        try:
            answered = await answer()
        except Exception:  # whatever it was, the next delivery may try again
            await self._shared.release(_name(keys))
            raise
        if not answered:
            await self._shared.release(_name(keys))


def _name(keys: tuple[str, ...]) -> str:
    return f"delivery/{keys[0]}"
