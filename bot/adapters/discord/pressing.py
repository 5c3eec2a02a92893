"""Buttons, menus and forms: what each does when it is pressed, chosen from or sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import discord

from bot.adapters.discord.deferring import Deferring, Later
from bot.adapters.discord.delivery import Kind, delete_original, follow_up, respond
from bot.adapters.discord.incoming import pressed_in, typed_in
from bot.adapters.discord.interactions import Interactions
from bot.adapters.discord.posts import Posts
from bot.adapters.discord.replies import Replies
from bot.adapters.discord.turns import left
from bot.adapters.discord.visit import Visit
from bot.application.ask import Answering
from bot.core.errors import NotRecordedError
from bot.core.model import Fact
from bot.rendering import texts
from bot.rendering.actions import Action, Verb, fact_of
from bot.rendering.browsing import page
from bot.rendering.card import PRIVACY, Card
from bot.rendering.discord.components import Payload, form
from bot.rendering.discord.message import message, notice, privately
from bot.rendering.discord.pages import PAGE_SIZE, story_page, topic_page

Interaction = discord.Interaction[Any]
_DELETE = "delete"
"""The name of the deed that takes a reply away."""

Handler = Callable[[Interaction, Action], Awaitable[None]]


class Pressing:
    """Reads everything from the `custom_id`, which names the deed and the fact.

    One pressed after a restart, on a message this process never sent, works the same. (A
    `discord.ui.DynamicItem` would need the whole message sent along, and stay silent where it does
    not recognise the button in it.)
    """

    def __init__(
        self,
        answering: Answering,
        interactions: Interactions,
        replies: Replies,
        posts: Posts,
        deferring: Deferring,
    ) -> None:
        deferring.add(_DELETE, self._take_away)
        self._deferring = deferring
        self._answering = answering
        self._interactions = interactions
        self._replies = replies
        self._posts = posts
        self._pressed: dict[Verb, Handler] = {
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
        }
        self._sent: dict[Verb, Callable[[Interaction, Action, str], Awaitable[None]]] = {
            Verb.FOLLOW: self._followed,
            Verb.DOWN: self._reported,
            Verb.SEND: self._sent_to_editors,
        }

    async def press(self, interaction: Interaction) -> None:
        """A button was pressed, or something chosen in a menu."""
        if self._interactions.is_new(interaction):
            action = pressed_in(interaction.data)
            if action is None:
                await self._interactions.hint(interaction, texts.STALE)
            elif await self._interactions.is_admitted(interaction):
                await self._pressed[action.verb](interaction, action)

    async def submit(self, interaction: Interaction) -> None:
        """A form was sent."""
        if not self._interactions.is_new(interaction):
            return
        action = pressed_in(interaction.data)
        handle = self._sent.get(action.verb) if action is not None else None
        text = typed_in(interaction.data)
        if action is None or handle is None or not text:
            await self._interactions.hint(interaction, texts.STALE)
        elif await self._interactions.is_admitted(interaction):
            await handle(interaction, action, text)

    async def _tell(self, interaction: Interaction, action: Action) -> None:
        visit, hint = self._visit(interaction)
        said = self._replies.of_fact(action.target, visit)
        await self._interactions.say(interaction, said, visit, hint)

    async def _none(self, interaction: Interaction, _: Action) -> None:
        shown = Card(texts.NONE_HELP.format(browse="/story"), unanswered=True)
        await respond(interaction, Kind.MESSAGE, privately(message(shown)))

    async def _proof(self, interaction: Interaction, action: Action) -> None:
        visit = self._privately(interaction)
        said = self._replies.proof(action.target, visit)
        await self._interactions.say(interaction, said, visit)

    async def _more(self, interaction: Interaction, action: Action) -> None:
        if action.target == PRIVACY:
            await self._interactions.more_privacy(interaction, action.number)
            return
        visit = self._privately(interaction)
        said = self._replies.rest(action.target, action.number, visit)
        await self._interactions.say(interaction, said, visit)

    async def _open_form(self, interaction: Interaction, action: Action) -> None:
        is_question = action.verb is Verb.FOLLOW
        title = texts.FOLLOW_TITLE if is_question else texts.SEND_TITLE
        label = texts.FOLLOW_FIELD if is_question else texts.SEND_FIELD
        await respond(interaction, Kind.FORM, form(title, label, action))

    async def _up(self, interaction: Interaction, action: Action) -> None:
        if await self._voted(interaction, action, up=True):
            await self._interactions.hint(interaction, texts.THANKS_UP)

    async def _down(self, interaction: Interaction, action: Action) -> None:
        if await self._voted(interaction, action, up=False):
            asked = form(texts.REPORT_TITLE, texts.REPORT_FIELD, action)
            await respond(interaction, Kind.FORM, asked)

    async def _voted(self, interaction: Interaction, action: Action, *, up: bool) -> bool:
        """Whether the vote is kept; the reader is told where it is not."""
        reader = self._privately(interaction).reader

        async def keep(fact: Fact) -> None:
            await self._answering.records.vote(reader, fact, up=up)

        return await self._kept(interaction, action, keep)

    async def _delete(self, interaction: Interaction, action: Action) -> None:
        if action.target != str(interaction.user.id):
            await self._interactions.hint(interaction, texts.NOT_YOURS)
            return
        about = str(interaction.message.id) if interaction.message is not None else ""
        await self._deferring.defer(interaction, Kind.LATER, _DELETE, about=about)

    async def _take_away(self, later: Later) -> bool:
        if await delete_original(later.way):
            self._posts.gone(replace(later.interaction, message=later.about))
        elif not later.again:
            return await follow_up(later.way, privately(notice(texts.GONE_ALREADY)))
        return True

    async def _share(self, interaction: Interaction, action: Action) -> None:
        visit, hint = self._interactions.visit(interaction, False)
        if hint:
            await self._interactions.hint(interaction, hint)
            return
        said = self._replies.of_fact(action.target, visit)
        await self._interactions.say(interaction, said, visit)

    async def _forget(self, interaction: Interaction, _: Action) -> None:
        visit = self._privately(interaction)
        self._answering.forget(visit.owns)
        try:
            is_direct = isinstance(interaction.channel, discord.DMChannel)
            channel = visit.place.channel if is_direct else None
            await self._answering.records.forget(visit.reader, channel)
        except NotRecordedError:
            await self._interactions.hint(interaction, texts.NOT_KEPT)
        else:
            await respond(interaction, Kind.UPDATE, notice(texts.FORGOTTEN))

    async def _topic(self, interaction: Interaction, action: Action) -> None:
        shown = page(action.target, action.number, PAGE_SIZE, self._answering.story)
        if shown is None:
            await self._interactions.hint(interaction, texts.TEXT_CHANGED)
        else:
            await self._turn(interaction, topic_page(shown))

    async def _topics(self, interaction: Interaction, action: Action) -> None:
        await self._turn(interaction, story_page(self._answering.story, action.number))

    async def _turn(self, interaction: Interaction, shown: Payload) -> None:
        """Change the reader's own page; where it is not private, show another one."""
        if _is_private(interaction):
            await respond(interaction, Kind.UPDATE, shown)
        else:
            await respond(interaction, Kind.MESSAGE, privately(shown))

    async def _followed(self, interaction: Interaction, action: Action, text: str) -> None:
        visit, hint = self._visit(interaction)
        said = await self._replies.to_question(
            text, visit, about=action.target or None, within=left(interaction)
        )
        await self._interactions.say(interaction, said, visit, hint)

    async def _reported(self, interaction: Interaction, action: Action, text: str) -> None:
        reader = self._privately(interaction).reader

        async def keep(fact: Fact) -> None:
            await self._answering.records.report(reader, fact, text)

        if await self._kept(interaction, action, keep):
            await self._interactions.hint(interaction, texts.THANKS_REPORT)

    async def _sent_to_editors(self, interaction: Interaction, _: Action, text: str) -> None:
        reader = self._privately(interaction).reader
        try:
            await self._answering.records.send_to_editors(reader, text)
        except NotRecordedError:
            await self._interactions.hint(interaction, texts.NOT_KEPT)
        else:
            await self._interactions.hint(interaction, texts.THANKS_SENT)

    async def _kept(
        self, interaction: Interaction, action: Action, keep: Callable[[Fact], Awaitable[None]]
    ) -> bool:
        fact = fact_of(action.target, self._answering.story)
        if fact is None:
            await self._interactions.hint(interaction, texts.FACT_GONE)
            return False
        try:
            await keep(fact)
        except NotRecordedError:
            await self._interactions.hint(interaction, texts.NOT_KEPT)
            return False
        return True

    def _visit(self, interaction: Interaction) -> tuple[Visit, str]:
        """As private as the message whose button was pressed."""
        return self._interactions.visit(interaction, _is_private(interaction))

    def _privately(self, interaction: Interaction) -> Visit:
        return self._interactions.visit(interaction, True)[0]


def _is_private(interaction: Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral
