"""From what a reader asked or pressed to what is said, on any platform; nothing here is sent."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from bot.application.ask import Answering
from bot.application.moderation import Moderation
from bot.application.request_context import RequestContext
from bot.application.rules import Mode
from bot.core.errors import NotRecordedError
from bot.core.model import Answered, Declined, DeclineReason, Fact, Reply, Suggested, told
from bot.core.service import SURE_ALONE
from bot.ports.records import Kept
from bot.rendering import texts
from bot.rendering.actions import Verb, fact_of, read_action
from bot.rendering.browsing import about, page
from bot.rendering.card import PRIVACY, Card, card, proof_card
from bot.rendering.draft import Draft, Topics
from bot.rendering.privacy import privacy
from bot.rendering.read_more import read_on, remainder

FEW_PHRASINGS = 8
"""Up to so many an answer is sure enough to be said unasked (docs/measuring.md)."""

BROWSE = "/story"
"""The command that leads to all that can be asked."""

Link = Callable[[RequestContext, str], str]
"""Where people open a message, named by its id."""

_log = logging.getLogger(__name__)


def target_of(reply: Reply) -> str | None:
    """What can be waited for after `reply`: a known unknown by its id, the words that were asked by
    an empty text; None where there is nothing."""
    match reply:
        case Declined(reason=DeclineReason.UNKNOWN_TO_STORY, fact=Fact(id=found)):
            return found
        case Declined(reason=DeclineReason.NOT_IN_STORY) | Suggested(told=Fact()):
            return ""
        case _:
            return None


def is_sure_unasked(reply: Reply) -> bool:
    """Whether `reply` is sure enough to be said to nobody in particular.

    A fact of many phrasings is near to much that has nothing to do with it: it has to be surer.
    """
    if not isinstance(reply, Answered) or not reply.fact.is_known or not reply.candidates:
        return False
    is_rich = len(reply.fact.questions) > FEW_PHRASINGS
    return not is_rich or reply.candidates[0].score >= SURE_ALONE


class Drafts:
    """Drafts for readers; an error while answering becomes an apology, and a log entry.

    Where it `can_notify`, readers may wish to be told what they got no sure answer to.
    """

    def __init__(
        self, answering: Answering, moderation: Moderation, link: Link, *, can_notify: bool = False
    ) -> None:
        self._answering = answering
        self._can_notify = can_notify
        self._moderation = moderation
        self._link = link

    async def recall(self, context: RequestContext, *, again: bool = True) -> None:
        """Know what other processes know of a place and who is there.

        Unless `again`, what this process remembers is taken for that.
        """
        private = replace(context, is_private=True).conversation
        recalls = [
            self._answering.recall(*{context.conversation, private}, again=again),
            self._moderation.recall(context.room, again=again),
        ]
        if again:
            await asyncio.gather(*recalls)
        else:  # as good as always known: tasks would cost more than waiting by turns
            for it in recalls:
                await it

    def seen_by(
        self, context: RequestContext, wanted: bool | None = None
    ) -> tuple[RequestContext, str | None]:
        """The context as private as is `wanted`, or as the rules of the place have it.

        And a word on why only the reader sees the answer, where they wanted it otherwise.
        """
        is_private = self._moderation.is_private(context.room, wanted)
        line = None if wanted or self._moderation.may_speak(context.room) else texts.SILENT_HERE
        return replace(context, is_private=is_private), line

    async def to_question(
        self,
        text: str,
        context: RequestContext,
        about: str | None = None,
        within: float | None = None,
        *,
        is_edit: bool = False,
    ) -> Draft:
        """The answer to `text`, or to the suggestion that stands for it; follows up on `about`.

        A judge, where there is one, is waited for `within` so many seconds. After an edit the
        answer takes the place of what was told, and may be the same.
        """
        try:
            if not text.strip():
                return self._ask_back(context)
            chosen = read_action(text)
            if chosen is not None and chosen.verb is Verb.TAKE:
                return self.of_fact(chosen.target, context)
            ask = self._answering.ask
            reply = await ask(text, context.conversation, context.reader, about, within)
            return self._stated(reply, context, is_edit=is_edit)
        except Exception as error:  # a bug must not leave a reader without a word
            return _apology(error, context)

    def answers_unasked(self, text: str, context: RequestContext, mode: Mode) -> bool:
        """Whether to answer words that nobody said to the bot: only what it is very sure of, or, as
        a forum's first post, what it can tell at all. A shadow only counts."""
        reply = self._answering.overheard(text)
        is_sure = reply is not None and is_sure_unasked(reply)
        if mode is Mode.SHADOW:
            self._answering.meter.overheard(context.platform, would_answer=is_sure)
            return False
        return reply is not None if mode is Mode.FORUM else is_sure

    def suggested(self, text: str) -> Fact | None:
        """The fact that could be told to words that nobody said to the bot, with doubt too."""
        reply = self._answering.overheard(text)
        fact = told(reply) if reply is not None else None
        return fact if fact is not None and fact.is_known else None

    async def to_follow_up(self, text: str, context: RequestContext) -> Draft | None:
        """The answer to what may be meant for somebody else; None where silence is right."""
        reply = await self._answering.follow_up(text, context.conversation, context.reader)
        return None if reply is None else self._stated(reply, context)

    def of_fact(self, target: str, context: RequestContext) -> Draft:
        """The fact that a button names."""
        try:
            fact = fact_of(target, self._answering.story)
            take = self._answering.take
            reply = take(fact.id, context.conversation, context.reader) if fact else None
            return whisper(texts.FACT_GONE) if reply is None else self._stated(reply, context)
        except Exception as error:  # a bug must not leave a reader without a word
            return _apology(error, context)

    def proof(self, target: str) -> Draft:
        """The quotes behind a fact."""
        story = self._answering.story
        fact = fact_of(target, story)
        return whisper(proof_card(fact, story) if fact else texts.FACT_GONE)

    async def rest(self, target: str, rest: int, context: RequestContext) -> Draft:
        """What was cut from a text."""
        if target == PRIVACY:
            said = (await self.privacy(context)).card
            return whisper(remainder(said.body, rest, PRIVACY))
        return whisper(read_on(target, rest, self._answering.story) or texts.TEXT_CHANGED)

    def none(self) -> Draft:
        """What helps on where no suggestion was meant."""
        return whisper(Card(texts.NONE_HELP.format(browse=BROWSE), unanswered=True))

    def story(self, number: int = 0) -> Draft:
        """What the story is, and page `number` of its topics."""
        story = self._answering.story
        return Draft(about(story), is_private=True, below=Topics(story, number))

    def corrections(self) -> Draft:
        """Which facts were corrected, and what was wrong."""
        said = self._answering.service.say("corrections")
        return whisper(card(said, self._answering.story))

    def topic(self, target: str, number: int, size: int) -> Draft | None:
        """A page of a topic; None where there is no such topic any more."""
        shown = page(target, number, size, self._answering.story)
        if shown is None:
            return None
        return Draft(Card(shown.title, language=shown.language), is_private=True, below=shown)

    async def privacy(self, context: RequestContext) -> Draft:
        """What is kept in general, and of this reader, with a button that deletes it."""
        records, kept = self._answering.records, None
        with suppress(NotRecordedError):
            kept = await records.kept_of(context.reader)
        story, is_judged = self._answering.story, self._answering.is_judged
        said = privacy(records.retention, kept, story, is_judged=is_judged)
        return Draft(said, is_private=True, can_forget=kept is None or kept != Kept())

    def _ask_back(self, context: RequestContext) -> Draft:
        """What to say to no words at all."""
        said = texts.ASK_WITH_WORDS.format(title=self._answering.story.title)
        return Draft(Card(said), is_private=context.is_private)

    def _stated(self, reply: Reply, context: RequestContext, *, is_edit: bool = False) -> Draft:
        """What `reply` says: where others see it, not again what was told there lately."""
        fact, story = told(reply), self._answering.story
        shown = card(reply, story)
        if self._can_notify:
            shown = replace(shown, notify=target_of(reply))
        draft = Draft(shown, is_private=context.is_private)
        if fact is None or context.is_private:
            return draft
        earlier = None if is_edit else self._moderation.told_lately(context.room, fact.id)
        if earlier is None:
            return replace(draft, fact=fact)
        if not context.can_be_private and isinstance(reply, Suggested):  # offered, not told again
            return replace(draft, card=card(replace(reply, told=None), story))
        link = self._link(context, earlier)
        if not context.can_be_private:
            return replace(draft, card=Card(texts.TOLD_LATELY.format(link=link)))
        return replace(draft, is_private=True, line=texts.TOLD_LATELY_PRIVATE.format(link=link))


def whisper(said: Card | str) -> Draft:
    """What only the reader sees."""
    return Draft(Card(said) if isinstance(said, str) else said, is_private=True)


def report(what: str, error: BaseException, detail: str | None = None) -> None:
    """Log where `error` arose; neither its text nor exc_info, which may quote a reader."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    kind = type(error).__name__
    _log.error("%s (%s)\n%s", what, f"{kind}: {detail}" if detail else kind, frames)


def _apology(error: Exception, context: RequestContext) -> Draft:
    """What a reader gets when something broke."""
    report("Answering failed", error)
    return Draft(Card(texts.TROUBLE), is_private=context.is_private, is_apology=True)
