"""Answers one press, form or command in Slack."""

from __future__ import annotations

from dataclasses import replace

from bot.adapters.slack.incoming import Asked
from bot.adapters.slack.interactions import Pressed, Sent, metadata
from bot.adapters.slack.outgoing import Outgoing, Ticket
from bot.adapters.slack.sender import Sender, report
from bot.core.model import Story
from bot.ports.responder import Delivered
from bot.rendering.browsing import Page
from bot.rendering.card import Card
from bot.rendering.draft import Draft, Topics
from bot.rendering.forms import Form
from bot.rendering.slack.views import HOME_PAGE, MESSAGE_PAGE, drafted, home, window


class SlackResponder:
    """The port `Responder`. Nobody waits for it: Slack has its acknowledgement already."""

    page_size = MESSAGE_PAGE
    forms_are_apart = True
    must_answer = False
    within = None

    def __init__(
        self, request: Asked | Pressed | Sent, sender: Sender, outgoing: Outgoing, ticket: Ticket
    ) -> None:
        self._place = request.place
        self._sender = sender
        self._outgoing = outgoing
        self._ticket = ticket
        self._trigger = request.trigger if isinstance(request, Pressed) else ""
        self.message = request.message if isinstance(request, Pressed) else None
        self.once = "".join(request.keys)
        self.is_wanted_private = True if request.place.response_url else None

    async def reply(self, draft: Draft) -> Delivered:
        """In the place where it was pressed."""
        return await self._sender.say(self._place, draft, self._ticket)

    async def update(self, draft: Draft) -> Delivered:
        """In the pressed message, if only its reader sees it; raises what Slack refuses."""
        url = self._place.response_url
        if self.message is None or url is None:
            return await self.reply(draft)
        await self._outgoing.replace(url, drafted(replace(draft, is_private=True)))
        return Delivered(True)

    async def share(self, draft: Draft) -> Delivered:
        """Openly, in place of the private message; raises what Slack refuses."""
        url = self._place.response_url
        if url is None:
            return await self.reply(draft)
        message, thread = drafted(draft, self._place.user), self._place.thread_ts
        await self._outgoing.respond(url, message, thread, openly=True, ticket=self._ticket)
        await self._outgoing.take_back(url)
        return Delivered(True)

    async def open_form(self, form: Form) -> bool:
        """A modal, within three seconds."""
        view = window(form, metadata(form.action.target, self._place))
        try:
            await self._outgoing.open_view(self._trigger, view)
        except Exception as error:  # the reader pressed too long ago, or Slack is in trouble
            report("Slack did not open a window", error)
            return False
        return True

    async def take_back(self) -> bool:
        """Delete the message that was pressed."""
        return await self._sender.take_away(self._place, self.message or "")


class HomeResponder(SlackResponder):
    """The same in the App Home, which shows one answer or one page at a time."""

    page_size = HOME_PAGE
    must_answer = True

    def __init__(
        self, press: Pressed, sender: Sender, outgoing: Outgoing, ticket: Ticket, story: Story
    ) -> None:
        super().__init__(press, sender, outgoing, ticket)
        self._story = story

    async def reply(self, draft: Draft) -> Delivered:
        """Anew, with `draft` in it."""
        shown = draft.below if isinstance(draft.below, Page) else None
        card = None if shown or isinstance(draft.below, Topics) else draft.card
        return Delivered(await self.show(card, shown))

    async def show(self, card: Card | None = None, shown: Page | None = None) -> bool:
        """What there is to ask, and an answer or a page."""
        try:
            view = home(self._story, card, shown)
            await self._outgoing.publish_home(self._place.user, view)
        except Exception as error:  # what was shown before stays, and can be used again
            report("Slack did not take an App Home", error)
        return True

    update = share = reply
