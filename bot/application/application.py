"""All parts of the application, for the adapter of one platform."""

from __future__ import annotations

from bot.application.actions import Actions
from bot.application.ask import Answering
from bot.application.drafts import Drafts, Link, report
from bot.application.moderation import Moderation
from bot.application.posts import Posts
from bot.application.questions import Asked, Questions
from bot.application.unasked import NOTHING, Unasked
from bot.core.errors import NotRecordedError
from bot.ports.messenger import Messenger
from bot.rendering.draft import Draft


class Application:
    """What an adapter calls. `link` says where people open a message.

    `is_alone`: no other process serves the same channels at the same time. `unasked` is what
    it says on this platform without being asked.
    """

    def __init__(
        self,
        answering: Answering,
        moderation: Moderation,
        link: Link,
        unasked: Unasked = NOTHING,
        *,
        is_alone: bool = False,
    ) -> None:
        self.answering = answering
        self.moderation = moderation
        self.unasked = unasked
        can_notify = unasked.notifications is not None
        self.drafts = Drafts(answering, moderation, link, can_notify=can_notify)
        self.posts = Posts(answering, moderation, is_alone=is_alone)
        self.actions = Actions(answering, moderation, self.drafts, self.posts, unasked)

    async def forget_space(self, platform: str, space: str) -> None:
        """The bot was removed from a server or a workspace: what is kept of it goes."""
        try:
            await self.answering.records.forget_space(platform, space)
        except NotRecordedError as error:  # retention deletes it later; nobody is there to be told
            report("What is kept of a place could not be deleted", error)

    def questions(self, messenger: Messenger[Asked, Draft]) -> Questions[Asked]:
        """The way of questions whose answers `messenger` sends."""
        return Questions(self.moderation, self.drafts, self.posts, messenger, self.unasked.editors)
