"""Answers one press, form or command in Slack."""

from __future__ import annotations

from dataclasses import replace

from slack_sdk.errors import SlackApiError

from bot.adapters.slack.features import ADMINS, THREADS, works
from bot.adapters.slack.messenger import SlackMessenger, report, worked
from bot.adapters.slack.request import Request
from bot.application.moderation import Moderation
from bot.core.model import Story
from bot.ports.responder import Delivered, Responder
from bot.rendering import texts, texts_managers
from bot.rendering.browsing import Page
from bot.rendering.draft import Draft, Topics
from bot.rendering.forms import Form
from bot.rendering.slack.views import HOME_PAGE, MESSAGE_PAGE, drafted, home, window


class SlackResponder(Responder[Draft, Form, Moderation]):
    """The port `Responder`. Nobody waits for it: Slack has its acknowledgement already."""

    page_size = MESSAGE_PAGE
    forms_are_apart = True
    must_answer = False
    manual = texts_managers.SLACK_RULES

    def __init__(self, request: Request, messenger: SlackMessenger) -> None:
        self._request = request
        self._place = request.place
        self._messenger = messenger
        self._outgoing = messenger.outgoing
        self.message = request.message
        self.once = request.key
        self.is_wanted_private = request.is_wanted_private

    @property
    def hears_all(self) -> bool:  # type: ignore[override]
        """Whether the app has the scopes."""
        return works(THREADS, self._messenger.identity.scopes)

    async def refusal(self) -> str | None:
        """None for administrators and owners of the workspace."""
        if not works(ADMINS, self._messenger.identity.scopes):
            return texts_managers.SLACK_ADMINS_UNKNOWN
        user, info = self._place.user, self._outgoing.client.users_info
        try:
            found = (await self._outgoing.call(f"user/{user}", info, user=user))["user"]
        except SlackApiError as error:  # nobody may be taken for an administrator by mistake
            report("Slack did not say who an administrator is", error)
            return texts.TROUBLE
        is_admin = found.get("is_admin") or found.get("is_owner")
        return None if is_admin else texts_managers.SLACK_NOT_AN_ADMIN

    async def wait(self) -> None:
        """Nobody waits."""

    async def reply(self, draft: Draft) -> Delivered:
        """In the place where it was pressed."""
        return await self._messenger.answer(self._request, draft)

    async def update(self, draft: Draft) -> Delivered:
        """In the pressed message, if only its reader sees it; raises what Slack refuses."""
        url = self._place.response_url
        if self.message is None or url is None:
            return await self.reply(draft)
        message = drafted(replace(draft, is_private=True))
        await self._outgoing.hook(url, {**message, "replace_original": True})
        return Delivered(True)

    async def share(self, draft: Draft) -> Delivered:
        """Openly, in place of the private message; raises what Slack refuses."""
        url, thread = self._place.response_url, self._place.thread_ts
        if url is None:
            return await self.reply(draft)
        message, claim = drafted(draft, self._place.user), self._request.in_inbox
        await self._outgoing.respond(url, message, thread, claim, kind="in_channel")
        await self._outgoing.hook(url, {"delete_original": True})
        return Delivered(True)

    async def open_form(self, form: Form) -> bool:
        """A modal, at once: a trigger holds for three seconds."""
        view = window(form, self._request.written)
        opening = self._outgoing.client.views_open(trigger_id=self._request.trigger, view=view)
        return await worked("Slack did not open a window", opening)

    async def take_back(self) -> bool:
        """Delete the message that was pressed."""
        return await self._messenger.delete(self._place, self.message or "")


class HomeResponder(SlackResponder):
    """The same in the App Home, which shows one answer or one page at a time."""

    page_size = HOME_PAGE
    must_answer = True

    def __init__(self, request: Request, messenger: SlackMessenger, story: Story) -> None:
        super().__init__(request, messenger)
        self._story = story

    async def reply(self, draft: Draft) -> Delivered:
        """Anew, with `draft` in it."""
        shown = draft.below if isinstance(draft.below, Page) else None
        card = None if shown or isinstance(draft.below, Topics) else draft.card
        view = home(self._story, card, shown)
        await show_home(self._messenger, self._place.user, view)
        return Delivered(True)

    update = share = reply


async def show_home(messenger: SlackMessenger, user: str, view: dict[str, object]) -> None:
    """Show `view` as the App Home of `user`; what was shown before stays if that fails."""
    outgoing, publish = messenger.outgoing, messenger.outgoing.client.views_publish
    showing = outgoing.call(f"home/{user}", publish, user_id=user, view=view)
    await worked("Slack did not take an App Home", showing)
