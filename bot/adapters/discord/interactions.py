"""Commands, buttons, menus and forms: each interaction is answered once."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.adapters.discord.incoming import context_of_interaction, pressed_in, typed_in, words_in
from bot.adapters.discord.responder import InteractionResponder
from bot.application.application import Application
from bot.application.commands import Commands
from bot.application.drafts import report, whisper
from bot.application.request_context import RequestContext
from bot.ports.checks import Examination
from bot.rendering import texts
from bot.rendering.actions import ID_LIMIT, Action, Verb, action_id
from bot.rendering.discord.components import OPTION_LIMIT, OPTIONS_LIMIT
from bot.rendering.shortening import shortened

Interaction = discord.Interaction[Any]


class Interactions:
    """Hands interactions on. Everything a button needs stands in its `custom_id`.

    (A `discord.ui.DynamicItem` would need the whole message sent along, and stay silent where it
    does not recognise the button in it.)
    """

    def __init__(self, app: Application, examine_all: Examination | None) -> None:
        self._answering = app.answering
        self._drafts = app.drafts
        self._actions = app.actions
        self._commands = Commands(app, examine_all)

    async def ask(self, interaction: Interaction, text: str, private: bool | None) -> None:
        """`/ask`, in public unless the asker or the rules of the place want it otherwise."""
        by = InteractionResponder(interaction, private)
        await self._actions.ask(text, await self._recalled(interaction), by)

    async def ask_about(self, interaction: Interaction, chosen: discord.Message) -> None:
        """“Ask about this”: for the asker alone, who may share it; the message is not theirs."""
        await self.ask(interaction, words_in(chosen), True)

    async def typed(self, interaction: Interaction, words: str) -> None:
        """Any other command, by the words that stand for it."""
        by = InteractionResponder(interaction)
        await self._commands.typed(words, await self._recalled(interaction), by)

    async def press(self, interaction: Interaction) -> None:
        """A button was pressed, or something chosen in a menu."""
        by, action = InteractionResponder(interaction), pressed_in(interaction.data)
        await self._actions.press(action, await self._recalled(interaction), by)

    async def submit(self, interaction: Interaction) -> None:
        """A form was sent."""
        by, action = InteractionResponder(interaction), pressed_in(interaction.data)
        text = typed_in(interaction.data)
        await self._actions.submit(action, text, await self._recalled(interaction), by)

    def choices(self, typed: str) -> list[app_commands.Choice[str]]:
        """Up to 25 of the story's questions, for what was typed so far."""
        facts = self._answering.complete(typed, OPTIONS_LIMIT)
        return [_choice(fact.id, " ".join(fact.title.split())) for fact in facts]

    async def excuse(self, interaction: Interaction, error: app_commands.AppCommandError) -> None:
        """Answer a command that could not be run, such as one of an older version."""
        report("A slash command could not be run", error)
        if not isinstance(error, app_commands.CommandInvokeError):  # that may be answered
            await InteractionResponder(interaction).reply(whisper(texts.TROUBLE))

    async def _recalled(self, interaction: Interaction) -> RequestContext:
        context = context_of_interaction(interaction)
        await self._drafts.recall(context, again=False)
        return context


def _choice(fact_id: str, title: str) -> app_commands.Choice[str]:
    """A question that is too long to be sent back goes by what a button would carry."""
    value = title if len(title) <= ID_LIMIT else action_id(Action(Verb.TAKE, fact_id))
    return app_commands.Choice(name=shortened(title, OPTION_LIMIT), value=value)
