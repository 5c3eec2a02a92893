"""What each button, menu and form does, on any platform.

All that an action needs stands in the button, so one pressed after a restart works the same.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any

from bot.application.ask import Answering
from bot.application.drafts import Drafts, whisper
from bot.application.editors import EDITORIAL, EditorsChannel
from bot.application.moderation import Moderation
from bot.application.posts import Posts
from bot.application.press import Press, Responding
from bot.application.request_context import RequestContext
from bot.application.unasked import Unasked
from bot.core.errors import NotRecordedError
from bot.core.model import Fact
from bot.rendering import texts, texts_editors
from bot.rendering.actions import Action, Verb, fact_of
from bot.rendering.card import Card, choice_mark
from bot.rendering.draft import Draft
from bot.rendering.forms import form_of


class Actions:
    """Everything that can be pressed or sent off. Each returns whether the reader was served."""

    def __init__(
        self,
        answering: Answering,
        moderation: Moderation,
        drafts: Drafts,
        posts: Posts,
        unasked: Unasked,
    ) -> None:
        self._answering = answering
        self._unasked = unasked
        self._moderation = moderation
        self._drafts = drafts
        self._posts = posts
        self._pressed: dict[Verb, Callable[[Press], Awaitable[bool]]] = {
            Verb.TAKE: self._tell,
            Verb.RELATED: self._tell,
            Verb.NONE: self._none,
            Verb.PROOF: self._proof,
            Verb.MORE: self._more,
            Verb.FOLLOW: self._open_form,
            Verb.UP: self._up,
            Verb.DOWN: self._down,
            Verb.DELETE: self._delete,
            Verb.SHARE: self._share,
            Verb.SEND: self._open_form,
            Verb.FORGET: self._forget,
            Verb.TOPIC: self._topic,
            Verb.TOPICS: self._topics,
            Verb.NOTIFY: self._explain_notice,
            Verb.AWAIT: self._agree_to_notice,
            **dict.fromkeys(EDITORIAL, self._editorial),
        }
        self._sent: dict[Verb, Callable[[Press, str], Awaitable[bool]]] = {
            Verb.FOLLOW: self._follow,
            Verb.DOWN: self._report,
            Verb.SEND: self._send_to_editors,
            Verb.AWAIT: self._agree_to_notice,
            **dict.fromkeys(EDITORIAL, self._editorial),
        }

    async def press(self, action: Action | None, context: RequestContext, by: Responding) -> bool:
        """A button was pressed, or something chosen in a menu; None: of no version of the bot."""
        if action is None:
            return (await by.reply(whisper(texts.STALE))).served
        press = Press(action, context, by)
        refusal = await self._moderation.limits.refusal(context.reader)
        if refusal is None:
            return await self._pressed[action.verb](press)
        if by.must_answer or refusal.is_news:
            return await press.whisper(refusal.words)
        return True  # they were told a moment ago

    async def submit(
        self, action: Action | None, text: str, context: RequestContext, by: Responding
    ) -> bool:
        """A form was sent off, with `text` in it."""
        handle = self._sent.get(action.verb) if action is not None else None
        if action is None or handle is None or not text:
            said = texts.EMPTY if handle is not None else texts.STALE
            return (await by.reply(whisper(said))).served
        press = Press(action, context, by)
        refusal = await self._moderation.limits.refusal(context.reader)
        if refusal is not None:  # what was typed must not end in silence
            return await press.whisper(refusal.words)
        return await handle(press, text)

    async def ask(self, text: str, context: RequestContext, by: Responding) -> bool:
        """A question was typed into a command."""
        refusal = await self._moderation.limits.refusal(context.reader)
        if refusal is not None:
            return (await by.reply(whisper(refusal.words))).served
        return await self._answer(text, context, by)

    async def _answer(
        self, text: str, context: RequestContext, by: Responding, about: str | None = None
    ) -> bool:
        context, line = self._drafts.seen_by(context, by.is_wanted_private)
        draft = await self._drafts.to_question(text, context, about, by.within)
        return await self._say(replace(draft, line=draft.line or line), context, by)

    async def forget(self, context: RequestContext, by: Responding) -> bool:
        """Delete all that is kept of the reader, in memory too."""
        self._answering.forget(context.owns)
        channel = context.channel if context.is_direct else None
        if not await _kept(self._answering.records.forget(context.reader, channel)):
            return (await by.reply(whisper(texts.NOT_KEPT))).served
        return (await by.update(whisper(texts.FORGOTTEN))).served

    async def _say(self, draft: Draft, context: RequestContext, by: Responding) -> bool:
        """Reply, and keep what the reply states."""
        sent = await by.reply(draft)
        self._posts.stands(draft, context, sent.message)
        return sent.served

    async def _tell(self, press: Press) -> bool:
        context, line = self._drafts.seen_by(press.context, press.by.is_wanted_private)
        draft = self._drafts.of_fact(press.action.target, context)
        return await self._say(replace(draft, line=draft.line or line), context, press.by)

    async def _none(self, press: Press) -> bool:
        return await press.reply(self._drafts.none())

    async def _proof(self, press: Press) -> bool:
        return await press.reply(self._drafts.proof(press.action.target))

    async def _more(self, press: Press) -> bool:
        target, rest = press.action.target, press.action.number
        return await press.reply(await self._drafts.rest(target, rest, press.context))

    async def _open_form(self, press: Press) -> bool:
        is_open = await press.by.open_form(form_of(press.action))
        return is_open or await press.whisper(texts.NO_FORM)

    async def _up(self, press: Press) -> bool:
        problem = await self._vote(press, up=True)
        return await press.whisper(problem or texts.THANKS_UP)

    async def _down(self, press: Press) -> bool:
        """A vote, and a form that asks what was wrong."""
        form, by = form_of(press.action), press.by
        is_open = by.forms_are_apart and self._fact(press) and await by.open_form(form)
        if problem := await self._vote(press, up=False):
            return await press.whisper(problem)
        is_open = is_open or (not by.forms_are_apart and await by.open_form(form))
        return bool(is_open) or await press.whisper(texts.THANKS_UP)

    async def _vote(self, press: Press, *, up: bool) -> str | None:
        """Why the vote is not kept; None where it is."""
        fact = self._fact(press)
        if fact is None:
            return texts.FACT_GONE
        reader = press.context.reader
        if not await _kept(self._answering.records.vote(reader, fact, up=up)):
            return texts.NOT_KEPT
        self._answering.meter.voted(reader, up=up)
        return None

    async def _delete(self, press: Press) -> bool:
        by = press.by
        if press.action.target != press.context.user:
            return await press.whisper(texts.NOT_YOURS)
        if by.message is None:
            return await press.whisper(texts.STALE)
        message = press.context.post(by.message)
        self._posts.answers_nothing(message)  # first: its question may be edited meanwhile
        if not await by.take_back():
            return await press.whisper(texts.GONE_ALREADY)
        self._posts.states_nothing(message)
        return True

    async def _share(self, press: Press) -> bool:
        if not self._moderation.may_speak(press.context.room):
            return await press.whisper(texts.SILENT_HERE)
        context = replace(press.context, is_private=False)
        draft = self._drafts.of_fact(press.action.target, context)
        sent = await (press.by.reply(draft) if draft.is_private else press.by.share(draft))
        self._posts.stands(draft, context, sent.message)
        return sent.served

    async def _forget(self, press: Press) -> bool:
        return await self.forget(press.context, press.by)

    async def _topic(self, press: Press) -> bool:
        target, number = press.action.target, press.action.number
        draft = self._drafts.topic(target, number, press.by.page_size)
        if draft is None:
            return await press.whisper(texts.TEXT_CHANGED)
        return (await press.by.update(draft)).served

    async def _topics(self, press: Press) -> bool:
        return (await press.by.update(self._drafts.story(press.action.number))).served

    async def _follow(self, press: Press, text: str) -> bool:
        fact = self._fact(press)
        return await self._answer(text, press.context, press.by, fact.id if fact else None)

    async def _report(self, press: Press, text: str) -> bool:
        fact, reader = self._fact(press), press.context.reader
        if fact is None:
            return await press.whisper(texts.FACT_GONE)
        reporting = self._answering.records.report(reader, fact, text, press.by.once)
        if not await _kept(reporting):
            return await press.whisper(texts.NOT_KEPT)
        can_notify = self._unasked.notifications is not None
        card = Card(texts.THANKS_REPORT, notify=fact.id if can_notify else None)
        return await press.reply(whisper(card))

    async def _send_to_editors(self, press: Press, text: str) -> bool:
        send = self._answering.records.send_to_editors
        return await _thank(
            press, texts.THANKS_SENT, send(press.context.reader, text, press.by.once)
        )

    async def _editorial(self, press: Press, text: str = "") -> bool:
        """What editors decide, in their channel alone."""
        editors = self._unasked.editors
        if editors is None or not editors.is_of(press.context):
            return await press.whisper(texts_editors.ALONE)
        if press.action.verb is Verb.SAY:
            return await self._say_suggested(press, editors)
        return await editors.decide(press, text)

    async def _say_suggested(self, press: Press, editors: EditorsChannel) -> bool:
        """Tell a fact where the bot suggested to, if it may speak there."""
        channel, mark = press.action.target.split("/")[0], press.action.target.rpartition("/")[2]
        context = replace(press.context, channel=channel, user="", parent=None, is_private=False)
        facts = self._answering.story.facts
        fact = next((it for it in facts if choice_mark(it.id) == mark), None)
        if fact is None or not self._moderation.may_speak(context.room):
            return await press.whisper(texts_editors.NOT_SAID)
        draft = self._drafts.of_fact(fact.id, context)
        self._posts.stands(draft, context, await editors.say(press, draft))
        return True

    async def _explain_notice(self, press: Press) -> bool:
        notifications = self._unasked.notifications
        if notifications is None:
            return await press.whisper(texts.STALE)
        return await notifications.explain(press)

    async def _agree_to_notice(self, press: Press, text: str = "") -> bool:
        notifications = self._unasked.notifications
        if notifications is None:
            return await press.whisper(texts.STALE)
        return await notifications.agree(press, text)

    def _fact(self, press: Press) -> Fact | None:
        return fact_of(press.action.target, self._answering.story)


async def _thank(press: Press, thanks: str, recording: Coroutine[Any, Any, None]) -> bool:
    return await press.whisper(thanks if await _kept(recording) else texts.NOT_KEPT)


async def _kept(recording: Coroutine[Any, Any, None]) -> bool:
    """Whether what was to be recorded is."""
    try:
        await recording
    except NotRecordedError:
        return False
    return True
