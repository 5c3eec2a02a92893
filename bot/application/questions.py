"""Messages that ask: answered once, anew when edited, and taken back when deleted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Generic, Protocol, TypeVar

from bot.application.drafts import Drafts
from bot.application.editors import EditorsChannel
from bot.application.moderation import Moderation
from bot.application.posts import Known, Posts, digest
from bot.application.rate_limit import Refusal
from bot.application.request_context import RequestContext
from bot.application.rules import Mode
from bot.ports.messages import Post
from bot.ports.messenger import Messenger
from bot.ports.responder import Delivered
from bot.rendering import texts
from bot.rendering.card import Card
from bot.rendering.draft import Draft


class Asking(Protocol):
    """A question as a platform tells of it: its words, and who asks where.

    `post` is the message it stands in; None for a command. It stands on the fact `about`, if it
    replies to one. `is_perhaps` marks what may be meant for others, `is_wanted_private` is as for a
    `Responder`.
    """

    @property
    def text(self) -> str: ...
    @property
    def context(self) -> RequestContext: ...
    @property
    def post(self) -> Post | None: ...
    @property
    def about(self) -> str | None: ...
    @property
    def is_perhaps(self) -> bool: ...
    @property
    def is_wanted_private(self) -> bool | None: ...


Asked = TypeVar("Asked", bound=Asking)
SILENCE = Delivered(True)


class Questions(Generic[Asked]):
    """Everything between a question and its answer."""

    def __init__(
        self,
        moderation: Moderation,
        drafts: Drafts,
        posts: Posts,
        messenger: Messenger[Asked, Draft],
        editors: EditorsChannel | None = None,
    ) -> None:
        self._editors = editors
        self._moderation = moderation
        self._drafts = drafts
        self._posts = posts
        self._messenger = messenger

    async def asked(
        self,
        asked: Asked,
        *,
        again: bool = False,
        recalling: Awaitable[None] | None = None,
        refusing: Awaitable[Refusal | None] | None = None,
    ) -> Delivered:
        """Answer where it was asked, if the bot may speak there.

        `again`: a process before this one may have answered; then its answer stays as it is.
        `recalling` is waited for first; an edit or a deletion that comes meanwhile waits, too.
        `refusing` is `refusal`, if that was asked for before.
        """
        if asked.post is None:
            return await self._answer(asked, refusing)
        known = self._posts.begin(asked.post)
        async with known.lock:
            if recalling is not None:
                await recalling
            if again and await self._posts.recall(known, asked.text):
                return SILENCE
            known.words = digest(asked.text)
            said = await self._answer(asked, refusing)
            if said.message is not None:
                self._posts.answered(known, asked.text, said.message)
            elif asked.is_perhaps or not said.served:
                self._posts.drop(asked.post)
        return said

    def is_for_the_bot(self, asked: Asked, *, is_first_post: bool = False) -> bool:
        """Whether to answer what names nobody, as the mode of the channel has it: mostly not.

        `is_first_post`: it begins a thread in a forum.
        """
        context = asked.context
        mode = self._moderation.mode(context.room)
        if mode is Mode.ASKED or (mode is Mode.FORUM and not is_first_post):
            return False
        if mode is Mode.SUGGEST:
            fact = self._drafts.suggested(asked.text)
            if self._editors is not None and fact is not None and asked.post is not None:
                self._editors.suggest(asked.post, asked.text, fact)
            return False
        return self._drafts.answers_unasked(asked.text, context, mode)

    async def edited(
        self, asked: Asked, *, or_ask: Callable[[Asked], Awaitable[object]] | None = None
    ) -> bool:
        """Answer anew in the same message, if the words of an answered question changed.

        It may be a question only now: then `or_ask` takes it. Whether nothing is left to do.
        """
        if asked.post is None or self._must_be_silent(asked):
            return True
        known = await self._posts.find(asked.post, asked.text)
        if known is None:
            if or_ask is not None:
                await or_ask(asked)
            return True
        async with known.lock:
            return await self._correct(asked, known)

    async def deleted(self, messages: Sequence[Post]) -> None:
        """Take back the replies to questions that were deleted; forget replies that were."""
        for reply in await self._posts.deleted(messages):
            if await self._messenger.take_away(reply):
                self._posts.gone(reply)

    async def refusal(self, asked: Asked) -> Refusal | None:
        """Why who asks has to wait; where others see the answer, what a channel may ask counts."""
        context = asked.context
        is_seen = not asked.is_wanted_private and not context.is_direct
        limits, channel = self._moderation.limits, context.channel if is_seen else None
        return await limits.refusal(context.reader, channel)

    async def _answer(self, asked: Asked, refusing: Awaitable[Refusal | None] | None) -> Delivered:
        if self._must_be_silent(asked):
            return SILENCE
        context, _ = self._drafts.seen_by(asked.context, asked.is_wanted_private)
        if refusal := await (refusing or self.refusal(asked)):
            if refusal.is_news or asked.is_wanted_private:
                return await self._refuse(asked, refusal)
            return SILENCE
        await self._messenger.take(asked)
        draft = await self._draft(asked, context)
        if draft is None:
            return SILENCE
        said = await self._messenger.answer(asked, draft)
        self._posts.stands(draft, asked.context, said.message)
        return said

    async def _correct(self, asked: Asked, known: Known) -> bool:
        if known.reply is None or known.words == digest(asked.text):
            return True
        if refusal := await self.refusal(asked):
            if refusal.is_news:
                await self._refuse(asked, refusal)
            return True  # the answer stays as it is until the next edit
        draft = await self._draft(asked, asked.context, is_edit=True)
        if draft is None or draft.is_apology:
            return draft is None
        if not await self._messenger.change(asked, known.reply, draft):
            return False
        if draft.fact is None:
            self._posts.states_nothing(asked.context.post(known.reply))
        self._posts.stands(draft, asked.context, known.reply)
        self._posts.answered(known, asked.text, known.reply)
        return True

    async def _draft(
        self, asked: Asked, context: RequestContext, *, is_edit: bool = False
    ) -> Draft | None:
        if asked.is_perhaps:
            return await self._drafts.to_follow_up(asked.text, context)
        words = await self._messenger.words_of(asked)
        if words is None:
            return Draft(Card(texts.CANNOT_READ), is_private=context.is_private)
        return await self._drafts.to_question(words, context, asked.about, is_edit=is_edit)

    async def _refuse(self, asked: Asked, refusal: Refusal) -> Delivered:
        can_be_private = asked.context.can_be_private
        said = await self._messenger.say(
            asked, Draft(Card(refusal.words), is_private=can_be_private)
        )
        return replace(said, message=None)

    def _must_be_silent(self, asked: Asked) -> bool:
        """Whether nobody wants the bot to speak up: it can be no secret, or nobody asked."""
        context, _ = self._drafts.seen_by(asked.context, asked.is_wanted_private)
        return context.is_private and (asked.is_perhaps or not context.can_be_private)
