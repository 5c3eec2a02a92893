"""What commands say beside answers, on any platform: the story, privacy, help, rules, a doctor."""

from __future__ import annotations

from bot.application.application import Application
from bot.application.drafts import whisper
from bot.application.press import Responding
from bot.application.request_context import RequestContext
from bot.ports.checks import Examination
from bot.rendering import texts, texts_managers
from bot.rendering.draft import Draft
from bot.rendering.findings import findings_in_words


class Commands:
    """What words stand for; all of it is answered to who typed them alone.

    The rules are shown to everybody, and changed by administrators. `examine_all` is what the
    doctor looks at beside the place.
    """

    def __init__(self, app: Application, examine_all: Examination | None) -> None:
        self._app = app
        self._examine_all = examine_all

    async def typed(self, words: str, context: RequestContext, by: Responding) -> bool:
        """Do what `words` say; whether who typed them was served."""
        refusal = await self._app.moderation.limits.refusal(context.reader)
        if refusal is not None:
            return (await by.reply(whisper(refusal.words))).served
        word = " ".join(words.casefold().split())
        if word == "forget":
            return await self._app.actions.forget(context, by)
        return (await by.reply(await self._said(word, context, by))).served

    async def _said(self, word: str, context: RequestContext, by: Responding) -> Draft:
        match word:
            case "privacy":
                return await self._app.drafts.privacy(context)
            case "":
                return self._app.drafts.story()
            case "corrections":
                return self._app.drafts.corrections()
            case "help":
                return whisper(texts.SLACK_HELP.format(title=self._app.answering.story.title))
            case "doctor":
                return whisper(await by.refusal() or await self._examined(context, by))
            case _:
                return whisper(await self._ruled(word, context, by))

    async def _examined(self, context: RequestContext, by: Responding) -> str:
        """What is wrong with the bot; that takes some seconds."""
        await by.wait()
        findings = by.findings(self._app.moderation)
        if self._examine_all is not None:
            findings = [*findings, *await self._examine_all()]
        return findings_in_words(findings, (context.platform, "clock"))

    async def _ruled(self, word: str, context: RequestContext, by: Responding) -> str:
        """The rules, changed if `word` does that."""
        change, room = self._app.moderation.change(word), context.room
        if change is None and word != "rules":
            return texts.SLACK_STORY_WORDS
        if room.server is None:
            return texts_managers.NO_SERVER
        if change is not None:
            if refusal := await by.refusal():
                return refusal
            if word.startswith("mode ") and not by.hears_all:
                return texts_managers.MANAGE_CANNOT_HEAR
            if word == "mode suggest" and self._app.unasked.editors is None:
                return texts_managers.MANAGE_NO_EDITORS
            if word == "mode forum" and not by.has_forums:
                return texts_managers.SLACK_NO_FORUMS
            change(room)
        rules = self._app.moderation.in_words(room, by.name_of)
        return f"{rules}\n{by.manual}" if by.manual else rules
