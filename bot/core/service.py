"""The one use case: a question and its context become a reply and a new context."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from bot.core.chat.classifier import Classifier
from bot.core.chat.recogniser import Intent
from bot.core.chat.replies import example_of, is_in_header
from bot.core.chat.small_talk import SmallTalk, recogniser_of, reply_in, unasked
from bot.core.conversation.focus import match_asking_part, match_bare_name
from bot.core.conversation.followup import Lean, is_of_person, lean_of, match_follow_up
from bot.core.conversation.reaction import (
    choice_in,
    further,
    is_choice,
    wants_evidence,
    wants_more,
)
from bot.core.language.analysis import Analysis
from bot.core.language.foreign import Tongue
from bot.core.language.normalise import MAX_CHARACTERS, own_words
from bot.core.matching.matcher import Matcher
from bot.core.model import (
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
from bot.core.policy.decision import Policy

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

    def __init__(
        self,
        story: Story,
        matcher: Matcher,
        policy: Policy,
        classifier: Callable[[], Classifier] | None = None,
    ) -> None:
        """`classifier` knows what readers of English say to the bot itself; asked for when
        needed."""
        self.story = story
        self._matcher = matcher
        self.language = matcher.analyser.language
        self._policy = policy
        self._facts = {fact.id: fact for fact in story.facts}
        self._recogniser = recogniser_of(story, matcher.analyser, classifier)
        self._told_by_kind: dict[str, Fact] | None = None

    def ask(self, question: Question, context: Context | None = None) -> tuple[Reply, Context]:
        """The reply to `question`, and the context the conversation goes on with."""
        context = context or Context()
        text = own_words(question.text)
        reply = self._reply(text, context)
        return reply, context_after(reply, text, context)

    def tell(self, fact_id: str) -> tuple[Reply, Context] | None:
        """The reply that states one fact, as when a suggestion is taken; None when it is gone."""
        fact = self._facts.get(fact_id)
        if fact is None:
            return None
        reply = _statement(fact, "the fact was asked for by its id")
        return reply, context_after(reply, fact.title, Context())

    def _reply(self, text: str, context: Context) -> Reply:
        if len(text) > MAX_CHARACTERS:
            return _refused(DeclineReason.TOO_LONG, f"more than {MAX_CHARACTERS} characters")
        normalised = self.language.normalise(text)
        if not normalised:
            return _refused(DeclineReason.EMPTY, "nothing is said in words")
        tongue = self._matcher.analyser.recognise(text)
        if tongue is not None and not self._is_small_talk(normalised):
            return self._in_other_language(tongue, normalised)
        analysis = self._matcher.analyser.read(normalised)
        reply = self._decide(text, analysis, context)
        if self._is_own_question(analysis, reply):
            return reply
        if (reaction := self._react(normalised, context)) is not None:
            return reaction
        if is_choice(normalised, self.language.dialogue):
            return self._chat("help", reply, unasked(self.language, self.story, is_choice=True))
        intent = self._recogniser(normalised, text)
        if intent is None:
            if not _is_told(reply) and self._asks_nothing(analysis, context):
                return self._chat(
                    "help", reply, unasked(self.language, self.story, is_choice=False)
                )
            return reply
        if self._is_fact_meant(intent, reply):
            return reply
        own = None if is_in_header(intent.kind, self.story) else self.fact_telling(intent.kind)
        if own is not None:
            return _statement(own, f"it tells what the header does not: {intent.kind}")
        return self._chat(intent.kind, reply, reply_in(self.language, intent.kind, self.story))

    def _in_other_language(self, tongue: Tongue, normalised: str) -> Reply:
        """That the story is asked about in its language, in the reader's, unless the story's own
        words make an answer sure all the same."""
        analysis = self._matcher.analyser.read(normalised, mends=False)
        reply = self._policy.decide(self._matcher.match_analysis(analysis))
        said = self.language.foreign.reply(tongue, self.story.title, example_of(self.story).title)
        decision = f"asked in another language: {tongue.code}"
        explanation = replace(reply.explanation, decision=decision)
        foreign = Chatted(LANGUAGE, said, reply.candidates, explanation)
        return reply if isinstance(reply, Answered) else foreign

    def _is_small_talk(self, normalised: str) -> bool:
        """Whether it is small talk, word for word as the data of the story's language lists it."""
        own = self._recogniser
        return isinstance(own, SmallTalk) and own(normalised) is not None

    def _is_own_question(self, analysis: Analysis, reply: Reply) -> bool:
        """Whether the text is, word for word, a phrasing of what is told or offered first."""
        match reply:
            case Answered(fact=fact) | Suggested(suggestions=(fact, *_)):
                return self._matcher.is_phrasing(analysis, fact)
            case _:
                return False

    def _of_other(self, text: str, alone: Reply, reply: Reply) -> bool:
        """Whether "he" or "she" makes another fact likelier than the question does alone."""
        is_other = alone.candidates[0].fact != reply.candidates[0].fact
        return is_other and is_of_person(text, self.language)

    def _react(self, normalised: str, context: Context) -> Reply | None:
        """The reply to what is said about the last one; None where it is not about that."""
        said = self.language.dialogue
        chosen = choice_in(normalised, context.offered, said)
        if chosen in self._facts:
            return _statement(self._facts[chosen], "it was offered, and taken")
        told = next((self._facts[one] for one in context.facts if one in self._facts), None)
        if told is None:
            return None
        if wants_evidence(normalised, said):
            known = "it was asked what is known of it"
            if told.id not in context.offered:
                return _statement(told, known)
            return Suggested((told,), explanation=Explanation(decision=known), told=told)
        if not wants_more(normalised, said):
            return None
        more = further(told, self.story.facts, context.facts + context.offered)
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
            normalise = self.language.normalise
            read = ((self._recogniser(normalise(fact.title)), fact) for fact in known)
            self._told_by_kind = {
                intent.kind: fact
                for intent, fact in read
                if intent is not None and intent.likelihood >= SURE_TITLE
            }
        return self._told_by_kind.get(kind)

    def _asks_nothing(self, analysis: Analysis, context: Context) -> bool:
        """Whether the text is grammar alone and leans on nothing that was said."""
        grammar, fillers = self.language.function_words, self.language.fillers
        if not all(word in grammar or word in fillers for word in analysis.normalised.split()):
            return False
        return not context.question or lean_of(analysis, self.language) is not Lean.YES

    def _chat(self, kind: str, instead_of: Reply, said: str) -> Reply:
        explanation = replace(instead_of.explanation, decision=f"said to the bot itself: {kind}")
        return Chatted(kind, said, instead_of.candidates, explanation)

    def _decide(self, text: str, analysis: Analysis, context: Context) -> Reply:
        alone = self._policy.decide(self._matcher.match_analysis(analysis))
        if not isinstance(alone, Answered):
            read = match_bare_name(analysis, self._matcher) or match_asking_part(
                text, analysis, self._matcher
            )
            again = None if read is None else self._policy.decide(read)
            alone = again if again is not None and _is_told(again) else alone
        lean = lean_of(analysis, self.language) if context.question else Lean.NO
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
            return self._of_subject(alone, completed)
        explanation = replace(reply.explanation, completed=completed)
        return self._of_subject(replace(reply, explanation=explanation), completed)

    def _of_subject(self, reply: Reply, completed: str) -> Reply:
        """An answer is told with doubt if it speaks of none whom the conversation names."""
        if not isinstance(reply, Answered):
            return reply
        names = self._matcher.analyser.analyse(completed).names
        if not self._matcher.speaks_of_none(reply.fact, names):
            return reply
        return Suggested((reply.fact,), reply.candidates, reply.explanation, told=reply.fact)


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
