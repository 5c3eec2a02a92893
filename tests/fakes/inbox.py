"""An inbox in memory: what a process before this one left in hand lies open."""

from __future__ import annotations

from bot.ports.inbox import InHand
from bot.ports.messages import Post


class FakeInbox:
    """The port `Inbox`; `taken` is all that ever was in hand, `in_hand` what is."""

    def __init__(self, *left: Post | InHand) -> None:
        self._left = [it if isinstance(it, InHand) else InHand(it) for it in left]
        self.in_hand = [it.question for it in self._left]
        self.taken: list[Post] = []
        self.begun: list[Post] = []
        self.lost_ones: list[Post] = []
        self.taken_over: set[Post] = set()

    async def take(self, question: Post) -> None:
        self.taken.append(question)
        self.in_hand.append(question)

    async def begin(self, question: Post) -> bool:
        self.begun.append(question)
        return question not in self.taken_over

    def done(self, question: Post) -> None:
        self.in_hand = [post for post in self.in_hand if post != question]

    def lost(self, question: Post) -> None:
        self.lost_ones.append(question)
        self.done(question)

    async def left(self, platform: str) -> tuple[InHand, ...]:
        found = tuple(it for it in self._left if it.question.platform == platform)
        self._left = [it for it in self._left if it not in found]
        return found
