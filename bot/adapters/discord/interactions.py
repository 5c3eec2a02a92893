"""Slash commands: each interaction gets one response, at once."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import discord
from discord import app_commands

from bot.adapters.discord.delivery import Kind, respond
from bot.adapters.discord.incoming import Seen, words_in
from bot.adapters.discord.posts import Posts
from bot.adapters.discord.replies import Replies, Said, apology, report
from bot.adapters.discord.turns import left
from bot.adapters.discord.visit import Visit, place_of_interaction
from bot.application.ask import Answering
from bot.application.moderation import Controls
from bot.core.errors import NotRecordedError
from bot.ports.records import Kept
from bot.rendering import texts
from bot.rendering.actions import ID_LIMIT, Action, Verb, action_id
from bot.rendering.card import PRIVACY, Card
from bot.rendering.discord.components import OPTION_LIMIT, OPTIONS_LIMIT
from bot.rendering.discord.message import message, notice, privately, with_line
from bot.rendering.discord.pages import privacy_page, story_page
from bot.rendering.privacy import privacy
from bot.rendering.shortening import shortened
from bot.rendering.whole import remainder


class Interactions:
    """What commands do. None is answered twice."""

    def __init__(
        self, answering: Answering, replies: Replies, posts: Posts, controls: Controls
    ) -> None:
        self._answering = answering
        self._replies = replies
        self._posts = posts
        self._controls = controls
        self._seen = Seen()

    def is_new(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether `interaction` comes for the first time; from now on it does not."""
        return self._seen.is_new(interaction.id)

    async def is_admitted(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether it may be answered, knowing what a process before this one knew of it.

        Who asks too much hears so.
        """
        person, place = str(interaction.user.id), place_of_interaction(interaction)
        visit = Visit(person, place)
        await self._replies.recall(visit, Visit(person, place, private=True))
        refusal = await self._controls.limits.refusal(visit.reader)
        if refusal is not None:
            await self.hint(interaction, refusal.words)
        return refusal is None

    def visit(
        self, interaction: discord.Interaction[Any], private: bool | None = None
    ) -> tuple[Visit, str]:
        """Who asks where, and a word on why only they see the answer if they did not wish so."""
        place = place_of_interaction(interaction)
        is_private = self._controls.is_private(place, private)
        hint = "" if self._controls.may_speak(place) or private else texts.SILENT_HERE
        return Visit(str(interaction.user.id), place, is_private), hint

    async def ask(
        self, interaction: discord.Interaction[Any], text: str, private: bool | None
    ) -> None:
        """`/ask`, in public unless the asker or the rules of the place want it otherwise."""
        if self.is_new(interaction) and await self.is_admitted(interaction):
            visit, hint = self.visit(interaction, private)
            said = await self._replies.to_question(text, visit, within=left(interaction))
            await self.say(interaction, said, visit, hint)

    async def ask_about(
        self, interaction: discord.Interaction[Any], chosen: discord.Message
    ) -> None:
        """“Ask about this”: for the asker alone, who may share it; the message is not theirs."""
        if self.is_new(interaction) and await self.is_admitted(interaction):
            visit, _ = self.visit(interaction, True)
            within = left(interaction)
            said = await self._replies.to_question(words_in(chosen), visit, within=within)
            await self.say(interaction, said, visit)

    async def say(
        self, interaction: discord.Interaction[Any], said: Said, visit: Visit, hint: str = ""
    ) -> None:
        """Answer with a new message, and keep what it states."""
        payload = with_line(said.payload, hint) if hint else said.payload
        message_id = await respond(interaction, Kind.MESSAGE, payload)
        self._posts.stands(said.fact, visit, message_id)

    async def story(self, interaction: discord.Interaction[Any]) -> None:
        """`/story`, for the asker alone: turning pages changes the message."""
        if self.is_new(interaction):
            page = story_page(self._answering.story)
            await respond(interaction, Kind.MESSAGE, privately(page))

    async def privacy(self, interaction: discord.Interaction[Any]) -> None:
        """`/privacy`, for the asker alone."""
        if not self.is_new(interaction):
            return
        kept, card = await self._kept(interaction)
        page = privacy_page(card, can_forget=kept is None or kept != Kept())
        await respond(interaction, Kind.MESSAGE, privately(page))

    async def more_privacy(self, interaction: discord.Interaction[Any], rest: int) -> None:
        """What did not fit the answer to `/privacy`."""
        _, card = await self._kept(interaction)
        await respond(
            interaction, Kind.MESSAGE, privately(message(remainder(card.body, rest, PRIVACY)))
        )

    async def _kept(self, interaction: discord.Interaction[Any]) -> tuple[Kept | None, Card]:
        """What is kept of a reader, None where that cannot be read, and all of it in words."""
        visit, _ = self.visit(interaction, True)
        records, kept = self._answering.records, None
        with suppress(NotRecordedError):
            kept = await records.kept_of(visit.reader)
        story, is_judged = self._answering.story, self._answering.is_judged
        return kept, privacy(records.retention, kept, story, is_judged=is_judged)

    def choices(self, typed: str) -> list[app_commands.Choice[str]]:
        """Up to 25 of the story's questions, for what was typed so far."""
        facts = self._answering.complete(typed, OPTIONS_LIMIT)
        return [_choice(fact.id, " ".join(fact.title.split())) for fact in facts]

    async def excuse(self, interaction: discord.Interaction[Any], error: Exception) -> None:
        """Answer a command that could not be run, such as one of an older version."""
        report("a slash command could not be run", error)
        if self.is_new(interaction):
            await respond(interaction, Kind.MESSAGE, privately(apology()))

    async def hint(self, interaction: discord.Interaction[Any], text: str) -> None:
        """Answer with a word for this person alone."""
        await respond(interaction, Kind.MESSAGE, privately(notice(text)))


def _choice(fact_id: str, title: str) -> app_commands.Choice[str]:
    """A question that is too long to be sent back goes by what a button would carry."""
    value = title if len(title) <= ID_LIMIT else action_id(Action(Verb.TAKE, fact_id))
    return app_commands.Choice(name=shortened(title, OPTION_LIMIT), value=value)
