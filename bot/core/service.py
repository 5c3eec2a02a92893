"""The one use case: a question and its context become a reply and a new context."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from bot.core.conversation.reaction import choice_in, further
from bot.core.matcher import Intent, Lean, Matcher, Reading
from bot.core.model import (
    MAX_CHARACTERS,
    Answered,
    Candidate,
    Chatted,
    Context,
    Declined,
    DeclineReason,
    Explanation,
    Fact,
    Question,
    Reply,
    Status,
    Story,
    Suggested,
    told,
)
from bot.core.policy.decision import decide

LANGUAGE = "language"
"""The kind of a reply to a question in another language than the story's."""

SURE_ALONE = 0.9
"""A question is answered as it stands from this score, though it may lean on the one before, or the
header may say the same."""

LIKELY = 0.5
"""What is offered or declined is kept from this score where the question may be one to the bot."""

OF_BOT = 10.0
"""The bot is meant where the odds of that are more than so many times the square root of the odds
that a fact is. Chosen on questions of stories and to the bot: docs/honesty.md."""

SURE_TITLE = 0.9
"""From this likelihood a fact's own question tells that it says what a header does."""

LEAST = 1e-6
"""The least likelihood of the contrary, for the odds."""

REMEMBERED = 4
"""Facts of earlier replies that a conversation keeps."""


class QuestionService:
    """Answers questions about one story. Build it in `bot.compose`; it is safe to share."""

    def __init__(self, story: Story, matcher: Matcher, today: Callable[[], str]) -> None:
        """`today` tells the day, as 2031-04-03."""
        self._story, self._today = story, today
        self.normalise = matcher.normalise
        self._matcher = matcher
        self._told_by_kind: dict[str, Fact] | None = None

    @property
    def story(self) -> Story:
        """The story as it is told today."""
        today = self._today()
        if today != self._story.today:
            self._story = replace(self._story, today=today)
        return self._story

    def ask(self, question: Question, context: Context | None = None) -> tuple[Reply, Context]:
        """The reply to `question`, and the context the conversation goes on with."""
        context = context or Context()
        asked = self._matcher.read(question.text)
        reply = self._reply(asked, context)
        return reply, context_after(reply, asked.text, context)

    def tell(self, fact_id: str) -> tuple[Reply, Context] | None:
        """The reply that states one fact, as when a suggestion is taken; None when it is gone."""
        fact = self.story.fact(fact_id)
        if fact is None:
            return None
        reply = _statement(fact, "the fact was asked for by its id")
        return reply, context_after(reply, fact.title, Context())

    def say(self, kind: str) -> Chatted:
        """What the bot says of itself or its story, of that kind, without being asked in words."""
        return Chatted(kind, self._matcher.say(Intent(kind), self.story))

    def _reply(self, asked: Reading, context: Context) -> Reply:
        if len(asked.text) > MAX_CHARACTERS:
            return _refused(DeclineReason.TOO_LONG, f"more than {MAX_CHARACTERS} characters")
        if not asked.normalised:
            return _refused(DeclineReason.EMPTY, "nothing is said in words")
        foreign = asked.foreign()
        if foreign is not None:
            return self._in_other_language(asked, *foreign)
        reply = self._decide(asked, context)
        if _is_own_question(asked, reply):
            return reply
        if (reaction := self._react(asked, context)) is not None:
            return reaction
        if asked.reaction.takes is not None:
            return self._chat("help", reply, self._matcher.unasked(is_choice=True))
        intent = asked.intent
        if intent is None:
            if not _is_told(reply) and _asks_nothing(asked, context):
                return self._chat("help", reply, self._matcher.unasked(is_choice=False))
            return reply
        if self._is_fact_meant(intent, reply):
            return reply
        own = None if self._matcher.is_in_header(intent) else self.fact_telling(intent.kind)
        if own is not None:
            return _statement(own, f"it tells what the header does not: {intent.kind}")
        return self._chat(intent.kind, reply, self._matcher.say(intent, self.story))

    def _in_other_language(self, asked: Reading, code: str, said: str) -> Reply:
        """That the story is asked about in its language, in the reader's, unless the story's own
        words make an answer sure all the same."""
        reply = decide(asked.find(as_spelt=True))
        if isinstance(reply, Answered):
            return reply
        explanation = replace(reply.explanation, decision=f"asked in another language: {code}")
        return Chatted(LANGUAGE, said, reply.candidates, explanation)

    def _react(self, asked: Reading, context: Context) -> Reply | None:
        """The reply to what is said about the last one; None where it is not about that."""
        reaction = asked.reaction
        chosen = choice_in(reaction, context.offered)
        taken = None if chosen is None else self.story.fact(chosen)
        if taken is not None:
            return _statement(taken, "it was offered, and taken")
        if not context.facts:
            return None
        told = next(filter(None, map(self.story.fact, context.facts)), None)
        if told is None:
            return None
        if reaction.wants_evidence:
            known = "it was asked what is known of it"
            if told.id not in context.offered:
                return _statement(told, known)
            return Suggested((told,), explanation=Explanation(decision=known), told=told)
        if not reaction.wants_more:
            return None
        more = further(told, self.story, context.facts + context.offered)
        decision = Explanation(decision="more was asked for")
        return Suggested(more, explanation=decision, is_more=True) if more else None

    def _is_fact_meant(self, intent: Intent, reply: Reply) -> bool:
        """Whether `reply` is what was asked for, though the question may be one to the bot."""
        if isinstance(reply, Answered) and reply.explanation.completed is not None:
            return True  # it leans on what was told before
        likely = _likely(reply)
        if likely is None:
            return False
        if likely.fact is self.fact_telling(intent.kind):
            return _is_sure(reply)
        return _odds(intent.likelihood) < OF_BOT * math.sqrt(_odds(likely.score))

    def fact_telling(self, kind: str) -> Fact | None:
        """The fact that tells what a reply of `kind` does; None where there is none."""
        if self._told_by_kind is None:
            known = (fact for fact in reversed(self.story.facts) if fact.is_known)
            read = ((self._matcher.read(fact.title).intent, fact) for fact in known)
            self._told_by_kind = {
                intent.kind: fact
                for intent, fact in read
                if intent is not None and intent.likelihood >= SURE_TITLE
            }
        return self._told_by_kind.get(kind)

    def _chat(self, kind: str, instead_of: Reply, said: str) -> Reply:
        explanation = replace(instead_of.explanation, decision=f"said to the bot itself: {kind}")
        return Chatted(kind, said, instead_of.candidates, explanation)

    def _decide(self, asked: Reading, context: Context) -> Reply:
        alone = decide(asked.find())
        if not isinstance(alone, Answered):
            otherwise = asked.find_otherwise()
            again = None if otherwise is None else decide(otherwise)
            alone = again if again is not None and _is_told(again) else alone
        lean = asked.lean if context.question else Lean.NO
        if lean is Lean.NO or (lean is Lean.PERHAPS and isinstance(alone, Answered)):
            return alone
        followed = asked.follow_up(context)
        if followed is None:
            return alone
        evidence, completed, speaks_of_none = followed
        reply = decide(evidence)
        if (
            not isinstance(reply, Answered)
            and _is_sure(alone)
            and not _of_other(asked, alone, reply)
        ):
            return _of_subject(alone, speaks_of_none)
        explanation = replace(reply.explanation, completed=completed)
        return _of_subject(replace(reply, explanation=explanation), speaks_of_none)


