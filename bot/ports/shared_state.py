"""What processes that serve together agree on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.ports.inbox import InHand
from bot.ports.messages import Reader

LEASE, BEAT = 12.0, 3.0
"""Seconds for which a process holds a name, and between two times of saying so."""


@dataclass(frozen=True, slots=True)
class Bill:
    """`name` does something that costs so many seconds, of which `burst` may be owed: a leaky
    bucket, as in the generic cell rate algorithm."""

    name: str
    cost: float
    burst: float


def pay_in_turn(owed: dict[str, float], bills: Sequence[Bill]) -> tuple[float, ...]:
    """Pay one bill after the other, up to the first that cannot be; seconds to wait for each.

    `owed` has the seconds that are owed under each name, and has them afterwards.
    """
    waits: list[float] = []
    for bill in bills:
        waits.append(max(0.0, owed[bill.name] + bill.cost - bill.burst))
        if waits[-1]:
            break
        owed[bill.name] += bill.cost
    return tuple(waits)


class SharedState(Protocol):
    """What processes that serve together agree on, each thing for some seconds only.

    Names and persons are keyed hashes. While the database is down or slow, what this process knows
    by itself holds. The plain methods return at once.
    """

    async def claim(self, name: str, seconds: float, in_hand: InHand | None = None) -> bool:
        """Whether `name` was free; for `seconds` it is not. `in_hand` goes to the inbox with it."""

    async def hold(self, name: str, seconds: float) -> bool:
        """Whether this process has `name`: nobody else does for `seconds`, longer if called again.

        While the database is down it has all.
        """

    async def release(self, name: str) -> None:
        """Let `name` be free again, if it is this process's."""

    def put(
        self, name: str, item: str, value: str, seconds: float, of: Reader | None = None
    ) -> None:
        """Know `value` as one item of `name`; it goes when `of` wants to be forgotten."""

    def drop(self, name: str, item: str) -> None:
        """Know it no longer: nothing, for no time."""
        self.put(name, item, "", 0.0)

    async def get(self, name: str) -> dict[str, str]:
        """The items of `name` that are known at the moment."""

    async def pay(self, *bills: Bill) -> tuple[float, ...]:
        """Pay one bill after the other, up to the first that cannot be.

        Returns for each that was looked at the seconds to wait, 0 where it is paid.
        """
