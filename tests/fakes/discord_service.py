"""A question service of a few set replies, so that channels can be tested without an engine."""

from __future__ import annotations

from typing import Any, cast

from bot.application.ask import Answering
from bot.application.moderation import Moderation
from bot.core.model import (
    Answered,
    Chatted,
    Context,
    Declined,
    DeclineReason,
    Fact,
    Question,
    Quote,
    Reply,
    Status,
    Story,
    Suggested,
)
from bot.core.service import QuestionService
from bot.ports.clock import Clock
from bot.ports.inbox import Inbox
from bot.ports.memory_state import MemoryState
from bot.ports.records import Records
from bot.ports.reply_index import ReplyIndex
from bot.ports.shared_state import SharedState
from bot.settings import CommunitySettings
from tests.fakes.answering import answering_of
from tests.fakes.clock import FakeClock

HOSTILE = "@everyone <@123> <@&5> **loud** [click](https://evil.example) `x`"

COST = Fact(
    id="cost",
    questions=("How much did the ferry cost?",),
    answer="The ferry cost 48 million crowns.",
    status=Status.ATTRIBUTED,
    according_to="the harbour office",
    as_of="2031-04-02",
    quotes=(Quote("the ferry cost us 48 million crowns", 12),),
    correction="An earlier version said 38 million.",
    see_also=("launch", "gone"),
)
LAUNCH = Fact(
    id="launch", questions=("When was the ferry launched?",), answer="It was launched in May."
)
LOUD = Fact(
    id="loud",
    questions=(f"What does the sign say {HOSTILE}?",),
    answer=f"The sign says {HOSTILE}",
    according_to=HOSTILE,
    note=HOSTILE,
    quotes=(Quote(HOSTILE, 3),),
    label=f"The sign {HOSTILE[:20]}",
)
STORY = Story(
    title="The ferry",
    facts=(COST, LAUNCH, LOUD),
    publisher="The Harbour Post",
    url="https://post.example/ferry",
    published="2031-04-03",
)


class FakeService:
    """Answers by keyword; "again" tells the fact last told, "break" raises.

    "perhaps" tells the first fact with doubt.
    """

    def __init__(self, story: Story = STORY) -> None:
        self.story = story

    def say(self, kind: str) -> Chatted:
        """What the bot says of itself."""
        return Chatted(kind, f"What there is of {kind}.")

    def ask(self, question: Question, context: Context | None = None) -> tuple[Reply, Context]:
        """A reply by the first keyword found in the question."""
        text = question.text.casefold()
        told = context.facts if context else ()
        if "break" in text:
            raise ValueError(f"cannot digest {question.text}")
        if "again" in text and told:
            return self._answered(told[0])
        for keyword, fact_id in (("cost", "cost"), ("launch", "launch"), ("sign", "loud")):
            if keyword in text:
                return self._answered(fact_id)
        if "perhaps" in text:
            facts = self.story.facts[:2]
            after = Context("perhaps", (facts[0].id,), (facts[1].id, facts[0].id))
            return Suggested(facts, told=facts[0]), after
        if "ferry" in text:
            return Suggested(self.story.facts[:3]), Context()
        if "hello" in text:
            return Chatted("greeting", "Hello! Ask me about the ferry."), Context()
        return Declined(DeclineReason.NOT_IN_STORY), Context()

    def tell(self, fact_id: str) -> tuple[Reply, Context] | None:
        """The fact of that id, if the story has it."""
        return self._answered(fact_id) if self.story.fact(fact_id) else None

    def _answered(self, fact_id: str) -> tuple[Reply, Context]:
        fact = self.story.fact(fact_id)
        if fact is None:
            raise KeyError(fact_id)
        return Answered(fact), Context(facts=(fact_id,))


def answering(
    service: FakeService | None = None,
    records: Records | None = None,
    inbox: Inbox | None = None,
    shared: SharedState | None = None,
    reply_index: ReplyIndex | None = None,
) -> Answering:
    """What a channel answers with, standing on the fake."""
    stand_in = cast(QuestionService, service or FakeService())
    return answering_of(stand_in, records, inbox, shared, reply_index)


def moderation(clock: Clock | None = None, **settings: Any) -> Moderation:
    """What administrators decide; at first nothing."""
    clock = clock or FakeClock()
    return Moderation(CommunitySettings(**settings), clock, MemoryState(clock.now))
