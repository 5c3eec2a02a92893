"""What adapters answer with: real, but for the ports that a test does not open."""

from __future__ import annotations

from bot.application.ask import Answering
from bot.compose.serving import build_answering
from bot.core.judge import Judge
from bot.core.service import QuestionService
from bot.ports.inbox import Inbox
from bot.ports.memory_state import MemoryState
from bot.ports.records import Records
from bot.ports.reply_index import ReplyIndex
from bot.ports.shared_state import SharedState
from tests.fakes.null_records import NullRecords


def answering_of(
    service: QuestionService,
    records: Records | None = None,
    inbox: Inbox | None = None,
    shared: SharedState | None = None,
    reply_index: ReplyIndex | None = None,
    judge: Judge | None = None,
) -> Answering:
    """`service` on these ports; on one that keeps nothing where none is given."""
    nothing = NullRecords()
    ports = (records or nothing, inbox or nothing, shared or MemoryState(), reply_index or nothing)
    return build_answering(service, *ports, judge)
