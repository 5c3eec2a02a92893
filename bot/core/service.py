"""The one use case: a question and its context become a reply and a new context."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.core.conversation.focus import match_asking_part, match_bare_name
from bot.core.conversation.followup import Lean, is_of_person, lean_of, match_follow_up
from bot.core.conversation.reaction import choice_in, further, wants_evidence, wants_more
from bot.core.language.foreign import Tongue
from bot.core.language.normalise import MAX_CHARACTERS
from bot.core.matching.matcher import Matcher
from bot.core.model import (
    Answered,
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
from bot.core.policy.decision import Policy
from bot.core.smalltalk import small_talk, small_talk_reply

LANGUAGE = "language"
"""The kind of a reply to a question in another language than the story's."""

SURE_ALONE = 0.9
"""A question is answered as it stands from this score, though it may lean on the one before."""

REMEMBERED = 4
"""Facts of earlier replies that a conversation keeps."""


class QuestionService:
    """Answers questions about one story. Build it in `bot.compose`; it is safe to share."""

    def __init__(self, story: Story, matcher: Matcher, policy: Policy) -> None:
        self.story = story
        self._matcher = matcher
        self._language = matcher.analyser.language
        self._policy = policy
        self._facts = {fact.id: fact for fact in story.facts}

    def ask(self, question: Question, context: Context | None = None) -> tuple[Reply, Context]:
        """The reply to `question`, and the context the conversation goes on with."""
        context = context or Context()
        reply = self._reply(question.text, context)
        return reply, _after(reply, question.text, context)

    def tell(self, fact_id: str) -> tuple[Reply, Context] | None:
        """The reply that states one fact, as when a suggestion is taken; None when it is gone."""
        fact = self._facts.get(fact_id)
        if fact is None:
            return None
        reply = _statement(fact, "the fact was asked for by its id")
        return reply, _after(reply, fact.title, Context())

    def _reply(self, text: str, context: Context) -> Reply:
        if len(text) > MAX_CHARACTERS:
            return _refused(DeclineReason.TOO_LONG, f"more than {MAX_CHARACTERS} characters")
        normalised = self._language.normalise(text)
        if not normalised:
            return _refused(DeclineReason.EMPTY, "nothing is said in words")
        kind = small_talk(normalised, self._language)
        if kind is None and (tongue := self._matcher.analyser.recognise(text)) is not None:
            return self._in_other_language(tongue, normalised)
        reply = self._decide(text, normalised, context)
        if self._is_own_question(normalised, reply):
            return reply
        if (reaction := self._react(normalised, context)) is not None:
            return reaction
        return reply if kind is None else self._chat(kind, reply)

    def _in_other_language(self, tongue: Tongue, normalised: str) -> Reply:
        """That the story is asked about in its language, in the reader's, unless the story's own
        words make an answer sure all the same."""
        analysis = self._matcher.analyser.read(normalised, mends=False)
        reply = self._policy.decide(self._matcher.match_analysis(analysis))
        if isinstance(reply, Answered):
            return reply
        said = self._language.foreign.reply(tongue, self.story.title, self._example)
        decision = f"asked in another language: {tongue.code}"
        return Chatted(
            LANGUAGE, said, reply.candidates, replace(reply.explanation, decision=decision)
        )

    @property
    def _example(self) -> str:
        """A question that the story answers."""
        facts = self.story.facts
        return next((fact.title for fact in facts if fact.is_known), facts[0].title)

    def _is_own_question(self, normalised: str, reply: Reply) -> bool:
        """Whether the text is, word for word, a phrasing of the fact that answers it."""
        normalise = self._language.normalise
        return isinstance(reply, Answered) and any(
            normalise(text) == normalised for text in reply.fact.questions
        )

    def _of_other(self, text: str, alone: Reply, reply: Reply) -> bool:
        """Whether "he" or "she" makes another fact likelier than the question does alone."""
        is_other = alone.candidates[0].fact != reply.candidates[0].fact
        return is_other and is_of_person(text, self._language)

    def _react(self, normalised: str, context: Context) -> Reply | None:
        """The reply to what is said about the last one; None where it is not about that."""
        said = self._language.dialogue
        chosen = choice_in(normalised, context.offered, said)
        if chosen in self._facts:
            return _statement(self._facts[chosen], "it was offered, and taken")
        told = next((self._facts[one] for one in context.facts if one in self._facts), None)
        if told is None:
            return None
        if wants_evidence(normalised, said):
            return _statement(told, "it was asked what is known of it")
        if not wants_more(normalised, said):
            return None
        more = further(told, self.story.facts, context.facts + context.offered)
        decision = Explanation(decision="more was asked for")
        return Suggested(more, explanation=decision, is_more=True) if more else None

    def _chat(self, kind: str, instead_of: Reply) -> Reply:
        example = f"“{self.story.facts[0].title}”"
        said = small_talk_reply(kind, self.story.chat, self._language, self.story.title, example)
        explanation = replace(instead_of.explanation, decision=f"small talk: {kind}")
        return Chatted(kind, said, instead_of.candidates, explanation)

    def _decide(self, text: str, normalised: str, context: Context) -> Reply:
        analysis = self._matcher.analyser.read(normalised)
        alone = self._policy.decide(self._matcher.match_analysis(analysis))
        if not isinstance(alone, Answered):
            read = match_bare_name(analysis, self._matcher) or match_asking_part(
                text, analysis, self._matcher
            )
            again = None if read is None else self._policy.decide(read)
            alone = again if isinstance(again, Answered) else alone
        lean = lean_of(analysis, self._language) if context.question else Lean.NO
        if lean is Lean.NO or (lean is Lean.PERHAPS and isinstance(alone, Answered)):
            return alone
        followed = match_follow_up(text, context, self._matcher)
        if followed is None:
            return alone
        match, completed = followed
        reply = self._policy.decide(match)
        if (
            not isinstance(reply, Answered)
            and _is_sure(alone)
            and not self._of_other(text, alone, reply)
        ):
            return alone
        return replace(reply, explanation=replace(reply.explanation, completed=completed))


def _is_sure(reply: Reply) -> bool:
    return isinstance(reply, Answered) and reply.candidates[0].score >= SURE_ALONE


def _refused(reason: DeclineReason, decision: str) -> Reply:
    return Declined(reason, explanation=Explanation(decision=decision))


def _statement(fact: Fact, decision: str) -> Reply:
    explanation = Explanation(decision=decision)
    if fact.status is Status.UNKNOWN:
        return Declined(DeclineReason.UNKNOWN_TO_STORY, fact, explanation=explanation)
    return Answered(fact, explanation=explanation)


def _after(reply: Reply, text: str, before: Context) -> Context:
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
