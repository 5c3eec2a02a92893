"""A question service of four facts that goes by a word of the question; for the Slack channel."""

from __future__ import annotations

from dataclasses import replace

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

HOSTILE = "<!channel> @everyone <@U123> *bold* &lt; <https://evil.example|click> `code` :bomb:"

COST = Fact(
    "cost",
    ("How much did the ferry cost?",),
    "The ferry cost 48 million crowns.",
    status=Status.ATTRIBUTED,
    according_to="the harbour office",
    as_of="2031-04-02",
    quotes=(Quote("the ferry cost us 48 million crowns", 12),),
    correction="An earlier version said 38 million.",
    note="Without the pier.",
)
LAUNCH = Fact(
    "launch",
    ("When was the ferry launched?",),
    "It was launched on 3 April 2031.",
    see_also=("cost", "gone"),
)
LONG = Fact(
    "long",
    ("What is the whole of it?",),
    " ".join(f"Sentence {number} tells of the ferry." for number in range(200)),
)
EVIL = Fact(
    "evil",
    (HOSTILE,),
    HOSTILE,
    according_to=HOSTILE,
    note=HOSTILE,
    correction=HOSTILE,
    quotes=(Quote(HOSTILE, 1),),
)
STORY = Story(
    "The ferry",
    (COST, LAUNCH, EVIL, LONG),
    publisher="Harbour News",
    url="https://news.example/ferry?a=1&b=2",
    published="2031-04-03",
)


class FakeService(QuestionService):
    """Answers a question that holds a fact's id; `which` suggests, `again` needs a context.

    `perhaps` tells the first fact with doubt.

    `boom` raises. `asked` holds every question, `contexts` what each came with.
    """

    story = STORY

    def __init__(self, story: Story = STORY) -> None:
        self.story = story
        self.asked: list[Question] = []
        self.contexts: list[Context | None] = []

    def say(self, kind: str) -> Chatted:
        return Chatted(kind, f"What there is of {kind}.")

    def ask(self, question: Question, context: Context | None = None) -> tuple[Reply, Context]:
        self.asked.append(question)
        self.contexts.append(context)
        text = question.text.lower()
        if "boom" in text:
            raise RuntimeError(f"cannot answer {question.text}")
        if not text:
            return Declined(DeclineReason.EMPTY), Context()
        if "hello" in text:
            return Chatted("greeting", "Hello! Ask me about the ferry."), Context()
        if "perhaps" in text:
            facts = self.story.facts[:2]
            after = Context(text, (facts[0].id,), (facts[1].id, facts[0].id))
            return Suggested(facts, told=facts[0]), after
        if "which" in text:
            facts = self.story.facts[:3]
            return Suggested(facts), Context(text, offered=tuple(fact.id for fact in facts))
        if "again" in text and context and context.facts:
            return self._told(context.facts[0])
        found = [fact.id for fact in self.story.facts if fact.id in text]
        return self._told(found[0]) if found else (Declined(DeclineReason.NOT_IN_STORY), Context())

    def tell(self, fact_id: str) -> tuple[Reply, Context] | None:
        return self._told(fact_id) if self.story.fact(fact_id) else None

    def forget(self, fact_id: str) -> None:
        """Take a fact out of the story, as an editor of the file would."""
        kept = tuple(fact for fact in self.story.facts if fact.id != fact_id)
        self.story = replace(self.story, facts=kept)

    def _told(self, fact_id: str) -> tuple[Reply, Context]:
        fact = self.story.fact(fact_id)
        assert fact is not None
        return Answered(fact), Context(facts=(fact_id,))
