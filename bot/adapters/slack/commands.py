"""`/story` and the words behind it: what the story is, privacy, help, and the rules."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError

from bot.adapters.slack.app import Identity
from bot.adapters.slack.features import ADMINS, works
from bot.adapters.slack.messenger import report
from bot.adapters.slack.outgoing import Outgoing
from bot.adapters.slack.request import PLATFORM, Request
from bot.adapters.slack.responder import SlackResponder
from bot.application.application import Application
from bot.application.drafts import whisper
from bot.application.moderation import Room
from bot.ports.checks import Examination
from bot.rendering import texts
from bot.rendering.draft import Draft
from bot.rendering.findings import findings_in_words


class Commands:
    """What each word behind `/story` does; all of it is answered to the asker alone.

    The rules are shown to everybody, and changed by the workspace's administrators.
    """

    def __init__(
        self,
        app: Application,
        outgoing: Outgoing,
        identity: Identity,
        examine_all: Examination | None,
    ) -> None:
        self._app = app
        self._outgoing = outgoing
        self._identity = identity
        self._examine_all = examine_all

    async def typed(self, asked: Request, by: SlackResponder) -> bool:
        """Do what the words say."""
        word, context = " ".join(asked.text.casefold().split()), asked.context
        refusal = await self._app.moderation.limits.refusal(context.reader)
        if refusal is not None:
            return (await by.reply(whisper(refusal.words))).served
        if word == "forget":
            return await self._app.actions.forget(context, by)
        return (await by.reply(await self._said(word, asked))).served

    async def _said(self, word: str, asked: Request) -> Draft:
        match word:
            case "privacy":
                return await self._app.drafts.privacy(asked.context)
            case "":
                return self._app.drafts.story()
            case "help":
                return whisper(texts.SLACK_HELP.format(title=self._app.answering.story.title))
            case "doctor" if self._examine_all is not None:
                refusal = await self._refusal(asked.place.user)
                return whisper(refusal or await self._examined(self._examine_all))
            case _:
                room = asked.context.room
                said = await self._ruled(word, room, asked.place.user)
                return whisper(said or texts.SLACK_STORY_WORDS)

    async def _examined(self, examine_all: Examination) -> str:
        """What is wrong with the bot; that takes some seconds."""
        return findings_in_words(await examine_all(), (PLATFORM, "clock"))

    async def _ruled(self, words: str, room: Room, user: str) -> str | None:
        """What to say to `words`; None where they are not about rules."""
        change = self._app.moderation.change(words)
        if change is None and words != "rules":
            return None
        if room.server is None:
            return texts.NO_SERVER
        if change is not None:
            if refusal := await self._refusal(user):
                return refusal
            change(room)
        return f"{self._app.moderation.in_words(room, _name)}\n{texts.SLACK_RULES}"

    async def _refusal(self, user: str) -> str | None:
        """Why `user` may do nothing here; None for administrators and owners."""
        if not works(ADMINS, self._identity.scopes):
            return texts.SLACK_ADMINS_UNKNOWN
        try:
            info = self._outgoing.client.users_info
            found = (await self._outgoing.call(f"user/{user}", info, user=user))["user"]
        except SlackApiError as error:  # nobody may be taken for an administrator by mistake
            report("Slack did not say who an administrator is", error)
            return texts.TROUBLE
        is_admin = found.get("is_admin") or found.get("is_owner")
        return None if is_admin else texts.SLACK_NOT_AN_ADMIN


def _name(channel: str) -> str:
    """Channels by their id: Slack lets few apps read names, and a mention of one is no ping."""
    return channel
