"""Each request is done once: whatever is delivered twice, and whichever process is killed."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TypeVar

from bot.application.background_tasks import BackgroundTasks
from bot.application.editors import WRITTEN
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


_OPENING = (Verb.FOLLOW, Verb.SEND, *WRITTEN)
"""Actions that open a form."""


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
    if verb in _OPENING and not is_form:
        return Fate.LOST
    if not begun or verb is Verb.DELETE:
        return Fate.AGAIN
    if verb in _KEPT or (is_form and verb is Verb.SEND):
        return Fate.DONE
    is_told = is_asked or verb in _TOLD_TO_ALL or (is_form and verb is Verb.FOLLOW)
    return Fate.LOOK if is_told else Fate.LOST


@dataclass(slots=True)
class _Delivery:
    """One that came and is not over: how often, whose turn it is, and its claim once it is made."""

    times: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    claim: asyncio.Task[bool] | None = None
    is_over: asyncio.Event = field(default_factory=asyncio.Event)


class Deduplication:
    """What is being answered, and claims that processes share on what has been.

    A delivery goes by its key; without one it cannot be known again. A repeat of one that is being
    answered here waits for the outcome, and is answered itself if that failed: Slack does not send
    again what was acknowledged.
    """

    def __init__(self, shared: SharedState, inbox: Inbox) -> None:
        self._shared = shared
        self._inbox = inbox
        self._deliveries: defaultdict[str, _Delivery] = defaultdict(_Delivery)

    @contextmanager
    def expecting(self, key: str) -> Iterator[_Delivery]:
        """While this is open, a delivery is to be answered: `settled` waits for that."""
        delivery = self._deliveries[key]
        delivery.times += 1
        try:
            yield delivery
        finally:
            delivery.times -= 1
            if not delivery.times:
                del self._deliveries[key]
                delivery.is_over.set()

    async def note(self, key: str, in_hand: InHand) -> None:
        """Claim a delivery, with what it takes to answer it, before it is acknowledged."""
        delivery = self._deliveries[key]
        if key and delivery.claim is None and not delivery.turn.locked():
            claiming = self._shared.claim(f"delivery/{key}", LIFETIME, in_hand)
            delivery.claim = asyncio.create_task(claiming)
            await asyncio.wait((delivery.claim,), timeout=HASTE)

    async def once(self, key: str, answer: Callable[[], Awaitable[bool]]) -> None:
        """Run `answer`, unless a delivery with this `key` has been answered.

        `answer` says whether the reader got something; if not, a later delivery may try again.
        """
        if not key:
            await answer()
            return
        with self.expecting(key) as delivery:
            async with delivery.turn:
                claim, delivery.claim = delivery.claim, None
                if await (claim or self._shared.claim(f"delivery/{key}", LIFETIME)):
                    await self._or_release(key, answer)

    async def settled(self, key: str) -> None:
        """Wait until no delivery with this `key` is being answered here, or will be."""
        while key in self._deliveries:
            await self._deliveries[key].is_over.wait()

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

    async def _or_release(self, key: str, answer: Callable[[], Awaitable[bool]]) -> None:
        try:
            answered = await answer()
        except Exception:  # whatever it was, the next delivery may try again
            await self._shared.release(f"delivery/{key}")
            raise
        if not answered:
            await self._shared.release(f"delivery/{key}")
