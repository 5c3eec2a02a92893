"""A bot whose editors have a channel: real records, a real file, a real engine."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.application.ask import Answering
from bot.application.background_tasks import beside
from bot.application.corrections import Corrections
from bot.application.editors import EditorsChannel
from bot.application.notifications import Notifications
from bot.application.unasked import Unasked
from bot.compose.editors import FileDesk
from bot.compose.serving import watch_knowledge
from bot.compose.stories import service_from
from bot.core.service import QuestionService
from bot.knowledge.watching import Watch
from bot.ports.messages import Reader
from bot.records.opening import OpenRecords
from tests.fakes.answering import answering_of
from tests.fakes.discord_service import moderation
from tests.page.ferry import STORY

QUESTION = "Who painted the hull?"
ANSWER = "Two brothers from Halm painted the hull."


@dataclass(frozen=True)
class EditorsRoom:
    """What the bot answers with, the channel, and the file behind it."""

    answering: Answering
    editors: EditorsChannel
    desk: FileDesk
    watch: Watch[QuestionService]
    records: OpenRecords
    path: Path
    corrections: Corrections
    notifications: Notifications

    def rewrite(self, old: str, new: str) -> None:
        """Somebody changes the file."""
        text = self.path.read_text("utf-8")
        assert old in text
        self.path.write_text(text.replace(old, new), encoding="utf-8")

    @property
    def unasked(self) -> Unasked:
        """What the bot says without being asked."""
        return Unasked(self.editors.platform, self.editors, self.corrections, self.notifications)

    async def sends(self, text: str = QUESTION, person: str = "reader") -> None:
        """A reader sends a question to the editors."""
        await self.records.store.send_to_editors(Reader("memory", person, "S"), text)

    def facts(self, text: str) -> list[str]:
        """The facts that have such a phrasing, as it is served."""
        return [it.id for it in self.answering.story.facts if text in it.questions]


@asynccontextmanager
async def editors_room(
    records: OpenRecords,
    folder: Path,
    platform: str,
    channel: str,
    *,
    may_edit: bool = True,
    needs_two: bool = False,
    story: str = STORY,
) -> AsyncIterator[EditorsRoom]:
    """The room on a file in `folder`, which is made where there is none."""
    path, environ = folder / "ferry.yaml", {"XDG_CACHE_HOME": str(folder / "cache")}
    if not path.exists():
        path.write_text(story, encoding="utf-8")

    def build(data: bytes) -> QuestionService:
        return service_from(data, path, environ, None)

    kept = (records.store, records.inbox, records.shared, records.reply_index)
    answering = answering_of(build(path.read_bytes()), *kept)
    watch = watch_knowledge(path, environ, answering)
    desk = FileDesk(answering, records.editors, watch, path, build, may_edit=may_edit)
    editors = EditorsChannel(platform, channel, desk, records.shared, needs_two=needs_two)
    async with beside(watch.run(0.05)):
        ports = (records.told_facts, records.shared, answering.meter)
        corrections = Corrections(lambda: answering.story, *ports, time.time, days=7)
        notifications = Notifications(answering, moderation(), records.notices, 30)
        parts = (path, corrections, notifications)
        yield EditorsRoom(answering, editors, desk, watch, records, *parts)
