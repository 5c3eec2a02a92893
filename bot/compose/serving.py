"""Builds what serves: conversations, rules, records, and the eye on the knowledge file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from bot.adapters.agents import Agents
    from bot.application.ask import Answering
    from bot.application.moderation import Moderation
    from bot.core.judge import Judge
    from bot.core.service import QuestionService
    from bot.knowledge.watching import Watch
    from bot.ports.embedder import Embedder
    from bot.ports.inbox import Inbox
    from bot.ports.meter import Meter
    from bot.ports.records import Records, Retention
    from bot.ports.reply_index import ReplyIndex
    from bot.ports.shared_state import SharedState
    from bot.records.opening import OpenRecords
    from bot.settings import CommunitySettings, RecordsSettings


def watch_knowledge(
    path: Path,
    environ: Mapping[str, str],
    answering: Answering | Agents,
    embedder: Embedder | None = None,
) -> Watch[QuestionService]:
    """What sees that the file at `path` changed, and lets `answering` answer from the new one."""
    from asyncio import get_running_loop

    from bot.compose.stories import service_from
    from bot.knowledge.watching import Watch
    from bot.ops.memory import give_back

    def build(data: bytes) -> QuestionService:
        return service_from(data, path, environ, embedder)

    def use(service: QuestionService) -> None:
        answering.serve_from(service)
        get_running_loop().run_in_executor(None, give_back)

    return Watch(path, answering.story.digest, build, use)


def build_answering(
    service: QuestionService,
    records: Records,
    inbox: Inbox,
    shared: SharedState,
    reply_index: ReplyIndex,
    judge: Judge | None = None,
    meter: Meter | None = None,
) -> Answering:
    """The service with its conversations, its records and what is shared."""
    from bot.application.ask import Answering
    from bot.application.conversations import Conversations
    from bot.ops.clock import SystemClock

    conversations = Conversations(SystemClock())
    return Answering(service, conversations, records, inbox, shared, reply_index, judge, meter)


async def build_moderation(
    settings: CommunitySettings, records: Records, shared: SharedState
) -> Moderation:
    """What administrators decide: as they did before, else as the environment has it."""
    import logging

    from bot.application.moderation import Moderation
    from bot.core.errors import NotRecordedError
    from bot.ops.clock import SystemClock

    try:
        kept = await records.rules()
    except NotRecordedError:
        logging.getLogger(__name__).warning(
            "what administrators decided cannot be read: the environment's rules hold"
        )
        kept = {}
    return Moderation(settings, SystemClock(), shared, kept, records.keep_rules)


def open_records(
    settings: RecordsSettings, environ: Mapping[str, str]
) -> AbstractAsyncContextManager[OpenRecords]:
    """The records for as long as a process serves; raises `SettingsError` on entering."""
    from bot.records.opening import open_records

    return open_records(settings.database, settings.hash_key, retention_of(settings), environ)


def retention_of(settings: RecordsSettings) -> Retention:
    """For how many days what is kept is kept."""
    from bot.ports.records import Retention

    return Retention(settings.days, settings.text_days, settings.miss_days, settings.notify_days)