def _of_subject(reply: Reply, speaks_of_none: Callable[[Fact], bool]) -> Reply:
    """An answer is told with doubt if it speaks of none whom the conversation names."""
    if not isinstance(reply, Answered) or not speaks_of_none(reply.fact):
        return reply
    return Suggested((reply.fact,), reply.candidates, reply.explanation, told=reply.fact)


def _is_own_question(asked: Reading, reply: Reply) -> bool:
    """Whether the text is, word for word, a phrasing of what is told or offered first."""
    match reply:
        case Answered(fact=fact) | Suggested(suggestions=(fact, *_)):
            return asked.is_phrasing_of(fact)
        case _:
            return False


def _of_other(asked: Reading, alone: Reply, reply: Reply) -> bool:
    """Whether "he" or "she" makes another fact likelier than the question does alone."""
    return alone.candidates[0].fact != reply.candidates[0].fact and asked.is_of_person


def _asks_nothing(asked: Reading, context: Context) -> bool:
    """Whether the text is grammar alone and leans on nothing that was said."""
    return asked.is_grammar and (not context.question or asked.lean is not Lean.YES)


def _is_told(reply: Reply) -> bool:
    """Whether a fact is told, for sure or with doubt."""
    return isinstance(reply, Answered) or (isinstance(reply, Suggested) and reply.told is not None)


def _likely(reply: Reply) -> Candidate | None:
    """What `reply` tells; else the first candidate, if it is likely or follows from the last."""
    best = reply.candidates[0]
    if _is_told(reply):
        return next((it for it in reply.candidates if it.fact == told(reply)), best)
    return best if best.score >= LIKELY or reply.explanation.completed else None


def _odds(likelihood: float) -> float:
    return likelihood / max(1.0 - likelihood, LEAST)


def _is_sure(reply: Reply) -> bool:
    return isinstance(reply, Answered) and reply.candidates[0].score >= SURE_ALONE


def _refused(reason: DeclineReason, decision: str) -> Reply:
    return Declined(reason, explanation=Explanation(decision=decision))


def _statement(fact: Fact, decision: str) -> Reply:
    explanation = Explanation(decision=decision)
    if fact.status is Status.UNKNOWN:
        return Declined(DeclineReason.UNKNOWN_TO_STORY, fact, explanation=explanation)
    return Answered(fact, explanation=explanation)


def context_after(reply: Reply, text: str, before: Context) -> Context:
    """What the conversation stands on after `reply`; declines and small talk keep it.

    What is told with doubt is told, and still offered: last, for the others have the numbers.
    """
    stated = told(reply)
    facts = (stated.id, *before.facts)[:REMEMBERED] if stated else before.facts
    match reply:
        case Suggested(offers=offers):
            offered = (*offers, *((stated,) if stated else ()))
            return Context(text, facts, tuple(fact.id for fact in offered))
        case Answered() | Declined(fact=Fact()):
            return Context(text, facts)
        case Declined() | Chatted():
            return before
        case _:
            assert_never(reply)
