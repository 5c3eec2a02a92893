"""Hears what is to be counted while the bot answers."""

from __future__ import annotations

from bot.core.judging import Ruling
from bot.ports.messages import Reader
from bot.ports.records import Exchange


class Meter:
    """Counts nothing: who measures overrides all of it."""

    def acknowledged(self, platform: str, seconds: float) -> None:
        """A platform, by its name, waited so long for an acknowledgement."""

    def replied(self, exchange: Exchange) -> None:
        """A question had this outcome."""

    def ruled(self, ruling: Ruling) -> None:
        """The judge said this of a reply."""

    def overheard(self, platform: str, *, would_answer: bool) -> None:
        """A message in a channel of mode shadow, and whether it would have been answered."""

    def corrected(self, platform: str, change: str) -> None:
        """A message that told what is no longer so was changed: "done", "gone" or "later"."""

    def voted(self, reader: Reader, *, up: bool) -> None:
        """A vote is kept."""
