"""All parts of the application, for the adapter of one platform."""

from __future__ import annotations

from bot.application.actions import Actions
from bot.application.ask import Answering
from bot.application.drafts import Drafts, Link, report
from bot.application.editors import EditorsChannel
from bot.application.moderation import Moderation
from bot.application.posts import Posts
from bot.application.questions import Asked, Questions
from bot.core.errors import NotRecordedError
from bot.ports.messenger import Messenger
from bot.rendering.draft import Draft


class Application:
    """What an adapter calls. `link` says where people open a message.

    `is_alone`: no other process serves the same channels at the same time. `editors` is the channel
    of the editors, where there is one on this platform.
    """

    def __init__(
        self,
        answering: Answering,
        moderation: Moderation,
        link: Link,
        editors: EditorsChannel | None = None,
        *,
        is_alone: bool = False,
    ) -> None:
        self.answering = answering
        self.moderation = moderation
        self.drafts = Drafts(answering, moderation, link)
        self.posts = Posts(answering, moderation, is_alone=is_alone)
        self.editors = editors
        self.actions = Actions(answering, moderation, self.drafts, self.posts, editors)

    async def forget_space(self, platform: str, space: str) -> None:
        """The bot was removed from a server or a workspace: what is kept of it goes."""
        try:
            await self.answering.records.forget_space(platform, space)
        except NotRecordedError as error:  # retention deletes it later; nobody is there to be told
            report("What is kept of a place could not be deleted", error)

    def questions(self, messenger: Messenger[Asked, Draft]) -> Questions[Asked]:
        """The way of questions whose answers `messenger` sends."""
        return Questions(self.moderation, self.drafts, self.posts, messenger)
