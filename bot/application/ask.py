"""A question on any platform: load the conversation, ask, keep the conversation."""

from __future__ import annotations

import json
from collections.abc import Callable
from time import perf_counter

from bot.application.completion import Completion
from bot.application.conversations import PRIVATELY, Conversations
from bot.application.repeated_questions import RepeatedQuestions
from bot.core.judge import Judge
from bot.core.model import Answered, Chatted, Context, Declined, Fact, Question, Reply, Story, told
from bot.core.service import QuestionService
from bot.judge import consulting
from bot.ports.inbox import Inbox
from bot.ports.messages import Reader
from bot.ports.meter import Meter
from bot.ports.records import CONVERSATION, Exchange, Records
from bot.ports.reply_index import ReplyIndex
from bot.ports.shared_state import SharedState

MISSED = "/missed"
"""Ends the key under which the words are that got no sure answer in a conversation."""


class Answering:
    """A question service with its records, and the conversations that processes share.

    In memory a conversation has the words last asked; the others learn only which facts it stands
    on, and take a fact's own question for the words.
    """

    def __init__(
        self,
        service: QuestionService,
        conversations: Conversations,
        records: Records,
        inbox: Inbox,
        shared: SharedState,
        reply_index: ReplyIndex,
        judge: Judge | None = None,
        meter: Meter | None = None,
    ) -> None:
        self.records = records
        self.inbox = inbox
        self.shared = shared
        self.reply_index = reply_index
        self.meter = meter or Meter()
        self._judge = judge
        self.serve_from(service)
        self._began = perf_counter()
        self._conversations = conversations
        self._completion: tuple[Story, Completion] | None = None

    @property
    def story(self) -> Story:
        """The story that is answered from."""
        return self._service.story

    @property
    def service(self) -> QuestionService:
        """What answers at the moment."""
        return self._service

    @property
    def is_judged(self) -> bool:
        """Whether the words of questions go to a judge."""
        return self._judge is not None

    def serve_from(self, service: QuestionService) -> None:
        """Answer from `service` from now on; conversations go on."""
        self._service, self._repeated = service, RepeatedQuestions(service)

    def complete(self, typed: str, limit: int) -> tuple[Fact, ...]:
        """The facts whose questions fit best to what was typed so far, best first."""
        story = self.story
        if self._completion is None or self._completion[0] is not story:
            self._completion = story, Completion(story)
        return self._completion[1].complete(typed, limit)

    async def recall(self, *conversations: str, again: bool = True) -> None:
        """Let `conversations` go on from where they stand, whichever process they were with last.

        They are of one person in one place. Unless `again`, what this process remembers is taken
        for that; all there is, once it has run for as long as a conversation lasts.
        """
        is_young = perf_counter() - self._began <= CONVERSATION
        sought = [it for it in conversations if again or (is_young and not self.is_known(it))]
        known = await self.shared.get(_name(sought[0])) if sought else {}
        for conversation in sought:
            stand, kept = known.get(_item(conversation)), self._conversations.get(conversation)
            if stand is None:
                self._conversations.drop(conversation)
            elif kept is None or stand != _stand(kept):
                self._conversations.put(conversation, self._context(stand))

    def is_known(self, conversation: str) -> bool:
        """Whether there is such a conversation, as far as it was recalled."""
        return self._conversations.get(conversation) is not None

    async def ask(
        self,
        text: str,
        conversation: str | None = None,
        reader: Reader | None = None,
        about: str | None = None,
        within: float | None = None,
    ) -> Reply:
        """The reply to `text`; turns that share `conversation` follow up on each other.

        With `about`, it follows up on the fact of that id, as when somebody replies to a message
        that states it. What came of it is recorded, where `reader` says whose question it was. A
        judge is waited for `within` so many seconds; without one nothing is waited for.
        """
        began = perf_counter()
        before = self._before(conversation, about)
        reply, after, _ = await self._heard(Question(text, conversation), before, within)
        self._go_on(conversation, after, reader)
        if conversation is not None and not isinstance(reply, Answered | Chatted):
            self._conversations.put(conversation + MISSED, Context(text))
        self._record(text, reply, reader, perf_counter() - began)
        return reply

    def overheard(self, text: str) -> Reply | None:
        """What there is to say to words that nobody said to the bot, if it tells something; nothing
        is recorded, and no judge is asked."""
        reply, _ = self._repeated.ask(Question(text))
        return reply if told(reply) is not None else None

    def missed(self, conversation: str) -> str:
        """What was asked last without a sure answer, as far as this process remembers it."""
        found = self._conversations.get(conversation + MISSED)
        return found.question if found is not None else ""

    async def follow_up(
        self, text: str, conversation: str, reader: Reader | None = None
    ) -> Reply | None:
        """The reply to words that may be meant for somebody else, as in a thread.

        None where this person has not been talking with storybot there, or where it has nothing
        to tell: then nothing is recorded, and the conversation goes on from where it was.
        """
        before = self._conversations.get(conversation)
        if before is None:
            return None
        began = perf_counter()
        reply, after, _ = await self._heard(Question(text, conversation), before)
        if isinstance(reply, Chatted) or (isinstance(reply, Declined) and reply.fact is None):
            return None
        self._go_on(conversation, after, reader)
        self._record(text, reply, reader, perf_counter() - began)
        return reply

    def take(
        self, fact_id: str, conversation: str | None = None, reader: Reader | None = None
    ) -> Reply | None:
        """The reply when a suggestion is taken; None when the file no longer has that fact."""
        told = self._service.tell(fact_id)
        if told is None:
            return None
        reply, after = told
        self._go_on(conversation, after, reader)
        self._record("", reply, reader)
        return reply

    def forget(self, is_theirs: Callable[[str], bool]) -> None:
        """Forget every conversation of this process whose key `is_theirs`."""
        for conversation in self._conversations.forget(is_theirs):
            self.shared.drop(_name(conversation), _item(conversation))

    def _go_on(self, conversation: str | None, after: Context, reader: Reader | None) -> None:
        if conversation is not None:
            self._conversations.put(conversation, after)
            name, item = _name(conversation), _item(conversation)
            self.shared.put(name, item, _stand(after), CONVERSATION, reader)

    def _context(self, stand: str) -> Context:
        """A context as it was with another process, without the words that were asked."""
        facts, offered = json.loads(stand)
        first = facts if facts and facts[0] in offered else (*offered, *facts)  # told with doubt
        about = self.story.fact(next(iter(first), ""))
        question = about.title if about is not None else ""
        return Context(question, tuple(facts), tuple(offered))

    async def _heard(
        self, question: Question, before: Context | None, within: float | None = None
    ) -> consulting.Heard:
        """The reply; a judge needs to know how each came about, so none is from memory then."""
        if self._judge is None:
            return consulting.Heard(*self._repeated.ask(question, before))
        heard = await consulting.ask(self._service, self._judge, question, before, within)
        if heard.ruling is not None:
            self.meter.ruled(heard.ruling)
        return heard

    def _before(self, conversation: str | None, about: str | None) -> Context | None:
        kept = self._conversations.get(conversation) if conversation is not None else None
        if about is None or (kept is not None and kept.facts[:1] == (about,)):
            return kept
        told = self._service.tell(about)
        return kept if told is None else told[1]

    def _record(self, text: str, reply: Reply, reader: Reader | None, seconds: float = 0.0) -> None:
        if reader is not None:
            exchange = Exchange(text, reply, reader, self.story.digest, seconds)
            self.records.replied(exchange)
            self.meter.replied(exchange)


def _name(conversation: str) -> str:
    """Under which those of one person in one place are shared, whoever sees them."""
    return f"conversation/{conversation.removesuffix(PRIVATELY)}"


def _item(conversation: str) -> str:
    return PRIVATELY if conversation.endswith(PRIVATELY) else ""


def _stand(context: Context) -> str:
    """What others may know of a conversation: facts by their ids, and nothing that was said."""
    return json.dumps([context.facts, context.offered])
