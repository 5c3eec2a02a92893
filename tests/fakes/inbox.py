"""An inbox in memory: what a process before this one left in hand lies open."""

from __future__ import annotations

from bot.core.ports import InHand, Post


class FakeInbox:
    """The port `Inbox`; `taken` is all that ever was in hand, `in_hand` what is."""

    def __init__(self, *in_hand: Post) -> None:
        self.in_hand = list(in_hand)
        self.taken: list[Post] = []

    async def take(self, question: Post) -> None:
        self.taken.append(question)
        self.in_hand.append(question)

    def done(self, question: Post) -> None:
        self.in_hand = [post for post in self.in_hand if post != question]

    async def begin(self, question: Post) -> bool:
        return True

    def lost(self, question: Post) -> None:
        self.done(question)

    async def left(self, platform: str) -> tuple[InHand, ...]:
        return tuple(InHand(post) for post in self.in_hand if post.platform == platform)
