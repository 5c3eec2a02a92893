"""How much one person, and all in one channel, may ask: so that nobody's flood slows the others."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bot.counting import counted
from bot.ports.messages import Reader
from bot.ports.shared_state import Bill, SharedState
from bot.rendering import texts

MINUTE = 60.0
AT_ONCE = MINUTE / 2
"""Seconds that may be owed: after a pause, half a minute's questions may come at once."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a question is not answered, in words; said once a minute, not to all of a flood."""

    words: str
    is_news: bool


class Limits:
    """The limits in questions a minute (0: none), over all processes that share.

    An edit that changes the words is a question too.
    """

    def __init__(self, person: int, channel: int, shared: SharedState) -> None:
        self._person = person
        self._channel = channel
        self._shared = shared

    async def refusal(self, reader: Reader, channel: str | None = None) -> Refusal | None:
        """What to say instead of an answer; None where there may be one.

        `channel` is where all see it. Who is refused takes nothing of what a channel may ask.
        """
        person = f"pace/{reader.platform}/{reader.id}"
        bills = [Bill(person, MINUTE / self._person, AT_ONCE)] if self._person else []
        if channel is not None and self._channel:
            place = f"pace/{reader.platform}/in/{channel}"
            bills.append(Bill(place, MINUTE / self._channel, AT_ONCE))
        waits = await self._shared.pay(*bills) if bills else ()
        if not any(waits):
            return None
        wait = max(waits)
        is_news = await self._shared.claim(f"told/{person}", max(wait, MINUTE))
        of_person = waits[0] > 0 and bool(self._person)
        words = texts.TOO_FAST if of_person else texts.TOO_MANY_HERE
        seconds = counted(math.ceil(wait), *texts.SECONDS)
        return Refusal(words.format(seconds=seconds), is_news)
